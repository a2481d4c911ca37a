"""Fairness figures that another tool reports, held against what their own counts give.

A report is a claim. Where it brings counts, our rates and metrics are found from them again; a figure that differs by
more than its own rounding is said, never silently trusted or corrected. Such a report is a document: no clause about
fairness in production reads a figure from it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.domain.counts import COUNTS
from dashboard.domain.fairness import METRICS, RATES, compare
from dashboard.domain.wording import listed, plural

Counts = Mapping[str, float]
FAIRNESS_REPORT = "fairness_report"
_LEAST_DIGITS = 2
_NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Figure:
    """One reported figure.

    Attributes:
        attribute, group: of whom it speaks.
        name: what the tool calls it.
        reported: its value.
        digits: decimals to which figures of this name were written.
        ours: the rate or metric of the same meaning here; empty where there is none.
        counts: of the group (columns of COUNTS); None where the report brings none.
        against: counts of the group that it is held against, for a metric of two groups.
        recomputed: the same figure from the counts (`recomputed`); None where there are none, NaN where none exists.
    """

    attribute: str
    group: str
    name: str
    reported: float
    digits: int = 15
    ours: str = ""
    counts: Counts | None = None
    against: Counts | None = None
    recomputed: float | None = None

    @property
    def differs(self) -> bool:
        """Whether the counts give something else than was reported, beyond its rounding."""
        found = self.recomputed
        if found is None:
            return False
        if not math.isfinite(found) or not math.isfinite(self.reported):
            return math.isfinite(self.reported) != math.isfinite(found)
        return abs(found - self.reported) > 0.5 * 10.0 ** -max(self.digits, _LEAST_DIGITS) + _NOISE

    @property
    def verdict(self) -> str:
        """What its counts say about it, with an icon."""
        return "not recomputed: no counts" if self.recomputed is None else "✕ differs" if self.differs else "✓ the same"

    @property
    def sentence(self) -> str:
        """The figure, what its counts give, and the verdict."""
        again = "" if self.recomputed is None else f", recomputed {self.recomputed:.6g}"
        return f"{self.attribute} {self.group}  {self.name}: reported {self.reported:.6g}{again}  {self.verdict}"


@dataclass(frozen=True, slots=True)
class FairnessReport:
    """What a tool reported: figures, and the size of each group where it says so (attribute, group, n)."""

    tool: str
    figures: tuple[Figure, ...]
    groups: tuple[tuple[str, str, int], ...] = ()

    @property
    def recomputed(self) -> int:
        """How many figures could be found again from counts."""
        return sum(one.recomputed is not None for one in self.figures)

    @property
    def differing(self) -> tuple[Figure, ...]:
        """Figures that their counts contradict."""
        return tuple(one for one in self.figures if one.differs)

    @property
    def sentence(self) -> str:
        """How many figures, how many of them recomputed, how many differ."""
        if not self.recomputed:
            return f"{plural(len(self.figures), 'figure')} reported, none recomputed: the report brings no counts"
        wrong = len(self.differing)
        differ = f"{wrong:,} of them {'differs' if wrong == 1 else 'differ'}" if wrong else "none of them differs"
        return f"{plural(len(self.figures), 'figure')} reported, {self.recomputed:,} recomputed from counts, {differ}"

    @property
    def states(self) -> dict[str, str]:
        """What the document states about itself, as clauses ask for it."""
        attributes = listed(list(dict.fromkeys(one.attribute for one in self.figures)))
        sizes = "; ".join(f"{attribute} {group}: {n:,}" for attribute, group, n in self.groups[:50])
        told = {"tool": self.tool, "attributes_tested": attributes, "n_per_group": sizes, "recomputed": self.sentence}
        return {name: text[:2000] for name, text in told.items() if text}

    def table(self) -> pd.DataFrame:
        """Reported against recomputed, those that differ first."""
        ordered = sorted(self.figures, key=lambda one: not one.differs)
        return pd.DataFrame([_row(one) for one in ordered], columns=COLUMNS)


COLUMNS = ["Attribute", "Group", "Figure", "Reported", "Recomputed", "Verdict"]


def _row(one: Figure) -> tuple[str, str, str, float, float, str]:
    found = one.recomputed
    return one.attribute, one.group, one.name, one.reported, math.nan if found is None else found, one.verdict


def whole_counts(tp: float, fp: float, fn: float, tn: float) -> Counts:
    """Counts of a group whose outcomes are all known."""
    n = tp + fp + fn + tn
    return {"n": n, "undecided": 0, "selected": tp + fp, "labelled": n, "tp": tp, "fp": fp, "fn": fn, "tn": tn}


def selected_counts(selected: float, n: float) -> Counts:
    """Counts of a group of which only the favourable decisions are known."""
    return dict.fromkeys(COUNTS, 0.0) | {"n": n, "selected": selected}


def together(groups: Sequence[Counts]) -> Counts:
    """The counts of several groups as one."""
    return {name: sum(one[name] for one in groups) for name in COUNTS}


def _rate(name: str, counts: Counts) -> float:
    rate = RATES[name]
    top, bottom = rate.of({key: np.array([value], float) for key, value in counts.items()})
    with np.errstate(all="ignore"):
        return float(rate.scaled(top / bottom)[0])


def recomputed(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures, each with what its counts give: those of one metric all at once, for there may be thousands."""
    found: dict[int, float] = {}
    by_metric: dict[str, list[int]] = {}
    for place, one in enumerate(figures):
        if one.counts is not None and one.ours in METRICS:
            by_metric.setdefault(one.ours, []).append(place)
        elif one.counts is not None and one.ours:
            found[place] = _rate(one.ours, one.counts)
    for metric, places in by_metric.items():
        found |= _pairs(metric, {place: figures[place] for place in places})
    return tuple(replace(one, recomputed=found.get(place)) for place, one in enumerate(figures))


def _pairs(metric: str, figures: Mapping[int, Figure]) -> dict[int, float]:
    rows = [{"place": place, "group": group, **(counts or {})} for place, one in figures.items()
            for group, counts in (("group", one.counts), ("against", one.against))]  # fmt: skip
    frame = pd.DataFrame(rows).fillna(dict.fromkeys(COUNTS, 0)).astype(dict.fromkeys(COUNTS, "int64"))
    values = compare(frame, by=["place"], metric=metric, reference="against").drop_duplicates("place")
    return dict.fromkeys(figures, math.nan) | dict(zip(values["place"].tolist(), values["value"].tolist(), strict=True))
