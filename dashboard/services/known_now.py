"""The second reading of a past report: the same day by the same charter, judged by what is known today."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.history import registry_as_of
from dashboard.domain.facts import Terms
from dashboard.domain.findings import assess
from dashboard.domain.reported import Held, Key
from dashboard.domain.rollup import own_status, roll_up
from dashboard.domain.statuses import Reason
from dashboard.domain.verdict_rows import FindingRecord, finding_records
from dashboard.domain.wording import day
from dashboard.errors import CannotAssess
from dashboard.services.reported import Reported, charter_then
from dashboard.services.sources import Sources
from dashboard.services.stored_facts import read_practice
from dashboard.settings import Settings

WHAT_IS_TODAYS = (
    "Known now: decisions, conversations, staff and cases as the store knows them today, held against the use cases "
    "and the charter of that assessment. A later change of a use case's record is no correction of the past."
)


@dataclass(frozen=True, slots=True)
class KnownNow:
    """What today's knowledge says of the day of a past assessment; own statuses stand under (use case, "")."""

    records: tuple[FindingRecord, ...]
    held: dict[Key, Held]


def known_now(sources: Sources, settings: Settings, reported: Reported) -> KnownNow:
    """Judge the day of the reported assessment again; nothing is stored.

    Raises:
        CannotAssess: the charter of then is no longer to be had.
        StoreUnusable: the store cannot be read.
    """
    run = reported.run
    charter = charter_then(sources.database, settings.charter, run)
    if charter is None:
        raise CannotAssess(
            f"What is known now about {day(run.as_of)} cannot be computed: charter {run.charter_version}, by which "
            "that day was judged, was never published here and is not the charter file of today."
        )
    practice = read_practice(sources.database, DecisionStore(sources.store))
    then = replace(
        practice,
        registry=registry_as_of(sources.database, at=run.data_version),
        read_at=min(practice.read_at or datetime.now(UTC), _end_of(reported)),
    )
    facts = then.facts(charter, run.as_of)
    found = assess(charter, facts, run.as_of)
    records = tuple(finding_records(found, facts, Terms.of(charter, run.as_of)))
    held = {one.key: Held(one.status, one.reason_code == Reason.WAIVED, None) for one in records}
    for findings, judged in found.parts():
        rolled = roll_up(findings)
        for row, name in enumerate(findings.ids):
            if judged[row]:
                own = own_status(findings, rolled, row)
                held[name, ""] = Held(own.status, own.waived, None)
    return KnownNow(records, held)


def _end_of(reported: Reported) -> datetime:
    """Clocks that run by the hour stop at the end of the day that is asked about."""
    return datetime.combine(reported.run.as_of + timedelta(days=1), time(), UTC)
