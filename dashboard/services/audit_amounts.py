"""A numeric outcome of each group, such as a price or a waiting time: sums once, then means and gaps."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.adapters.table_reader import Table
from dashboard.domain.amount_sums import sums_of
from dashboard.domain.counts import CROSS
from dashboard.domain.intersections import crossings
from dashboard.domain.mean_gaps import group_means, mean_gaps
from dashboard.domain.references import Rule
from dashboard.services.audit_request import AuditRequest
from dashboard.services.file_counts import PERIOD
from dashboard.services.scores import groups_of, numbers_of

_KEYS = ["attribute", PERIOD]


@dataclass(frozen=True, slots=True)
class Amounts:
    """Means of groups and gaps between them, with the columns of `group_means` and `mean_gaps`."""

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
    parts = []
    for names in crossings(request.attributes, intersect=request.intersect):
        group = groups[names[0]]
        for name in names[1:]:
            group = group + CROSS + groups[name]
        frame = pd.DataFrame({"attribute": CROSS.join(names), PERIOD: period, "group": group, "amount": amount})
        parts.append(frame[np.isfinite(amount)])
    sums = sums_of(pd.concat(parts, ignore_index=True), [*_KEYS, "group"])
    rule = Rule(request.reference, request.confidence, request.min_group)
    named = {PERIOD: "period"}
    return Amounts(
        group_means(sums, confidence=request.confidence).rename(columns=named),
        mean_gaps(sums, by=_KEYS, rule=rule).rename(columns=named),
    )
