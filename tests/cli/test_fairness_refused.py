"""`fairness` refuses in a sentence what it cannot read, and takes no text for markup."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.audits import BASE, audit, log, measurement, refusal, run

__all__ = ["log"]


def test_header_only(tmp_path: Path) -> None:
    """A log with no rows has no groups and no figures, and is no error."""
    (tmp_path / "empty.csv").write_text("decision,sex\n")
    assert audit(tmp_path / "empty.csv", *BASE) == {"rows": 0, "groups": [], "measurements": []}
    assert run(tmp_path / "empty.csv", *BASE).exit_code == 0


def test_one_group(tmp_path: Path) -> None:
    """One group only is not parity."""
    (tmp_path / "one.csv").write_text("decision,sex\nyes,F\nno,F\n")
    entry = measurement(audit(tmp_path / "one.csv", *BASE), "demographic_parity_ratio")
    assert (entry["value"], entry["undefined"]) == (None, "only one group")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--decision", "decison", *BASE[2:]), ["no column 'decison'", "Did you mean 'decision'?", "sex, age"]),
        ((*BASE, "--favourable", "Yes"), ["'Yes'", "'yes', 'no'", "Did you mean"]),
        ((*BASE, "--label", "label", "--positive", "maybe"), ["'maybe'", "'1', '0'"]),
        ((*BASE, "--time", "channel"), ["'web'", "2026-03-31"]),
        ((*BASE, "--score", "channel"), ["'web'", "numbers"]),
        ((*BASE, "--reference", "f"), ["'f'", "Did you mean 'F'?"]),
    ],
)  # fmt: skip
def test_refusals_say_what_there_is(log: Path, options: tuple[str, ...], says: list[str]) -> None:
    """A column, value or group that is not there is named beside those that are."""
    sentence = refusal(log, *options)
    for text in says:
        assert text in sentence


@pytest.mark.parametrize(
    "path",
    ["http://example.org/log.csv", "s3://bucket/log.parquet", r"\\host\share\log.csv", "/", "*.csv", "no.csv"],
)
def test_paths_that_are_no_file(path: str) -> None:
    """URLs, network shares, wildcards, folders and missing files are refused in a sentence."""
    assert "read" in refusal(path, *BASE)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("ragged.csv", b"decision,sex\nyes,F\nno\n", "Expected 2 columns, got 1"),
        ("semicolon.csv", b"decision;x\nyes;F\n", "no column 'sex'"),
        ("twice.csv", b"decision,sex,sex\nyes,F,F\n", "more than once"),
        ("latin.csv", b"decision,sex\nyes,F\nno,M\xe4nnlich\n", "offset 23"),
        ("utf16.csv", "decision,sex\nyes,F\n".encode("utf-16"), "UTF-8"),
        ("nul.csv", b"decision,sex\nyes,\0\n", "NUL"),
        ("parquet.csv", b"PAR1....", "Parquet"),
        ("text.parquet", b"decision,sex\n", "Parquet"),
        ("cut.parquet", b"PAR1 and nothing more", "readable PARQUET"),
        ("empty.csv", b"", "header"),
        ("cut.jsonl", b'{"decision": "yes", "sex": "F"}\n{"decision": "ye', "line 2"),
        ("list.jsonl", b"[1, 2]\n", "one JSON object per line"),
        ("open.csv", b'decision,sex\nyes,"F\n' + b"no,M\n" * 9, "line 2"),
        ("log.xlsx", b"PK", ".csv, .parquet or .jsonl"),
    ],
)  # fmt: skip
def test_bad_files(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    """A file that is not what it claims is refused in a sentence that says where and what."""
    (tmp_path / name).write_bytes(content)
    assert says in refusal(tmp_path / name, *BASE)


def test_lists_in_parquet_are_no_attribute(tmp_path: Path) -> None:
    """A column that holds lists or records is refused by its name."""
    table = pa.table({"decision": ["yes", "no"], "sex": [["F"], ["M"]]})
    pq.write_table(table, tmp_path / "nested.parquet")
    assert "column sex: found lists or records" in refusal(tmp_path / "nested.parquet", *BASE)


def test_identifiers_are_no_attribute(tmp_path: Path) -> None:
    """An attribute with thousands of values is refused before anything is compared."""
    pd.DataFrame({"decision": "yes", "sex": range(3000)}).to_csv(tmp_path / "ids.csv", index=False)
    assert "identifier" in refusal(tmp_path / "ids.csv", *BASE)


@pytest.mark.parametrize(
    "options",
    [("--label", "label"), ("--period", "year"), ("--confidence", "95"), ("--min-group", "0"), ("--period", "eon")],
)
def test_options_that_make_no_sense(log: Path, options: tuple[str, ...]) -> None:
    """Options that contradict each other end with exit code 2 and a usage line, nothing on stdout."""
    result = run(log, *BASE, *options)
    assert (result.exit_code, result.stdout) == (2, "")


def test_markup_in_values_is_text(tmp_path: Path) -> None:
    """Terminal and rich markup in a group's name is shown as text."""
    (tmp_path / "odd.csv").write_text("decision,sex\nyes,[red]x[/red]\nno,\x1b[31mF\n")
    result = run(tmp_path / "odd.csv", *BASE)
    assert "[red]x[/red]" in result.stdout
    assert "\x1b" not in result.stdout
