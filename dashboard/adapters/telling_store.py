"""Reads and writes how people and services are told; events say that an address changed, and never which."""

from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from dashboard.adapters.repository import table
from dashboard.adapters.tables import TellingRow, WebhookRow
from dashboard.adapters.transaction import Transaction
from dashboard.domain.telling import Cadence, Kind, Telling, Webhook, Wish

PERSON, WEBHOOK = "telling", "webhook"
_TELLING, _WEBHOOKS = table(TellingRow), table(WebhookRow)


def telling_of(connection: Connection, user_id: str) -> Telling:
    """How somebody is told; not at all where they never said."""
    row = connection.execute(select(_TELLING).where(_TELLING.c.user_id == user_id)).mappings().first()
    return Telling(user_id) if row is None else _telling(row)


def everybody_told(connection: Connection) -> tuple[Telling, ...]:
    """Everybody who ever said how."""
    return tuple(_telling(row) for row in connection.execute(select(_TELLING).order_by(_TELLING.c.user_id)).mappings())


def put_telling(tx: Transaction, found: Telling, before: Telling) -> None:
    """Store how somebody is told, in place of what they said before."""
    values = {**_wish_values(found.wish), "address": found.address, "revision": before.revision + 1}
    if before.revision:
        tx.connection.execute(update(_TELLING).where(_TELLING.c.user_id == found.user_id).values(**values))
    else:
        tx.connection.execute(insert(_TELLING).values(user_id=found.user_id, **values))
    body = {**_wish_record(found.wish), "address": _moved(before.address, found.address)}
    tx.append("telling.changed", PERSON, found.user_id, body)


def _moved(before: str, now: str) -> str:
    if before == now:
        return "unchanged"
    return "changed" if before and now else "removed" if before else "given"


def forget_address(tx: Transaction, user_id: str) -> None:
    """End how somebody is told, and forget where they were."""
    before = telling_of(tx.connection, user_id)
    if before.address:
        put_telling(tx, Telling(user_id, "", Wish(since=tx.now.date())), before)


def webhooks(connection: Connection) -> tuple[Webhook, ...]:
    """Every webhook, by name."""
    return tuple(_webhook(row) for row in connection.execute(select(_WEBHOOKS).order_by(_WEBHOOKS.c.name)).mappings())


def webhook(connection: Connection, webhook_id: int) -> Webhook | None:
    """One webhook, or None."""
    row = connection.execute(select(_WEBHOOKS).where(_WEBHOOKS.c.id == webhook_id)).mappings().first()
    return None if row is None else _webhook(row)


def add_webhook(tx: Transaction, name: str, kind: Kind, url: str, wish: Wish) -> int:
    """Store a webhook; returns its id."""
    values = {**_wish_values(wish), "name": name, "kind": kind.value, "url": url, "revision": 1}
    key = tx.connection.execute(insert(_WEBHOOKS).values(**values)).inserted_primary_key
    assert key is not None  # noqa: S101  # an insert of one row has one
    tx.append("webhook.added", WEBHOOK, str(key[0]), {"name": name, "kind": kind.value, **_wish_record(wish)})
    return int(key[0])


def remove_webhook(tx: Transaction, found: Webhook) -> None:
    """Forget a webhook and its address."""
    tx.connection.execute(delete(_WEBHOOKS).where(_WEBHOOKS.c.id == found.id))
    tx.append("webhook.removed", WEBHOOK, str(found.id), {"name": found.name, "kind": found.kind.value})


def _wish_values(wish: Wish) -> dict[str, Any]:
    values = {"cadence": wish.cadence.value, "weekday": wish.weekday, "at_once": wish.at_once}
    return {**values, "since": wish.since}


def _wish_record(wish: Wish) -> dict[str, Any]:
    return {"cadence": wish.cadence.value, "weekday": wish.weekday, "at_once": wish.at_once}


def _wish(row: RowMapping) -> Wish:
    return Wish(Cadence(row["cadence"]), int(row["weekday"]), bool(row["at_once"]), row["since"])


def _telling(row: RowMapping) -> Telling:
    return Telling(row["user_id"], row["address"], _wish(row), int(row["revision"]))


def _webhook(row: RowMapping) -> Webhook:
    return Webhook(int(row["id"]), row["name"], Kind(row["kind"]), row["url"], _wish(row), int(row["revision"]))
