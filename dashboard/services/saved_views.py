"""People save the filters of a page under a name; each sees and removes their own."""

from dataclasses import dataclass, field

from dashboard.adapters import views_store as store
from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor
from dashboard.domain.saved_views import MOST_VIEWS, SavedView, view_problems
from dashboard.domain.texts import tidy
from dashboard.errors import Conflict, InputRejected, NotFound
from dashboard.services.permissions import Verb, require
from dashboard.services.register import new_key


@dataclass(frozen=True, slots=True)
class SaveView:
    """Keep these filters of a page under this name; one of the same name is replaced."""

    page: str
    name: str
    query: tuple[tuple[str, str], ...]
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class RemoveView:
    """Forget a view."""

    view: int
    key: str = field(default_factory=new_key)


def save_view(database: Database, command: SaveView, actor: Actor) -> int:
    """Store the view; returns the data version.

    Raises:
        NotPermitted, InputRejected, Conflict, StoreUnusable: nothing was written.
    """
    require(actor, Verb.SAVE_VIEW)
    name = str(tidy(command.name, what="The view")).strip()
    query = tuple((str(one), str(value)) for one, value in tidy(list(command.query), what="The view"))
    view = SavedView(None, command.page, name, query)
    problems = list(view_problems(view))
    if problems:
        raise InputRejected("The view was not saved.", problems)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return tx.seq
        known = {one.name for one in store.views_of(tx.connection, actor.user_id, command.page)}
        if name not in known and len(known) >= MOST_VIEWS:
            raise Conflict(f"You have {len(known)} views of this page. Remove one first.")
        store.put_view(tx, view)
        return tx.seq


def remove_view(database: Database, command: RemoveView, actor: Actor) -> int:
    """Remove the view; returns the data version.

    Raises:
        NotPermitted, NotFound, StoreUnusable: nothing was written.
    """
    require(actor, Verb.SAVE_VIEW)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return tx.seq
        found = store.view(tx.connection, command.view, actor.user_id)
        if found is None:
            raise NotFound("You have no such view.")
        store.remove_view(tx, found)
        return tx.seq
