"""Takes in the demonstration's consent records and training snapshots in the way every one comes in."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.synthetic_consents import STORIES, TAKEN_AGO, write_consents, write_snapshot_of
from dashboard.domain.actors import SYSTEM
from dashboard.services.ingest import IngestConsent, ingest_consent
from dashboard.services.snapshots import IngestSnapshot, ingest_snapshot


def write_consent_records(database: Database, store: DecisionStore, work: Path, today: date) -> None:
    """Draw and ingest consent histories, and of those that train a model the snapshot."""
    taken = datetime.combine(today - timedelta(days=TAKEN_AGO), time(12))
    for story in STORIES:
        ingest_consent(database, store, IngestConsent(story.use_case, [write_consents(work, story, today)]), SYSTEM)
        if story.kept is not None:
            asked = IngestSnapshot(story.use_case, write_snapshot_of(work, story), taken, purpose=story.purpose)
            ingest_snapshot(database, store, asked, SYSTEM)
