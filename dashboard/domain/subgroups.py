"""The worst subgroup of all that any combination of attributes makes, honest about how many were searched.

Whoever looks at enough groups finds a bad one. So the worst score is held against the worst scores that the very same
search finds when the outcomes are dealt out anew to the same decisions: a permutation test of the whole search, exact
at any size and for groups that overlap, with no formula for "how many".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.cells import is_recorded
from dashboard.domain.counts import COUNTS, CROSS
from dashboard.domain.intervals import Array, wilson, z
from dashboard.domain.metrics import RATES, Rate

DEEPEST = 3


class Dealing(NamedTuple):
    """How many times outcomes are dealt out anew (p is at least 1 / (deals + 1)), and the seed: same counts, same p."""

    deals: int = 999
    seed: int = 20261123


@dataclass(frozen=True, slots=True)
class Subgroup:
    """One subgroup against everybody else.

    Attributes:
        attribute: the crossing, such as `sex × age_band`.
        group: the values, in the same order.
        n: its denominator; `rate`, with limits that hold for all searched groups together.
        rest: the rate of everybody else.
        score: log likelihood ratio of a rate of its own against one rate for all, 0 where it is not worse off.
        p: how often a search of outcomes dealt out anew finds a worst group with at least this score.
    """

    attribute: str
    group: str
    n: int
    rate: float
    low: float
    high: float
    rest: float
    score: float
    p: float


@dataclass(frozen=True, slots=True)
class Search:
    """What was found: the worst first; `searched` groups of at least `least`, `small` further ones that were not."""

    rate: str
    worst: tuple[Subgroup, ...]
    searched: int
    small: int
    least: int


@dataclass(frozen=True, slots=True)
class _Side:
    """Groups of one crossing: sums over the finest cells in `order` from `starts` on."""

    attribute: str
    names: tuple[str, ...]
    order: NDArray[np.int64]
    starts: NDArray[np.int64]
    kept: NDArray[np.bool_]
    small: int

    def of(self, values: Array) -> Array:
        """Sums of the last axis, the kept groups only."""
        summed: Array = np.add.reduceat(values[..., self.order], self.starts, axis=-1)[..., self.kept]
        return summed


def search(
    cells: pd.DataFrame, attributes: Sequence[str], rate: str, *, least: int, dealing: Dealing | None = None
) -> Search:
    """Score every group of every combination of up to DEEPEST attributes.

    Args:
        cells: one text column per attribute and COUNTS; any number of rows per combination.
        attributes: of which combinations are made; groups with a value that is not recorded are no candidates.
        rate: a name in RATES; worse off is below the rest, above it for an error rate.
        least: the smallest denominator that is searched.
        dealing: how often outcomes are dealt out anew, and the seed.
    """
    finest = cells.groupby(list(attributes), as_index=False, sort=True, observed=True)[list(COUNTS)].sum()
    top, bottom = RATES[rate].of(finest)
    every = list(_sides(finest, attributes, bottom, least))
    small = sum(side.small for side in every)
    sides = [side for side in every if side.kept.any()]
    if not sides:
        return Search(rate, (), 0, small, least)
    n = np.concatenate([side.of(bottom) for side in sides])
    k, score = _scores(sides, top, n, bottom, RATES[rate])
    p = _surprise(sides, (top, bottom, n), score, (RATES[rate], dealing or Dealing()))
    found = _found(sides, (k, n, score, p), (top.sum(), bottom.sum()))
    return Search(rate, found, len(n), small, least)


def _sides(finest: pd.DataFrame, attributes: Sequence[str], bottom: Array, least: int) -> Iterator[_Side]:
    texts_of = {name: finest[name].astype(str).to_numpy(dtype=object) for name in attributes}
    coded = {name: np.unique(texts, return_inverse=True) for name, texts in texts_of.items()}
    for depth in range(1, min(len(attributes), DEEPEST) + 1):
        for names in combinations(attributes, depth):
            code = np.zeros(len(finest), dtype=np.int64)
            for values, part in (coded[name] for name in names):
                code = code * len(values) + part
            _, first, code = np.unique(code, return_index=True, return_inverse=True)
            texts = tuple(CROSS.join(str(coded[name][0][coded[name][1][at]]) for name in names) for at in first)
            size = np.bincount(code, weights=bottom, minlength=len(first))
            known = np.array([is_recorded(text) for text in texts], dtype=bool) & (size > 0) & (size < bottom.sum())
            order, kept = np.argsort(code, kind="stable"), known & (size >= max(least, 1))
            starts = np.searchsorted(code[order], np.arange(len(first)))
            yield _Side(CROSS.join(names), texts, order, starts, kept, int((known & ~kept).sum()))


def _scores(sides: Sequence[_Side], top: Array, n: Array, bottom: Array, rate: Rate) -> tuple[Array, Array]:
    """Favourable ones and score of every searched group; `top` may hold many deals, one per row."""
    k = np.concatenate([side.of(top) for side in sides], axis=-1)
    total, whole = top.sum(axis=-1, keepdims=True), bottom.sum()
    apart = _likelihood(k, n) + _likelihood(total - k, whole - n) - _likelihood(total, whole)
    above = k * (whole - n) > (total - k) * n
    worse = above if rate.error else ~above
    return k, np.where(worse, np.maximum(apart, 0.0), 0.0)


def _likelihood(k: Array, n: Array) -> Array:
    """Log likelihood of k of n at its own rate."""
    with np.errstate(all="ignore"):
        yes, no = np.where(k > 0, k * np.log(k / n), 0.0), np.where(k < n, (n - k) * np.log1p(-k / n), 0.0)
    both: Array = yes + no
    return both


def _surprise(
    sides: Sequence[_Side], counts: tuple[Array, Array, Array], score: Array, how: tuple[Rate, Dealing]
) -> Array:
    """For each score the share of searches, this one included, whose worst is at least as bad."""
    (top, bottom, n), (rate, (deals, seed)) = counts, how
    dealt = np.random.default_rng(seed).multivariate_hypergeometric(
        bottom.astype(np.int64), int(top.sum()), size=deals, method="marginals"
    )
    worst = np.sort(_scores(sides, dealt.astype(float), n, bottom, rate)[1].max(axis=1))
    as_bad = deals - np.searchsorted(worst, score - 1e-9, side="left")
    p: Array = (1 + as_bad) / (deals + 1)
    return p


def _found(
    sides: Sequence[_Side], columns: tuple[Array, Array, Array, Array], total: tuple[float, float]
) -> tuple[Subgroup, ...]:
    k, n, score, p = columns
    low, high = wilson(k, n, z(1 - 0.05 / len(n)))
    names = [(side.attribute, name) for side in sides for name, kept in zip(side.names, side.kept, strict=True) if kept]
    ranked = [int(place) for place in np.lexsort((n, -score)) if score[place] > 0]
    return tuple(
        Subgroup(
            *names[at], int(n[at]), float(k[at] / n[at]), float(low[at]), float(high[at]),
            float((total[0] - k[at]) / (total[1] - n[at])), float(score[at]), float(p[at]),
        )
        for at in ranked
    )  # fmt: skip


def raised(found: Search, searches: int) -> Search:
    """One of several searches: every p multiplied by their number (Bonferroni)."""
    return replace(found, worst=tuple(replace(one, p=min(1.0, one.p * searches)) for one in found.worst))


def search_sentence(found: Search) -> str:
    """How many were searched, the worst of them, and whether it stands out; in words."""
    if not found.searched:
        return f"No subgroup has {found.least:,} {RATES[found.rate].unit} or more, so none was searched."
    many = f"Of {found.searched:,} subgroups searched"
    if not found.worst:
        return f"{many} none is worse off than the rest."
    worst = found.worst[0]
    rest = f"{100 * worst.rate:.1f} % of {worst.n:,} against {100 * worst.rest:.1f} % of everybody else"
    chance = f"p = {worst.p:.2g}, the search itself counted in"
    what = f"the worst is {worst.attribute} {worst.group}: {rest}"
    if worst.p > 0.05:
        return f"{many} none stands out; {what}, which chance finds in as many groups too ({chance})."
    return f"{many}, {what}; chance does not explain it ({chance})."
