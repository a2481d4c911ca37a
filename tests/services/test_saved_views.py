"""Each person keeps their own filters under names; nobody sees or removes another's."""

import pytest

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.views_store import views_of
from dashboard.domain.actors import Actor, Role
from dashboard.domain.saved_views import MOST_VIEWS, SavedView
from dashboard.errors import Conflict, InputRejected, NotFound, NotPermitted
from dashboard.services.saved_views import RemoveView, SaveView, remove_view, save_view

LEAD, OFFICER = Actor("lead", Role.TEAM_LEAD), Actor("officer", Role.OFFICER)
QUERY = (("status", "✕ Charter breach"), ("status", "▲ Watch"), ("team", "Service"))


def views(database: Database, actor: Actor = LEAD, page: str = "use-cases") -> tuple[SavedView, ...]:
    """What this person has."""
    with database.read() as connection:
        return views_of(connection, actor.user_id, page)


def test_filters_are_kept_per_person_and_page(database: Database) -> None:
    """In order, with values that repeat; another person and another page have none of it."""
    save_view(database, SaveView("use-cases", " My breaches ", QUERY), LEAD)

    assert [(one.name, one.query) for one in views(database)] == [("My breaches", QUERY)]
    assert views(database, OFFICER) == ()
    assert views(database, page="review-items") == ()
    assert verify_chain(database) == ()


def test_the_same_name_is_replaced_and_a_double_click_once(database: Database) -> None:
    """One view a name; the same command twice writes one event."""
    save_view(database, SaveView("use-cases", "Mine", QUERY), LEAD)
    command = SaveView("use-cases", "Mine", (("q", "voice"),), "k")
    assert save_view(database, command, LEAD) == save_view(database, command, LEAD) == 2
    assert [one.query for one in views(database)] == [(("q", "voice"),)]


def test_nobody_removes_anothers(database: Database) -> None:
    """The officer is told that there is none; its owner removes it."""
    save_view(database, SaveView("use-cases", "Mine", QUERY), LEAD)
    (found,) = views(database)
    assert found.id is not None
    with pytest.raises(NotFound):
        remove_view(database, RemoveView(found.id), OFFICER)
    remove_view(database, RemoveView(found.id), LEAD)
    assert views(database) == ()


@pytest.mark.parametrize(
    "command",
    [
        SaveView("use-cases", "  ", QUERY),
        SaveView("use-cases", "x" * 61, QUERY),
        SaveView("use-cases", "two\nlines", QUERY),
        SaveView("settings", "Mine", QUERY),
        SaveView("use-cases", "Mine", (("q", "x" * 2_000),)),
        SaveView("use-cases", "Mine", tuple(("q", str(number)) for number in range(41))),
    ],
)
def test_what_is_no_view_is_refused(sqlite_database: Database, command: SaveView) -> None:
    """A sentence, and nothing is written."""
    with pytest.raises(InputRejected, match="The view was not saved"):
        save_view(sqlite_database, command, LEAD)
    assert sqlite_database.data_version() == 0


def test_there_is_an_end_to_views_and_readers_save_none(sqlite_database: Database) -> None:
    """A limit a person and page; auditors write nothing at all."""
    for number in range(MOST_VIEWS):
        save_view(sqlite_database, SaveView("use-cases", f"View {number}", QUERY), LEAD)
    with pytest.raises(Conflict, match="Remove one first"):
        save_view(sqlite_database, SaveView("use-cases", "One more", QUERY), LEAD)
    with pytest.raises(NotPermitted):
        save_view(sqlite_database, SaveView("use-cases", "Mine", QUERY), Actor("a", Role.AUDITOR))
