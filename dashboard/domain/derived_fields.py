"""Fields that nobody records because they follow from others; registry_fields.py says what each means."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from dashboard.domain.record_columns import Days
from dashboard.domain.registry import NotCollected, UseCase
from dashboard.domain.statuses import IN_SERVICE


def last_days(cases: Sequence[UseCase], last_day: Days) -> dict[str, date]:
    """Use case to the last day on which it decided, as far as logs were read; `last_day` by row of `cases`."""
    days = zip(cases, last_day, strict=True)
    return {case.id: day.item() for case, day in days if not np.isnat(day)}


def _decided_after_stop(case: UseCase, last: date | None) -> bool | None:
    """True where a log holds decisions after the stop; never False: a log that was not read proves no silence.

    Until the overseer has confirmed the stop, the day after the order is still its day.
    """
    ordered = case.stop_ordered_on + timedelta(days=1) if case.stop_ordered_on else None
    stop = case.stopped_on or ordered
    return True if stop is not None and last is not None and last > stop else None


def derived(as_of: date, decided_last: Mapping[str, date]) -> dict[str, Callable[[UseCase], Any]]:
    """Fields of a use case that are computed from it and from the last day of its log."""
    return {
        "last_model_version": lambda case: _newest_model(case, as_of),
        "attribute_plan": _attribute_plan,
        "decided_after_stop": lambda case: _decided_after_stop(case, decided_last.get(case.id)),
        "in_service": lambda case: case.lifecycle in IN_SERVICE,
        "lawful_bases": lambda case: None if case.purposes is None else [item.lawful_basis for item in case.purposes],
    }


def _newest_model(case: UseCase, as_of: date) -> date | None:
    dates = [model.deployed_at for model in case.models if model.deployed_at and model.deployed_at <= as_of]
    return max(dates, default=None)


def _attribute_plan(case: UseCase) -> list[list[str]] | None:
    """Each protected attribute of the record with `collected`, `explained` (reason and decider) or `unexplained`."""
    if case.protected_attributes is None:
        return None
    return [[name, _plan(entry)] for name, entry in case.protected_attributes.items()]


def _plan(entry: str | NotCollected) -> str:
    if isinstance(entry, str):
        return "collected"
    return "explained" if entry.decided_by and entry.not_collected.strip() else "unexplained"


def organisation_derived(cases: Sequence[UseCase]) -> dict[str, Callable[[Any], Any]]:
    """Fields of the organisation that are computed from all use cases."""
    ids = [case.id for case in cases]
    return {
        "registry.ids": lambda _: ids,
        "registered_systems": lambda _: ids,
        "discovered_systems": lambda whole: whole.discovered_systems or None,
    }
