"""What can be picked on the Fairness page: use cases with counts, and in one of them attributes, metrics, strata."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from dashboard.adapters.queries import fairness as query
from dashboard.domain.counts import CROSS
from dashboard.domain.metrics import METRICS
from dashboard.services.screens.counts import CountsOf
from dashboard.services.screens.terms import terms_for
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be picked here."""

    attributes: tuple[str, ...]
    crossings: tuple[str, ...]
    metrics: tuple[str, ...]
    strata: tuple[str, ...]


def load_with_counts(sources: Sources) -> dict[str, str]:
    """Use cases that have decision counts: id to title."""
    rows = query.with_counts(sources.database)
    return dict(zip(rows["id"], rows["title"], strict=True))


def load_choices(sources: Sources, counts: CountsOf, *, days: int) -> Choices:
    """What can be picked for a use case in this window."""
    return choices_of(counts.since(first_day(sources, days)), counts.joint, bases=counts.bases)


def load_bases(sources: Sources) -> frozenset[str]:
    """What was counted of any use case, so that its measures can be picked: decisions, scores, amounts."""
    return query.bases_of(sources.database)


def choices_of(single: pd.DataFrame, joint: pd.DataFrame, *, bases: Collection[str] = ("decisions",)) -> Choices:
    """What these counts, and those of the other bases, can answer."""
    attributes = sorted({*single["attribute"].unique(), *joint["attribute"].unique()})
    labelled = bool(joint["labelled"].sum() or single["labelled"].sum())
    return Choices(
        attributes=tuple(name for name in attributes if CROSS not in name),
        crossings=tuple(name for name in attributes if CROSS in name),
        metrics=tuple(
            name for name, metric in METRICS.items() if (labelled or not metric.labels) and metric.basis in bases
        ),
        strata=tuple(sorted(str(name) for name in joint["stratum"].unique() if name)),
    )


def first_day(sources: Sources, days: int) -> date:
    """Of a window that ends with the date of the page."""
    return sources.as_of - timedelta(days=days - 1)


def usual_metric(sources: Sources, choices: Choices) -> str:
    """The first that the charter promises something about, else the first."""
    promised = [metric for metric in choices.metrics if terms_for(sources, metric).lower is not None]
    return (promised or list(choices.metrics))[0]
