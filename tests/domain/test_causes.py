"""The cause of a change is what the ledger shows between two assessments; what it cannot show is said to be unknown."""

from collections.abc import Sequence
from datetime import date

import pytest

from dashboard.domain.causes import KINDS, Cause, Entry, Told, cause_of
from dashboard.domain.checks import Check
from tests.assessing import charter, clause

ON = date(2026, 9, 20)
RECORD, STAFF = Entry(5, "use_case", "u", ON), Entry(6, "staff_import", None, ON)
CASE, NEW = Entry(7, "case", "u", ON), Entry(8, "batch", "u", ON, rows=1200)
LATE = Entry(9, "batch", "u", ON, rows=214, how="rows of days that were assessed before came")


@pytest.mark.parametrize(
    ("told", "between", "kind", "entries"),
    [
        ("the charter changed: version 2 in place of 1", [RECORD], "charter", ()),
        ("first assessed", [], "began", ()),
        ("a waiver was granted", [RECORD, STAFF], "waiver", (5,)),
        ("the waiver ended", [], "lapse", ()),
        ("evidence lapsed", [RECORD], "lapse", ()),
        ("the sign-off lapsed", [], "lapse", ()),
        ("no new decisions came in", [], "lapse", ()),
        ("evidence was accepted", [RECORD], "evidence", (5,)),
        ("evidence was accepted", [], "day", ()),
        ("the registry changed", [RECORD, NEW], "record", (5,)),
        ("the registry changed", [], "day", ()),
        ("new decisions came in", [NEW, STAFF, CASE], "counts", (8,)),
        ("new decisions came in", [LATE], "correction", (9,)),
        ("new decisions came in", [NEW, LATE], "unknown", (8, 9)),
        ("new decisions came in", [], "day", ()),
        ("new data came in", [STAFF], "people", (6,)),
        ("new data came in", [CASE], "cases", (7,)),
        ("new data came in", [STAFF, CASE], "unknown", (6, 7)),
    ],
)
def test_each_cause_rests_on_its_entries(
    told: str, between: Sequence[Entry], kind: str, entries: tuple[int, ...]
) -> None:
    """Only entries that can have caused it are named; two possible causes at once are not established."""
    found = cause_of(Told(told), between)
    assert (found.kind, found.entries) == (kind, entries)
    assert kind in KINDS


def test_late_rows_are_told_with_number_and_day() -> None:
    """How many rows, what they did to days that were assessed before, and when they came."""
    found = cause_of(Told("new decisions came in"), [LATE])
    assert found.words == "214 rows of days that were assessed before came on 20 Sep 2026"


def test_a_model_that_went_live_is_the_cause_unless_rows_came_late_too() -> None:
    """New rows are what a new version decided; late rows beside it leave the cause open."""
    told = Told("new decisions came in", model="4.1")
    assert cause_of(told, [NEW]) == Cause("model", "model version 4.1 went live", (8,))
    assert cause_of(told, []).kind == "model"
    assert cause_of(told, [LATE]).words == "not established: late rows or correction and model version came together"


def test_training_that_nobody_entered_lapsed_with_the_day() -> None:
    """Of a check of training, cases and decisions are no cause; with nothing entered it lapsed."""
    promise = charter(clause({"coverage": "ai_literacy", "of": "ai_users", "at_least": 0.95}))
    check: Check = promise.clauses[0].check
    assert cause_of(Told("new data came in", check), [CASE, NEW]).kind == "lapse"
    assert cause_of(Told("new data came in", check), [STAFF, CASE]).kind == "people"
