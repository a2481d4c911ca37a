"""Takes the demonstration's conversations and opt-outs in the way every log comes in."""

from datetime import date

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.synthetic_talks import STORIES, write_talks
from dashboard.domain.actors import SYSTEM
from dashboard.services.ingest import IngestConsent, IngestInteractions, ingest_consent, ingest_interactions


def write_customers(database: Database, store: DecisionStore, today: date) -> None:
    """Draw and ingest the interaction logs and consent histories."""
    with store.work() as work:
        for talks in STORIES:
            log, history = write_talks(work, talks, today)
            ingest_interactions(database, store, IngestInteractions(talks.use_case, [log]), SYSTEM)
            ingest_consent(database, store, IngestConsent(talks.use_case, [history]), SYSTEM)
