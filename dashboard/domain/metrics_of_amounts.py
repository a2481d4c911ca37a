"""Metrics of a numeric outcome, such as a price or a waiting time: they need an amount beside each decision."""

from dashboard.domain.metric import Metric

OF_AMOUNTS: tuple[Metric, ...] = (
    Metric(
        "mean_gap", "Gap of mean amounts", ("mean_amount",), "gap", "reference", "Welch 1947", "pair",
        spans="any number, in the unit of the amounts", usual=False,
    ),
    Metric(
        "mean_ratio", "Ratio of mean amounts", ("mean_amount",), "ratio", "reference",
        "Fieller 1954; Donner and Zou 2012 (MOVER-R)", "pair", spans="above 0; both means must be", usual=False,
    ),
)  # fmt: skip
