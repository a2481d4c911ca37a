"""How many more decisions settle a finding: the number is the first that does, for every kind of metric."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.cells import tabulate
from dashboard.domain.counts import COUNTS
from dashboard.domain.fairness import METRICS, compare
from dashboard.domain.metrics import COUNTED
from dashboard.domain.outlook import Pace, roughly, times_needed
from dashboard.domain.references import Rule
from dashboard.domain.verdicts import verdict
from tests.assessing import AS_OF, counts, decisions, words
from tests.assessing import verdict as said

COLLECTED = {"protected_attributes": {"sex": "collected"}}
RATIO: dict[str, Any] = {"fairness": "selection_rate_ratio", "between": [0.8, 1.25], "window": "90d", "min_group": 200}


def groups() -> pd.DataFrame:
    """Three groups with labels; every rate differs a little from group to group."""
    rows = [("a", 60, 20, 12, 108), ("b", 55, 22, 17, 106), ("c", 66, 19, 11, 104)]
    frame = pd.DataFrame(rows, columns=["group", "tp", "fp", "fn", "tn"]).assign(cell=0, undecided=0)
    frame["labelled"] = frame["n"] = frame[["tp", "fp", "fn", "tn"]].sum(axis=1)
    return frame.assign(selected=frame["tp"] + frame["fp"])


@pytest.mark.parametrize("metric", COUNTED)
def test_the_multiple_is_the_first_that_decides(metric: str) -> None:
    """At the multiple the verdict stands; a twentieth below it does not, unless it already did with what there is."""
    band = (-0.2, 0.2) if METRICS[metric].kind == "gap" else (0.5, 2.0)
    rule, frame = Rule("best", 0.95, 100), groups()
    cells = tabulate(frame, by=["cell"])
    group = str(compare(frame, by=["cell"], metric=metric, reference="best")["group"].iloc[0])
    times = times_needed(cells, metric, rule, band, group=group)
    assert 1 <= times < 1000
    assert _decided(frame, times, metric, band, group)
    assert times == 1 or not _decided(frame, times * 0.95, metric, band, group)


def _decided(frame: pd.DataFrame, times: float, metric: str, band: tuple[float, float], group: str) -> bool:
    grown = frame.assign(**{name: frame[name] * times for name in COUNTS})
    found = compare(grown, by=["cell"], metric=metric, reference="best", min_group=100)
    row = found.iloc[0] if METRICS[metric].over == "all" else found[found["group"] == group].iloc[0]
    word = verdict([row["value"]], [row["low"]], [row["high"]], *band)[0]
    return word in ("compliant", "non_compliant") and not row["too_few"]


def test_on_the_line_nothing_settles_it() -> None:
    """A rate of exactly four fifths is never proven on either side."""
    frame = pd.DataFrame({"group": ["a", "b"], "n": 1000, "selected": [400, 500], "cell": 0})
    cells = tabulate(frame.assign(undecided=0, labelled=0, tp=0, fp=0, fn=0, tn=0), by=["cell"])
    assert times_needed(cells, "selection_rate_ratio", Rule("b"), (0.8, 1.25), group="a") == np.inf
    assert "sits on the line" in Pace(90, 90, AS_OF).when(np.inf)


def test_pace() -> None:
    """Twice as many as in 20 days come in 20 more; three times as many as in a full window never do."""
    pace = Pace(90, 20, date(2026, 11, 23))
    assert pace.when(2.0) == "at the present pace about 13 Dec 2026"
    assert Pace(90, 90, AS_OF).when(3.0).endswith("never holds as many, one of 270 days would")
    assert [roughly(number) for number in (7.2, 41, 1234, 20_000)] == [8, 41, 1300, 20_000]


def test_an_undecided_finding_says_how_many_more() -> None:
    """So many more, and not a tenth fewer, decide the finding (925 and 875, at which 0.44 is a whole number)."""
    rates = {"M": (600, 0.5), "F": (500, 0.44)}
    young = decisions(counts(rates), first=AS_OF - timedelta(days=19))
    reason = words(RATIO, COLLECTED, log=young).reason
    assert "About 410 more decisions of F, the others growing alike, would settle it: " in reason
    assert reason.endswith("at the present pace about 10 Dec 2026.")
    for size, expected in ((925, "compliant"), (875, "not_assessed (undecided)")):
        grown = {group: (round(n * size / 500), rate) for group, (n, rate) in rates.items()}
        assert said(RATIO, COLLECTED, log=decisions(counts(grown))) == expected


def test_too_few_over_all_groups_says_how_many_more() -> None:
    """With one group large enough, the second largest says what it lacks and about when it has it."""
    check = {**RATIO, "fairness": "demographic_parity_ratio"}
    log = decisions(counts({"M": (6000, 0.5), "F": (100, 0.5)}), first=AS_OF - timedelta(days=19))
    reason = words(check, COLLECTED, log=log).reason
    assert "The second largest has 100 decisions, 100 more are needed; at the present pace about 13 Dec 2026." in reason
    tiny = decisions(counts({"M": (6000, 0.5), "F": (7, 0.5)}))
    assert "fewer than 10 decisions" in words(check, COLLECTED, log=tiny).reason


def test_the_denominator_of_the_metric_counts() -> None:
    """A gap in true positive rates asks for more positives, not for more decisions."""
    frame = counts({"M": (6000, 0.5), "F": (5000, 0.5)})
    frame = frame.assign(labelled=frame["n"], tp=[500, 130], fn=[500, 120], fp=[2500, 2370], tn=[2500, 2380])
    check = {**RATIO, "fairness": "true_positive_rate_gap", "between": [-0.05, 0.05]}
    assert " more positives of F, " in words(check, COLLECTED, log=decisions(frame)).reason
