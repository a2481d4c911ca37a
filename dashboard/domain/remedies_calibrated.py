"""Calibrated equalized odds (Pleiss and others 2017; AIF360): some scores of a group are replaced by its base rate.

Groups that are served better on average lose some of their scores until all have the cost of the worst-served one.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from dashboard.domain.remedies import CALIBRATED, Cell, Cells, Remedy
from dashboard.domain.threshold_ladders import Ladder

Cost = Literal["fpr", "fnr", "weighted"]
COSTS: Mapping[Cost, str] = {
    "weighted": "both mean errors of the scores, weighted by how many qualify",
    "fnr": "the mean of 1 minus score of those who qualify",
    "fpr": "the mean score of those who do not qualify",
}


def cost(ladder: Ladder, kind: Cost) -> float:
    """The generalized error of a group's scores, as AIF360 counts it; bins count with their middles."""
    scores = ladder.thresholds[1:] + ladder.width / 2
    found, wrong = (np.diff(side) for side in (ladder.found, ladder.wrong))
    misses = float((found * (1 - scores)).sum() / ladder.positives)
    alarms = float((wrong * scores).sum() / ladder.negatives)
    return _weighed(misses, alarms, ladder.positives / ladder.people, kind)


def _weighed(misses: float, alarms: float, base: float, kind: Cost) -> float:
    by_kind = {"fnr": misses, "fpr": alarms, "weighted": (alarms * (1 - base) + misses * base) / 2}
    return by_kind[kind]


def calibrated(ladders: Sequence[Ladder], decided: Sequence[Cells], kind: Cost, cut: float) -> Remedy:
    """The share of scores to be replaced in each group, and what selecting from `cut` upwards then does.

    AIF360's two groups become as many as there are: all are brought to the highest cost of any.

    Args:
        ladders: of groups with both outcomes, scores between 0 and 1.
        decided: what was decided about the same people.
        kind: the cost that is made the same.
        cut: whoever scores at least this is selected, also by a replaced score.
    """
    costs = [cost(one, kind) for one in ladders]
    rows: list[dict[str, Cell]] = []
    after, remarks = [], []
    for ladder, own in zip(ladders, costs, strict=True):
        base = ladder.positives / ladder.people
        most = _weighed(1 - base, base, base, kind)
        rate = _rate(own, max(costs), most)
        row: dict[str, Cell] = {"group": ladder.group, "replaced": min(rate, 1.0), "replaced_by": base}
        rows.append(row | {"threshold": cut, "cost_before": own, "cost_after": own + min(rate, 1.0) * (most - own)})
        after.append(_selected(ladder, min(rate, 1.0), base, cut))
        if rate > 1 or (rate == 0 and own < max(costs)):
            remarks.append(
                f"{ladder.group} cannot be brought to the cost of the others: its base rate costs too little."
            )
    return Remedy(CALIBRATED, tuple(decided), tuple(after), tuple(rows), remarks=tuple(remarks))


def _rate(own: float, wanted: float, most: float) -> float:
    """The share of scores replaced, above 1 where all of them are not enough; 0 where replacing lowers the cost."""
    return (wanted - own) / (most - own) if wanted > own and most > own else 0.0


def _selected(ladder: Ladder, rate: float, base: float, cut: float) -> Cells:
    place = int(ladder.places(np.array([cut]))[0])
    lot = float(base >= cut)
    found, wrong = (
        (1 - rate) * float(side[place]) + rate * lot * size
        for side, size in ((ladder.found, ladder.positives), (ladder.wrong, ladder.negatives))
    )
    return Cells(ladder.group, found, wrong, ladder.positives - found, ladder.negatives - wrong)
