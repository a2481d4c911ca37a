"""Pictures of many groups: what the charter's correction leaves proven, and one sentence where it corrects nothing."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.services.screens.compared import Asked, load_compared
from dashboard.services.screens.counts import load_counts
from dashboard.services.screens.crossed import crossed_table, load_crossed
from dashboard.services.screens.many import among_many, judge_many
from dashboard.services.screens.month_heat import heat_numbers, load_month_heat, load_months
from dashboard.services.screens.terms import Terms
from dashboard.services.sources import Sources
from tests.assessing import charter, clause
from tests.decided import decide

DAY = date(2026, 11, 27)
RATIO = "selection_rate_ratio"
LINE = Terms(RATIO, 0.8, 1.25, 200, "largest", 0.95, 90, 10, multiplicity="benjamini_hochberg")


def comparisons(fair: int) -> pd.DataFrame:
    """One group whose interval ends just under the line of 0.8, and so many in the middle of the band."""
    lows, highs = [0.6, *[0.95] * fair], [0.79, *[1.05] * fair]
    return pd.DataFrame({"value": [0.69, *[1.0] * fair], "low": lows, "high": highs})


def judged(terms: Terms, fair: int, family: list[str] | None = None) -> str:
    """What is said of the first group."""
    found = comparisons(fair)
    together = pd.Series(family or ["all"] * len(found))
    return str(judge_many(found, terms, left_out=np.zeros(len(found), bool), family=together).said[0])


@pytest.mark.parametrize(("fair", "said"), [(0, "non_compliant"), (20, "point_over")])
def test_what_is_no_surprise_among_many_is_not_proven(fair: int, said: str) -> None:
    """P is a little under 5 %: a breach alone, and among twenty-one comparisons to be watched."""
    assert judged(LINE, fair) == said
    assert judged(replace(LINE, multiplicity="none"), fair) == "non_compliant"


def test_families_are_corrected_apart() -> None:
    """The same twenty comparisons of another month change nothing."""
    assert judged(LINE, 20, ["October", *["November"] * 20]) == "non_compliant"


def test_what_is_never_judged_counts_in_no_family() -> None:
    """Twenty groups that are too small correct nobody, and have no p."""
    found, small = comparisons(20), np.array([False, *[True] * 20])
    many = judge_many(found, LINE, left_out=small, family=pd.Series(["all"] * 21))
    assert many.said[0] == "non_compliant"
    assert np.isnan(many.p[1:]).all()
    assert many.p[0] == many.adjusted[0]


@pytest.mark.parametrize(
    ("multiplicity", "said"),
    [
        (
            "benjamini_hochberg",
            "42 comparisons, those of the same month corrected for each other (Benjamini–",
        ),
        ("bonferroni", "The charter widens the intervals of a finding for all its comparisons; each of the 42 "),
        (
            "none",
            "Nothing is corrected for many: each of the 42 comparisons here stands alone at 95 %, so up to 5 %",
        ),
    ],
)
def test_a_sentence_says_what_corrects(multiplicity: str, said: str) -> None:
    """By what the charter says; nothing where there is no line, or one comparison alone."""
    terms = replace(LINE, multiplicity=multiplicity)
    assert among_many(terms, 42, together="of the same month").startswith(said)
    assert among_many(terms, 1, together="of the same month") == ""
    assert among_many(replace(terms, lower=None, upper=None), 42, together="of the same month") == ""


def decided(database: Database, folder: Path, multiplicity: str) -> Sources:
    """A log, and a charter with a line for the ratio alone."""
    store = DecisionStore(folder / "decisions")
    decide(database, store, folder, last=DAY)
    check = {"fairness": RATIO, "between": [0.8, 1.25], "window": "90d", "min_group": 200}
    promise = charter(clause(check), defaults={"multiplicity": multiplicity})
    return Sources(database, promise, None, store.root, DAY)


def test_without_a_line_no_month_is_green(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A measure of which the charter promises nothing has no verdict in any cell, and the title says why."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    sources = decided(sqlite_database, tmp_path, "none")
    heat = load_month_heat(sources, load_counts(sources, "loans"), "selection_rate_gap")
    assert heat is not None
    assert heat.title == "Month by month: the charter sets no line for this measure"
    assert {cell.status for row in heat.cells for cell in row} == {"not_assessed"}
    assert heat.among == ""


@pytest.mark.parametrize("multiplicity", ["none", "benjamini_hochberg"])
def test_crossings_and_months_tell_it(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, multiplicity: str
) -> None:
    """Where the charter corrects both p stand in their tables, adjusted never under alone; else a sentence says it."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    sources = decided(sqlite_database, tmp_path, multiplicity)
    counts = load_counts(sources, "loans")
    here = load_compared(sources, counts, Asked("loans", "sex", RATIO))
    assert here is not None
    crossed, heat = load_crossed(sources, here), load_month_heat(sources, counts, RATIO)
    assert crossed is not None
    assert heat is not None
    tables = crossed_table(crossed), heat_numbers(load_months(sources, counts, RATIO))
    corrects = multiplicity != "none"
    assert [("p adjusted" in table) for table in tables] == [corrects, corrects]
    assert [("Benjamini–Hochberg" in one.among) for one in (crossed, heat)] == [corrects, corrects]
    for table in tables if corrects else ():
        shown = table.loc[table["p alone"] != "", ["p alone", "p adjusted"]]
        both = shown.apply(lambda column: column.str.removeprefix("< ").astype(float))
        assert len(both)
        assert (both["p adjusted"] >= both["p alone"]).all()
