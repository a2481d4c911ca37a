"""What would happen if the threshold on the stored scores moved: strategies by name, custom ones, a charter's line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.adapters.visible_scores import has_scores
from dashboard.domain.fairness import Rule, compare_all
from dashboard.domain.metrics import METRICS
from dashboard.domain.thresholds import CUSTOM, GROUPS, PARITIES, SINGLE, Setting, custom, group_thresholds, single
from dashboard.domain.thresholds_line import Kept, Line, cheapest_kept
from dashboard.domain.thresholds_parity import Parity, Point
from dashboard.services.screens.terms import Terms, terms_for
from dashboard.services.screens.thresholds import Scored
from dashboard.services.sources import Sources

WITHIN = 0.01  # the gap that a parity may leave, unless another is asked for
DECIDED, CHARTER = "as decided", "keeps the charter"


@dataclass(frozen=True, slots=True)
class Gap:
    """The widest difference of a rate between two groups with its interval; NaN where it does not exist."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tried:
    """A strategy's setting and the gaps that it leaves, by the names of PARITIES."""

    strategy: str
    setting: Setting
    gaps: Mapping[str, Gap]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the scores.

    Attributes:
        ratio: what a false positive costs, a false negative costing 1.
        within: the gap that a parity may leave, a share.
        metric: of the charter whose line is to be kept.
        custom: thresholds by group, or one under an empty name for everybody; none for no custom thresholds.
    """

    ratio: float = 1.0
    within: float = WITHIN
    metric: str = "selection_rate_ratio"
    custom: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Strategies:
    """What was decided, the five strategies, custom thresholds, the charter; `kept` says why nothing keeps it."""

    tried: tuple[Tried, ...]
    kept: Kept

    def named(self, strategy: str) -> Tried | None:
        """One of them."""
        return next((one for one in self.tried if one.strategy == strategy), None)


def load_strategies(sources: Sources, scored: Scored, asked: Asked) -> Strategies:
    """Every strategy on these scores.

    Raises:
        ValueError: a cost ratio out of range.
    """
    kept = kept_line(sources, scored, asked)
    found = {SINGLE: single(scored.ladders, asked.ratio)}
    for name, parity in PARITIES.items():
        search = Parity(scored.ladders, METRICS[parity].rate, asked.ratio)
        found[name] = search.cheapest(asked.within).setting
    found[GROUPS] = group_thresholds(scored.ladders, asked.ratio)
    if asked.custom:
        found[CUSTOM] = _custom(scored, asked)
    if kept.setting is not None:
        found[CHARTER] = kept.setting
    if scored.decided is not None:
        cost = sum(asked.ratio * one.fp + one.fn for one in scored.decided.groups)
        found = {DECIDED: Setting(scored.decided.groups, cost), **found}
    return Strategies(_tried(list(found.items()), scored.confidence), kept)


def _custom(scored: Scored, asked: Asked) -> Setting:
    named = dict(asked.custom)
    return custom(scored.ladders, {one.group: named.get(one.group, named.get("", np.inf)) for one in scored.ladders},
                  asked.ratio)  # fmt: skip


def load_has_scores(sources: Sources, use_case: str) -> bool:
    """Whether thresholds can be tried at all."""
    return has_scores(sources.database, use_case)


def load_frontier(sources: Sources, scored: Scored, *, ratio: float, parity: str) -> tuple[Point, ...]:
    """Cost against the gap of a parity: each point is a setting that none beats."""
    del sources  # what was scored is enough
    return Parity(scored.ladders, METRICS[PARITIES[parity]].rate, ratio).frontier()


def kept_line(sources: Sources, scored: Scored, asked: Asked) -> Kept:
    """The cheapest setting inside the charter's line, over the groups that are large enough to be judged."""
    terms = terms_for(sources, asked.metric)
    if terms.lower is None and terms.upper is None:
        return Kept(None, why_not="the charter draws no line for this measure")
    judged = [one for one in scored.ladders if one.people >= terms.min_group]
    if len(judged) < 2:
        return Kept(None, why_not=f"fewer than two groups have the {terms.min_group} people that the charter judges")
    return cheapest_kept(judged, _line(terms), asked.ratio)


def _line(terms: Terms) -> Line:
    lower = -np.inf if terms.lower is None else terms.lower
    upper = np.inf if terms.upper is None else terms.upper
    return Line(terms.metric, lower, upper, terms.reference, terms.confidence, terms.min_group)


def _tried(settings: Sequence[tuple[str, Setting]], confidence: float) -> tuple[Tried, ...]:
    """Settings by name with the gaps that they leave, as the metrics over all groups find them."""
    counts = pd.concat([counts_of(setting).assign(setting=at) for at, (_, setting) in enumerate(settings)])
    rule = Rule(confidence=confidence)
    held = compare_all(counts, by=["setting"], metrics=list(PARITIES.values()), rule=rule)
    gaps = {
        (int(at), metric): Gap(*numbers)
        for at, metric, *numbers in held[["setting", "metric", "value", "low", "high"]].itertuples(
            index=False, name=None
        )
    }
    return tuple(
        Tried(name, setting, {parity: gaps[at, metric] for parity, metric in PARITIES.items()})
        for at, (name, setting) in enumerate(settings)
    )


def counts_of(found: Setting) -> pd.DataFrame:
    """The confusion matrices of a setting as COUNTS by group."""
    rows = [(one.group, one.tp, one.fp, one.fn, one.tn) for one in found.groups]
    frame = pd.DataFrame(rows, columns=["group", "tp", "fp", "fn", "tn"])
    people = frame["tp"] + frame["fp"] + frame["fn"] + frame["tn"]
    return frame.assign(n=people, labelled=people, undecided=0, selected=frame["tp"] + frame["fp"])
