"""Where a finding stands: the file and the line that somebody has to change."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dashboard.adapters.registry_file import RegistryLines
from dashboard.domain.check_fields import field_of
from dashboard.domain.verdict_rows import FindingRecord


@dataclass(frozen=True, slots=True)
class Place:
    """A file as its repository names it (with `/`), and a line in it from 1 on."""

    path: str
    line: int | None = None


Where = Callable[[FindingRecord], Place | None]


def nowhere(finding: FindingRecord) -> Place | None:
    """Findings of the store stand in no file."""
    del finding
    return None


def in_registry(path: Path, lines: RegistryLines) -> Where:
    """The line of the field that the clause asks about, else of the record."""
    name = in_repository(path)

    def where(finding: FindingRecord) -> Place:
        return Place(name, lines.line(finding.use_case, field_of(finding.clause.check)))

    return where


def in_repository(path: Path) -> str:
    """The path from the working folder, which a pipeline sets to its repository; absolute where it lies elsewhere."""
    whole = Path(os.path.abspath(path))  # noqa: PTH100  # a link keeps the name that the repository knows
    return (whole.relative_to(Path.cwd()) if whole.is_relative_to(Path.cwd()) else whole).as_posix()
