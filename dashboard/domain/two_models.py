"""Champion against challenger: every rate of every group and every metric of both, and how sure the change is.

Different people: the limits of both are put together as for independent estimates (Newcombe's hybrid, MOVER: Zou and
Donner 2008). The same people decided about twice: with their correlation as well (domain/same_rows.py).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard.domain.amount_sums import SUMS
from dashboard.domain.cells import is_recorded
from dashboard.domain.fairness import compare_all, group_rates
from dashboard.domain.intervals import Limits, z
from dashboard.domain.means import welch_limits
from dashboard.domain.metrics import METRICS, RATES
from dashboard.domain.rates_of_groups import RANKED
from dashboard.domain.references import LARGEST, Rule
from dashboard.domain.same_rows import MOST_GROUPS, SameRows, correlations, paired_change

BY_DECISIONS: tuple[str, ...] = tuple(name for name, rate in RATES.items() if rate.basis == "decisions")
BY_AMOUNTS: tuple[str, ...] = tuple(name for name, rate in RATES.items() if rate.basis == "amounts")
BY_SCORES: tuple[str, ...] = tuple(name for name, rate in RATES.items() if rate.basis == "scores")
_KEYS = ["attribute", "about", "name", "group"]
_NUMBERS = ("value", "low", "high", "n")


def beside(
    champion: pd.DataFrame, challenger: pd.DataFrame, rule: Rule, same: Mapping[str, SameRows] | None = None
) -> pd.DataFrame:
    """Both models by attribute: rates of groups first, then metrics.

    Args:
        champion: attribute, group and COUNTS, each once; with RANKED only what is found from scores is compared, with
            SUMS only what is found from amounts.
        challenger: of the other model.
        rule: `largest` is the champion's largest group for both.
        same: by attribute, where both decided about the same people; beyond MOST_GROUPS groups it is not used.

    Returns:
        attribute, about (rate or metric), name, group (empty over all), champion, challenger, change, low, high, n,
        n_challenger, paired, undefined (a reason or None); change is challenger minus champion.
    """
    parts = []
    for attribute in [name for name in dict.fromkeys(champion["attribute"]) if name in set(challenger["attribute"])]:
        sides = [counts[counts["attribute"] == attribute] for counts in (champion, challenger)]
        held = rule._replace(reference=_reference(sides[0], rule))
        told = [_told(side, held) for side in sides]
        people = (same or {}).get(attribute)
        if people is not None and len(people.groups) > MOST_GROUPS:
            people = None
        found = _changes(told[0], told[1], people, held)
        if SUMS[0] in champion:
            found = _by_welch(found, sides, rule.confidence)
        parts.append(found.assign(attribute=attribute))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*_KEYS, "champion"])


def _reference(counts: pd.DataFrame, rule: Rule) -> str:
    recorded = counts[[is_recorded(str(name)) for name in counts["group"]]]
    if rule.reference != LARGEST or recorded.empty:
        return rule.reference
    return str(recorded.sort_values(["n", "group"], ascending=[False, True])["group"].iloc[0])


def _told(counts: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """about, name, group, value, low, high, n and undefined of one model."""
    basis = "scores" if RANKED[0] in counts else "amounts" if SUMS[0] in counts else "decisions"
    names = {"scores": BY_SCORES, "amounts": BY_AMOUNTS, "decisions": BY_DECISIONS}[basis]
    rates = group_rates(counts, confidence=rule.confidence, rates=names)
    alone = [
        pd.DataFrame({
            "about": "rate", "name": name, "group": rates["group"], "value": rates[name], "low": rates[f"{name}_low"],
            "high": rates[f"{name}_high"], "n": RATES[name].evidence(_whole(counts)),
            "undefined": rates[f"{name}_undefined"],
        })
        for name in names
    ]  # fmt: skip
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


def _changes(champion: pd.DataFrame, challenger: pd.DataFrame, people: SameRows | None, rule: Rule) -> pd.DataFrame:
    both = champion.merge(challenger, on=["about", "name", "group"], suffixes=("", "_new"), how="inner")
    was, now = (
        Limits(*(both[f"{side}{end}"].to_numpy(float) for side in ("value", "low", "high"))) for end in ("", "_new")
    )
    together = np.full(len(both), np.nan) if people is None else _together(both, people, rule)
    change, low, high = paired_change(was, now, together)
    known = np.isfinite(low) & np.isfinite(high) & np.isfinite(together)
    frame = pd.DataFrame({
        "about": both["about"], "name": both["name"], "group": both["group"], "champion": both["value"],
        "challenger": both["value_new"], "change": change, "low": low, "high": high, "n": both["n"],
        "n_challenger": both["n_new"], "paired": known,
        "undefined": both["undefined"].where(both["undefined"].notna(), both["undefined_new"]),
    })  # fmt: skip
    told = frame["undefined"].notna()
    frame.loc[told, ["change", "low", "high"]] = np.nan
    frame.loc[told, "paired"] = False
    return frame


def _by_welch(frame: pd.DataFrame, sides: list[pd.DataFrame], confidence: float) -> pd.DataFrame:
    """The change of the mean of each group by Welch's interval, which knows how many stand behind each mean."""
    was, now = (side.set_index("group") for side in sides)
    rows = frame.index[(frame["about"] == "rate") & frame["undefined"].isna()]
    groups = frame.loc[rows, "group"]
    one, two = ({name: side.loc[groups, name].to_numpy(float) for name in SUMS} for side in (now, was))
    limits = welch_limits(one, two, np.full(len(rows), z(confidence)))
    frame.loc[rows, ["low", "high"]] = np.stack([limits.low, limits.high], axis=1)
    return frame


def _together(both: pd.DataFrame, people: SameRows, rule: Rule) -> np.ndarray:
    """The correlation of each row's two figures."""
    named = list(dict.fromkeys(zip(both["about"], both["name"], strict=True)))
    found, places = correlations(people, named, rule), {name: at for at, name in enumerate(people.groups)}
    keys = zip(both["about"], both["name"], both["group"], strict=True)
    return np.array([found[about, name][places.get(group, 0)] for about, name, group in keys])


def proven(frame: pd.DataFrame) -> pd.Series:
    """Whether the whole interval of a change lies on one side of 0."""
    return (frame["low"] > 0) | (frame["high"] < 0)


def names_in(frame: pd.DataFrame, about: str) -> Sequence[str]:
    """The rates, or metrics, that are compared."""
    return list(dict.fromkeys(frame.loc[frame["about"] == about, "name"]))
