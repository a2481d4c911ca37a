"""Group fairness from counts: rates with intervals, comparisons with intervals, and what they prove."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.domain import reasons
from dashboard.domain.cells import EFFECTS, tabulate
from dashboard.domain.columns import frame_of
from dashboard.domain.counts import COUNTS
from dashboard.domain.intervals import decisions_needed, z
from dashboard.domain.measuring import measured
from dashboard.domain.metrics import COUNTED, METRICS, RATES, Metric, Rate, metric_named
from dashboard.domain.rate_limits import own_limits
from dashboard.domain.references import Rule
from dashboard.domain.verdicts import verdict

__all__ = [
    "METRICS", "RATES", "Metric", "Rate", "Rule", "compare", "compare_all", "decisions_needed", "group_rates",
    "verdict",
]  # fmt: skip


def group_rates(counts: pd.DataFrame, *, confidence: float = 0.95, rates: Sequence[str] = tuple(RATES)) -> pd.DataFrame:
    """Each group's rates with Wilson limits.

    Args:
        counts: COUNTS as columns beside `group` and any other keys, one row per group and keys; EFFECTS widen. Rates
            of scores are there where RANKED are, of amounts where SUMS are.
        confidence: of each interval, alone.
        rates: names in RATES; all of them if not said.

    Returns:
        `counts` with, for each of these rates, `<rate>`, `<rate>_low`, `<rate>_high` (shares; NaN where undefined) and
        `<rate>_undefined` (the reason, or None).
    """
    columns: dict[str, object] = {}
    whole = counts.assign(all_selected=_all_selected(counts))
    for name, rate in ((name, RATES[name]) for name in rates):
        if not rate.held(counts):
            continue
        effect = whole.get(EFFECTS[1] if rate.labels else EFFECTS[0], 1.0)
        limits = own_limits(rate, whole, z(confidence) * np.sqrt(effect))
        columns |= {name: limits.point, f"{name}_low": limits.low, f"{name}_high": limits.high}
        columns[f"{name}_undefined"] = pd.Series(reasons.of_group(whole, rate), index=counts.index, dtype=object)
    return pd.concat([counts, pd.DataFrame(columns, index=counts.index)], axis=1)


def _all_selected(counts: pd.DataFrame) -> pd.Series:
    """The selected of all groups that share the other keys."""
    keys = [name for name in counts.columns if name not in (*COUNTS, *EFFECTS, "group")]
    if not keys:
        return pd.Series(counts["selected"].sum(), index=counts.index)
    return counts.groupby(keys, sort=False, dropna=False)["selected"].transform("sum")


def compare(  # noqa: PLR0913  # a charter clause sets each of these
    counts: pd.DataFrame,
    *,
    by: Sequence[str],
    metric: str,
    reference: str = "largest",
    confidence: float = 0.95,
    min_group: int = 1,
    within: str | None = None,
) -> pd.DataFrame:
    """One fairness metric for every cell of counts at once.

    Args:
        counts: columns `by`, `group`, COUNTS (and `within`); rows of one group are summed.
        by: the columns that make a cell, within which groups are compared.
        metric: a name in METRICS.
        reference: `largest`, `best` or a group; metrics over all groups ignore it.
        confidence: of each interval; of all intervals of a cell together with `best` and over all groups.
        min_group: the smallest denominator of the metric that is judged: smaller groups are left out of the extremes
            and never chosen as `best`; against a reference they keep their value and are marked `too_few`.
        within: a column of strata, to compare like for like (Mantel-Haenszel).

    Returns:
        Columns `by`, metric, group, reference, value, low, high, n, n_reference, denominator, denominator_reference,
        undefined (reason or None), too_few; over all groups also left_out (recorded groups not compared); within
        strata also crude, crude_low, crude_high, and against a reference strata (used), reversed (the sign turns) and
        homogeneity (Breslow-Day p of the strata agreeing, NaN where it cannot be told).
        Against a reference: one row per recorded group but the reference. Over all: one row per cell.

    Raises:
        NotFound: there is no such metric.
    """
    rule = Rule(reference, confidence, min_group)
    return compare_all(counts, by=by, metrics=[metric], rule=rule, within=within)


def compare_all(
    counts: pd.DataFrame,
    *,
    by: Sequence[str],
    metrics: Sequence[str] = COUNTED,
    rule: Rule | None = None,
    within: str | None = None,
) -> pd.DataFrame:
    """Several metrics as `compare` gives each, one after the other in one frame, counts laid out once."""
    cells, chosen = tabulate(counts, by=by, within=within), [metric_named(name) for name in metrics]
    return frame_of(cells, [measured(cells, metric, rule or Rule()) for metric in chosen])
