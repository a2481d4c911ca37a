"""Measures of amounts on the Fairness page, from prices that were really taken in: in their unit, never as a share."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.services.screens.compared import LIKE, Asked, Compared, load_compared
from dashboard.services.screens.counts import load_counts
from dashboard.services.screens.crossed import load_crossed
from dashboard.services.screens.explorer import Explorer, load_explorer
from dashboard.services.screens.fairness_choices import load_bases
from dashboard.services.screens.figures import figures_of_amounts
from dashboard.services.screens.group_picture import group_frame
from dashboard.services.screens.month_heat import heat_numbers, load_month_heat, load_months
from dashboard.services.screens.one_group import OneGroup, load_one_group
from dashboard.services.screens.reproduce import as_measured
from dashboard.services.screens.trend import Against, trend_table
from dashboard.services.sources import Sources
from tests.assessing import charter, clause
from tests.services.test_amount_sums import csv, take
from tests.services.test_cells import registered
from tests.services.test_cells import take as decided

DAY = date(2026, 3, 27)
PRICE = {"fairness": "mean_gap", "attributes": ["sex"], "between": [-5, 5], "window": "90d", "min_group": 200}


def prices(more: float = 12.0, people: int = 2000, tiny: int = 0) -> pd.DataFrame:
    """Two months of quotes: F pays more than M, every tenth quote has no price, a few people are X and Y."""
    draws, numbers = np.random.default_rng(4), np.arange(people)
    sex = np.where(numbers < tiny, np.where(numbers % 2, "X", "Y"), draws.choice(["F", "M", "M"], people))
    price = pd.Series((400 + more * (sex == "F") + draws.normal(0, 30, people)).round(2))
    days = draws.choice(["2026-02-10", "2026-03-10"], people)
    return pd.DataFrame({"decision_id": numbers, "decided_at": days, "selected": 1, "a_sex": sex,
                         "price": price.mask(numbers % 10 == 9)})  # fmt: skip


@pytest.fixture
def rows() -> pd.DataFrame:
    """The log."""
    return prices()


@pytest.fixture
def sources(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: pd.DataFrame) -> Sources:
    """One use case with prices, one without, and a charter that promises a gap of at most 5 euros."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    store = DecisionStore(tmp_path / "decisions")
    for name in ("priced", "plain"):
        registered(sqlite_database, name)
    take(sqlite_database, store, "priced", csv(tmp_path, rows))
    decided(sqlite_database, store, "plain", csv(tmp_path, rows.drop(columns="price")))
    return Sources(sqlite_database, charter(clause(PRICE)), None, store.root, DAY)


def opened(
    sources: Sources, use_case: str = "priced", metric: str = "mean_gap", **asked: Any
) -> tuple[Compared, Explorer]:
    """What the page shows to the question for the gap of means, or another measure."""
    here = load_compared(sources, load_counts(sources, use_case), Asked(use_case, metric=metric, **asked))
    assert here is not None
    return here, load_explorer(sources, here, "Priced")


def one_group(sources: Sources, **asked: Any) -> OneGroup:
    """What the page says of F."""
    return load_one_group(sources, opened(sources, **asked)[0], Against("F", "M"))


def of(rows: pd.DataFrame, group: str) -> pd.Series:
    """The known prices of a group."""
    return rows.loc[rows["a_sex"] == group, "price"].dropna()


def test_the_gap_of_means_can_be_picked_where_there_are_amounts(sources: Sources) -> None:
    """With amounts it is among the measures; a log without them falls back to a measure of decisions."""
    assert load_bases(sources) == {"decisions", "amounts"}
    assert opened(sources)[1].metric == "mean_gap"
    here, _ = opened(sources, "plain")
    assert "mean_gap" not in here.choices.metrics
    assert here.metric == "selection_rate_gap"


def test_means_and_gap_are_those_of_the_rows(sources: Sources, rows: pd.DataFrame) -> None:
    """Mean, Welch's interval and n of F are those of the rows, in euros and cents; nothing is a percentage."""
    _, found = opened(sources)
    women, men = of(rows, "F"), of(rows, "M")
    theirs = stats.ttest_ind(women, men, equal_var=False).confidence_interval(0.95)
    [line] = [one for one in found.lines if one.group == "F"]
    assert line.rate == f"{women.mean():.2f}"
    assert line.n == f"{len(women)}"
    expected = [women.mean() - men.mean(), theirs.low, theirs.high]
    assert [line.value, line.low, line.high] == pytest.approx(expected, rel=1e-2)
    assert (line.compared, line.status) == (f"{women.mean() - men.mean():.2f}", "non_compliant")
    table = group_frame(found.lines, found.attribute, found.rule.figures)
    assert list(table.columns[2:5]) == ["Mean, EUR", "Interval of mean", "Compared, EUR"]
    assert "%" not in table.to_csv()


def test_a_ratio_of_means_has_no_unit(sources: Sources, rows: pd.DataFrame) -> None:
    """Means in euros beside a plain ratio, on a logarithmic axis, told as times the reference's."""
    here, found = opened(sources, metric="mean_ratio")
    women, men = of(rows, "F"), of(rows, "M")
    [line] = [one for one in found.lines if one.group == "F"]
    assert (line.rate, line.compared) == (f"{women.mean():.2f}", f"{women.mean() / men.mean():.3f}")
    assert list(group_frame(found.lines, found.attribute, found.rule.figures).columns[2:5:2]) == [
        "Mean, EUR",
        "Compared",
    ]
    assert found.plot is not None
    assert found.plot.ratio
    one = load_one_group(sources, here, Against("F", "M"))
    assert one.sure is not None
    assert re.search(r"for F is between 1\.\d{3} and 1\.\d{3} times that of M \(measured 1\.03\d\)", one.sure.says)
    assert one.trend is not None
    assert "EUR" not in one.trend.title


def test_the_clause_decides_the_line(sources: Sources) -> None:
    """The limits of the charter's clause, and who lies outside them, stand in the picture in the same unit."""
    _, found = opened(sources)
    assert found.plot is not None
    assert (found.plot.lower, found.plot.upper, found.plot.figures.unit) == (-5, 5, "EUR")
    assert found.plot.title == "Sex: F outside the line"


def test_decisions_without_an_amount_are_told(sources: Sources) -> None:
    """2,000 quotes of which every tenth has no price: means of 1,800, and 200 left out in plain sight."""
    _, found = opened(sources)
    assert (found.n, found.apart) == (1800, "Decisions without an amount, left out: 200")


def test_months_are_those_of_the_rows(sources: Sources, rows: pd.DataFrame) -> None:
    """The newest point is the gap in that month's rows; the title says the unit; the bars count amounts."""
    trend = one_group(sources).trend
    assert trend is not None
    newest = rows[rows["decided_at"] == "2026-03-10"]
    gap = of(newest, "F").mean() - of(newest, "M").mean()
    assert trend.points[-1].value == pytest.approx(gap)
    assert f"to {gap:.2f} EUR in 2 months" in trend.title
    assert "bars: amounts about F" in trend.caption
    assert trend_table(trend)["Interval"].iloc[-1].startswith(f"{trend.points[-1].low:.2f} to ")


def test_the_heat_map_has_the_months_of_amounts(sources: Sources, rows: pd.DataFrame) -> None:
    """F in March, with the gap of that month's rows in euros; single attributes alone; its table says the same."""
    counts = load_counts(sources, "priced")
    heat = load_month_heat(sources, counts, "mean_gap")
    assert heat is not None
    assert (heat.attributes, [month.month for month in heat.months]) == (("sex",), [2, 3])
    march = rows[rows["decided_at"] == "2026-03-10"]
    gap = of(march, "F").mean() - of(march, "M").mean()
    cell = heat.cells[0][1]
    assert (cell.status, cell.group) == ("non_compliant", "F")
    assert cell.said.startswith(f"F {gap:.2f} EUR (")
    assert heat_numbers(load_months(sources, counts, "mean_gap"))["Value"].iloc[-1] == pytest.approx(gap)


def test_a_window_takes_its_days_alone(sources: Sources, rows: pd.DataFrame) -> None:
    """Amounts are summed by day, so 30 days before 27 March hold March's rows and no others."""
    _, found = opened(sources, days=30)
    assert found.n == int(rows.loc[rows["decided_at"] == "2026-03-10", "price"].count())
    assert found.window == "26 Feb 2026 to 27 Mar 2026"


def test_how_sure_is_told_in_the_unit(sources: Sources) -> None:
    """The interval with signs, the unit, and the charter's line in the same unit."""
    sure = one_group(sources).sure
    assert sure is not None
    assert re.fullmatch(
        r"With 95 % confidence the mean amount for F is between \+\d+\.\d\d and \+\d+\.\d\d EUR away from that of M "
        r"\(measured \+\d+\.\d\d\): all of it lies outside the charter's line of −5\.00 to 5\.00 EUR, "
        r"so it is proven\.",
        sure.says,
    )
    assert sure.settles == ""


@pytest.mark.parametrize("rows", [prices(more=3.5)])
def test_what_is_undecided_says_how_many_more_amounts_settle_it(sources: Sources) -> None:
    """A gap near the line: the number is that of amounts, and it comes from the interval that judges."""
    sure = one_group(sources).sure
    assert sure is not None
    assert "reaches over the charter's line" in sure.says
    assert re.search(r"about [\d,]+ more amounts of F, the others growing alike, would settle it, in ", sure.settles)


@pytest.mark.parametrize("rows", [prices(tiny=13)])
def test_small_groups_are_withheld(sources: Sources) -> None:
    """Six X and seven Y: no mean, no number, and the reason counts amounts."""
    _, found = opened(sources)
    small = [line for line in found.lines if line.group in ("X", "Y")]
    assert [(line.n, line.rate, line.compared, line.why_not) for line in small] == [
        ("< 10", "withheld", "withheld", "withheld: fewer than 10 amounts")
    ] * 2
    assert found.suppressed == 2


def test_what_amounts_are_not_summed_by_falls_back(sources: Sources) -> None:
    """Crossed attributes and strata are answered by a single attribute and all together; no weekly looks."""
    here, _ = opened(sources, attribute="sex × age", within=LIKE)
    assert (here.attribute, here.within) == ("sex", "")
    assert load_crossed(sources, here) is None
    assert one_group(sources).watching is None


@pytest.mark.parametrize("rows", [prices().assign(price=lambda log: log["price"].mask(log["decided_at"] > "2026-03"))])
def test_a_window_of_decisions_without_amounts_has_no_mean(sources: Sources) -> None:
    """March's decisions have no price: every mean is withheld, nothing is drawn, and all of them are told."""
    _, found = opened(sources, days=20)
    march = int((prices()["decided_at"] > "2026-03").sum())
    assert [line.rate for line in found.lines] == ["withheld", "withheld"]
    assert (found.plot, found.groups) == (None, ())
    assert found.apart == f"Decisions without an amount, left out: {march:,}"


def test_the_command_says_the_unit(sources: Sources) -> None:
    """As JSON the level of a group is a mean, beside the unit."""
    said = as_measured(sources, opened(sources)[1])
    assert said["unit"] == "EUR"
    assert {"mean", "mean_interval"} <= set(said["groups"][0])
    assert "share" not in said["groups"][0]


@pytest.mark.parametrize(
    ("mean", "told"),
    [(0.031, "0.0310"), (12.3, "12.30"), (1412.3, "1,412.30"), (12_345.6, "12,346"), (-12_345.6, "−12,346")],
)
def test_amounts_have_the_digits_of_their_size(mean: float, told: str) -> None:
    """Cents for prices, none for five figures, four digits below 1."""
    assert figures_of_amounts("mean_gap", "EUR", [mean, float("nan")]).level(mean) == told
