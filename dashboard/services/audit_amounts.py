"""A numeric outcome of each group, such as a price or a waiting time: sums once, then means and gaps."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.adapters.table_reader import Table
from dashboard.domain.amount_sums import sums_of
from dashboard.domain.amounts_decided import as_counts
from dashboard.domain.counts import CROSS
from dashboard.domain.fairness import compare_all
from dashboard.domain.intersections import crossings
from dashboard.domain.mean_gaps import group_means, mean_gaps
from dashboard.domain.references import LARGEST, Rule
from dashboard.domain.repeated_amounts import widened_sums
from dashboard.services.audit_request import AuditRequest
from dashboard.services.decided_twice import people_of
from dashboard.services.file_counts import PERIOD
from dashboard.services.scores import groups_of, numbers_of

_KEYS = ["attribute", PERIOD]


@dataclass(frozen=True, slots=True)
class Amounts:
    """Means of groups, and gaps and ratios between them, with the columns of `group_means` and `mean_gaps`."""

    groups: pd.DataFrame
    gaps: pd.DataFrame


def amounts_by_group(table: Table, request: AuditRequest) -> Amounts | None:
    """Of every row that has an amount, decided or not; None where no column was named.

    Raises:
        DecisionLogInvalid: the column holds something else than numbers.
    """
    if request.amount is None:
        return None
    amount = numbers_of(table.columns[request.amount], request.amount, "amount")
    period, groups = groups_of(table, request)
    parts, people = [], people_of(table, request)
    for names in crossings(request.attributes, intersect=request.intersect):
        group = groups[names[0]]
        for name in names[1:]:
            group = group + CROSS + groups[name]
        frame = pd.DataFrame({"attribute": CROSS.join(names), PERIOD: period, "group": group, "amount": amount})
        frame = frame if people is None else frame.assign(who=people)
        parts.append(frame[np.isfinite(amount)])
    rows = pd.concat(parts, ignore_index=True)
    sums = sums_of(rows, [*_KEYS, "group"])
    if people is not None:
        sums = widened_sums(sums, rows, [*_KEYS, "group"])
    rule = Rule(request.reference, request.confidence, request.min_group)
    named = {PERIOD: "period"}
    return Amounts(
        group_means(sums, confidence=request.confidence).rename(columns=named),
        pd.concat([mean_gaps(sums, by=_KEYS, rule=rule), _ratios(sums, rule)], ignore_index=True).rename(columns=named),
    )


def _ratios(sums: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """The mean of each group over that of its reference, who is the one that `mean_gaps` takes."""
    counts = as_counts(sums)
    named = counts[counts["group"] == rule.reference][_KEYS].assign(there=True)
    there = counts[_KEYS].merge(named, on=_KEYS, how="left")["there"].notna().to_numpy()
    sides = [(counts[there], rule), (counts[~there], rule._replace(reference=LARGEST))]
    found = [compare_all(part, by=_KEYS, metrics=["mean_ratio"], rule=held) for part, held in sides if len(part)]
    frame = pd.concat(found, ignore_index=True)
    frame = frame.assign(n=frame["denominator"], n_reference=frame["denominator_reference"])
    least, small = max(rule.min_group, 2), frame[["n", "n_reference"]].min(axis=1).to_numpy()
    few = small < least
    frame.loc[few, ["value", "low", "high"]] = np.nan
    frame.loc[few, "undefined"] = [f"too few: {n:,} amounts on one side, at least {least:,} needed" for n in small[few]]
    return frame[[*_KEYS, "metric", "group", "reference", "value", "low", "high", "n", "n_reference", "undefined"]]
