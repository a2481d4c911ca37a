"""Everything below the portfolio on the Fairness page, from a log that was really taken in."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.metrics import METRICS, RATES
from dashboard.services.screens.compared import LIKE, Asked, Compared, load_compared
from dashboard.services.screens.counts import CountsOf, load_counts
from dashboard.services.screens.crossed import crossed_table, load_crossed
from dashboard.services.screens.explorer import Explorer, load_explorer
from dashboard.services.screens.like_for_like import load_like_for_like
from dashboard.services.screens.month_heat import heat_numbers, load_month_heat, load_months
from dashboard.services.screens.one_group import load_one_group
from dashboard.services.screens.trend import Against
from dashboard.services.screens.untested_groups import not_compared
from dashboard.services.sources import Sources
from tests.decided import decide

DAY = date(2026, 11, 27)
RATIO = "selection_rate_ratio"


@pytest.fixture
def sources(sqlite_database: Database, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    """One use case with 80 days of decisions."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    store = DecisionStore(tmp_path / "decisions")
    decide(sqlite_database, store, tmp_path, last=DAY)
    return Sources(sqlite_database, load_charter(root / "charter" / "charter.yaml"), None, store.root, DAY)


@pytest.fixture
def counts(sources: Sources) -> CountsOf:
    """Its counts."""
    return load_counts(sources, "loans")


def explored(sources: Sources, counts: CountsOf, asked: Asked) -> Explorer:
    """What the pickers show."""
    return load_explorer(sources, compared(sources, counts, asked), "Loans")


def compared(sources: Sources, counts: CountsOf, asked: Asked) -> Compared:
    """What the pickers ask for."""
    found = load_compared(sources, counts, asked)
    assert found is not None
    return found


def test_counts_are_read_once_for_all_pickers(counts: CountsOf) -> None:
    """60 decisions a day in 80 days, by day and by month, whole and from a day on."""
    sex = counts.daily[counts.daily["attribute"] == "sex"]

    assert int(sex["n"].sum()) == 4_800
    assert int(counts.monthly.query("attribute == 'sex'")["n"].sum()) == 4_800
    assert int(counts.since(DAY).query("attribute == 'sex'")["n"].sum()) == 60
    assert int(counts.months_since(DAY).query("attribute == 'sex'")["n"].sum()) == 60 * 27


KINDS = {(one.way, one.kind, one.over, RATES[one.rate].scale): name for name, one in METRICS.items()
         if one.basis == "decisions"}  # fmt: skip


@pytest.mark.parametrize(("attribute", "within"), [("sex", ""), ("sex × age", LIKE)])
def test_every_kind_of_measure_can_be_picked(sources: Sources, counts: CountsOf, attribute: str, within: str) -> None:
    """No metric fails in any part of the page, whatever attribute and stratum are picked with it."""
    for metric in KINDS.values():
        asked = Asked("loans", attribute, metric, within=within)
        found = explored(sources, counts, asked)
        assert (found.metric, found.attribute, found.within) == (metric, attribute, within)
        here = compared(sources, counts, asked)
        assert load_one_group(sources, here, Against(found.groups[0], found.reference)).against.group
        load_like_for_like(sources, here)
        load_crossed(sources, here)
        load_month_heat(sources, counts, metric)


def test_a_stratum_is_shown_alone(sources: Sources, counts: CountsOf) -> None:
    """Shop and web together are all decisions of the months; each alone is a part."""
    shop, web = (explored(sources, counts, Asked("loans", "sex", RATIO, within=one)).n for one in ("shop", "web"))

    assert shop + web == 4_800
    assert shop > web > 0


def test_crossed_groups_come_worst_first_and_small_ones_together(sources: Sources, counts: CountsOf) -> None:
    """Old women lead; the crossings of `X`, 80 decisions, stand in the last row with their sum."""
    found = load_crossed(sources, compared(sources, counts, Asked("loans", "sex", RATIO)))

    assert found is not None
    assert (found.lines[0].group, found.lines[0].status) == ("F × 65+", "non_compliant")
    assert found.gathered is not None
    assert found.gathered[:2] == ("1 smaller group", "80")
    table = crossed_table(found)
    assert table["Group"].iloc[-1] == "1 smaller group"
    assert len(table) == len(found.lines) + 1


def test_like_for_like_stands_beside_all_together(sources: Sources, counts: CountsOf) -> None:
    """A row a group with both values and the number of strata; nothing for a measure over all groups."""
    found = load_like_for_like(sources, compared(sources, counts, Asked("loans", "age", RATIO)))

    assert found is not None
    assert found.beside["Group"].tolist() == ["65+ against 25-34"]
    assert found.beside["Strata"].iloc[0].startswith("2")
    assert all("(" in found.beside[name].iloc[0] for name in ("All together", "Like for like"))
    over_all = compared(sources, counts, Asked("loans", "age", "demographic_parity_ratio"))
    assert load_like_for_like(sources, over_all) is None


def test_the_heat_map_names_the_worst_of_each_month(sources: Sources, counts: CountsOf) -> None:
    """Single attributes first, crossings after them; its table holds every group of every month."""
    heat = load_month_heat(sources, counts, RATIO)

    assert heat is not None
    assert heat.attributes == ("age", "sex", "sex × age")
    assert [month.month for month in heat.months] == [9, 10, 11]
    crossed = heat.cells[2][1]
    assert (crossed.group, crossed.status) == ("F × 65+", "non_compliant")
    numbers = heat_numbers(load_months(sources, counts, RATIO))
    assert set(numbers["Month"]) == {"2026-09", "2026-10", "2026-11"}
    assert heat.title.startswith("Month by month: ")


def test_looks_start_again_with_version_two(sources: Sources, counts: CountsOf) -> None:
    """The watched group has a run for each version of its log, and a month's worth of looks in each."""
    group = load_one_group(sources, compared(sources, counts, Asked("loans", "age", RATIO)), Against("65+", "25-34"))

    assert group.watching is not None
    assert [run.version for run in group.watching.runs] == ["1", "2"]
    assert sum(look.n or 0 for run in group.watching.runs for look in run.looks) == 80 * 20


def test_who_has_no_verdict_is_said(sources: Sources, counts: CountsOf) -> None:
    """80 decisions about `X` are fewer than the charter's 200."""
    found = explored(sources, counts, Asked("loans", "sex", RATIO))

    assert [(one.kind, one.who) for one in not_compared(found)] == [("Too few", "X")]
