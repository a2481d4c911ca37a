"""A measure of scores or of amounts on the Fairness page: its groups and months are counted apart from decisions."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.visible_amounts import amount_sums
from dashboard.adapters.visible_scores import score_counts
from dashboard.domain.amount_sums import BLANK, summed
from dashboard.domain.amounts_decided import as_counts
from dashboard.domain.metrics import METRICS
from dashboard.domain.rankings import ranked_counts
from dashboard.services.screens.figures import Figures, figures_of_amounts
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True, eq=False)
class Apart:
    """COUNTS of those who have a score or an amount, and RANKED or SUMS.

    Attributes:
        groups: of the window; of its whole months where they are counted by month.
        months: by month and group, every month up to the date of the page.
        monthly: whether they are counted by month.
        figures: of amounts, how they are written.
        without: decisions of the window that have no amount.
    """

    groups: pd.DataFrame
    months: pd.DataFrame
    monthly: bool
    figures: Figures | None = None
    without: int = 0


def load_apart(sources: Sources, use_case: str, attribute: str, *, metric: str, since: date) -> Apart:
    """What stands for the counts of one attribute, up to the date of the page.

    Raises:
        StoreUnusable: a file is missing or was changed after it was recorded; says which.
    """
    if METRICS[metric].scores:
        return _ranked(sources, use_case, attribute, since)
    return _valued(sources, use_case, attribute, metric=metric, since=since)


def _ranked(sources: Sources, use_case: str, attribute: str, since: date) -> Apart:
    scores = score_counts(sources.database, DecisionStore(sources.store), use_case)
    scores = scores.assign(month=pd.to_datetime(scores["month"]))
    here = scores[(scores["attribute"] == attribute) & (scores["month"] <= pd.Timestamp(sources.as_of))]
    window = here[here["month"] >= pd.Timestamp(since).replace(day=1)]
    return Apart(ranked_counts(window, ["group"]), ranked_counts(here, ["month", "group"]), monthly=True)


def _valued(sources: Sources, use_case: str, attribute: str, *, metric: str, since: date) -> Apart:
    sums, unit = _sums(sources, use_case)
    here = sums[sums["attribute"] == attribute]
    window = here[here["day"] >= pd.Timestamp(since)]
    groups = as_counts(summed(window, ["group"]))
    return Apart(
        groups, as_counts(summed(here, ["month", "group"])), monthly=False,
        figures=figures_of_amounts(metric, unit, _means(groups)), without=int(window[BLANK].sum()),
    )  # fmt: skip


def amounts_by_month(sources: Sources, use_case: str, *, metric: str) -> tuple[pd.DataFrame, Figures]:
    """attribute, month, group, COUNTS and SUMS of every attribute, and how they are written."""
    sums, unit = _sums(sources, use_case)
    months = as_counts(summed(sums[sums["attribute"] != ""], ["attribute", "month", "group"]))
    return months, figures_of_amounts(metric, unit, _means(months))


def _sums(sources: Sources, use_case: str) -> tuple[pd.DataFrame, str]:
    """Amounts up to the date of the page, day and month as time stamps; and their unit."""
    found = amount_sums(sources.database, DecisionStore(sources.store), use_case)
    day = pd.to_datetime(found.sums["day"])
    sums = found.sums.assign(day=day, month=day.dt.to_period("M").dt.to_timestamp())
    return sums[day <= pd.Timestamp(sources.as_of)], found.unit


def _means(groups: pd.DataFrame) -> "pd.Series[float]":
    return groups["amount_sum"] / groups["amount_n"].where(groups["amount_n"] > 0)
