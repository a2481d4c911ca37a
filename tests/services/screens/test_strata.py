"""The table of strata: every stratum, the like-for-like value and the crude one, tiny groups withheld."""

import pandas as pd

from dashboard.domain.counts import COUNTS
from dashboard.domain.fairness import compare
from dashboard.services.screens.strata import Strata, strata_of
from dashboard.services.screens.terms import Terms

TERMS = Terms("selection_rate_gap", -0.1, 0.1, 200, "M", 0.95, 90, 10)


def made(*rows: tuple[str, str, int, int], terms: Terms = TERMS) -> Strata:
    """From (group, stratum, decisions, favourable ones)."""
    held = [(group, stratum, n, 0, selected, 0, 0, 0, 0, 0) for group, stratum, n, selected in rows]
    frame = pd.DataFrame(held, columns=["group", "stratum", *COUNTS]).assign(attribute="sex")
    asked = {"metric": terms.metric, "reference": terms.reference, "min_group": terms.min_group}
    found = compare(frame, by=["attribute"], within="stratum", **asked)
    return strata_of(frame, found, "sex", terms)


def test_both_values_stand_side_by_side() -> None:
    """Ahead in each channel by 5 points, behind by 28 together: both are shown, and the sentence says that it turns."""
    found = made(("F", "a", 4000, 800), ("M", "a", 1000, 150), ("F", "b", 1000, 750), ("M", "b", 4000, 2800))
    (line,) = found.compared
    assert (line.group, line.reference, line.strata) == ("F", "M", 2)
    assert line.within.startswith("0.050 (")
    assert line.together.startswith("-0.280 (")
    assert line.said.endswith("the picture turns round.")
    assert line.homogeneity is not None
    assert line.homogeneity > 0.05
    assert found.numbers.loc[0].tolist() == ["a", "F", "4,000", "20.0 % of 4,000 decisions"]


def test_tiny_groups_are_withheld_in_every_stratum() -> None:
    """A group of 4 in one channel shows no number, nor does the next smallest, from which it could be worked out."""
    found = made(("F", "a", 4, 3), ("M", "a", 1000, 150), ("X", "a", 300, 60), ("F", "b", 90, 30), ("M", "b", 400, 80))
    hidden = [(line.stratum, line.group) for line in found.lines if line.n == "withheld"]
    assert ("a", "F") in hidden
    assert ("a", "X") in hidden
    assert ("b", "M") not in hidden


def test_a_group_in_no_common_stratum_says_so() -> None:
    """Where no stratum holds both groups there is no like-for-like value, and the crude one stays."""
    (line,) = made(("F", "a", 400, 80), ("M", "b", 1000, 150)).compared
    assert line.within == "no stratum holds both groups"
    assert line.together.startswith("0.050 (")
    assert line.said == ""
