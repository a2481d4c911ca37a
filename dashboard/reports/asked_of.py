"""Of what thresholds and remedies were asked, as JSON: a use case and its days, or a file."""

from pathlib import Path
from typing import Any

from dashboard.services.file_rows import FileRows


def source_json(file: FileRows | None, use_case: str, days: int) -> dict[str, Any]:
    """`file` is null of a use case; of a file `days` is, and `use_case` is the one that it is about, if any."""
    if file is None:
        return {"use_case": use_case, "file": None, "days": days}
    return {"use_case": file.about, "file": Path(file.request.path).name, "days": None}
