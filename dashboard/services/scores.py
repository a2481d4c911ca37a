"""The scores of each group as a histogram: from it come mean, AUC, ROC and calibration."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.adapters.table_reader import Table
from dashboard.adapters.text_column import TextColumn
from dashboard.domain.cells import EFFECTS
from dashboard.domain.counts import COUNTS, CROSS
from dashboard.domain.intersections import crossings
from dashboard.domain.rankings import ranked_of
from dashboard.domain.rates_of_groups import RANKED
from dashboard.domain.score_histograms import Histogram, auc
from dashboard.errors import DecisionLogInvalid, Problem
from dashboard.services.audit_request import AuditRequest
from dashboard.services.file_counts import PERIOD, coded, labels_known
from dashboard.services.periods import labels_of

ANY_CONFIDENCE = 0.95  # the value is the same at any
SCORES: tuple[str, ...] = ("score_n", "score_mean", "score_auc", "score_histogram")


def score_by_group(table: Table, request: AuditRequest) -> pd.DataFrame:
    """Columns attribute, group, PERIOD and SCORES (NaN where undefined), rows without a score left out.

    `score_histogram` holds a Histogram of every value, so nothing is rounded.
    """
    assert request.score is not None  # noqa: S101  # the caller was asked for scores
    frame = pd.DataFrame({"score": numbers_of(table.columns[request.score], request.score, "score")})
    frame["label"] = labels_known(table, request)
    frame[PERIOD], texts = groups_of(table, request)
    parts = []
    for names in crossings(request.attributes, intersect=request.intersect):
        group = texts[names[0]]
        for name in names[1:]:
            group = group + CROSS + texts[name]
        parts.append(_summary(frame.assign(group=group), CROSS.join(names)))
    return pd.concat(parts, ignore_index=True)


def ranked_groups(groups: pd.DataFrame) -> pd.DataFrame:
    """Counts of people with a score and RANKED for the groups of `score_by_group`, beside EFFECTS where there are."""
    held = groups[groups[SCORES[3]].notna()]
    found = list(held[SCORES[3]])
    counts = held[["attribute", PERIOD, "group", *(name for name in EFFECTS if name in held)]].copy()
    counts[list(COUNTS)] = 0
    counts["n"] = held[SCORES[0]].astype("int64")
    counts["labelled"] = [int(one.positive.sum() + one.negative.sum()) for one in found]
    counts[list(RANKED)] = np.array([ranked_of(one) for one in found], dtype=float).reshape(-1, len(RANKED))
    return counts


def groups_of(table: Table, request: AuditRequest) -> tuple[NDArray[np.object_] | str, dict[str, NDArray[np.object_]]]:
    """The period of each row, and by attribute its group."""
    time = request.time
    period = _texts(*labels_of(table.columns[time], request.period, time)) if time else ""
    return period, {name: _texts(*coded(table.columns[name])) for name in request.attributes}


def _texts(codes: NDArray[np.int64], values: tuple[str, ...]) -> NDArray[np.object_]:
    return np.asarray(values, dtype=object)[codes]


def numbers_of(column: TextColumn, name: str, what: str) -> NDArray[np.float64]:
    """The numbers of a column, NaN where blank; `what` names it in the refusal of anything else."""
    values = pd.to_numeric(pd.Series(column.values, dtype=object), errors="coerce").to_numpy(float)
    wrong = [text for text, value in zip(column.values, values, strict=True) if not np.isfinite(value)]
    if wrong:
        raise DecisionLogInvalid(
            f"The {what} column holds something else than numbers.", [Problem(name, repr(wrong[0]), "numbers")]
        )
    return np.append(values, np.nan)[column.codes]


def _summary(frame: pd.DataFrame, attribute: str) -> pd.DataFrame:
    rows = []
    for (group, period), part in frame[frame["score"].notna()].groupby(["group", PERIOD], sort=False):
        found = Histogram.of(part["score"], part["label"])
        figures = (len(part), part["score"].mean(), auc(found, ANY_CONFIDENCE).value, found)
        rows.append({"group": group, PERIOD: period, "attribute": attribute, **dict(zip(SCORES, figures, strict=True))})
    return pd.DataFrame(rows, columns=["group", PERIOD, "attribute", *SCORES])
