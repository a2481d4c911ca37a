"""The counts, scores and amounts that two models are compared by, and which groups of both may be shown."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.visible_scores import has_scores, score_counts
from dashboard.domain.amount_sums import summed as amounts_summed
from dashboard.domain.amounts_decided import as_counts
from dashboard.domain.cells import EFFECTS
from dashboard.domain.counts import CROSS
from dashboard.domain.repeated_subjects import SUBJECT_SUMS, effects_of, with_effects
from dashboard.domain.score_series import ScoreSeries
from dashboard.domain.summing import summed
from dashboard.domain.wording import day
from dashboard.services.screens.promotion import Contender, Decided, of_version
from dashboard.services.screens.suppression import withheld, withheld_crossed
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Side:
    """A contender with the days that it is judged by (None for rows of a file), and how many decisions they hold."""

    who: Contender
    since: date | None
    until: date | None
    decisions: int

    @property
    def window(self) -> str:
        """In words."""
        return f"{day(self.since)} to {day(self.until)}" if self.since and self.until else "the same rows"


def window_counts(sources: Sources, one: Decided, days: int) -> tuple[pd.DataFrame, Side]:
    """COUNTS (with EFFECTS) of its last days by attribute and group, crossed ones of whole months, and the days."""
    since = one.until - timedelta(days=days - 1)
    here = one.singles[pd.to_datetime(one.singles["day"]) >= pd.Timestamp(since)]
    counts = _widened(sources, one, since, summed(here, "attribute", "group"))
    first = counts[counts["attribute"] == counts["attribute"].iloc[0]]
    counts = pd.concat([counts, _crossed(one, since, counts)], ignore_index=True)
    return counts, Side(one.who, since, one.until, int(first["n"].sum()))


def _crossed(one: Decided, since: date, counts: pd.DataFrame) -> pd.DataFrame:
    """Crossed groups of the whole months that the window touches; each takes the larger effect of its parts."""
    month = pd.to_datetime(one.joints["month"])
    inside = (month >= pd.Timestamp(since).replace(day=1)) & (month <= pd.Timestamp(one.until))
    crossed = summed(
        one.joints[inside & one.joints["attribute"].str.contains(CROSS, regex=False)], "attribute", "group"
    )
    if EFFECTS[0] not in counts or crossed.empty:
        return crossed
    known = {(row["attribute"], row["group"]): row for row in counts.to_dict("records")}
    names = [zip(str(a).split(CROSS), str(g).split(CROSS), strict=False)
             for a, g in zip(crossed["attribute"], crossed["group"], strict=True)]  # fmt: skip
    parts = [[known[pair] for pair in pairs if pair in known] for pairs in names]
    return crossed.assign(**{name: [max([1.0, *(row[name] for row in rows)]) for rows in parts] for name in EFFECTS})


def _widened(sources: Sources, one: Decided, since: date, counts: pd.DataFrame) -> pd.DataFrame:
    """With what people who come again take away, by the months that the window touches, whichever version decided."""
    people = DecisionStore(sources.store).subject_sums(sources.database, one.who.use_case)
    month = pd.to_datetime(people["month"])
    here = people[(month >= pd.Timestamp(since).replace(day=1)) & (month <= pd.Timestamp(one.until))]
    if here.empty:
        return counts
    sums = here.groupby(["attribute", "group"], as_index=False, sort=False)[list(SUBJECT_SUMS)].sum()
    return with_effects(counts, effects_of(sums), ["attribute", "group"])


def scores_of(sources: Sources, side: Side) -> pd.DataFrame:
    """COUNTS of people with a score, and RANKED, of whole months."""
    store, who = DecisionStore(sources.store), side.who
    series = ScoreSeries(lambda name: of_version(score_counts(sources.database, store, name), who))
    if side.since is None or side.until is None or not has_scores(sources.database, who.use_case):
        return series.between([], date.min, date.min)
    return series.between([who.use_case], side.since, side.until)


def amounts_of(sums: pd.DataFrame, side: Side) -> pd.DataFrame:
    """COUNTS of those who have an amount, and SUMS, of its days."""
    assert side.since is not None  # noqa: S101  # only rows of a file have no days
    assert side.until is not None  # noqa: S101
    day = pd.to_datetime(sums["day"])
    inside = (day >= pd.Timestamp(side.since)) & (day <= pd.Timestamp(side.until)) & (sums["attribute"] != "")
    return as_counts(amounts_summed(sums[inside], ["attribute", "group"]))


def in_both(
    champion: pd.DataFrame, challenger: pd.DataFrame, least: int
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[str, ...]]:
    """Groups that both have and that may be shown, and who is left out: small, or a small one follows from them."""
    pairs = [list(zip(frame["attribute"], frame["group"], strict=True)) for frame in (champion, challenger)]
    large = [
        {pair for pair, few in zip(names, _few(frame, least), strict=True) if not few}
        for names, frame in zip(pairs, (champion, challenger), strict=True)
    ]
    kept = large[0] & large[1]
    was, now = (
        frame[[pair in kept for pair in names]].reset_index(drop=True)
        for names, frame in zip(pairs, (champion, challenger), strict=True)
    )
    return was, now, tuple(f"{attribute} {group}" for attribute, group in sorted({*pairs[0], *pairs[1]} - kept))


def _few(frame: pd.DataFrame, least: int) -> "pd.Series[bool]":
    crossed = frame["attribute"].str.contains(CROSS, regex=False)
    alone = withheld(frame[["attribute", "n"]][~crossed], least)
    return pd.concat([alone, withheld_crossed(frame[crossed], least)]).reindex(frame.index)
