"""A table of new use cases as somebody hands it over: measured before it is opened, read as text, nothing fetched."""

from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.adapters.document_kind import document_kind
from dashboard.adapters.register_reader import RegisterTable, read_register, refused
from dashboard.domain.register_mapping import Reading

MAX_MB = 10
MAX_ROWS = 2_000
_KINDS = {".csv": "csv", ".xlsx": "xlsx"}


def read_table_of_use_cases(name: str, data: bytes) -> RegisterTable:
    """Headers and rows of a CSV or XLSX file; formulas stay text, links to other files are not followed.

    Raises:
        InputRejected: another kind of file, too large, packed to burst, with a password, or broken; said in a sentence.
    """
    said = Path(Path(name).name or "file")
    suffix = said.suffix.lower()
    if suffix not in _KINDS:
        raise refused(said, "name", suffix or "no ending", "a name ending in .csv or .xlsx")
    if len(data) > MAX_MB * 1024 * 1024:
        raise refused(said, "size", f"{len(data):,} bytes", f"at most {MAX_MB} MiB")
    if suffix == ".xlsx" and data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        document_kind(data)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table{suffix}"
        path.write_bytes(data)
        table = read_register(path, Reading())
    if len(table.rows) > MAX_ROWS:
        raise refused(said, "rows", f"{len(table.rows):,}", f"at most {MAX_ROWS:,} in one file")
    return table
