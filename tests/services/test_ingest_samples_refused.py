"""Reviewed answers that do not fit are set apart or refused in words; a mapping names other columns."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.sample_mapping import SampleMapping
from dashboard.errors import DecisionLogInvalid
from tests.services.sampled import MAY, counted, database, store, take, write
from tests.services.taken_in import one_apart

__all__ = ["database", "store"]  # fixtures

BAD: dict[str, tuple[str, str, str]] = {
    "in the future": ("9,2999-01-01,chat,de,no,no,q\n", "answered_at", "a time from 1980-01-01 to"),
    "no day": ("9,,chat,de,no,no,q\n", "answered_at", "such as 2026-11-23T09:30:00Z"),
    "no channel": ("9,2026-05-01,,de,no,no,q\n", "channel", "a channel"),
    "no id": (",2026-05-01,chat,de,no,no,q\n", "sample_id", "an id"),
    "a verdict that is neither": ("9,2026-05-01,chat,de,perhaps,no,q\n", "wrong_or_harmful", "one of 1, true, yes"),
    "the same id again": ("1,2026-05-01,chat,de,no,no,q\n", "sample_id", "an id that is not stored already"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_row_that_does_not_fit_is_set_apart(
    database: Database, store: DecisionStore, tmp_path: Path, name: str
) -> None:
    """The quarantine names row, field, what was found and what was expected; the others count."""
    row, field, expected = BAD[name]
    report = take(database, store, write(tmp_path, "may.csv", MAY + row))

    apart = one_apart(report)
    assert (apart["row"], apart["field"]) == ("5", field)
    assert expected in apart["expected"]


def test_a_file_without_a_verdict_is_refused(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Answers that nobody judged prove nothing: the columns are named."""
    with pytest.raises(DecisionLogInvalid) as refused:
        take(database, store, write(tmp_path, "a.csv", "1,2026-05-01,chat\n", "sample_id,answered_at,channel\n"))

    said = str(refused.value)
    assert all(f"expected a column '{name}'" in said for name in ("wrong_or_harmful", "personal_data_leaked"))


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (("a.xlsx", b"sample_id,answered_at\n"), "an Excel workbook, as the name says"),
        (("b.xlsx", b"PK\x03\x04 and then nothing"), "an XLSX workbook"),
        (("c.pdf", b"%PDF-1.7"), "a name ending in .csv, .tsv, .parquet, .jsonl or .xlsx"),
    ],
)
def test_what_is_no_table_is_refused(
    database: Database, store: DecisionStore, tmp_path: Path, file: tuple[str, bytes], expected: str
) -> None:
    """A file in disguise, a damaged workbook and a report as PDF are refused in a sentence."""
    (tmp_path / file[0]).write_bytes(file[1])
    version = database.data_version()

    with pytest.raises(DecisionLogInvalid) as refused:
        take(database, store, tmp_path / file[0])

    assert expected in str(refused.value)
    assert database.data_version() == version


def test_a_sheet_with_a_column_twice_is_refused(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Nobody knows which of two columns of one name is meant."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["sample_id", "sample_id", "answered_at"])
    book.save(tmp_path / "twice.xlsx")

    with pytest.raises(DecisionLogInvalid, match="each column name once"):
        take(database, store, tmp_path / "twice.xlsx")


def test_a_mapping_names_the_columns(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Somebody's own names and values become ours; a mapping that asks nothing is refused."""
    body: dict[str, Any] = {
        "format": 1, "kind": "samples", "sample_id": "nr", "answered_at": "on", "channel": {"constant": "mail"},
        "reviewer_role": {"constant": "quality"}, "attributes": {"language": "lang"},
    }  # fmt: skip
    asked = {"wrong_or_harmful": {"column": "verdict", "yes": ["bad"], "no": ["good"]}}
    file = write(tmp_path, "x.csv", "1,2026-05-01,bad,de\n2,2026-05-01,good,de\n", "nr,on,verdict,lang\n")

    take(database, store, file, mapping=SampleMapping.model_validate(body | asked))

    assert counted(database, store) == {("wrong_or_harmful_answer", ""): (1, 0, 2)}
    with pytest.raises(ValueError, match="at least one of wrong_or_harmful and personal_data_leaked"):
        SampleMapping.model_validate(body)
