"""The charter's line as it was: which limits a metric had in each published version."""

from dataclasses import dataclass, replace
from datetime import date

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.charters_store import texts_in_force
from dashboard.services.screens.terms import terms_for
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class CharterLine:
    """The limits of one metric from the day a version came into force; None where it sets none."""

    since: date
    version: str
    lower: float | None
    upper: float | None


def load_charter_lines(sources: Sources, metric: str) -> tuple[CharterLine, ...]:
    """By date; the one charter in force where none was published."""
    with sources.database.read() as connection:
        texts = texts_in_force(connection, sources.as_of)
    charters = [load_charter(text.encode(), what="A published charter") for text in texts] or [sources.charter]
    lines = []
    for charter in charters:
        terms = terms_for(replace(sources, charter=charter), metric)
        lines.append(CharterLine(charter.effective, charter.version, terms.lower, terms.upper))
    return tuple(sorted(lines, key=lambda line: line.since))
