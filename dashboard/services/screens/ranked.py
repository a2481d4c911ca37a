"""A measure of scores on the Fairness page: its groups and months come from histograms, not from decision counts."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.visible_scores import score_counts
from dashboard.domain.rankings import ranked_counts
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """COUNTS of people with a score and RANKED: `groups` of the window's whole months, `months` by month and group."""

    groups: pd.DataFrame
    months: pd.DataFrame


def load_ranked(sources: Sources, use_case: str, attribute: str, since: date) -> Ranked:
    """The scores of one attribute up to the date of the page."""
    scores = score_counts(sources.database, DecisionStore(sources.store), use_case)
    scores = scores.assign(month=pd.to_datetime(scores["month"]))
    here = scores[(scores["attribute"] == attribute) & (scores["month"] <= pd.Timestamp(sources.as_of))]
    window = here[here["month"] >= pd.Timestamp(since).replace(day=1)]
    return Ranked(ranked_counts(window, ["group"]), ranked_counts(here, ["month", "group"]))
