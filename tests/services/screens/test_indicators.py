"""What customers say beside the compliance: the numbers of the page, by hand, and what they do not claim."""

from datetime import UTC, date, datetime, time

import pandas as pd
import pytest
from sqlalchemy import insert

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.repository import table
from dashboard.adapters.tables import AssessmentRow, FlipRow
from dashboard.domain.actors import SYSTEM
from dashboard.domain.demo_indicators import demo_indicators
from dashboard.domain.indicators import Indicator
from dashboard.services.indicators import record_indicators
from dashboard.services.screens.beside import ALL, load_beside
from dashboard.services.screens.indicators import load_handling, load_series, load_series_names
from dashboard.services.sources import Sources
from dashboard.settings import load_settings

TODAY = date(2026, 11, 23)
JULY = ("2026-07", date(2026, 7, 1), date(2026, 7, 31))
AUGUST = ("2026-08", date(2026, 8, 1), date(2026, 8, 31))


def nps(month: tuple[str, date, date], counts: tuple[int, int, int], handled: str = "") -> Indicator:
    """One score."""
    up, even, down = counts
    return Indicator("nps", *month, handled_by=handled, promoters=up, passives=even, detractors=down, n=sum(counts))


@pytest.fixture
def sources(sqlite_database: Database) -> Sources:
    """An empty store on the day."""
    settings = load_settings()
    return Sources(sqlite_database, load_charter(settings.charter), None, settings.decision_store, TODAY)


def store(sources: Sources, *given: Indicator) -> None:
    """Record figures."""
    record_indicators(sources.database, given, "a.csv", SYSTEM, key="k")


def assessed(sources: Sources, *runs: tuple[date, int, int]) -> None:
    """Assessments: day, use cases that meet the charter, use cases in service; straight into the store."""
    rest = dict.fromkeys(("inventoried", "watch", "waived", "non_compliant", "not_assessed"), 0)
    rows = [
        {"as_of": on, "recorded_at": _noon(on), "data_version": 1, "charter_version": "1", "charter_digest": "d",
         "in_service": n, "compliant": met, "clauses_decided": 0, "clauses_applicable": 0, **rest}
        for on, met, n in runs
    ]  # fmt: skip
    with sources.database.write(SYSTEM, "assessed") as tx:
        tx.connection.execute(insert(table(AssessmentRow)), rows)
        tx.append("assessment.recorded", "assessment", "1", {}, 1)


def _noon(on: date) -> datetime:
    return datetime.combine(on, time(12), UTC)


def test_groups_stand_side_by_side_with_n_and_interval(sources: Sources) -> None:
    """AI-handled, opted out and all: three series in that order, the newest month in the headline."""
    store(sources, nps(JULY, (50, 30, 20), "ai"), nps(JULY, (5, 5, 30), "opted_out"), nps(JULY, (55, 35, 50)))
    found = load_handling(sources)

    assert found is not None
    assert found.headline == ("Net Promoter Score in July 2026: AI-handled 30, Opted out −62 and All customers 4")
    assert found.newest[["Customers", "NPS", "n"]].values.tolist() == [
        ["AI-handled", "30", "100"], ["Opted out", "−62", "40"], ["All customers", "4", "140"],
    ]  # fmt: skip
    assert set(found.table["Promoters"]) == {50, 5, 55}


def test_few_answers_are_withheld_and_a_bare_value_says_why_it_has_no_interval(sources: Sources) -> None:
    """Below the charter's smallest number nothing is shown, not even the counts; a value without n is shown alone."""
    store(sources, nps(JULY, (3, 1, 1), "ai"), Indicator("nps", *JULY, handled_by="human", value=31.0))
    found = load_handling(sources)

    assert found is not None
    few, bare = (found.table[found.table["Handled"] == name].iloc[0] for name in ("AI-handled", "Human-handled"))
    assert few["Note"] == "fewer than 10 answers"
    assert pd.isna(few["Promoters"])
    assert (bare["Value"], bare["Note"]) == (31.0, "no interval: its n is not known")


def test_what_is_not_over_yet_is_not_shown(sources: Sources) -> None:
    """A month counts from its last day on."""
    november = ("2026-11", date(2026, 11, 1), date(2026, 11, 30))
    store(sources, nps(november, (50, 30, 20)))

    assert load_handling(sources) is None
    assert load_series_names(sources) == {}


def test_every_series_can_be_chosen_by_name(sources: Sources) -> None:
    """Indicator, use case, channel and group make the name; NPS comes first."""
    csat = Indicator("csat", *JULY, use_case="bot", channel="voice", yes=80, n=100)
    store(sources, csat, nps(JULY, (50, 30, 20), "ai"))

    assert load_series_names(sources) == {
        "nps|||ai": "Net Promoter Score, AI-handled", "csat|bot|voice|": "Satisfaction (CSAT), bot, voice",
    }  # fmt: skip


def test_a_lag_draws_the_later_score_above_the_month(sources: Sources) -> None:
    """With a lag of one month August's score stands above July's compliance, and the table says which month it is."""
    store(sources, nps(JULY, (50, 30, 20)), nps(AUGUST, (60, 30, 10)))
    assessed(sources, (date(2026, 7, 31), 6, 10), (date(2026, 8, 31), 9, 10))
    same, later = (load_beside(sources, "nps|||", ALL, lag) for lag in (0, 1))

    assert same is not None
    assert later is not None
    columns = ["Month", "Met", "Of", "Indicator of", "Value"]
    assert same.table[columns].values.tolist() == [
        ["2026-07", 6, 10, "2026-07", 30.0], ["2026-08", 9, 10, "2026-08", 50.0],
    ]  # fmt: skip
    assert later.table[columns].iloc[1].tolist() == ["2026-07", 6, 10, "2026-08", 50.0]
    assert "of 1 month later" in later.caption
    assert "1 month with both" in later.caption


def test_the_compliance_of_a_use_case_is_replayed_from_its_changes(sources: Sources) -> None:
    """Two clauses decided in July, one of them met; in August both. Undecided ones are in no denominator."""
    store(sources, nps(JULY, (50, 30, 20)), nps(AUGUST, (60, 30, 10)))
    assessed(sources, (date(2026, 7, 31), 0, 1), (date(2026, 8, 31), 1, 1))
    changes = [(1, date(2026, 7, 31), "A", "compliant"), (1, date(2026, 7, 31), "B", "non_compliant"),
               (1, date(2026, 7, 31), "C", "not_assessed"), (1, date(2026, 7, 31), "", "non_compliant"),
               (2, date(2026, 8, 31), "B", "compliant")]  # fmt: skip
    with sources.database.write(SYSTEM, "flips") as tx:
        rows = [
            {"assessment_id": run, "as_of": on, "use_case_id": "bot", "clause": name, "became": became, "cause": "x"}
            for run, on, name, became in changes
        ]
        tx.connection.execute(insert(table(FlipRow)), rows)
        tx.append("assessment.recorded", "assessment", "2", {}, 1)
    found = load_beside(sources, "nps|||", "bot", 0)

    assert found is not None
    assert found.table[["Met", "Of", "Met (%)"]].values.tolist() == [[1, 2, 50.0], [2, 2, 100.0]]


def test_the_demonstrations_rise_is_confounded(sources: Sources) -> None:
    """The score of the AI-handled rises by ten points and more, that of all customers stays where it was."""
    store(sources, *demo_indicators(TODAY))
    ai, everybody, opted_out = (load_series(sources, f"nps|||{name}") for name in ("ai", "", "opted_out"))

    assert ai is not None
    assert everybody is not None
    assert opted_out is not None
    rise, level = (one.points[-1].value - one.points[0].value for one in (ai, everybody))  # type: ignore[operator]
    assert rise > 10
    assert abs(level) < 4
    assert opted_out.points[-1].n > 8 * opted_out.points[0].n
    assert demo_indicators(TODAY) == demo_indicators(TODAY)
