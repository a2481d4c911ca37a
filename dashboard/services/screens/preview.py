"""What would be found if a draft were registered now: the assessment that the portfolio gets, on its own record."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from dashboard.adapters.queries import use_cases as queries
from dashboard.domain.charter import Charter
from dashboard.domain.check_parts import MeasuredPart
from dashboard.domain.checks import AnyOf, EvidenceCheck
from dashboard.domain.draft_record import Asked, record_of
from dashboard.domain.facts import Terms, build_facts
from dashboard.domain.field_words import plain_document
from dashboard.domain.findings import Findings, assess
from dashboard.domain.outcomes import COMPLIANT, NOT_APPLICABLE, Outcome
from dashboard.domain.registry import Registry, UseCase
from dashboard.domain.similarity import Described, Register, Resemblance, similar
from dashboard.domain.statuses import Reason, Status
from dashboard.domain.triage import Answers
from dashboard.domain.verdict_rows import FindingRecord, finding_records
from dashboard.domain.wording import sentence_case
from dashboard.services.screens.rules import check_in_words
from dashboard.services.sources import Sources

STANDINGS = ("breach", "watch", "open", "bring", "later", "meets", "perhaps")


@dataclass(frozen=True, slots=True)
class ClausePreview:
    """A clause that applies, or may (`perhaps`): `standing` is one of STANDINGS, `reason` what the assessment says."""

    clause: str
    title: str
    standing: str
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """Evidence that is missing: what it is, which clauses want it, and what a good one looks like.

    `stands_in` marks a document that does only until a log is connected.
    """

    type: str
    name: str
    clauses: tuple[str, ...]
    good: str
    stands_in: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything beside the form; `clauses` worst first, of `of` clauses that are about use cases.

    Whether some apply hangs on questions that are open; they are no part of what applies.
    """

    clauses: tuple[ClausePreview, ...]
    of: int
    documents: tuple[Document, ...]
    similar: tuple[Resemblance, ...]

    @property
    def applying(self) -> int:
        """How many clauses are known to apply."""
        return len(self.clauses) - self.count("perhaps")

    def count(self, standing: str) -> int:
        """How many clauses would stand so."""
        return sum(one.standing == standing for one in self.clauses)


def preview(asked: Asked, answers: Answers, register: Register) -> Preview:
    """The assessment of the record that these answers make, on the form's day; nothing is stored.

    Raises:
        InputRejected: an answer cannot stand in a record.
    """
    record = record_of(asked, answers)
    facts = build_facts(Registry(use_cases=[record]), asked.as_of)
    found = assess(asked.charter, facts, asked.as_of)
    terms = Terms.of(asked.charter, asked.as_of)
    records = list(finding_records(found, facts, terms, only=record.id))
    applying = [one for one in records if one.status != Status.NOT_APPLICABLE]
    perhaps = _perhaps(found.use_cases)
    lines = (_clause(one, perhaps=one.clause.id in perhaps) for one in applying)
    clauses = sorted(lines, key=lambda one: STANDINGS.index(one.standing))
    documents = _documents(asked.charter, found.use_cases, {one.clause.id for one in applying} - perhaps)
    return Preview(tuple(clauses), len(records), documents, similar(described(record), register))


def load_register(sources: Sources) -> Register:
    """Every registered use case as it can be compared; made once per data version."""
    rows = queries.descriptions(sources.database)
    return Register.of(Described(*row) for row in rows)


def described(use_case: UseCase) -> Described:
    """A record in the words by which it is compared."""
    vendor = use_case.vendor.name if use_case.vendor else None
    return Described("", use_case.title, use_case.purpose or "", use_case.acceptable_use, vendor)


def _perhaps(found: Findings) -> frozenset[str]:
    """Clauses of which nobody can say yet whether they apply to the only record."""
    pairs = zip(found.clauses, found.outcomes, strict=True)
    return frozenset(clause.id for clause, outcome in pairs if outcome.unsure is not None and outcome.unsure[0])


def _clause(found: FindingRecord, *, perhaps: bool) -> ClausePreview:
    standing = "perhaps" if perhaps else _standing(found)
    return ClausePreview(found.clause.id, found.clause.title, standing, found.spelled.reason)


def _standing(found: FindingRecord) -> str:
    if found.status in _DECIDED:
        return _DECIDED[found.status]
    return _OPEN.get(found.reason_code, "later") if found.reason_code else "later"


_DECIDED = {Status.NON_COMPLIANT: "breach", Status.WATCH: "watch", Status.COMPLIANT: "meets"}
_OPEN = {Reason.REQUESTED: "bring", Reason.INTAKE_INCOMPLETE: "open", Reason.NOT_COLLECTED: "open"}


def _documents(charter: Charter, found: Findings, applying: Set[str]) -> tuple[Document, ...]:
    wanted: dict[str, list[tuple[str, EvidenceCheck, bool]]] = {}
    for clause, outcome in zip(found.clauses, found.outcomes, strict=True):
        if clause.id in applying:
            for check, stands_in in _papers(outcome):
                wanted.setdefault(check.evidence, []).append((clause.id, check, stands_in))
    documents = [_document(charter, name, asked) for name, asked in wanted.items()]
    return tuple(sorted(documents, key=lambda one: (one.stands_in, one.name)))


def _papers(outcome: Outcome, *, stands_in: bool = False) -> Iterator[tuple[EvidenceCheck, bool]]:
    """The evidence of the only record that is asked for and not there, and whether it only stands in for a log."""
    if outcome.status[0] in {COMPLIANT, NOT_APPLICABLE}:
        return
    if isinstance(outcome.check, EvidenceCheck):
        yield outcome.check, stands_in
    measured = isinstance(outcome.check, AnyOf) and any(isinstance(part.check, MeasuredPart) for part in outcome.parts)
    for part in outcome.parts:
        yield from _papers(part, stands_in=measured)


def _document(charter: Charter, name: str, asked: Sequence[tuple[str, EvidenceCheck, bool]]) -> Document:
    rules = (check_in_words(check, charter.defaults).partition(" is on file")[2].lstrip(", ") for _, check, _ in asked)
    good = [*dict.fromkeys(rule for rule in rules if rule), "accepted by somebody other than who filed it"]
    clauses = tuple(dict.fromkeys(clause for clause, _, _ in asked))
    return Document(name, sentence_case(plain_document(name)), clauses, "; ".join(good), all(one[2] for one in asked))
