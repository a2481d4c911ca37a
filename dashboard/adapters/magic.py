"""What the first bytes say a file is, whatever its name says."""

from pathlib import Path

from dashboard.errors import DecisionLogInvalid, Problem

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", "Parquet"),
    (b"PK\x03\x04", "a ZIP or Excel file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file"),
    (b"\xff\xfe", "text in UTF-16"),
    (b"\xfe\xff", "text in UTF-16"),
)
_EXPECTED = {
    "csv": "a CSV file in UTF-8",
    "parquet": "Parquet",
    "xlsx": "an Excel workbook",
    "jsonl": "one JSON object per line in UTF-8",
}


def refuse_disguise(path: Path, kind: str) -> None:
    """Refuse a file whose content is not what its name says.

    Raises:
        DecisionLogInvalid: Names what the content looks like.
    """
    with path.open("rb") as file:
        start = file.read(512)
    found = content(start)
    if kind == "xlsx" and found == "a ZIP or Excel file":
        return
    if kind in ("parquet", "xlsx") and found != "Parquet":
        found = found or "something else"
    elif kind != "parquet" and found is None:
        return
    if kind == "parquet" and found == "Parquet":
        return
    problem = Problem("content", f"{found}", f"{_EXPECTED[kind]}, as the name says")
    raise DecisionLogInvalid(f"{path.name} is not what its name says; nothing was imported.", [problem])


def content(start: bytes) -> str | None:
    """What these first bytes are the start of; None where they may be text."""
    for signature, name in _SIGNATURES:
        if start.startswith(signature):
            return name
    if start[:1] == b"\x80" and start[1:2] in {b"\x02", b"\x03", b"\x04", b"\x05"}:
        return "a Python pickle"
    text = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return "a web page (HTML)" if text.startswith((b"<!doctype html", b"<html")) else None
