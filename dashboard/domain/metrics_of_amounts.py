"""Metrics of a numeric outcome, such as a price or a waiting time: they need an amount beside each decision."""

from dashboard.domain.metric import Metric

OF_AMOUNTS: tuple[Metric, ...] = (
    Metric(
        "mean_gap", "Gap of mean amounts", ("mean_amount",), "gap", "reference", "Welch 1947", "pair",
        spans="any number, in the unit of the amounts", usual=False,
    ),
)  # fmt: skip
