"""Whose scores thresholds can be tried on: groups with known outcomes of both kinds, and who is left out, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.visible_scores import score_counts
from dashboard.domain.counts import NOT_RECORDED
from dashboard.domain.score_histograms import MOST_VALUES, grid_width, histogram
from dashboard.domain.threshold_ladders import Ladder
from dashboard.domain.thresholds import Chosen, Setting
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Scored:
    """The groups of an attribute with scores and known outcomes.

    Attributes:
        decided: what was really decided about the same people; None where somebody has no decision.
        left_out: groups that are not among them, with the reason.
        window: the months that have scores.
        unlabelled: people with a score whose outcome is not known.
        why_not: a sentence where nothing can be tried.
    """

    use_case: str
    attribute: str
    ladders: tuple[Ladder, ...]
    decided: Setting | None
    left_out: tuple[tuple[str, str], ...]
    unlabelled: int
    confidence: float
    window: tuple[str, ...]
    why_not: str = ""

    @property
    def key(self) -> str:
        """What it is of."""
        return repr((self.use_case, self.attribute, self.window))


def load_scored_groups(sources: Sources, use_case: str, attribute: str, *, since: date | None = None) -> Scored:
    """Scores with labels from the month of `since` to the date of the page, or why nothing can be tried."""
    counts = score_counts(sources.database, DecisionStore(sources.store), use_case)
    month = pd.to_datetime(counts["month"])
    kept = (counts["attribute"] == attribute) & (month <= pd.Timestamp(sources.as_of))
    if since is not None:
        kept &= month >= pd.Timestamp(since).replace(day=1)
    return scored_groups(counts[kept], (use_case, attribute), defaults_of(sources))


def defaults_of(sources: Sources) -> tuple[int, float]:
    """Fewest people of a group that may be shown, and the confidence of intervals, as the charter has them."""
    return sources.charter.defaults.min_display, sources.charter.defaults.confidence


def scored_groups(counts: pd.DataFrame, names: tuple[str, str], defaults: tuple[int, float]) -> Scored:
    """From counted scores (group, score, width, outcome, rows) of one attribute.

    Args:
        counts: of all its groups.
        names: of use case and attribute.
        defaults: fewest people of a group that may be shown, and the confidence of intervals.
    """
    found, left_out, unlabelled = [], [], 0
    for name, part in _at_one_width(counts).groupby("group"):
        group, scores = str(name), histogram(part)
        ladder, hidden = Ladder.of(group, scores), int(part["rows"].sum()) < defaults[0]
        reason = reason_left_out(group, ladder.positives, ladder.negatives, withheld=hidden)
        if reason is None:
            found.append(ladder)
            unlabelled += int(scores.unlabelled.sum())
        else:
            left_out.append((group, reason))
    kept = counts[counts["group"].isin([one.group for one in found])]
    months = tuple(sorted({str(month)[:7] for month in counts["month"] if month}))
    return Scored(
        *names, tuple(found), _decided(kept), tuple(left_out), unlabelled, defaults[1], months, _why_not(counts, found)
    )


def _at_one_width(counts: pd.DataFrame) -> pd.DataFrame:
    """Bins of one width for all groups, so that one threshold can be the same for all of them."""
    width = float(counts["width"].max()) if len(counts) else 0.0
    if (counts.groupby("group")["score"].nunique() > MOST_VALUES).any():
        width = max(width, grid_width(float(counts["score"].min()), float(counts["score"].max())))
    return counts.assign(width=width)


def reason_left_out(group: str, positives: float, negatives: float, *, withheld: bool) -> str | None:
    """Why a group with so many known outcomes of each kind is not looked at; None where it is."""
    if withheld:
        return "too few people to show"
    if group == NOT_RECORDED:
        return "the attribute is not recorded"
    if not positives + negatives:
        return "no outcome is known"
    return None if positives and negatives else "outcomes of one kind only"


def _why_not(counts: pd.DataFrame, found: Sequence[Ladder]) -> str:
    if counts.empty:
        return "No scores were logged here: thresholds can be tried where a log has a score and the actual outcome."
    outcome = counts["outcome"].to_numpy()
    labels = set(outcome[(outcome < 6) & (outcome % 3 < 2)] % 3)
    if not labels:
        return "No actual outcome is known of anybody with a score: read labels with `ingest labels`."
    if len(labels) == 1:
        return "Every known outcome is the same: no threshold can be wrong in both ways, so there is nothing to weigh."
    if len(found) < 2:
        return "Fewer than two groups have known outcomes of both kinds: there is nothing to compare between groups."
    return ""


def _decided(counts: pd.DataFrame) -> Setting | None:
    """The real decisions about the people with a score and a known outcome; its cost is found with a ratio."""
    known = counts[counts["outcome"].isin([0, 1, 3, 4])]
    if known.empty:
        return None
    people = known.groupby(["group", "outcome"])["rows"].sum().unstack(fill_value=0)
    people = people.reindex(columns=[4, 3, 1, 0], fill_value=0)
    rows = zip(people.index, people.to_numpy(int).tolist(), strict=True)
    return Setting(tuple(Chosen(str(group), float("nan"), *matrix) for group, matrix in rows), float("nan"))
