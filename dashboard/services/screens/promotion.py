"""What clauses about fairness would say if another model decided: the evaluator of the assessment on other counts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from dashboard.adapters import repository
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.visible_amounts import amount_sums
from dashboard.adapters.visible_scores import score_counts
from dashboard.domain.amount_sums import Valued
from dashboard.domain.decision_windows import DecisionWindows
from dashboard.domain.facts import Terms
from dashboard.domain.findings import assess
from dashboard.domain.registry import Registry, UseCase
from dashboard.domain.verdict_rows import FindingRecord, finding_records
from dashboard.services.facts import facts_of
from dashboard.services.screens.portfolio import fairness_clauses
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Contender:
    """A model: what a use case decided with one version, or with all of them where none is named."""

    use_case: str
    version: str = ""

    @property
    def words(self) -> str:
        """`churn-score, version 3`."""
        return f"{self.use_case}, version {self.version}" if self.version else self.use_case


@dataclass(frozen=True, slots=True)
class Decided:
    """What a contender decided, by day and by month, and its last day."""

    who: Contender
    until: date
    singles: pd.DataFrame
    joints: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Flip:
    """A clause about fairness as it stands for the champion and would stand for the challenger; statuses by name."""

    clause: str
    title: str
    champion: str
    challenger: str
    reason_champion: str
    reason_challenger: str

    @property
    def flips(self) -> bool:
        """Whether it would say something else."""
        return self.champion != self.challenger


def of_version(counts: pd.DataFrame, who: Contender) -> pd.DataFrame:
    """The counts of a contender's version; of all where it names none."""
    return counts[counts["model_version"] == who.version] if who.version else counts


def valued(sources: Sources, who: Contender) -> Valued:
    """The amounts of a contender's version; of all where it names none."""
    found = amount_sums(sources.database, DecisionStore(sources.store), who.use_case)
    return replace(found, sums=of_version(found.sums, who))


def promoted(sources: Sources, champion: Decided, challenger: Decided) -> tuple[Flip, ...]:
    """The champion's record judged by the decisions of each, alone and as of the last day of each."""
    with sources.database.read() as connection:
        found = repository.use_case_in(connection, champion.who.use_case)
    if found is None:
        return ()
    record = found[0].model_copy(update={"lifecycle": "live", "registered_at": None, "go_live": None})
    return flips(_judged(sources, record, champion), _judged(sources, record, challenger))


def flips(champion: Mapping[str, FindingRecord], challenger: Mapping[str, FindingRecord]) -> tuple[Flip, ...]:
    """Clauses that both are held against, side by side."""
    return tuple(
        Flip(name, one.clause.title, one.status.value, other.status.value, one.spelled.reason, other.spelled.reason)
        for name, one in champion.items()
        if (other := challenger.get(name)) is not None
    )


def _judged(sources: Sources, record: UseCase, one: Decided) -> dict[str, FindingRecord]:
    clauses, database, store = fairness_clauses(sources.charter), sources.database, DecisionStore(sources.store)
    charter = sources.charter.model_copy(update={"clauses": list(clauses.values())})
    whole = not one.who.version
    named = [frame.assign(use_case=record.id) for frame in (one.singles, one.joints)]
    people = store.subject_sums(database, one.who.use_case) if whole else pd.DataFrame()
    windows = DecisionWindows(
        named[0], named[1],
        subjects=None if people.empty else people.assign(use_case=record.id),
        scores=lambda _: of_version(score_counts(database, store, one.who.use_case), one.who),
        amounts=lambda _: valued(sources, one.who),
    )  # fmt: skip
    facts = facts_of(Registry(use_cases=[record]), charter, one.until, windows)
    terms = Terms.of(charter, one.until)
    found = finding_records(assess(charter, facts, one.until), facts, terms, only=record.id)
    return {item.clause.id: item for item in found}
