"""Broken files are refused whole in a plain sentence; rows that do not fit are set apart with their reason."""

import csv
import pickle
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.adapters.batch_writer import write_batch
from dashboard.adapters.draft import Draft, Job
from dashboard.adapters.file_counts import reduce_file
from dashboard.domain.log_mapping import LogMapping
from dashboard.errors import DecisionLogInvalid

LATEST = datetime(2026, 11, 24)  # noqa: DTZ001  # UTC by definition
HEADER = "decision_id,decided_at,selected,score,a_sex\n"
GOOD = "1,2026-01-01T10:00:00Z,1,0.5,F\n2,2026-01-02T10:00:00Z,0,0.4,M\n"
LINE = '{"decision_id": "1", "decided_at": "2026-01-01", "selected": true, "a_sex": "F"}\n'

BROKEN: list[tuple[str, str, bytes, str]] = [
    ("28 too few fields", "a.csv", f"{HEADER}{GOOD}3,2026-01-01,1\n".encode(), "line 4: row"),
    ("28 too many fields", "a.csv", f"{HEADER}3,2026-01-01,1,0.5,F,9\n{GOOD}".encode(), "line 2: row"),
    ("29 NUL", "a.csv", f"{HEADER}{GOOD}".encode() + b"3,\x00", "a NUL byte at offset 108"),
    ("30 wrong delimiter", "a.csv", (HEADER + GOOD).replace(",", "^").encode(), "expected a column 'decided_at'"),
    ("31 header twice", "a.csv", b"a_sex,selected,decided_at,A_SEX\nF,1,2026-01-01,M\n", "'a_sex' more than once"),
    ("32 column missing", "a.csv", b"decided_at,a_sex\n2026-01-01,F\n", "expected a column 'selected'"),
    ("33 mixed encodings", "a.csv", HEADER.encode() + "1,2026-01-01,1,0.5,é\n".encode() + b"\xe9", "at offset 66"),
    ("33 UTF-16", "a.csv", HEADER.encode("utf-16"), "text in UTF-16"),
    ("36 quote never closed", "a.csv", f'{HEADER}{GOOD}3,"'.encode() + b"x" * 10_000_000, "a.csv"),
    ("41 cut line", "a.jsonl", (LINE + LINE[:30]).encode(), "The last good line is 1."),
    ("42 key twice", "a.jsonl", b'{"selected": 1, "selected": 0}\n', "the key 'selected' twice"),
    ("42 number too large", "a.jsonl", b'{"decision_id": 9007199254740993}\n', "the number 9007199254740993"),
    ("42 nested", "a.jsonl", b'{"selected": [1]}\n', "a nested value"),
    ("42 deep nesting", "a.jsonl", b'{"a":' * 100_000, "line 1"),
    ("42 no object", "a.jsonl", b"[1]\n", "no JSON object"),
    ("50 Parquet as CSV", "a.csv", b"PAR1xxxx", "found Parquet; expected a CSV file"),
    ("50 HTML", "a.csv", b"<!DOCTYPE html><html>", "a web page (HTML)"),
    ("50 pickle", "a.csv", pickle.dumps({"a": 1}), "a Python pickle"),
    ("50 zip", "a.csv", b"PK\x03\x04", "a ZIP or Excel file"),
    ("50 CSV as Parquet", "a.parquet", HEADER.encode(), "expected Parquet, as the name says"),
    ("50 unknown ending", "a.docx", b"PK\x03\x04", "a name ending in .csv"),
    ("44 cut footer", "a.parquet", b"PAR1" + b"x" * 100, "damaged Parquet"),
    ("empty", "a.csv", b"", "a header line and rows"),
]  # fmt: skip


def read(path: Path, mapping: LogMapping | None = None) -> Draft:
    """A log read as for the store."""
    work = path.parent / "work"
    work.mkdir(exist_ok=True)
    return write_batch(path, mapping, Job(work, LATEST))


def quarantined(draft: Draft) -> list[dict[str, str]]:
    """What the quarantine file says."""
    assert draft.quarantine is not None
    with draft.quarantine.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("name", "content", "said"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_file_is_refused_whole(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    """Cases 28 to 33, 36, 41, 42, 44, 50: the sentence names the place, and nothing is left behind."""
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(DecisionLogInvalid) as refused:
        read(path)

    assert said in str(refused.value)
    assert "Traceback" not in str(refused.value)
    assert len(str(refused.value)) < 5_000


UNFIT = [
    ("34 infinite", "3,2026-01-01,1,1e309,F", "score", "1e309"),
    ("34 not a number", "3,2026-01-01,1,NaN,F", "score", "NaN"),
    ("34 decimal comma", '3,2026-01-01,1,"1,5",F', "score", "1,5"),
    ("35 31 February", "3,2026-02-31,1,0.5,F", "decided_at", "2026-02-31"),
    ("35 year 9999", "3,9999-12-31,1,0.5,F", "decided_at", "9999-12-31"),
    ("35 1970", "3,1970-01-01T00:00:00Z,1,0.5,F", "decided_at", "1970-01-01T00:00:00Z"),
    ("35 no time", "3,,1,0.5,F", "decided_at", ""),
    ("no id", ",2026-01-01,1,0.5,F", "decision_id", ""),
    ("id twice", "2,2026-01-01,1,0.5,F", "decision_id", "2"),
    ("value unknown", "3,2026-01-01,maybe,0.5,F", "selected", "maybe"),
    ("27 formula", "3,2026-01-01,=1+1,0.5,F", "selected", "'=1+1"),
    ("group too long", f"3,2026-01-01,1,0.5,{'x' * 300}", "a_sex", "x" * 300),
]


@pytest.mark.parametrize(("row", "field", "found"), [case[1:] for case in UNFIT], ids=[case[0] for case in UNFIT])
def test_a_row_that_does_not_fit_is_set_apart(row: str, field: str, found: str, tmp_path: Path) -> None:
    """Cases 34, 35 and ids: row number, field, what was found and what was expected; the other rows count."""
    path = tmp_path / "log.csv"
    path.write_text(HEADER + GOOD + row + "\n", encoding="utf-8")

    draft = read(path)

    assert (draft.rows_read, draft.rows_stored, draft.rows_quarantined) == (3, 2, 1)
    [said] = quarantined(draft)
    assert (said["row"], said["field"], said["found"] or "(blank)") == ("3", field, found or "(blank)")
    assert said["expected"]


def test_a_file_of_which_most_does_not_fit_is_refused(tmp_path: Path) -> None:
    """More than half wrong means that the mapping is wrong, not the rows."""
    path = tmp_path / "log.csv"
    path.write_text(HEADER + "1,2026-01-01,x,,F\n2,2026-01-01,y,,F\n3,2026-01-01,1,,F\n", encoding="utf-8")

    with pytest.raises(DecisionLogInvalid, match="2 of 3 rows do not fit"):
        read(path)


def test_a_header_and_nothing_else_is_no_decisions(tmp_path: Path) -> None:
    """Case 39: nothing is known, which is not the same as zero per cent."""
    path = tmp_path / "log.csv"
    path.write_text(HEADER, encoding="utf-8")

    assert (read(path).rows_read, read(path).first_day) == (0, None)
    single, joint = reduce_file(path)
    assert (len(single), len(joint)) == (0, 0)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_delimiters_and_byte_order_marks_are_found(delimiter: str, bom: str, tmp_path: Path) -> None:
    """The usual forms of CSV need no mapping; line ends of Windows neither."""
    path = tmp_path / "log.csv"
    path.write_text(bom + (HEADER + GOOD).replace(",", delimiter).replace("\n", "\r\n"), encoding="utf-8", newline="")

    assert read(path).rows_stored == 2


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("2026-07-01T12:00:00+02:00", None, "2026-07-01 10:00:00"),
        ("2026-07-01 12:00:00", None, "2026-07-01 12:00:00"),
        ("2026-07-01 12:00:00", "Europe/Berlin", "2026-07-01 10:00:00"),
        ("2026-01-01 12:00:00", "Europe/Berlin", "2026-01-01 11:00:00"),
        ("2026-07-01T12:00:00Z", "Europe/Berlin", "2026-07-01 12:00:00"),
        ("2026-07-01", "Europe/Berlin", "2026-07-01 00:00:00"),
    ],
)
def test_times_become_utc(text: str, zone: str | None, utc: str, tmp_path: Path) -> None:
    """Case 35: an offset is obeyed, a time without one is in the mapping's zone, a date alone is that day."""
    path = tmp_path / "log.csv"
    path.write_text(f"t,d\n{text},1\n", encoding="utf-8")
    mapping = LogMapping.model_validate(
        {"format": 1, "kind": "decisions", "decided_at": "t", "time_zone": zone}
        | {"decision": {"column": "d", "favourable": ["1"]}}
    )

    table = pq.read_table(read(path, mapping).path)

    assert str(table["decided_at"][0].as_py()) == utc


def test_values_are_compared_as_text(tmp_path: Path) -> None:
    """`1` is `1` also where a blank made the column decimal, in CSV and in Parquet."""
    path = tmp_path / "log.parquet"
    pq.write_table(pa.table({"day": ["2026-01-01"] * 3, "d": [1.0, None, 0.0], "g": [1.0, 2.0, None]}), path)
    mapping = LogMapping.model_validate(
        {"format": 1, "kind": "decisions", "decided_at": "day", "decision": {"column": "d", "favourable": [1]}}
        | {"attributes": {"g": "g"}}
    )

    single, _ = reduce_file(path, mapping, latest=LATEST)

    found = single.set_index("group")[["n", "undecided", "selected"]].to_dict("index")
    assert found == {
        "1": {"n": 1, "undecided": 0, "selected": 1},
        "2": {"n": 0, "undecided": 1, "selected": 0},
        "(not recorded)": {"n": 1, "undecided": 0, "selected": 0},
    }


def test_formulas_and_odd_column_names_are_only_text(tmp_path: Path) -> None:
    """Cases 27 and 55: what looks like code in a cell or a header is bound, kept and never run."""
    name = "x\"'); DROP TABLE raw; --"
    path = tmp_path / "log.csv"
    path.write_text('t,d,"' + name.replace('"', '""') + '"\n2026-01-01,1,=1+1\n', encoding="utf-8")
    mapping = LogMapping.model_validate(
        {"format": 1, "kind": "decisions", "decided_at": "t", "decision": {"column": "d", "favourable": ["1"]}}
        | {"attributes": {"g": {"column": name}}}
    )

    single, _ = reduce_file(path, mapping, latest=LATEST)

    assert single["group"].tolist() == ["=1+1"]


def test_a_flipped_bit_is_found(tmp_path: Path) -> None:
    """Case 43: our own Parquet carries checksums, so damage is an error and never another value."""
    path = tmp_path / "log.csv"
    path.write_text(HEADER + GOOD, encoding="utf-8")
    batch = read(path).path
    content = bytearray(batch.read_bytes())
    found = 0
    for position in range(4, 200):
        damaged = tmp_path / "damaged.parquet"
        damaged.write_bytes(content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :])
        try:
            table = pq.read_table(damaged, page_checksum_verification=True)
        except (OSError, pa.ArrowException):
            found += 1
        else:
            assert table.equals(pq.read_table(batch))
    assert found > 0
