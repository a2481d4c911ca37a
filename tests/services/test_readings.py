"""Both readings of a past day beside each other, with what came since; review items and waivers as they were then."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry_parts import Waiver
from dashboard.services.assess import run_assessment
from dashboard.services.register import ChangeUseCase, change_use_case
from dashboard.services.screens.items_then import load_items_then
from dashboard.services.screens.then import NOW, Then, case_headline, counts_then, load_then
from dashboard.services.screens.then_case import load_papers_then
from dashboard.services.screens.then_tables import cases_table, clauses_table, load_charter_then, readings_table
from dashboard.services.sources import Sources
from tests.late_rows import CHARTER, DAY, promise_in, told_again

NEXT = DAY + timedelta(days=1)


@pytest.fixture
def sources(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    """A fair report, late rows, and the next day's report of a breach."""
    promise = promise_in(tmp_path, monkeypatch)
    told_again(sqlite_database, DecisionStore(tmp_path / "decisions"), tmp_path, promise)
    return Sources(sqlite_database, promise, None, tmp_path / "decisions", DAY + timedelta(days=30))


def own(then: Then) -> str:
    """What the table says of `loans`."""
    frame = cases_table(then).set_index("id")
    return str(frame.loc["loans", "Reported then"])


def test_both_readings_stand_beside_each_other_with_what_came(sources: Sources) -> None:
    """1.00 held then, 0.67 is a breach now, because of 1,000 rows whose entry is named."""
    then = load_then(sources, DAY, NOW)
    clause = then.differing[1]
    assert [round(value or 0, 2) for value in clause.values] == [1.0, 0.67]
    assert clause.sentence.startswith(
        "Reported then: meets charter, 1.00. Known now: charter breach, 0.67. "
        "1,000 rows of days that were assessed before came on "
    )
    row = readings_table(then, then.differing).iloc[1]
    assert row[["Use case", "Clause", "Reported then", "Known now"]].tolist() == [
        "Loans", "F-01", "✓ Meets charter", "✕ Charter breach",
    ]  # fmt: skip
    with sources.database.read() as connection:
        kind = connection.exec_driver_sql(f"SELECT kind FROM events WHERE seq = {row['Ledger entries']}").scalar()  # noqa: S608
    assert kind == "decisions.ingested"


def test_a_day_of_which_nothing_new_is_known_has_one_answer(sources: Sources) -> None:
    """The day after knows the late rows already: both readings agree."""
    then = load_then(sources, NEXT, NOW)
    assert (then.both, then.differing) == (True, ())


def test_without_asking_only_what_was_reported_is_there(sources: Sources) -> None:
    """Counts, table and headline are those of then, and nothing of today's knowledge is in them."""
    then = load_then(sources, DAY, "then")
    assert (then.both, counts_then(then).counts["compliant"], counts_then(then).breaches) == (False, 1, 0)
    assert own(then) == "✓ Meets charter"
    assert "Known now" not in clauses_table(then, "loans")
    assert case_headline(then, "loans") == "Loans: no breach, 1 of 1 clause decided"
    assert case_headline(load_then(sources, NEXT, "then"), "loans") == (
        "Loans breached the charter in 1 of 1 decided clauses"
    )


def test_review_items_are_those_of_the_end_of_the_day(sources: Sources) -> None:
    """The breach opened its item with the second assessment: none before, one after, with its age on that day."""
    before = load_items_then(sources, load_then(sources, DAY, "then"))
    after = load_items_then(sources, load_then(sources, DAY + timedelta(days=6), "then"))
    assert before.items == ()
    (item,) = after.items
    assert (item.use_case, item.clause, item.state, item.age, item.due) == (
        "Loans", "F-01", "open", 5, NEXT + timedelta(days=30),
    )  # fmt: skip


def test_the_record_and_its_waivers_are_those_of_then(sources: Sources) -> None:
    """A waiver and a title of the day after are not there on the day before."""
    found = use_case_record(sources.database, "loans")
    assert found is not None
    waiver = Waiver(clause="F-01", granted=NEXT, until=NEXT + timedelta(days=9), reason="r", approved_by="officer")
    record = found[0].model_copy(update={"title": "Credit", "waivers": [waiver]})
    change_use_case(sources.database, ChangeUseCase(record, found[1]), SYSTEM)
    later = DAY + timedelta(days=2)
    run_assessment(
        sources.database, sources.charter, as_of=later, actor=SYSTEM, store=DecisionStore(sources.store)
    )  # fmt: skip

    then, after = load_then(sources, NEXT, "then"), load_then(sources, later, "then")
    assert (then.title("loans"), after.title("loans")) == ("Loans", "Credit")
    papers = [load_papers_then(sources, one, "loans") for one in (then, after)]
    assert [len(one.waivers) for one in papers if one] == [0, 1]
    assert own(after) == "◷ Waived"


def test_the_charter_of_then_is_the_one_that_judged(sources: Sources, tmp_path: Path) -> None:
    """Its clauses with how each was kept then; where the file is another one now, nothing takes its place."""
    found = load_charter_then(sources, load_then(sources, DAY, "then"))
    assert found is not None
    assert (found.clauses[0].id, found.clauses[0].coverage.counts[0], found.clauses[0].coverage.total) == ("F-01", 0, 1)
    (tmp_path / "charter.yaml").write_text(CHARTER.replace("0.8", "0.9"), encoding="utf-8")
    gone = load_then(sources, DAY, NOW)
    assert (load_charter_then(sources, gone), gone.both) == (None, False)
    assert gone.notes[-1].startswith("What is known now about 13 Nov 2026 cannot be computed: charter 1, by which")


@pytest.mark.parametrize("asked", [date(2020, 1, 1), date(2999, 1, 1)])
def test_days_out_of_reach_are_refused(sources: Sources, asked: date) -> None:
    """As the command refuses them."""
    with pytest.raises(Exception, match=r"has not come yet|the first assessment is of 13 Nov 2026"):
        load_then(sources, asked, "then")
