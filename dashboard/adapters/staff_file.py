"""Reads a staff, course or training file: found permitted, read whole, with the digest that makes it one of a kind."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dashboard.adapters.paths import readable_path
from dashboard.adapters.register_reader import read_register
from dashboard.domain.register_mapping import Reading

Cells = tuple[tuple[str, ...], list[list[Any]]]


def staff_table(given: str | Path, allowed: Sequence[Path], *, max_mb: int) -> tuple[str, str, Cells]:
    """Name, SHA-256, and header with rows of a CSV or XLSX file.

    Raises:
        PathRefused, InputRejected: not to be read, not a table, or broken; said in a sentence.
    """
    path = readable_path(given, allowed, max_mb=max_mb)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    table = read_register(path, Reading())
    return path.name, digest, (table.headers, table.rows)
