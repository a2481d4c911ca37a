"""The fairness metrics as one table: what each is called, how it is found and read, and who else defines it."""

from collections.abc import Mapping
from types import MappingProxyType

from dashboard.domain.metric import Kind, Metric
from dashboard.domain.metric_indices import INDICES
from dashboard.domain.metrics_by_pair import BOTH_RATES, pairs
from dashboard.domain.metrics_of_amounts import OF_AMOUNTS
from dashboard.domain.metrics_of_scores import OF_SCORES
from dashboard.domain.metrics_over_all import NAMED, extremes, to_overall, worst_groups
from dashboard.domain.rates_of_groups import RATES, CountColumns, Rate
from dashboard.errors import NotFound

__all__ = ["COUNTED", "METRICS", "RATES", "CountColumns", "Kind", "Metric", "Rate", "metric_named"]

_TABLE = (*pairs(), *BOTH_RATES, *NAMED, *INDICES, *extremes(), *to_overall(), *worst_groups(), *OF_SCORES, *OF_AMOUNTS)
METRICS: Mapping[str, Metric] = MappingProxyType({metric.name: metric for metric in _TABLE})
COUNTED: tuple[str, ...] = tuple(name for name, metric in METRICS.items() if metric.basis == "decisions")


def metric_named(name: str) -> Metric:
    """The metric of this name; NotFound lists what there is."""
    if name not in METRICS:
        raise NotFound(f"There is no fairness metric {name!r}; there are {', '.join(METRICS)}.")
    return METRICS[name]
