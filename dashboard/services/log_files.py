"""The files that somebody names when a log is taken in: the log itself, where it may lie, and its mapping."""

from pathlib import Path

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.log_mapping import Mapping, load_mapping
from dashboard.adapters.paths import readable_path
from dashboard.settings import load_settings


def readable_folders(store: DecisionStore) -> list[Path]:
    """Where a file that is taken in may lie."""
    return [*load_settings().read_from, *store.reads, store.root]


def log_path(file: str | Path, store: DecisionStore) -> Path:
    """The file, which must lie where the settings allow and be no larger than they say.

    Raises:
        PathRefused: It does not.
    """
    settings = load_settings()
    return readable_path(file, readable_folders(store), max_mb=settings.max_upload_mb)


def mapping_of(given: str | Path | Mapping | None, kind: type[Mapping], store: DecisionStore) -> Mapping | None:
    """The mapping itself, read from its file where one is named.

    Raises:
        PathRefused, DecisionLogInvalid: The file may not be read, or is no such mapping.
    """
    return load_mapping(log_path(given, store), kind) if isinstance(given, str | Path) else given
