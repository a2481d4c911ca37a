"""One person, many decisions: how much less they tell than as many people would.

Decisions about the same person resemble each other, so an interval that counts each as new evidence is too narrow. From
sums over subjects follows a design effect: n decisions are worth n / effect, and an interval is as wide as of so many.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.domain.cells import EFFECTS
from dashboard.domain.intervals import Array

SUBJECTS: tuple[str, ...] = ("subjects", "decided", "squares", "products", "chosen")
SUBJECT_SUMS: tuple[str, ...] = (*SUBJECTS, "selected", "unnamed")  # the last: decisions that name nobody
ENOUGH = 30  # fewer subjects: their own spread is no guide, the cautious bound is taken
ASSUMED = "Every decision is counted as its own person."


@dataclass(frozen=True, slots=True)
class Spread:
    """Sums over the subjects i of one group, with n_i decisions of which k_i are favourable.

    Attributes:
        subjects: how many.
        decided: sum n_i.
        squares: sum n_i².
        products: sum n_i k_i.
        chosen: sum k_i².
    """

    subjects: float
    decided: float
    squares: float
    products: float
    chosen: float


def spread_of(n: Array, k: Array) -> Spread:
    """The sums from decisions and favourable ones per subject."""
    return Spread(float(len(n)), float(n.sum()), float((n * n).sum()), float((n * k).sum()), float((k * k).sum()))


def cautious_effect(spread: Spread) -> float:
    """Kish's design effect sum n_i² / sum n_i, as if a person's decisions were all alike (Kish 1965); at least 1."""
    return float(_cautious(_columns(spread))[0])


def design_effect(spread: Spread, selected: float) -> float:
    """By how much repeated subjects widen the variance of a favourable rate; between 1 and the cautious effect.

    The variance of a ratio of sums over subjects, m/(m-1) · sum (k_i - p n_i)² / n², over p(1-p)/n. Where there are
    fewer than ENOUGH subjects, or everybody or nobody was selected, the spread tells nothing and Kish's bound is taken.

    Args:
        spread: of one group.
        selected: its favourable decisions, sum k_i.
    """
    return float(_design(_columns(spread), np.array([float(selected)]))[0])


def _columns(spread: Spread) -> dict[str, Array]:
    return {name: np.array([float(getattr(spread, name))]) for name in SUBJECTS}


def _cautious(sums: Mapping[str, Array]) -> Array:
    n = sums["decided"]
    return np.maximum(np.divide(sums["squares"], n, out=np.ones_like(n), where=n > 0), 1.0)


def _design(sums: Mapping[str, Array], selected: Array) -> Array:
    """`design_effect` of many groups at once."""
    most, n, m = _cautious(sums), sums["decided"], sums["subjects"]
    told = (m >= ENOUGH) & (selected > 0) & (selected < n)
    with np.errstate(all="ignore"):
        p = selected / n
        off = sums["chosen"] - 2 * p * sums["products"] + p * p * sums["squares"]
        return np.where(told, np.clip(m / (m - 1) * off / (n * p * (1 - p)), 1.0, most), most)


def subject_sums(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Sums over subjects by keys: the only form in which subjects reach a figure.

    Args:
        rows: columns `keys`, `subject`, and `n`, `selected` per row (or per decision); a missing subject is one person
            of its own.
        keys: such as attribute, group and period.

    Returns:
        `keys`, SUBJECTS and selected, as whole numbers.
    """
    known = rows[rows["subject"].notna()]
    alone = rows[rows["subject"].isna()]
    each = known.groupby([*keys, "subject"], observed=True, sort=False)[["n", "selected"]].sum().reset_index()
    each = pd.concat([each, alone[[*keys, "n", "selected"]]], ignore_index=True)
    n, k = each["n"].astype("int64"), each["selected"].astype("int64")
    sums = each[keys].assign(subjects=1, decided=n, squares=n * n, products=n * k, chosen=k * k, selected=k)
    return sums.groupby(keys, observed=True, sort=False)[[*SUBJECTS, "selected"]].sum().reset_index()


def effects_of(sums: pd.DataFrame) -> pd.DataFrame:
    """SUBJECTS (with `selected`, the favourable decisions) by any keys -> the keys and EFFECTS.

    Favourable rates use the spread of their own outcomes; what needs labels is given Kish's bound.
    """
    columns = {name: sums[name].to_numpy(float) for name in SUBJECTS}
    found = (_design(columns, sums["selected"].to_numpy(float)), _cautious(columns))
    return sums.drop(columns=[*SUBJECTS, "selected"]).assign(**dict(zip(EFFECTS, found, strict=True)))


def with_effects(counts: pd.DataFrame, effects: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """The counts with the design effects of their groups beside them; 1 where nothing is known of a group."""
    merged = counts.merge(effects[[*keys, *EFFECTS]], on=list(keys), how="left")
    return merged.fillna(dict.fromkeys(EFFECTS, 1.0))
