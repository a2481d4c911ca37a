"""Champion against challenger as of different people: rates and metrics by hand, and what has no change."""

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.counts import COUNTS
from dashboard.domain.intervals import newcombe, z
from dashboard.domain.references import Rule
from dashboard.domain.two_models import beside, proven

Z = z(0.95)
RULE = Rule("largest", 0.95, 1)


def counts(rows: dict[str, tuple[int, int, int, int]]) -> pd.DataFrame:
    """tp, fp, fn, tn by group."""
    frame = pd.DataFrame([(name, *row) for name, row in rows.items()], columns=["group", "tp", "fp", "fn", "tn"])
    people = frame[["tp", "fp", "fn", "tn"]].sum(axis=1)
    frame = frame.assign(n=people, labelled=people, undecided=0, selected=frame["tp"] + frame["fp"], attribute="sex")
    return frame[["attribute", "group", *COUNTS]]


CHAMPION = counts({"F": (30, 10, 30, 130), "M": (60, 20, 20, 200)})
CHALLENGER = counts({"F": (45, 12, 15, 128), "M": (60, 20, 20, 200)})


def row(frame: pd.DataFrame, name: str, group: str = "") -> pd.Series:
    """One comparison."""
    return frame[(frame["name"] == name) & (frame["group"] == group)].iloc[0]


def test_independent_rates_by_hand() -> None:
    """F are selected 40 of 200 and 57 of 200: Newcombe's limits for different people; M do not change."""
    found = beside(CHAMPION, CHALLENGER, RULE)
    change = row(found, "selection_rate", "F")
    assert change["change"] == pytest.approx(0.085)
    assert (change["low"], change["high"]) == pytest.approx(newcombe(57, 200, 40, 200, Z))
    assert row(found, "selection_rate", "M")["change"] == 0
    assert not change["paired"]
    gap = row(found, "selection_rate_gap", "F")
    assert (gap["champion"], gap["challenger"]) == pytest.approx((0.2 - 80 / 300, 57 / 200 - 80 / 300))


def test_a_metric_over_all_groups_is_one_line_whoever_the_extremes_are() -> None:
    """The champion selects F least, the challenger M: the widest gap is compared all the same."""
    found = beside(CHAMPION, counts({"F": (60, 60, 0, 80), "M": (60, 20, 20, 200)}), RULE)
    widest = row(found, "demographic_parity_difference")
    assert (widest["champion"], widest["challenger"]) == pytest.approx((80 / 300 - 0.2, 0.6 - 80 / 300))
    assert len(found[(found["name"] == "demographic_parity_difference")]) == 1


def test_a_model_against_itself_changes_nothing() -> None:
    """Every change is 0 and none is proven."""
    found = beside(CHAMPION, CHAMPION, RULE)
    known = found[found["undefined"].isna()]
    assert len(known) > 50
    assert (known["change"].dropna() == 0).all()
    assert not proven(known).any()


def test_what_does_not_exist_has_no_change() -> None:
    """Nobody of F qualifies for the challenger's people: the reason stands where the change would."""
    found = beside(CHAMPION, counts({"F": (0, 40, 0, 160), "M": (60, 20, 20, 200)}), RULE)
    missing = row(found, "true_positive_rate", "F")
    assert missing["undefined"] == "no positives"
    assert np.isnan(missing["change"])
