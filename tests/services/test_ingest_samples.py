"""Sampled, reviewed answers go the road of every log, and decide the clauses that a document stood in for."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_store import interaction_counts
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.explanations import Spelled, spell
from dashboard.domain.facts import Terms, build_facts
from dashboard.domain.findings import assess
from dashboard.errors import BatchOverlaps, NotPermitted
from dashboard.services import ingest
from dashboard.services.ingest import ingest_samples
from dashboard.services.log_commands import IngestSamples
from dashboard.services.screens.behind import behind
from dashboard.services.screens.case_file import open_file
from dashboard.services.sources import Sources
from dashboard.services.stored_facts import read_practice
from tests.assessing import case, charter, clause, registry
from tests.services.sampled import MAY, counted, database, store, take, write

__all__ = ["database", "store"]  # fixtures

WRONG: dict[str, Any] = {
    "rate": "wrong_or_harmful_answer", "at_most": 0.02, "window": "30d", "min_n": 300,
    "until_measured": {"evidence": "answer_sample_report", "max_age": "92d"},
}  # fmt: skip
TODAY = date(2026, 5, 20)
FILED = {"type": "answer_sample_report", "effective": date(2026, 5, 1), "uploaded_by": "a", "accepted_by": "b"}


def says(database: Database, store: DecisionStore, evidence: Sequence[Any] = ()) -> tuple[str, Spelled]:
    """The finding of OVS-03 on the day, and its words."""
    promise, windows = charter(clause(WRONG)), read_practice(database, store).windows
    assert windows.interactions is not None
    interactions = windows.interactions.facts(["u"], TODAY)
    facts = build_facts(registry(case(evidence=list(evidence))), TODAY, interactions=interactions)
    found = assess(promise, facts, TODAY)
    status, reason = found.use_cases.says(0, 0)
    words = spell(found.use_cases, facts.use_cases, Terms.of(promise, TODAY), 0, 0)
    return f"{status.value} ({reason.value})" if reason else status.value, words


def answers(n: int, wrong: int) -> str:
    """So many reviewed answers of one day."""
    return "".join(f"n{i},2026-05-10,chat,de,{'yes' if i < wrong else 'no'},no,quality\n" for i in range(n))


def test_reviews_become_counts(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Counted by hand; a blank verdict is unknown, and the interaction counts stay as they were."""
    report = take(database, store, write(tmp_path, "may.csv", MAY))

    assert (report.outcome, report.rows_stored, report.first_day) == ("imported", 4, date(2026, 5, 1))
    assert counted(database, store) == {
        ("wrong_or_harmful_answer", ""): (1, 1, 4),
        ("personal_data_leaked", ""): (1, 0, 4),
    }
    assert counted(database, store, "language")["wrong_or_harmful_answer", "tr"] == (1, 0, 1)
    assert interaction_counts(database, store).empty
    assert verify_chain(database) == ()
    assert ingest.rebuild_counts(database, store, ingest.RebuildCounts(), SYSTEM).equal == {"u": True}


def test_a_question_that_was_not_put_counts_nothing(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """A scan for leaks alone leaves the share of wrong answers to the answers that were read for it."""
    take(database, store, write(tmp_path, "may.csv", MAY))
    scan = write(
        tmp_path, "scan.csv", "s1,2026-05-03,chat,no\n", "sample_id,answered_at,channel,personal_data_leaked\n"
    )
    take(database, store, scan)

    assert counted(database, store)["personal_data_leaked", ""] == (1, 0, 5)
    assert counted(database, store)["wrong_or_harmful_answer", ""] == (1, 1, 4)


def test_a_sheet_and_parquet_say_the_same(
    database: Database, store: DecisionStore, officer: Actor, tmp_path: Path
) -> None:
    """The same reviews as XLSX with real dates, and as Parquet, give the counts of the CSV."""
    csv_file = write(tmp_path, "may.csv", MAY)
    pq.write_table(pa_csv.read_csv(csv_file), tmp_path / "may.parquet")
    book = openpyxl.Workbook()
    for row in csv.reader(csv_file.read_text(encoding="utf-8").splitlines()):
        cells: list[Any] = [None if cell == "" else cell for cell in row]
        cells[1] = date.fromisoformat(row[1]) if len(row[1]) == 10 else row[1]
        cells[5] = {"yes": True, "no": False}.get(row[5], row[5])
        book.worksheets[0].append(cells)
    book.save(tmp_path / "may.xlsx")
    found = []
    for name in ("may.csv", "may.parquet", "may.xlsx"):
        report = take(database, store, tmp_path / name)
        assert report.rows_stored == 4, name
        found.append(counted(database, store))
        ingest.retract_batch(database, store, ingest.RetractBatch(str(report.batch), "next"), officer)

    assert found[0] == found[1] == found[2]
    assert counted(database, store) == {}


def test_the_same_file_again_changes_nothing(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Idempotent by content; other answers of stored days are refused, added or replaced."""
    take(database, store, write(tmp_path, "may.csv", MAY))
    version = database.data_version()
    more = write(tmp_path, "more.csv", "7,2026-05-01,chat,de,no,no,q\n")

    assert take(database, store, write(tmp_path, "copy.csv", MAY)).outcome == "already imported"
    with pytest.raises(BatchOverlaps, match=r"days that are stored already: may\.csv"):
        take(database, store, more)
    assert database.data_version() == version
    take(database, store, more, "add")
    assert counted(database, store)["personal_data_leaked", ""] == (1, 0, 5)


def test_replacing_takes_an_officer_or_deputy(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """A team lead may add reviews and may not hide stored ones."""
    command = IngestSamples("u", [write(tmp_path, "may.csv", MAY)], mode="replace")
    with pytest.raises(NotPermitted):
        ingest_samples(database, store, command, Actor("lead", Role.TEAM_LEAD))


def test_the_first_measurement_takes_the_place_of_the_document(
    database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """A filed report decides until answers were sampled; then they do, whatever the report says."""
    assert says(database, store)[0] == "not_assessed (no_data)"
    assert says(database, store, [FILED])[0] == "compliant"
    take(database, store, write(tmp_path, "a.csv", answers(400, 40)))

    status, words = says(database, store, [FILED])

    assert status == "non_compliant"
    assert "10.00 % of 400 sampled answers in 30 days" in words.reason
    assert words.measured is not None
    assert words.measured["n"] == 400


def test_the_opened_why_names_the_batch_and_the_document_that_gave_way(
    database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Behind the finding stand the files of reviews; without one it says that there is none yet."""
    promise = charter(clause(WRONG))
    sources = Sources(database, promise, None, store.root, TODAY)

    def said() -> str:
        file = open_file(sources, "u")
        assert file is not None
        return " · ".join(behind(promise.clauses[0].check, file, TODAY).said)

    assert "No file of sampled answers has been read yet." in said()
    take(database, store, write(tmp_path, "a.csv", answers(400, 0)))

    assert "1 batch of sampled answers, 400 rows, data to 10 May 2026" in said()
    assert "A measurement in the window takes the place of the document “Answer sample report”" in said()


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ((200, 0), "not_assessed (too_few)"),
        ((400, 0), "compliant"),
        ((400, 5), "not_assessed (undecided)"),
        ((400, 9), "watch (point_over)"),
    ],
)
def test_certainty_decides(
    database: Database, store: DecisionStore, tmp_path: Path, found: tuple[int, int], expected: str
) -> None:
    """None wrong of 200 is too few, none of 400 holds two in a hundred, five is undecided, nine is not proven."""
    take(database, store, write(tmp_path, "a.csv", answers(*found)))

    assert says(database, store)[0] == expected


def test_the_age_of_reviews_is_not_the_age_of_conversations(
    database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Yesterday's conversations do not make reviews of last year new."""
    take(database, store, write(tmp_path, "a.csv", answers(400, 0).replace("2026-05-10", "2025-05-10")))
    talks = "interaction_id,channel,started_at,ai_involved\n1,chat,2026-05-19,auto\n"
    file = write(tmp_path, "t.csv", talks, "")
    ingest.ingest_interactions(database, store, ingest.IngestInteractions("u", [file]), SYSTEM)

    status, words = says(database, store)

    assert status == "not_assessed (stale)"
    assert words.reason.startswith("The newest sampled answer is of 10 May 2025")
