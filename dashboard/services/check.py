"""Holds a registry against a charter without writing anything: what `check` prints and what pipelines decide on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.registry_file import load_registry_with_lines
from dashboard.domain.charter import Charter
from dashboard.domain.facts import Facts, Terms
from dashboard.domain.findings import assess
from dashboard.domain.registry import Logs
from dashboard.domain.statuses import Reason, Status
from dashboard.domain.verdict_rows import FindingRecord, as_json, finding_records
from dashboard.errors import CannotAssess, NotFound
from dashboard.services.check_places import Where, in_registry, nowhere
from dashboard.services.facts import facts_of, no_windows
from dashboard.services.paper_files import with_found_papers
from dashboard.settings import Settings

_BREACH: tuple[Status, ...] = (Status.NON_COMPLIANT,)
_WATCH: tuple[Status, ...] = (*_BREACH, Status.WATCH)
_UNKNOWN: tuple[Status, ...] = (*_WATCH, Status.NOT_ASSESSED)
FAILING: Mapping[str, tuple[Status, ...]] = {
    "breach": _BREACH,
    "watch": _WATCH,
    "unknown": _UNKNOWN,
    "non_compliant": _BREACH,
    "not_assessed": _UNKNOWN,
}
_DECIDED = frozenset({Status.COMPLIANT, Status.WATCH, Status.NON_COMPLIANT})
_COUNTED = (Status.COMPLIANT, Status.WATCH, Status.NON_COMPLIANT, Status.NOT_ASSESSED, Status.NOT_APPLICABLE)
Dates = Mapping[tuple[str, str], tuple[Status, date, date | None]]


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What to check; without `registry` the store is read, and without `charter` the one in force."""

    charter: Path | None
    registry: Path | None
    as_of: date
    use_case: str | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Findings with the charter they were held against; `dates` are since and due of stored findings.

    `where` tells in which line of which file a finding stands.
    """

    charter: Charter
    as_of: date
    findings: tuple[FindingRecord, ...]
    dates: Dates | None = None
    where: Where = field(default=nowhere)

    @property
    def summary(self) -> dict[str, int]:
        """How many findings have each status."""
        return {status.value: sum(item.status == status for item in self.findings) for status in _COUNTED}

    @property
    def decided(self) -> bool:
        """Whether anything at all could be decided: a finding, or that no clause applies."""
        said = {item.status for item in self.findings}
        return bool(said & _DECIDED) or said == {Status.NOT_APPLICABLE}

    def fails(self, fail_on: str) -> bool:
        """Whether a finding is as bad as `fail_on` or worse; a waived breach does not fail."""
        return any(self.fails_by(item, fail_on) for item in self.findings)

    @staticmethod
    def fails_by(item: FindingRecord, fail_on: str) -> bool:
        """Whether this finding alone is."""
        return item.status in FAILING[fail_on] and item.reason_code != Reason.WAIVED

    def since_and_due(self, item: FindingRecord) -> tuple[date | None, date | None]:
        """Since when the finding holds and by when it must be put right; None where nothing is stored."""
        if self.dates is None:
            return None, None
        stored = self.dates.get(item.key)
        if stored is not None and stored[0] == item.status:
            return stored[1], stored[2]
        due = item.clause.remediate_within.after(self.as_of) if item.status == Status.NON_COMPLIANT else None
        return self.as_of, due

    def as_json(self) -> dict[str, Any]:
        """The stable JSON contract."""
        rows = [(item, *self.since_and_due(item)) for item in self.findings]
        return {
            "charter": {"version": self.charter.version, "digest": self.charter.digest},
            "as_of": self.as_of.isoformat(),
            "summary": self.summary,
            "findings": [as_json(item, since=since, due=due) for item, since, due in rows],
        }


def check(request: CheckRequest, settings: Settings) -> CheckResult:
    """Assess from files alone, or from the store as it is.

    Raises:
        CharterInvalid, RegistryInvalid, DecisionLogInvalid, PathRefused, StoreUnusable: with every problem.
        NotFound: there is no such use case.
        CannotAssess: the use case is not judged, or the registry file says nothing.
    """
    charter = _charter(request, settings)
    facts, dates, where = (
        _from_file(request, charter, settings) if request.registry else _from_store(request, charter, settings)
    )
    if request.use_case is not None:
        _refuse_unjudged(facts, request.use_case)
    found = assess(charter, facts, request.as_of)
    terms = Terms.of(charter, request.as_of)
    return CheckResult(
        charter, request.as_of, tuple(finding_records(found, facts, terms, only=request.use_case)), dates, where
    )


def _charter(request: CheckRequest, settings: Settings) -> Charter:
    if request.charter or request.registry:
        return load_charter(request.charter or settings.charter)
    from dashboard.adapters.database import Database  # noqa: PLC0415  # with files alone nothing of the store is loaded
    from dashboard.services.promise import charter_of  # noqa: PLC0415  # same

    database = Database.open(settings.database_url)
    try:
        return charter_of(database, settings.charter, request.as_of)
    finally:
        database.close()


def _from_file(request: CheckRequest, charter: Charter, settings: Settings) -> tuple[Facts, None, Where]:
    assert request.registry is not None  # noqa: S101  # the caller looked
    registry, lines = load_registry_with_lines(request.registry)
    if not registry.use_cases and registry.organisation is None:
        raise CannotAssess(f"{request.registry.name} holds no use case and no organisation; nothing could be decided.")
    where, folder = in_registry(request.registry, lines), request.registry.resolve().parent
    registry = with_found_papers(registry, folder, settings)
    if registry.logs == Logs():
        return facts_of(registry, charter, request.as_of, no_windows()), None, where
    from dashboard.services.file_practice import file_practice  # noqa: PLC0415  # takes seconds; many files name no logs

    with file_practice(registry, folder, settings, request.as_of) as practice:
        return practice.facts(charter, request.as_of), None, where


def _from_store(request: CheckRequest, charter: Charter, settings: Settings) -> tuple[Facts, Dates, Where]:
    from dashboard.adapters.database import Database  # noqa: PLC0415  # with files alone nothing of the store is loaded
    from dashboard.adapters.decision_store import DecisionStore  # noqa: PLC0415  # same
    from dashboard.services.stored_facts import stored_facts  # noqa: PLC0415  # same

    database = Database.open(settings.database_url)
    try:
        facts, dates = stored_facts(database, DecisionStore(settings.decision_store), charter, request.as_of)
        return facts, dates, nowhere
    finally:
        database.close()


def _refuse_unjudged(facts: Facts, use_case: str) -> None:
    if use_case not in facts.use_cases.ids:
        raise NotFound(f"There is no use case {use_case!r} in this registry at {facts.as_of}.")
    row = facts.use_cases.ids.index(use_case)
    if not facts.judged[row]:
        lifecycle = facts.use_cases.table.value(row, "lifecycle")
        raise CannotAssess(f"The use case {use_case} is {lifecycle} and therefore not judged.")
