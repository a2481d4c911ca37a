"""What MLflow says, server or folder, as our own words: times, figures, names that cannot steer anything."""

import math
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, Protocol

from dashboard.domain.found_models import FoundModels, FoundVersion
from dashboard.domain.plain_text import escaped
from dashboard.domain.registry import Reported

LONGEST_NAME, MOST_FIGURES, MOST_VERSIONS = 200, 100, 20_000
LOGGED_MODEL = "models:/m-"


class ModelSource(Protocol):
    """A tracking server or a file store."""

    def close(self) -> None:
        """End it."""

    def versions(self) -> FoundModels:
        """Every registered version without its figures; raises InputRejected."""

    def figures(self, version: FoundVersion) -> list[Reported]:
        """What was logged about one version; raises InputRejected."""


def name_of(value: Any, limit: int = LONGEST_NAME) -> str:
    """Text on one line, everything invisible written out, cut to what a record holds."""
    return escaped(" ".join(str(value).split()))[:limit] if value is not None else ""


def day_of(milliseconds: Any) -> date | None:
    """The day (UTC) of MLflow's milliseconds; None for anything else."""
    try:
        return datetime.fromtimestamp(int(milliseconds) / 1000, UTC).date()
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def reported_by(run: str, figures: Iterable[tuple[Any, Any, Any]]) -> list[Reported]:
    """Figures (name, value, milliseconds) as reported values, the first hundred by name; without NaN and infinity.

    Args:
        run: what reports them, as in `MLflow run 6a8a…`.
        figures: as they were logged; the last of a name stands.
    """
    found = {}
    for name, value, milliseconds in figures:
        try:
            number = float(value)
        except (TypeError, ValueError):
            continue
        if math.isfinite(number) and name_of(name):
            found[name_of(name)] = Reported(metric=name_of(name), value=number, source=run, on=day_of(milliseconds))
    return [found[name] for name in sorted(found)][:MOST_FIGURES]


def version_of(entry: dict[str, Any], own: dict[str, str], of_model: dict[str, str]) -> FoundVersion:
    """A model version as the registry of models describes it, with the tags of the version and of its model."""
    model, version, source = name_of(entry.get("name")), name_of(entry.get("version")), str(entry.get("source") or "")
    tags = {key: name_of(value) for key, value in {**of_model, **own}.items() if len(key) <= LONGEST_NAME}
    return FoundVersion(
        model, version, f"models:/{model}/{version}", day_of(entry.get("creation_timestamp")),
        stage=name_of(entry.get("current_stage")), tags=tags, run=name_of(entry.get("run_id")),
        logged_model=name_of(source.removeprefix("models:/")) if source.startswith(LOGGED_MODEL) else "",
    )  # fmt: skip
