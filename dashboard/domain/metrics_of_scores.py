"""Metrics of how well a score ranks the people of each group: they need scores beside decisions and outcomes."""

from dataclasses import replace

from dashboard.domain.metric import Metric
from dashboard.domain.metrics_by_pair import FRAME

RANKING = "Hanley and McNeil 1982; DeLong et al. 1988"
_GAP = Metric("auc_gap", "Gap in how well the score ranks", ("auc",), "gap", "reference", RANKING, "pair", usual=False)
_WIDEST = replace(
    _GAP, name="auc_difference", plain="Widest gap in how well the score ranks", over="all", way="extremes",
    fairlearn="MetricFrame(roc_auc_score).difference()",
)  # fmt: skip
OF_SCORES: tuple[Metric, ...] = (
    _GAP,
    _WIDEST,
    replace(
        _WIDEST, name="auc_group_min", plain="Lowest ranking quality of a group", way="level", source=FRAME,
        fairlearn="roc_auc_score_group_min", written="min r over the groups", read="the worst-off group's own rate",
        ideally=1.0,
    ),
)  # fmt: skip
