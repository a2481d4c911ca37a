"""Whose outcome is known: rates that need labels describe the labelled, who may not be like the rest.

The actual outcome is often known only of those who were favoured: a loan that was granted can be repaid. Where the
share of labelled decisions differs by decision or by group, beyond chance and by more than MARGIN, that is said.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.domain.cells import is_recorded
from dashboard.domain.intervals import Array, newcombe, z
from dashboard.domain.metrics import RATES

MARGIN = 0.05
_FAVOURED = frozenset({"tp", "fp"})
CountsByName = pd.DataFrame | Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class Known:
    """How many decisions of one kind in one group have a known outcome; `decision` is favourable or unfavourable."""

    group: str
    decision: str
    labelled: int
    decisions: int

    @property
    def share(self) -> float:
        """Labelled among the decisions; NaN where there are none."""
        return self.labelled / self.decisions if self.decisions else float("nan")


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two coverages that differ beyond chance and by more than the margin."""

    first: Known
    second: Known

    @property
    def apart(self) -> float:
        """How far the shares are apart, 0 to 1."""
        return abs(self.first.share - self.second.share)


def label_coverage(groups: Sequence[str], counts: CountsByName) -> tuple[Known, ...]:
    """Two lines per group: labelled among the favourable and among the unfavourable decisions.

    Args:
        groups: names, one per row of counts, each once.
        counts: COUNTS by name.
    """
    n, selected, tp, fp, fn, tn = (
        np.asarray(counts[name], dtype=np.int64) for name in ("n", "selected", "tp", "fp", "fn", "tn")
    )
    sides = {"favourable": (tp + fp, selected), "unfavourable": (fn + tn, n - selected)}
    return tuple(
        Known(str(group), decision, int(labelled[place]), int(decisions[place]))
        for place, group in enumerate(groups)
        for decision, (labelled, decisions) in sides.items()
    )


def differing(
    known: Sequence[Known], *, metric_rates: Sequence[str], least: int = 1, confidence: float = 0.95
) -> Contrast | None:
    """The widest difference that matters to these rates, or None where none is proven beyond the margin.

    Compared are favourable with unfavourable decisions of each group, and each group with the largest among decisions
    of one kind; all intervals (Newcombe) hold together with the confidence (Bonferroni). Nothing is said where no
    decision has a label, nor about groups with fewer than `least` decisions. Precision rests on the favoured alone.
    """
    rates = [RATES[name] for name in metric_rates if RATES[name].labels]
    if not rates or not sum(one.labelled for one in known):
        return None
    favoured = all(set(rate.denominator) <= _FAVOURED for rate in rates)
    pairs = list(_pairs(known, least, favoured_only=favoured))
    quantile = z(1 - (1 - confidence) / max(len(pairs), 1))
    wide = [Contrast(one, two) for one, two in pairs if abs(one.share - two.share) > MARGIN]
    found = [contrast for contrast in wide if _proven(contrast.first, contrast.second, quantile)]
    return max(found, key=lambda contrast: contrast.apart, default=None)


def _pairs(known: Sequence[Known], least: int, *, favoured_only: bool) -> Iterator[tuple[Known, Known]]:
    sizes = pd.Series([one.decisions for one in known]).groupby([one.group for one in known]).sum()
    shown = [one for one in known if is_recorded(one.group) and sizes[one.group] >= least and one.decisions]
    for decision in ("favourable",) if favoured_only else ("favourable", "unfavourable"):
        side = sorted((one for one in shown if one.decision == decision), key=lambda one: -one.decisions)
        yield from ((one, side[0]) for one in side[1:])
    if not favoured_only:
        other = {one.group: one for one in shown if one.decision == "unfavourable"}
        yield from ((one, other[one.group]) for one in shown if one.decision == "favourable" and one.group in other)


def _proven(one: Known, two: Known, quantile: float) -> bool:
    low, high = newcombe(one.labelled, one.decisions, two.labelled, two.decisions, quantile)
    return bool(low > 0 or high < 0)


def coverage_sentence(contrast: Contrast | None) -> str:
    """The difference in words, and what it means for the figure; empty without one."""
    if contrast is None:
        return ""
    one, two = contrast.first, contrast.second
    if one.group == two.group:
        ends = f"{_part(one)} of the {one.decision} and {_part(two)} of the {two.decision} decisions of {one.group}"
    else:
        ends = f"{_part(one)} of the {one.decision} decisions of {one.group} and {_part(two)} of those of {two.group}"
    return f"The actual outcome is known for {ends}: rates that need it describe those decisions, not all."


def _part(known: Known) -> str:
    return f"{100 * known.share:.0f} % ({known.labelled:,} of {known.decisions:,})"
