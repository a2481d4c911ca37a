"""The laws and standards behind a clause, with whom they bind, from when, and how sure we are."""

from dataclasses import dataclass
from datetime import date

from dashboard.domain.charter import Clause


@dataclass(frozen=True, slots=True)
class LawLine:
    """One article: `binding` where it is law, `said` as one sentence for a *Why*."""

    framework: str
    article: str
    title: str
    binding: bool
    binds: str
    applies_from: date | None
    source: str
    checked_at: date | None
    confidence: str
    said: str


def laws_behind(clause: Clause, frameworks: object, as_of: date) -> tuple[LawLine, ...]:
    """What the clause maps to; an article that frameworks.yaml does not know is named as it is."""
    del frameworks, as_of
    return tuple(_unknown(name, article) for name, articles in clause.maps_to.items() for article in articles)


def _unknown(framework: str, article: str) -> LawLine:
    said = f"{framework} {article}"
    return LawLine(
        framework, article, "", binding=False, binds="", applies_from=None, source="", checked_at=None,
        confidence="not recorded", said=said,
    )  # fmt: skip
