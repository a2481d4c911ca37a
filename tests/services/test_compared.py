"""Two past days side by side: what differs, by what, with the ledger's entries that it rests on."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM
from dashboard.domain.causes import KINDS
from dashboard.domain.registry_parts import Waiver
from dashboard.errors import InputRejected
from dashboard.services import ingest
from dashboard.services.assess import run_assessment
from dashboard.services.compared import Change, compare_dates
from dashboard.services.register import ChangeUseCase, change_use_case
from dashboard.services.screens.between import between_table, counts_table, load_between
from dashboard.services.sources import Sources
from dashboard.settings import load_settings
from tests.late_rows import CHARTER, DAY, promise_in, told_again

NEXT = DAY + timedelta(days=1)
Later = Callable[[int], dict[tuple[str, str], Change]]


@pytest.fixture
def sources(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    """A fair report, late rows, and the next day's report of a breach."""
    promise = promise_in(tmp_path, monkeypatch)
    told_again(sqlite_database, DecisionStore(tmp_path / "decisions"), tmp_path, promise)
    return Sources(sqlite_database, promise, None, tmp_path / "decisions", DAY + timedelta(days=30))


@pytest.fixture
def later(sources: Sources) -> Later:
    """Assess so many days after the first, by the charter file as it is, and compare with the day before."""

    def assess(days: int) -> dict[tuple[str, str], Change]:
        day, store = DAY + timedelta(days=days), DecisionStore(sources.store)
        promise = load_charter(load_settings().charter)
        run_assessment(sources.database, promise, as_of=day, actor=SYSTEM, store=store)
        found = compare_dates(sources, load_settings(), day - timedelta(days=1), day)
        return {change.key: change for change in found.changes}

    return assess


def change_loans(database: Database, **fields: object) -> None:
    """Another record of `loans`."""
    found = use_case_record(database, "loans")
    assert found is not None
    change_use_case(database, ChangeUseCase(found[0].model_copy(update=fields), found[1]), SYSTEM)


def entry(database: Database, seq: int) -> tuple[str, str]:
    """Kind and entity of an entry."""
    with database.read() as connection:
        row = connection.exec_driver_sql(f"SELECT kind, entity FROM events WHERE seq = {seq}").one()  # noqa: S608
    return str(row[0]), str(row[1])


def test_late_rows_are_the_cause_and_their_entry_is_named(sources: Sources) -> None:
    """The clause and the own status changed by 1,000 rows of a day that was assessed before."""
    found = compare_dates(sources, load_settings(), DAY, NEXT)
    own, clause = found.changes
    assert (own.key, clause.key) == (("loans", ""), ("loans", "F-01"))
    assert clause.was is not None and clause.became is not None  # noqa: PT018
    assert (clause.was.status, clause.became.status, clause.cause.kind) == (
        "compliant", "non_compliant", "correction",
    )  # fmt: skip
    assert clause.cause.words.startswith("1,000 rows of days that were assessed before came on ")
    assert own.cause.words == f"F-01: {clause.cause.words}"
    assert [entry(sources.database, seq) for seq in clause.cause.entries] == [("decisions.ingested", "batch")]


def test_a_retraction_a_waiver_and_a_charter_are_told_apart(sources: Sources, later: Later, tmp_path: Path) -> None:
    """Each change between two days has its own cause, and an unchanged day has none."""
    database = sources.database
    assert later(2) == {}
    waiver = Waiver(clause="F-01", granted=DAY, until=DAY + timedelta(days=4), reason="r", approved_by="officer")
    change_loans(database, waivers=[waiver])
    waived = later(3)["loans", "F-01"]
    assert (waived.cause.kind, entry(database, waived.cause.entries[0])[1]) == ("waiver", "use_case")
    ended = later(5)["loans", "F-01"]
    assert (ended.cause.kind, ended.cause.words) == ("lapse", "the waiver ended")
    late = ingest.stored_batches(database, "loans")[-1].id
    store = DecisionStore(sources.store)
    ingest.retract_batch(database, store, ingest.RetractBatch(late, "wrong file"), SYSTEM)
    back = later(6)["loans", "F-01"]
    assert (back.cause.kind, entry(database, back.cause.entries[0])[0]) == ("correction", "batch.retracted")
    (tmp_path / "charter.yaml").write_text(CHARTER.replace("[0.8, 1.25]", "[1.01, 1.25]"), encoding="utf-8")
    assert later(7)["loans", "F-01"].cause.kind == "charter"


def test_a_use_case_that_left_is_one_line_with_its_stage(sources: Sources, later: Later) -> None:
    """Its findings are not listed one by one, and the cause is what the register says of it."""
    change_loans(sources.database, lifecycle="suspended")
    found = later(2)
    assert list(found) == [("loans", "")]
    assert found["loans", ""].became is None
    assert found["loans", ""].cause.words == "the use case was no longer judged: suspended"


@pytest.mark.parametrize("second", [DAY, DAY - timedelta(days=3)])
def test_days_in_the_wrong_order_are_refused(sources: Sources, second: date) -> None:
    """The same day twice, and a second day before the first."""
    with pytest.raises(InputRejected, match=r"is not after 13 Nov 2026, so nothing lies between them\."):
        compare_dates(sources, load_settings(), DAY, second)


def test_the_page_has_the_same_in_words(sources: Sources) -> None:
    """Headline, counts of both days, and a table with the entries of the cause and of the assessment."""
    found = load_between(sources, DAY, NEXT)
    assert found.headline == "1 status changed: 1 became a breach, 0 stopped being one"
    assert counts_table(found).iloc[0].tolist() == ["✕ Charter breach", 0, 1, 1]
    row = between_table(found.lines, found.days).iloc[1]
    assert row[["Use case", "Clause", "13 Nov 2026", "14 Nov 2026", "Cause"]].tolist() == [
        "Loans", "F-01", "✓ Meets charter", "✕ Charter breach", KINDS["correction"],
    ]  # fmt: skip
    kinds = [entry(sources.database, int(seq))[0] for seq in row["Ledger entries"].split(", ")]
    assert kinds == ["decisions.ingested", "assessment.stored"]
