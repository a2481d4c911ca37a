"""Loads the mapping of a log."""

from collections.abc import Collection
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from dashboard.adapters.validation import validated
from dashboard.adapters.yaml_source import scan_yaml
from dashboard.domain.consent_mapping import ConsentMapping
from dashboard.domain.event_mapping import EventMapping, InteractionMapping
from dashboard.domain.kept_features import allowed_only
from dashboard.domain.log_mapping import LogMapping
from dashboard.domain.sample_mapping import SampleMapping
from dashboard.errors import DecisionLogInvalid

Mapping = TypeVar("Mapping", LogMapping, ConsentMapping, InteractionMapping, SampleMapping)


def load_mapping(path: Path, kind: type[Mapping]) -> Mapping:
    """Read the mapping file of a kind of log.

    Raises:
        DecisionLogInvalid: With every problem, its line and what was expected.
    """
    what = f"The mapping {path.name}"
    document = scan_yaml(path, what=what, error=DecisionLogInvalid)
    return validated(document, kind, what=what, error=DecisionLogInvalid)


def mapping_sha256(mapping: LogMapping | EventMapping | None, allowed: Collection[str] = ()) -> str:
    """SHA-256 of what a mapping says, however its file is written; of nothing where there is none.

    `allowed` are features that may be kept: once there are some, the same file is another batch.
    """
    if mapping is None:
        return sha256(",".join(sorted(allowed)).encode()).hexdigest()
    unsaid = set() if getattr(mapping, "amount", None) else {"amount"}  # as before there were amounts, and features
    if isinstance(mapping, LogMapping):
        mapping = mapping.model_copy(update={"features": allowed_only(mapping.features, allowed)})
        unsaid |= set() if mapping.features else {"features"}
    return sha256(mapping.model_dump_json(exclude=unsaid).encode()).hexdigest()
