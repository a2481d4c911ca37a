"""One road from a metric to its values: each way of measuring has one function."""

from collections.abc import Callable, Mapping

from dashboard.domain.cells import Cells
from dashboard.domain.columns import Columns
from dashboard.domain.comparisons import against_reference, over_all
from dashboard.domain.conditional import conditional
from dashboard.domain.differential import amplified, differential
from dashboard.domain.inequality import inequality
from dashboard.domain.levels import to_overall, worst_level
from dashboard.domain.metric import Way
from dashboard.domain.metrics import Metric
from dashboard.domain.references import Rule

_WAYS: Mapping[Way, Callable[[Cells, Metric, Rule], Columns]] = {
    "pair": against_reference,
    "shares": against_reference,
    "extremes": over_all,
    "level": worst_level,
    "overall": to_overall,
    "differential": differential,
    "amplified": amplified,
    "drawn": inequality,
    "conditional": conditional,
}


def measured(cells: Cells, metric: Metric, rule: Rule) -> Columns:
    """One metric in every cell."""
    return _WAYS[metric.way](cells, metric, rule)
