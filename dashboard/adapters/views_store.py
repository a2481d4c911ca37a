"""Reads, adds and removes saved views, each for its owner alone."""

from sqlalchemy import Connection, RowMapping, delete, insert, select

from dashboard.adapters.repository import table
from dashboard.adapters.tables import SavedViewRow
from dashboard.adapters.transaction import Transaction
from dashboard.domain.saved_views import SavedView

ENTITY = "saved_view"
_VIEWS = table(SavedViewRow)


def views_of(connection: Connection, user_id: str, page: str) -> tuple[SavedView, ...]:
    """Somebody's views of a page, by name."""
    mine = (_VIEWS.c.user_id == user_id) & (_VIEWS.c.page == page)
    rows = connection.execute(select(_VIEWS).where(mine).order_by(_VIEWS.c.name)).mappings()
    return tuple(_view(row) for row in rows)


def view(connection: Connection, view_id: int, user_id: str) -> SavedView | None:
    """One view; None where there is none, or it is somebody else's."""
    wanted = (_VIEWS.c.id == view_id) & (_VIEWS.c.user_id == user_id)
    row = connection.execute(select(_VIEWS).where(wanted)).mappings().first()
    return None if row is None else _view(row)


def put_view(tx: Transaction, found: SavedView) -> int:
    """Store a view of who writes, in place of theirs with the same name; returns its id."""
    for before in views_of(tx.connection, tx.actor.user_id, found.page):
        if before.name == found.name:
            tx.connection.execute(delete(_VIEWS).where(_VIEWS.c.id == before.id))
    values = {"page": found.page, "name": found.name, "query": [list(pair) for pair in found.query]}
    key = tx.connection.execute(insert(_VIEWS).values(user_id=tx.actor.user_id, **values)).inserted_primary_key
    assert key is not None  # noqa: S101  # an insert of one row has one
    tx.append("saved_view.saved", ENTITY, f"{tx.actor.user_id}/{found.page}/{found.name}", values)
    return int(key[0])


def remove_view(tx: Transaction, found: SavedView) -> None:
    """Remove a view of who writes."""
    tx.connection.execute(delete(_VIEWS).where(_VIEWS.c.id == found.id, _VIEWS.c.user_id == tx.actor.user_id))
    tx.append("saved_view.removed", ENTITY, f"{tx.actor.user_id}/{found.page}/{found.name}", {"name": found.name})


def _view(row: RowMapping) -> SavedView:
    return SavedView(row["id"], row["page"], row["name"], tuple((str(name), str(one)) for name, one in row["query"]))
