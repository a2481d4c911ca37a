"""What every read needs: the store, the charter, the laws and the date that the page speaks about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard.adapters.charter_file import load_charter, load_frameworks
from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database
from dashboard.adapters.intake_file import load_intake
from dashboard.adapters.watch_file import WatchFile
from dashboard.domain.charter import Charter
from dashboard.domain.frameworks import Frameworks
from dashboard.domain.intake import Intake
from dashboard.services.promise import charter_of
from dashboard.settings import Settings


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that a `load_*` of services/screens may read.

    Attributes:
        database: the store, open.
        charter: the charter in force: the published one, or the file's where none was published.
        frameworks: laws and standards, or None where the file is absent.
        store: folder of the decision store.
        as_of: the date of every claim on the page.
    """

    database: Database
    charter: Charter
    frameworks: Frameworks | None
    store: Path
    as_of: date


def open_database(settings: Settings) -> Database:
    """The store that the settings name; raises StoreUnusable with a plain sentence."""
    return Database.open(settings.database_url, watch_of(settings))


def watch_of(settings: Settings) -> WatchFile:
    """The alarm of the store that the settings name."""
    return WatchFile(settings.live)


def checkpoints_of(settings: Settings) -> CheckpointFile:
    """The signed checkpoints that the settings name, and the key that signs them."""
    return CheckpointFile(settings.checkpoints, settings.signing_key)


def read_in_force(settings: Settings, database: Database, as_of: date) -> tuple[Charter, Frameworks | None]:
    """The charter in force on a day, and the laws; raises CharterInvalid with every problem."""
    frameworks = load_frameworks(settings.frameworks) if settings.frameworks.is_file() else None
    return charter_of(database, settings.charter, as_of), frameworks


@contextmanager
def opened_sources(settings: Settings, as_of: date) -> Iterator[Sources]:
    """Everything that may be read on a day, with the store open while it is read; raises as the two above."""
    database = open_database(settings)
    try:
        charter, frameworks = read_in_force(settings, database, as_of)
        yield Sources(database, charter, frameworks, settings.decision_store, as_of)
    finally:
        database.close()


def read_promises(settings: Settings) -> tuple[Charter, Frameworks | None]:
    """Charter and laws from disk; raises CharterInvalid with every problem."""
    frameworks = load_frameworks(settings.frameworks) if settings.frameworks.is_file() else None
    return load_charter(settings.charter), frameworks


def read_intake(settings: Settings) -> Intake:
    """The intake questions and the triage table from disk; raises CharterInvalid with every problem."""
    return load_intake(settings.intake)
