"""What have we promised, do we keep it, and which laws stand behind it?"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.adapters.queries import charter as query
from dashboard.domain.charter import Charter, Clause
from dashboard.domain.field_words import plain_field
from dashboard.domain.wording import day, plural
from dashboard.services.screens.coverage import SHOWN, Coverage, coverage, kept
from dashboard.services.screens.laws import LawLine, laws_behind
from dashboard.services.screens.measured_rules import length_in_words
from dashboard.services.screens.rules import rule_in_words, scope_in_words
from dashboard.services.sources import Sources

_SET_BY = {"law": "law", "policy": "our own policy", "mixed": "law and our own policy"}


@dataclass(frozen=True, slots=True)
class ClausePage:
    """One clause in plain words; texts are plain."""

    id: str
    principle: str
    title: str
    requirement: str
    rule: str
    scope: str
    severity: str
    remediate: str
    set_by: str
    not_checked: str
    note: str
    laws: tuple[LawLine, ...]
    coverage: Coverage
    said: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the charter that is read, not decided: title and its entries."""

    title: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CharterPage:
    """The whole charter."""

    title: str
    version: str
    effective: date
    owner: str
    digest: str
    purpose: str
    headline: str
    principles: tuple[tuple[str, str, str], ...]
    parts: tuple[Part, ...]
    clauses: tuple[ClausePage, ...]


def load_charter_page(sources: Sources) -> CharterPage:
    """The charter with the coverage of each clause."""
    return charter_page(sources, query.status_counts(sources.database))


def charter_page(sources: Sources, statuses: pd.DataFrame) -> CharterPage:
    """The charter of `sources` with the coverage of each clause by these counts: clause, status, waived, n."""
    charter = sources.charter
    counts = coverage(charter, statuses)
    clauses = tuple(_clause(sources, clause, counts[clause.id]) for clause in charter.clauses)
    return CharterPage(
        title=charter.title,
        version=charter.version,
        effective=charter.effective,
        owner=charter.owner,
        digest=charter.digest,
        purpose=charter.purpose,
        headline=headline(clauses),
        principles=tuple((name, part.title, part.commitment) for name, part in charter.principles.items()),
        parts=_parts(charter),
        clauses=clauses,
    )


def headline(clauses: tuple[ClausePage, ...]) -> str:
    """How many clauses are breached somewhere."""
    breached = sum(clause.coverage.counts[0] > 0 for clause in clauses)
    decided = sum(clause.coverage.decided > 0 for clause in clauses)
    if decided == 0:
        return f"{plural(len(clauses), 'clause')}, none of them decided yet"
    return f"{breached} of {len(clauses)} clauses {'is' if breached == 1 else 'are'} breached by at least one use case"


def found_clauses(page: CharterPage, *, search: str, principle: str | None) -> tuple[ClausePage, ...]:
    """Clauses whose words contain every searched word, of one principle or of all."""
    words = search.lower().split()
    return tuple(
        clause
        for clause in page.clauses
        if (principle is None or clause.principle == principle)
        and all(word in f"{clause.id} {clause.title} {clause.requirement} {clause.rule}".lower() for word in words)
    )


def principle_coverage(page: CharterPage) -> tuple[Coverage, ...]:
    """Status counts of all clauses under each principle together, without those that do not apply."""
    return tuple(
        _together(title, own)
        for name, title, _ in page.principles
        if (own := [clause.coverage.counts for clause in page.clauses if clause.principle == name])
    )


def _together(title: str, own: list[tuple[int, ...]]) -> Coverage:
    *bound, _ = map(sum, zip(*own, strict=True))
    breaches = f" · ✕ {plural(bound[0], 'breach', 'breaches')}" if bound[0] else ""
    return Coverage("", f"{title}: {plural(len(own), 'clause')}{breaches}", (*bound, 0))


def coverage_table(clauses: tuple[ClausePage, ...]) -> pd.DataFrame:
    """Counts per clause and status, as the bars show them."""
    rows = [(clause.id, clause.title, *clause.coverage.counts, clause.coverage.total) for clause in clauses]
    names = [name.replace("_", " ") for name in SHOWN]
    return pd.DataFrame(rows, columns=["Clause", "Title", *names, "use cases in service"])


def _clause(sources: Sources, clause: Clause, counts: Coverage) -> ClausePage:
    return ClausePage(
        id=clause.id,
        principle=clause.principle,
        title=clause.title,
        requirement=clause.requirement,
        rule=rule_in_words(clause, sources.charter.defaults),
        scope=scope_in_words(clause),
        severity=str(clause.severity),
        remediate=length_in_words(clause.remediate_within),
        set_by=_SET_BY[clause.threshold_set_by],
        not_checked=clause.not_checked or "",
        note=clause.note or "",
        laws=laws_behind(clause, sources.frameworks, sources.as_of),
        coverage=counts,
        said=kept(counts) if clause.scope == "use_case" else "About the organisation as a whole.",
    )


def _parts(charter: Charter) -> tuple[Part, ...]:
    sections = {
        "Acceptable uses": charter.acceptable_uses,
        "Prohibited uses": charter.prohibited_uses,
        "Data handling": charter.data_handling,
        "Interaction protocols": charter.interaction_protocols,
    }
    return tuple(
        Part(title, tuple((plain_field(name).capitalize(), text) for name, text in entries.items()))
        for title, entries in sections.items()
        if entries
    )


def version_line(page: CharterPage) -> str:
    """Version, effective date, owner and digest."""
    return f"Version {page.version}, effective {day(page.effective)}, owned by {page.owner}"
