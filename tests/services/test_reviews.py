"""What people do with review items is checked, kept and never done twice."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import select, text

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import table
from dashboard.adapters.tables import ReviewItemRow
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.counts import COUNTS
from dashboard.domain.decision_windows import DecisionWindows
from dashboard.domain.users import User
from dashboard.errors import ChangedSinceOpened, Conflict, InputRejected, NotFound, NotPermitted
from dashboard.services.assess import Practice, run_assessment
from dashboard.services.people import add_user
from dashboard.services.reviews import (
    AssignItem,
    CommentItem,
    ReopenItem,
    ResolveItem,
    assign_item,
    comment_item,
    reopen_item,
    resolve_item,
)
from tests.assessing import AS_OF, case, charter, clause, registry

OFFICER, READER = Actor("officer", Role.OFFICER), Actor("reader", Role.READER)
PROMISE = charter(clause({"field": "team", "present": True}))
NOTHING = pd.DataFrame(columns=["use_case", "day", "month", "attribute", "group", "stratum", *COUNTS])


def assess(database: Database, shift: int = 0, **fields: Any) -> None:
    """Assess one use case on a day after AS_OF."""
    known = Practice(registry(case(**fields)), DecisionWindows(NOTHING, NOTHING), 0)
    day = AS_OF + timedelta(days=shift)
    run_assessment(database, PROMISE, as_of=day, actor=SYSTEM, store=DecisionStore(Path()), practice=known)


@pytest.fixture
def opened(database: Database) -> Database:
    """A store with one open item, number 1, and one person."""
    assess(database)
    add_user(database, User("deputy", "Deputy", Role.DEPUTY), OFFICER)
    add_user(database, User("gone", "Gone", Role.DEPUTY, active=False), OFFICER)
    return database


def item(database: Database) -> dict[str, Any]:
    """The stored item."""
    with database.read() as connection:
        return dict(connection.execute(select(table(ReviewItemRow))).mappings().one())


def notes(database: Database) -> list[tuple[str, str, str]]:
    """Who did what."""
    with database.read() as connection:
        return [
            tuple(row) for row in connection.execute(text('SELECT "by", action, text FROM review_notes ORDER BY id'))
        ]


def test_assigning_keeps_who_and_when(opened: Database) -> None:
    """The item changes hands, with a note, an event and a new revision."""
    before = opened.data_version()
    saved = assign_item(opened, AssignItem(1, "deputy", 1, AS_OF), OFFICER)

    assert (saved.revision, item(opened)["assignee"], item(opened)["revision"]) == (2, "deputy", 2)
    assert notes(opened)[-1] == ("officer", "assigned", "Assigned to deputy")
    assert opened.data_version() == before + 1


@pytest.mark.parametrize(("person", "error"), [("nobody", NotFound), ("gone", Conflict)])
def test_only_people_who_are_here_get_items(opened: Database, person: str, error: type[Exception]) -> None:
    """An unknown person, or one who left, cannot be given an item."""
    with pytest.raises(error):
        assign_item(opened, AssignItem(1, person, 1, AS_OF), OFFICER)


def test_a_breach_cannot_be_talked_away(opened: Database) -> None:
    """Resolving is refused while the finding is a breach; after the repair it closes with its reason."""
    with pytest.raises(Conflict, match="still breached"):
        resolve_item(opened, ResolveItem(1, "looks fine", 1, AS_OF), OFFICER)
    assess(opened, 1, team="Care")
    resolve_item(opened, ResolveItem(1, " checked ", 2, AS_OF + timedelta(days=1)), OFFICER)

    stored = item(opened)
    assert (stored["state"], stored["closed_by"], stored["resolution"]) == ("closed", "officer", "checked")
    with pytest.raises(Conflict, match="closed already"):
        resolve_item(opened, ResolveItem(1, "again", 3, AS_OF), OFFICER)


def test_a_closed_item_can_be_taken_up_again(opened: Database) -> None:
    """Reopening says why and counts; an open item cannot be reopened."""
    with pytest.raises(Conflict, match="open already"):
        reopen_item(opened, ReopenItem(1, "hm", 1, AS_OF), OFFICER)
    assess(opened, 1, team="Care")
    reopen_item(opened, ReopenItem(1, "not convinced", 2, AS_OF), OFFICER)

    stored = item(opened)
    assert (stored["state"], stored["proof"], stored["times_reopened"]) == ("open", None, 1)


@pytest.mark.parametrize("blank", ["", "  ", "\n\t"])
def test_a_reason_is_words(opened: Database, blank: str) -> None:
    """Blanks are no reason and no comment; nothing is written."""
    before = opened.data_version()
    with pytest.raises(InputRejected):
        resolve_item(opened, ResolveItem(1, blank, 1, AS_OF), OFFICER)
    with pytest.raises(InputRejected):
        comment_item(opened, CommentItem(1, blank, 1, AS_OF), OFFICER)
    assert opened.data_version() == before


def test_a_double_click_is_one_command(opened: Database) -> None:
    """The same key writes once; the second time the first answer is given again."""
    command = CommentItem(1, "I look into it.", 1, AS_OF, key="k1")
    first, second = comment_item(opened, command, OFFICER), comment_item(opened, command, OFFICER)

    assert (first.seq, first.revision) == (second.seq, second.revision)
    assert (first.replayed, second.replayed) == (False, True)
    assert [action for _, action, _ in notes(opened)] == ["opened", "commented"]


def test_a_stale_tab_is_told(opened: Database) -> None:
    """A command made from an older revision changes nothing."""
    comment_item(opened, CommentItem(1, "first", 1, AS_OF), OFFICER)
    with pytest.raises(ChangedSinceOpened, match="since you opened it"):
        comment_item(opened, CommentItem(1, "second", 1, AS_OF), OFFICER)


def test_readers_change_nothing_and_absent_items_are_named(opened: Database) -> None:
    """Permission and existence are checked by the service."""
    with pytest.raises(NotPermitted):
        resolve_item(opened, ResolveItem(1, "ok", 1, AS_OF), READER)
    with pytest.raises(NotPermitted):
        resolve_item(opened, ResolveItem(1, "ok", 1, AS_OF), SYSTEM)
    with pytest.raises(NotFound, match="99"):
        comment_item(opened, CommentItem(99, "hello", 1, AS_OF), OFFICER)
