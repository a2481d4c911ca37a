"""Scores and amounts that two models gave to the same rows: AUC by DeLong, means by the differences of each row."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.adapters.table_reader import Table
from dashboard.domain.amount_sums import SUMS, sums_of
from dashboard.domain.amounts_decided import as_counts
from dashboard.domain.counts import COUNTS, CROSS
from dashboard.domain.intersections import crossings
from dashboard.domain.intervals import z
from dashboard.domain.means import student_limits, welch_limits
from dashboard.domain.paired_auc import Ranked, ranked_twice
from dashboard.domain.rankings import ranked_of
from dashboard.domain.rates_of_groups import RANKED
from dashboard.domain.references import Rule
from dashboard.domain.score_histograms import Histogram
from dashboard.domain.two_models import beside
from dashboard.services.audit_request import AuditRequest
from dashboard.services.decided_twice import grouped, people_of
from dashboard.services.file_counts import labels_known
from dashboard.services.scores import numbers_of

Both = tuple[str, str]
Limits = tuple[float, float]
Floats = NDArray[np.float64]


def scored_twice(table: Table, request: AuditRequest, columns: Both, rule: Rule) -> list[pd.DataFrame]:
    """AUC of both and its metrics, of rows with both scores and a known outcome; one frame for each attribute.

    Raises:
        DecisionLogInvalid: a column holds something else than numbers.
    """
    scores, label = _numbers(table, columns, "score"), labels_known(table, request)
    known = np.isfinite(scores).all(axis=0) & np.isfinite(label)
    people, found = people_of(table, request), []
    for attribute, codes, names in _views(table, request):
        rows = [(name, known & (codes == at)) for at, name in enumerate(names) if (known & (codes == at)).any()]
        sides = [_ranked(attribute, rows, one, label) for one in scores]
        if not rows:
            continue
        held = {name: ranked_twice(scores[:, here], label[here], None if people is None else people[here])
                for name, here in rows}  # fmt: skip
        found.append(_surer(beside(sides[0], sides[1], rule), _by_delong(held, z(rule.confidence))))
    return found


def valued_twice(table: Table, request: AuditRequest, columns: Both, rule: Rule) -> list[pd.DataFrame]:
    """Means of both, gap and ratio, of rows with both amounts; one frame for each attribute.

    Raises:
        DecisionLogInvalid: a column holds something else than numbers.
    """
    amounts, found = _numbers(table, columns, "amount"), []
    known = np.isfinite(amounts).all(axis=0)
    for attribute, codes, names in _views(table, request):
        if not known.any():
            continue
        group = np.asarray(names, dtype=object)[codes[known]]
        sums = [sums_of(pd.DataFrame({"group": group, "amount": one}), ["group"])
                for one in (*amounts[:, known], amounts[1, known] - amounts[0, known])]  # fmt: skip
        sides = [as_counts(one).assign(attribute=attribute) for one in sums[:2]]
        found.append(
            _surer(beside(sides[0], sides[1], rule), _by_differences(sums[2].set_index("group"), z(rule.confidence)))
        )
    return found


def _numbers(table: Table, columns: Both, what: str) -> Floats:
    return np.stack([numbers_of(table.columns[name], name, what) for name in columns])


def _views(table: Table, request: AuditRequest) -> Iterator[tuple[str, NDArray[np.int64], tuple[str, ...]]]:
    for names in crossings(request.attributes, intersect=request.intersect):
        yield CROSS.join(names), *grouped(table, names)


def _ranked(attribute: str, rows: list[tuple[str, NDArray[np.bool_]]], score: Floats, label: Floats) -> pd.DataFrame:
    frame = pd.DataFrame({"attribute": attribute, "group": [name for name, _ in rows]})
    frame[list(COUNTS)] = 0
    frame["n"] = frame["labelled"] = [int(here.sum()) for _, here in rows]
    frame[list(RANKED)] = [ranked_of(Histogram.of(score[here], label[here])) for _, here in rows]
    return frame


def _surer(frame: pd.DataFrame, limits: Callable[[str, str, str], Limits | None]) -> pd.DataFrame:
    """The frame with the limits of the same people, where there are some that have a width."""
    compared = set(frame.loc[frame["about"] == "metric", "group"])
    reference = next((name for name in frame.loc[frame["about"] == "rate", "group"] if name not in compared), "")
    for at, name, group, undefined in frame[["name", "group", "undefined"]].itertuples(name=None):
        found = None if isinstance(undefined, str) else limits(str(name), str(group), str(reference))
        if found is not None and found[0] < found[1]:
            frame.loc[at, ["low", "high"]], frame.loc[at, "paired"] = found, True
    return frame


def _by_delong(held: dict[str, Ranked], quantile: float) -> Callable[[str, str, str], Limits | None]:
    def limits(name: str, group: str, reference: str) -> Limits | None:
        if name == "auc":
            change, variance = held[group].change, held[group].variance
        elif name == "auc_gap":
            one, other = held[group], held[reference]
            change, variance = one.change - other.change, one.variance + other.variance
        else:
            return None
        half = quantile * float(np.sqrt(max(variance, 0.0)))
        return change - half, change + half

    return limits


def _by_differences(sums: pd.DataFrame, quantile: float) -> Callable[[str, str, str], Limits | None]:
    def limits(name: str, group: str, reference: str) -> Limits | None:
        one, other = ({each: sums.loc[[who], each].to_numpy(float) for each in SUMS} for who in (group, reference))
        if name == "mean_amount":
            found = student_limits(one, np.array([quantile]))
        elif name == "mean_gap":
            found = welch_limits(one, other, np.array([quantile]))
        else:
            return None
        return float(found.low[0]), float(found.high[0])

    return limits
