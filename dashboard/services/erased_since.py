"""Features that were erased after a backup was made: its restore erases them again, where a newer store still knows.

The store that is moved aside says what was left of each batch; erasing only ever takes away, so that whichever of both
states holds less is the later one.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace

from dashboard.adapters import feature_store
from dashboard.adapters.batch_file import file_sha256
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.feature_store import FeatureState
from dashboard.domain.actors import SYSTEM
from dashboard.errors import GovernanceError
from dashboard.services.register import new_key
from dashboard.settings import Settings

Known = Mapping[str, FeatureState]
REASON = "erased after the backup that was restored had been made"


def known_here(settings: Settings) -> Known | None:
    """What the store in place says of the features of each batch; None where none can be read."""
    try:
        database = Database.open(settings.migration_url)
    except GovernanceError:
        return None
    try:
        with database.read() as connection:
            return feature_store.states(connection)
    except GovernanceError:
        return None
    finally:
        database.close()


def erase_again(database: Database, store: DecisionStore, known: Known | None) -> int | None:
    """Bring every batch to what was left of it; returns how many rows lost features by that.

    None where features are in place and nothing is known of later. Where the file of what was left is missing or
    another, nothing of the batch is kept: which rows went is not known.

    Raises:
        StoreBusy, StoreUnusable: nothing was erased.
    """
    if known is None:
        return None if feature_store.use_cases_with_features(database) else 0
    with database.read() as connection:
        restored = feature_store.states(connection)
    later = {batch: known[batch] for batch, one in restored.items() if batch in known and known[batch].less_than(one)}
    if not later:
        return 0
    left = {batch: _found(store, one) for batch, one in later.items()}
    with database.write(SYSTEM, new_key()) as tx:
        for batch, one in left.items():
            feature_store.change(tx, batch, asdict(one), REASON)
    for batch, one in left.items():
        path = restored[batch].path
        if path is not None and path != one.path:
            (store.root / path).unlink(missing_ok=True)
    return sum(restored[batch].rows - one.rows for batch, one in left.items())


def _found(store: DecisionStore, left: FeatureState) -> FeatureState:
    """What was left, where its file is here and is what it was; else nothing."""
    file = store.root / left.path if left.path else None
    if file is not None and file.is_file() and file_sha256(file) == left.path_sha256:
        return left
    return replace(left, path=None, path_sha256=None, rows=0)
