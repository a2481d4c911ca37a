"""People say how they want to be told, and the officer which services of the organisation are told."""

from dataclasses import dataclass, field, replace
from datetime import date

from dashboard.adapters import repository
from dashboard.adapters import telling_store as store
from dashboard.adapters.database import Database
from dashboard.adapters.letters_store import forget_recipient
from dashboard.domain.actors import Actor, Role
from dashboard.domain.letters import webhook_key
from dashboard.domain.plain_text import shown
from dashboard.domain.telling import (
    MOST_WEBHOOKS,
    Kind,
    Telling,
    Webhook,
    Wish,
    address_problems,
    name_problems,
    url_problems,
    variable_of,
    wish_problems,
)
from dashboard.domain.texts import tidy
from dashboard.errors import AlreadyExists, ChangedSinceOpened, Conflict, InputRejected, NotFound, NotPermitted, Problem
from dashboard.services.permissions import Verb, require
from dashboard.services.register import new_key
from dashboard.settings import load_webhook_url

SET_IN = "a variable of the server's environment, or a line of .streamlit/secrets.toml"


@dataclass(frozen=True, slots=True)
class ChooseTelling:
    """How somebody wants to be told from `on`; `revision` is what they had open, None to replace whatever there is."""

    user_id: str
    address: str = field(repr=False)
    wish: Wish
    on: date
    revision: int | None = None
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class AddWebhook:
    """A service that shall be told from `on`."""

    name: str
    kind: Kind
    url: str = field(repr=False)
    wish: Wish
    on: date
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class RemoveWebhook:
    """A service that shall be told no more."""

    webhook: int
    key: str = field(default_factory=new_key)


def choose_telling(database: Database, command: ChooseTelling, actor: Actor) -> int:
    """Store how somebody is told; returns the data version.

    Raises:
        NotPermitted, NotFound, ChangedSinceOpened, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.BE_TOLD)
    if actor.role is not Role.SYSTEM and actor.user_id != command.user_id:
        raise NotPermitted("Everybody chooses for themselves how they are told. Nothing was saved.")
    address = command.address.strip()
    problems = [*address_problems(address), *wish_problems(command.wish, address)]
    if problems:
        raise InputRejected("How you are told was not saved.", problems)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return tx.seq
        user = repository.user_in(tx.connection, command.user_id)
        if user is None:
            raise NotFound(f"Nobody here has the id {shown(command.user_id)}. Nothing was saved.")
        before = store.telling_of(tx.connection, command.user_id)
        if command.revision not in (None, before.revision):
            raise ChangedSinceOpened("How you are told has changed since you opened the page. Nothing was saved.")
        begun = before.wish.since if before.wish.wants_any and before.wish.since else command.on
        wish = replace(command.wish, since=begun)
        store.put_telling(tx, Telling(command.user_id, address, wish), before)
        return tx.seq


def add_webhook(database: Database, command: AddWebhook, actor: Actor) -> int:
    """Store a webhook; returns the data version.

    Raises:
        NotPermitted, InputRejected, AlreadyExists, Conflict, StoreUnusable: nothing was written.
    """
    require(actor, Verb.WEBHOOKS)
    name, url = str(tidy(command.name, what="The webhook")).strip(), command.url.strip()
    problems = [*name_problems(name), *_address_problems(url)]
    problems += [one for one in wish_problems(command.wish, url) if one.where == "weekday"]
    if problems:
        raise InputRejected("The webhook was not saved.", problems)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return tx.seq
        known = store.webhooks(tx.connection)
        if name in {one.name for one in known}:
            raise AlreadyExists(f"There is a webhook {shown(name)}. Remove it first, or choose another name.")
        if len(known) >= MOST_WEBHOOKS:
            raise Conflict(f"There are {len(known)} webhooks. Remove one first.")
        store.add_webhook(tx, name, command.kind, url, replace(command.wish, since=command.on))
        return tx.seq


def _address_problems(url: str) -> list[Problem]:
    """What is wrong with an address, or with what its variable holds now."""
    variable = variable_of(url)
    if variable is None:
        return list(url_problems(url))
    if not variable:
        return [Problem("address", "another name", "env:DASHBOARD_WEBHOOK_URL_ and a name in capitals")]
    held = load_webhook_url(variable)
    if not held:
        return [Problem("address", f"{variable}, which is set nowhere", SET_IN)]
    return [replace(one, where=variable) for one in url_problems(held)]


def remove_webhook(database: Database, command: RemoveWebhook, actor: Actor) -> int:
    """Forget a webhook and its address; returns the data version.

    Raises:
        NotPermitted, NotFound, StoreUnusable: nothing was written.
    """
    require(actor, Verb.WEBHOOKS)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return tx.seq
        found = store.webhook(tx.connection, command.webhook)
        if found is None:
            raise NotFound("There is no such webhook.")
        store.remove_webhook(tx, found)
        forget_recipient(tx, webhook_key(found.id))
        return tx.seq


def webhook_named(database: Database, name: str) -> Webhook:
    """The webhook of this name; raises NotFound."""
    with database.read() as connection:
        found = next((one for one in store.webhooks(connection) if one.name == name), None)
    if found is None:
        raise NotFound(f"There is no webhook {shown(name)}.")
    return found
