"""Many groups judged in one picture: what the charter's correction leaves proven, or that nothing corrects."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.metrics import METRICS
from dashboard.domain.multiplicity import Family, p_beyond
from dashboard.domain.verdicts import verdict
from dashboard.services.screens.sureness import band_of_terms
from dashboard.services.screens.terms import Terms
from dashboard.services.screens.words import absent

Array = NDArray[np.float64]
_BH = "benjamini_hochberg"


@dataclass(frozen=True, slots=True)
class Judged:
    """By comparison: what `verdict` says after the correction, and both p; NaN where nothing is corrected."""

    said: NDArray[np.object_]
    p: Array
    adjusted: Array


def judge_many(found: pd.DataFrame, terms: Terms, *, left_out: NDArray[np.bool_], family: pd.Series) -> Judged:
    """Hold comparisons against the charter's line; what is no surprise among its family is not proven.

    Args:
        found: value, low, high as `compare` gives them.
        terms: the charter's.
        left_out: comparisons that are never judged; they belong to no family.
        family: which comparisons are corrected together.
    """
    value, low, high = (found[name].to_numpy(float) for name in ("value", "low", "high"))
    lower, upper = band_of_terms(terms)
    said = verdict(value, low, high, lower, upper).astype(object)
    nothing = np.full(len(found), np.nan)
    if terms.multiplicity != _BH or not (np.isfinite(lower) or np.isfinite(upper)):
        return Judged(said, nothing, nothing)
    numbers = {"value": value, "low": low, "high": high, "lower": np.full(len(found), lower),
               "upper": np.full(len(found), upper)}  # fmt: skip
    ratio = METRICS[terms.metric].kind == "ratio"
    p = np.where(left_out, np.nan, p_beyond(numbers, terms.confidence, ratio=ratio))
    adjusted = nothing.copy()
    for name in family.unique():
        here = (family == name).to_numpy()
        adjusted[here] = Family.of([p[here]]).adjust(p[here])
    unproven = (said == "non_compliant") & (adjusted > 1 - terms.confidence)
    return Judged(np.where(unproven, "point_over", said), p, adjusted)


def among_many(terms: Terms, comparisons: int, *, together: str) -> str:
    """One sentence about how many comparisons a picture holds; empty for one alone, and where there is no line.

    Args:
        terms: the charter's.
        comparisons: how many are judged.
        together: which are corrected with each other, such as `of the same month`.
    """
    if comparisons < 2 or (terms.lower is None and terms.upper is None):
        return ""
    if terms.multiplicity == _BH:
        return f"{comparisons:,} comparisons, those {together} corrected for each other (Benjamini–Hochberg)."
    sure, chance = (f"{100 * share:.3g} %" for share in (terms.confidence, 1 - terms.confidence))
    alone = f"each of the {comparisons:,} comparisons here stands alone at {sure}"
    if terms.multiplicity == "bonferroni":
        return f"The charter widens the intervals of a finding for all its comparisons; {alone}."
    return f"Nothing is corrected for many: {alone}, so up to {chance} of groups on the line look outside by chance."


def p_in_words(p: float) -> str:
    """`0.013`, `< 0.001`; empty where there is none."""
    if absent(p):
        return ""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"
