"""Whom a remedy is worked out for: groups with known outcomes of both kinds, from decisions or from scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.domain.remedies import Cells
from dashboard.domain.summing import summed
from dashboard.domain.threshold_ladders import Ladder
from dashboard.domain.wording import day
from dashboard.services.screens.counts import single_counts
from dashboard.services.screens.thresholds import Scored, defaults_of, load_scored_groups, reason_left_out
from dashboard.services.sources import Sources

NOT_COUNTED = "No decisions are counted here in this window: a remedy needs a decision log with the actual outcome."
NO_OUTCOMES = "No actual outcome is known of anybody in this window: read labels with `ingest labels`."
ALL_THE_SAME = "Every known outcome is the same: no decision can be wrong in both ways, so there is nothing to remedy."
ONE_GROUP = "Fewer than two groups have known outcomes of both kinds: there is nothing to compare between groups."


@dataclass(frozen=True, slots=True)
class Basis:
    """The groups of an attribute with known outcomes, as decided.

    Attributes:
        groups: what was decided about them, by name.
        ladders: their scores in the same order; empty where decisions are enough.
        left_out: groups that are not among them, with the reason.
        unlabelled: people whose outcome is not known.
        window: in words.
        why_not: a sentence where nothing can be worked out.
    """

    use_case: str
    attribute: str
    groups: tuple[Cells, ...]
    ladders: tuple[Ladder, ...]
    left_out: tuple[tuple[str, str], ...]
    unlabelled: int
    confidence: float
    window: str
    why_not: str = ""

    @property
    def key(self) -> str:
        """What it is of."""
        return repr((self.use_case, self.attribute, self.window, bool(self.ladders)))


def load_basis(sources: Sources, use_case: str, attribute: str, *, since: date, by_scores: bool) -> Basis:
    """From `since`, or where scores are needed from its month, to the date of the page."""
    if by_scores:
        return basis_of_scores(load_scored_groups(sources, use_case, attribute, since=since))
    counts = single_counts(sources, use_case, since=since)
    window = f"{day(since)} to {day(sources.as_of)}"
    here = summed(counts[counts["attribute"] == attribute], "group") if len(counts) else counts
    return basis_of_counts(here, (use_case, attribute), defaults_of(sources), window)


def basis_of_counts(counts: pd.DataFrame, names: tuple[str, str], defaults: tuple[int, float], window: str) -> Basis:
    """From COUNTS by group.

    Args:
        counts: of one attribute.
        names: of use case and attribute.
        defaults: fewest people of a group that may be shown, and the confidence of intervals.
        window: in words.
    """
    found, left_out = _sorted_out(counts, defaults[0])
    return Basis(
        *names, tuple(found), (), tuple(left_out), _unlabelled(counts, found), defaults[1], window,
        _why_not(counts, found),
    )  # fmt: skip


def basis_of_scores(scored: Scored) -> Basis:
    """From groups with scores."""
    decided = () if scored.decided is None else scored.decided.groups
    groups = tuple(Cells(one.group, one.tp, one.fp, one.fn, one.tn) for one in decided)
    months = f"{scored.window[0]} to {scored.window[-1]}, whole months" if scored.window else ""
    return Basis(
        scored.use_case, scored.attribute, groups, scored.ladders, scored.left_out, scored.unlabelled,
        scored.confidence, months, scored.why_not,
    )  # fmt: skip


def _sorted_out(counts: pd.DataFrame, least: int) -> tuple[list[Cells], list[tuple[str, str]]]:
    found, left_out = [], []
    for row in counts.sort_values("group").to_dict("records"):
        one = Cells(str(row["group"]), *(float(row[side]) for side in ("tp", "fp", "fn", "tn")))
        few = int(row["n"] + row["undecided"]) < least
        reason = reason_left_out(one.group, one.positives, one.negatives, withheld=few)
        if reason is None:
            found.append(one)
        else:
            left_out.append((one.group, reason))
    return found, left_out


def _unlabelled(counts: pd.DataFrame, found: Sequence[Cells]) -> int:
    kept = counts[counts["group"].isin([one.group for one in found])] if len(counts) else counts
    return int((kept["n"] - kept["labelled"]).sum()) if len(kept) else 0


def _why_not(counts: pd.DataFrame, found: Sequence[Cells]) -> str:
    if counts.empty:
        return NOT_COUNTED
    good, bad = counts[["tp", "fn"]].to_numpy().sum(), counts[["fp", "tn"]].to_numpy().sum()
    if not good + bad:
        return NO_OUTCOMES
    if not good or not bad:
        return ALL_THE_SAME
    return ONE_GROUP if len(found) < 2 else ""
