"""What a score says about each group: its mean, and with labels how well it ranks (AUC)."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.adapters.table_reader import Table
from dashboard.adapters.text_column import TextColumn
from dashboard.domain.counts import CROSS
from dashboard.domain.intersections import crossings
from dashboard.errors import DecisionLogInvalid, Problem
from dashboard.services.audit_request import AuditRequest
from dashboard.services.file_counts import PERIOD, coded, labels_known
from dashboard.services.periods import labels_of

SCORES: tuple[str, ...] = ("score_n", "score_mean", "score_auc")


def score_by_group(table: Table, request: AuditRequest) -> pd.DataFrame:
    """Columns attribute, group, PERIOD and SCORES (NaN where undefined), rows without a score left out of both."""
    assert request.score is not None  # noqa: S101  # the caller was asked for scores
    frame = pd.DataFrame({"score": _numbers(table.columns[request.score], request.score)})
    frame["label"] = labels_known(table, request)
    frame[PERIOD] = (
        _texts(*labels_of(table.columns[request.time], request.period, request.time)) if request.time else ""
    )
    texts = {name: _texts(*coded(table.columns[name])) for name in request.attributes}
    parts = []
    for names in crossings(request.attributes, intersect=request.intersect):
        group = texts[names[0]]
        for name in names[1:]:
            group = group + CROSS + texts[name]
        parts.append(_summary(frame.assign(group=group), CROSS.join(names)))
    return pd.concat(parts, ignore_index=True)


def _texts(codes: NDArray[np.int64], values: tuple[str, ...]) -> NDArray[np.object_]:
    return np.asarray(values, dtype=object)[codes]


def _numbers(column: TextColumn, name: str) -> NDArray[np.float64]:
    values = pd.to_numeric(pd.Series(column.values, dtype=object), errors="coerce").to_numpy(float)
    wrong = [text for text, value in zip(column.values, values, strict=True) if not np.isfinite(value)]
    if wrong:
        raise DecisionLogInvalid(
            "The score column holds something else than numbers.", [Problem(name, repr(wrong[0]), "numbers")]
        )
    return np.append(values, np.nan)[column.codes]


def _summary(frame: pd.DataFrame, attribute: str) -> pd.DataFrame:
    """AUC = (sum of the positives' mid-ranks - P(P+1)/2) / (P N): the chance that a positive outranks a negative."""
    keys = ["group", PERIOD]
    known = frame[frame["score"].notna()]
    scored = known.groupby(keys)["score"].agg(score_n="size", score_mean="mean")
    labelled = known[known["label"].notna()].copy()
    labelled["rank"] = labelled.groupby(keys)["score"].rank()
    labelled["rank"] *= labelled["label"]
    sums = labelled.groupby(keys).agg(n=("label", "size"), p=("label", "sum"), ranks=("rank", "sum"))
    pairs = (sums["p"] * (sums["n"] - sums["p"])).where(lambda value: value > 0)
    auc = ((sums["ranks"] - sums["p"] * (sums["p"] + 1) / 2) / pairs).rename("score_auc")
    summary: pd.DataFrame = scored.join(auc).reset_index().assign(attribute=attribute)
    return summary
