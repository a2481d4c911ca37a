"""Champion against challenger: every rate of every group and every metric of both, and how sure the change is.

Different people: the limits of both are put together as for independent estimates (Newcombe's hybrid, MOVER: Zou and
Donner 2008). The same people decided about twice: Newcombe's method for paired shares where both rates have the same
denominator; elsewhere the limits for independent estimates stay, which are too wide where both models agree often.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.domain.counts import NOT_RECORDED
from dashboard.domain.fairness import compare_all, group_rates
from dashboard.domain.intervals import Limits, difference, z
from dashboard.domain.metrics import METRICS, RATES
from dashboard.domain.paired import Twice, paired_difference
from dashboard.domain.rates_of_groups import RANKED
from dashboard.domain.references import LARGEST, Rule

TWICE: tuple[str, ...] = ("both", "first", "second", "neither")
BY_DECISIONS: tuple[str, ...] = tuple(name for name, rate in RATES.items() if rate.basis == "decisions")
BY_SCORES: tuple[str, ...] = tuple(name for name, rate in RATES.items() if rate.basis == "scores")
_TURNED = ("neither", "second", "first", "both")
# Of a rate whose denominator no model changes: outcomes that it looks at, and whether yes is a rejection.
_ASKED: dict[str, tuple[tuple[str, bool], ...]] = {
    "selection_rate": (("1", False), ("0", False), ("", False)),
    "true_positive_rate": (("1", False),),
    "false_negative_rate": (("1", True),),
    "false_positive_rate": (("0", False),),
    "true_negative_rate": (("0", True),),
    "accuracy": (("1", False), ("0", True)),
    "error_rate": (("1", True), ("0", False)),
}
_KEYS = ["attribute", "about", "name", "group"]
_NUMBERS = ("value", "low", "high", "n")


def beside(
    champion: pd.DataFrame, challenger: pd.DataFrame, rule: Rule, twice: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Both models by attribute: rates of groups first, then metrics.

    Args:
        champion: attribute, group and COUNTS, each once; with RANKED only what is found from scores is compared.
        challenger: of the other model.
        rule: `largest` is the champion's largest group for both.
        twice: attribute, group, outcome (`1`, `0` or empty) and TWICE where both decided about the same people.

    Returns:
        attribute, about (rate or metric), name, group (empty over all), champion, challenger, change, low, high, n,
        n_challenger, paired, undefined (a reason or None); change is challenger minus champion.
    """
    parts = []
    for attribute in [name for name in dict.fromkeys(champion["attribute"]) if name in set(challenger["attribute"])]:
        sides = [counts[counts["attribute"] == attribute] for counts in (champion, challenger)]
        known = None if twice is None else twice[twice["attribute"] == attribute]
        reference = _reference(sides[0], rule)
        told = [_told(side, Rule(reference, rule.confidence, rule.min_group)) for side in sides]
        parts.append(_changes(told[0], told[1], known, (reference, rule.confidence)).assign(attribute=attribute))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*_KEYS, "champion"])


def _reference(counts: pd.DataFrame, rule: Rule) -> str:
    recorded = counts[counts["group"] != NOT_RECORDED]
    if rule.reference != LARGEST or recorded.empty:
        return rule.reference
    return str(recorded.sort_values(["n", "group"], ascending=[False, True])["group"].iloc[0])


def _told(counts: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """about, name, group, value, low, high, n and undefined of one model."""
    names = BY_SCORES if RANKED[0] in counts else BY_DECISIONS
    rates = group_rates(counts, confidence=rule.confidence, rates=names)
    alone = [
        pd.DataFrame({
            "about": "rate", "name": name, "group": rates["group"], "value": rates[name], "low": rates[f"{name}_low"],
            "high": rates[f"{name}_high"], "n": RATES[name].evidence(_whole(counts)),
            "undefined": rates[f"{name}_undefined"],
        })
        for name in names
    ]  # fmt: skip
    basis = "scores" if names is BY_SCORES else "decisions"
    metrics = [name for name, metric in METRICS.items() if metric.basis == basis]
    held = compare_all(counts, by=["attribute"], metrics=metrics, rule=rule)
    small = held["too_few"].fillna(value=False).to_numpy(bool) & (held["undefined"].isna().to_numpy(bool))
    held.loc[small, "undefined"] = f"too few: fewer than {rule.min_group:,}"
    over_all = held["metric"].map(lambda name: METRICS[name].over == "all")
    groups = held["group"].mask(over_all, "").fillna("")  # the extremes of one model may be others than the other's
    named = held.rename(columns={"metric": "name"}).assign(about="metric", group=groups)
    columns = ["about", "name", "group", "value", "low", "high", "n", "undefined"]
    return pd.concat([*alone, named[columns]], ignore_index=True)


def _whole(counts: pd.DataFrame) -> pd.DataFrame:
    return counts.assign(all_selected=counts["selected"].sum())


def _changes(
    champion: pd.DataFrame, challenger: pd.DataFrame, twice: pd.DataFrame | None, how: tuple[str, float]
) -> pd.DataFrame:
    both = champion.merge(challenger, on=["about", "name", "group"], suffixes=("", "_new"), how="inner")
    was, now = (
        Limits(*(both[f"{side}{end}"].to_numpy(float) for side in ("value", "low", "high"))) for end in ("", "_new")
    )
    with np.errstate(all="ignore"):
        low, high = difference(now, was)
    frame = pd.DataFrame({
        "about": both["about"], "name": both["name"], "group": both["group"], "champion": both["value"],
        "challenger": both["value_new"], "change": now.point - was.point, "low": low, "high": high, "n": both["n"],
        "n_challenger": both["n_new"], "paired": False,
        "undefined": both["undefined"].where(both["undefined"].notna(), both["undefined_new"]),
    })  # fmt: skip
    told = frame["undefined"].notna()
    frame.loc[told, ["change", "low", "high"]] = np.nan
    return frame if twice is None else _paired(frame, twice, how)


def _paired(frame: pd.DataFrame, twice: pd.DataFrame, how: tuple[str, float]) -> pd.DataFrame:
    """Narrower limits where the same people were asked both times."""
    reference, confidence = how
    found = {name: _of_groups(twice, name, confidence) for name in _ASKED}
    frame = frame.copy()
    for at, about, name, group in frame[["about", "name", "group"]].itertuples(name=None):
        limits = None
        if about == "rate" and name in found:
            limits = found[name].get(group)
        elif about == "metric" and (rate := _gap_of(name)) is not None:
            limits = _apart(found[rate].get(group), found[rate].get(reference))
        if limits is not None and frame.at[at, "undefined"] is None:
            frame.loc[at, ["low", "high"]] = float(limits.low), float(limits.high)
            frame.loc[at, "paired"] = True
    return frame


def _gap_of(metric: str) -> str | None:
    """The rate of a plain gap between two groups, where it can be asked twice."""
    found = METRICS[metric]
    plain = found.way == "pair" and found.kind == "gap" and len(found.rates) == 1 and found.over == "reference"
    return found.rate if plain and found.rate in _ASKED else None


def _apart(group: Limits | None, reference: Limits | None) -> Limits | None:
    """A gap changes by the change of the group minus that of the reference, who are other people."""
    if group is None or reference is None:
        return None
    low, high = difference(group, reference)
    return Limits(group.point - reference.point, low, high)


def _of_groups(twice: pd.DataFrame, rate: str, confidence: float) -> dict[str, Limits]:
    parts = [_asked(twice, outcome, turned=turned) for outcome, turned in _ASKED[rate]]
    sums = pd.concat(parts).groupby("group")[list(TWICE)].sum()
    limits = paired_difference(Twice.of(*(sums[side] for side in TWICE)), z(confidence))
    return {str(group): Limits(*(side[at] for side in limits)) for at, group in enumerate(sums.index)}


def _asked(twice: pd.DataFrame, outcome: str, *, turned: bool) -> pd.DataFrame:
    part = twice[twice["outcome"] == outcome]
    return part.rename(columns=dict(zip(TWICE, _TURNED, strict=True))) if turned else part


def proven(frame: pd.DataFrame) -> pd.Series:
    """Whether the whole interval of a change lies on one side of 0."""
    return (frame["low"] > 0) | (frame["high"] < 0)


def names_in(frame: pd.DataFrame, about: str) -> Sequence[str]:
    """The rates, or metrics, that are compared."""
    return list(dict.fromkeys(frame.loc[frame["about"] == about, "name"]))
