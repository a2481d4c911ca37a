"""Takes in the demonstration's logs of customers, ages of data, reviewed answers and indicators as each comes in."""

from datetime import date

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.synthetic_amounts import write_ages
from dashboard.adapters.synthetic_samples import STORIES as REVIEWED
from dashboard.adapters.synthetic_samples import write_samples
from dashboard.adapters.synthetic_talks import STORIES, write_talks
from dashboard.domain.actors import SYSTEM
from dashboard.domain.demo_indicators import demo_indicators
from dashboard.services.amounts import IngestAmounts, ingest_amounts
from dashboard.services.indicators import record_indicators
from dashboard.services.ingest import (
    IngestConsent,
    IngestInteractions,
    ingest_consent,
    ingest_interactions,
    ingest_samples,
)
from dashboard.services.log_commands import IngestSamples
from dashboard.services.register import new_key
from dashboard.services.seed_consents import write_consent_records


def write_customers(database: Database, store: DecisionStore, today: date) -> None:
    """Draw and ingest the interaction logs, consent histories, ages, sampled answers and indicators."""
    source = "demonstration-indicators.csv"
    record_indicators(database, demo_indicators(today), source, SYSTEM, key=new_key())
    with store.work() as work:
        for talks in STORIES:
            log, history = write_talks(work, talks, today)
            ingest_interactions(database, store, IngestInteractions(talks.use_case, [log]), SYSTEM)
            ingest_consent(database, store, IngestConsent(talks.use_case, [history]), SYSTEM)
        write_consent_records(database, store, work, today)
        ages = IngestAmounts(write_ages(work / "ages.csv", today), today)
        ingest_amounts(database, store, ages, SYSTEM)
        for story in REVIEWED:
            scan, read = write_samples(work, story, today)
            for file in (scan, read):
                ingest_samples(database, store, IngestSamples(story.use_case, [file], mode="add"), SYSTEM)
