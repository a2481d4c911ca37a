"""The Customers page: what the logs say of each use case, and what to do where there is none."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM
from dashboard.domain.checks import QuantileCheck
from dashboard.domain.demo_indicators import demo_indicators
from dashboard.services import ingest
from dashboard.services.indicators import record_indicators
from dashboard.services.screens.case_file import open_file
from dashboard.services.screens.opt_outs import load_opt_outs
from dashboard.services.screens.quantile_behind import counted_tables, quantile_behind
from dashboard.services.screens.times import load_times
from dashboard.settings import load_settings
from dashboard.ui import cache
from tests.clock import now
from tests.views.conftest import Opened

TIME = "%Y-%m-%dT%H:%M:%SZ"


def read(app: AppTest) -> str:
    """Everything that stands on the page in words."""
    parts = [*app.title, *app.header, *app.subheader, *app.markdown, *app.caption]
    return "\n".join(str(part.value) for part in parts).replace("\\", "")


@pytest.fixture
def use_case(store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A use case with forty conversations, thirty of them announced, and one that passed over an opt-out."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    with store.read() as connection:
        name = str(connection.scalar(text("SELECT id FROM use_cases WHERE lifecycle = 'live' ORDER BY id LIMIT 1")))
    when = [f"{now() - timedelta(days=1 + n % 9):%Y-%m-%dT%H:%M:%SZ}" for n in range(40)]
    talks = [f"t{n},s{n},chat,{when[n]},auto,{'yes' if n < 30 else 'no'}\n" for n in range(40)]
    log, history = tmp_path / "talks.csv", tmp_path / "history.csv"
    log.write_text("interaction_id,subject_key,channel,started_at,ai_involved,disclosure_shown\n" + "".join(talks))
    events = f"e1,s0,preference,objected,{now() - timedelta(days=5):%Y-%m-%dT%H:%M:%SZ}\n"
    history.write_text("event_id,subject_key,ledger,event_type,event_time\n" + events)
    folder = DecisionStore(load_settings().decision_store)
    ingest.ingest_interactions(store, folder, ingest.IngestInteractions(name, [log]), SYSTEM)
    ingest.ingest_consent(store, folder, ingest.IngestConsent(name, [history]), SYSTEM)
    return name


def test_without_a_log_the_page_says_which_command_brings_one(store: Database, opened: Opened) -> None:
    """An empty state says what to do."""
    app = opened("customers")

    assert not app.exception
    assert "ingest interactions FILE --use-case ID" in read(app)


def test_the_page_counts_who_was_told_and_who_was_passed_over(use_case: str, opened: Opened) -> None:
    """The headline has its denominator, the rate its month, and a contact after an opt-out both of its rows."""
    app = opened("customers", use_case=use_case)
    assert not app.exception
    assert app.title[0].value == "In 30 of 40 conversations led by AI in 30 days the customer was told so"
    assert "AI disclosed:" in read(app)

    app = opened("customers", use_case=use_case, section="Choices and notices")

    assert not app.exception
    said = read(app)
    assert "1 conversation with AI after an opt-out in 90 days, beyond 24 hours of grace" in said
    [contacts] = [frame.value for frame in app.dataframe if "Interaction" in frame.value.columns]
    assert contacts[["Interaction", "Opt-out", "History"]].values.tolist() == [["t0", "e1", "preference"]]
    months = load_opt_outs(cache.sources(), use_case).by_month
    assert (months["Contacts"].sum(), set(months["Channel"]), len(months) >= 3) == (1, {"chat"}, True)


def test_what_customers_say_stands_below_with_a_note_that_claims_no_cause(store: Database, opened: Opened) -> None:
    """NPS by handling with n, and the note; without a file the command that brings it."""
    assert "ingest indicators FILE" in read(opened("customers", section="What customers say"))
    record_indicators(store, demo_indicators(now().date()), "demo.csv", SYSTEM, key="demo")

    app = opened("customers", series="nps|||ai", lag="3", section="What customers say")

    assert not app.exception
    said = read(app)
    assert "Net Promoter Score in " in said
    assert "customers who opt out select themselves" in said.lower()
    assert "of 3 months later" in said
    [newest] = [frame.value for frame in app.dataframe if "NPS" in frame.value.columns]
    assert newest["Customers"].tolist() == ["AI-handled", "Human-handled", "Opted out", "All customers"]


@pytest.fixture
def timed(store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A use case whose Turkish customers wait three minutes and the others one; two opt-outs, one without effect."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    with store.read() as connection:
        name = str(connection.scalar(text("SELECT id FROM use_cases WHERE lifecycle = 'live' ORDER BY id LIMIT 1")))
    rows = []
    for n in range(60):
        start, slow = now() - timedelta(days=1 + n % 9), n % 3 == 0
        served = start + timedelta(minutes=3 if slow else 1)
        rows.append(f"t{n},s{n},chat,{start:{TIME}},auto,{served:{TIME}},{'tr' if slow else 'de'}\n")
    log, history = tmp_path / "talks.csv", tmp_path / "history.csv"
    log.write_text("interaction_id,subject_key,channel,started_at,ai_involved,served_at,language\n" + "".join(rows))
    left = now() - timedelta(days=2)
    history.write_text(
        "event_id,subject_key,ledger,event_type,event_time,effective_at\n"
        f"e1,x,preference,objected,{left:{TIME}},{left + timedelta(minutes=42):{TIME}}\n"
        f"e2,y,preference,objected,{left:{TIME}},\n"
    )
    folder = DecisionStore(load_settings().decision_store)
    ingest.ingest_interactions(store, folder, ingest.IngestInteractions(name, [log]), SYSTEM)
    ingest.ingest_consent(store, folder, ingest.IngestConsent(name, [history]), SYSTEM)
    return name


def test_a_queue_that_is_slower_for_one_language_is_seen(timed: str, opened: Opened) -> None:
    """Waits stand by group; that no clause compares languages is said, so that nobody takes it for judged."""
    app = opened("customers", use_case=timed, section="Waiting")

    assert not app.exception
    said = read(app)
    assert "Waiting time: 90 of 100 waited at most 3 min" in said
    assert "No clause compares this wait across channels, languages or other groups" in said
    sources, shown = cache.sources(), {}
    for one in load_times(sources, timed, "waiting_time").groups:
        shown[one.by, one.group] = (one.value, one.n)
    assert shown["Language", "tr"] == (180, 20)
    assert shown["Language", "de"] == (60, 40)
    assert shown["", "Everyone"] == (180, 60)


def test_opt_outs_show_how_fast_they_travel(timed: str, opened: Opened) -> None:
    """The slowest that is known, how many are not, and both by their ids."""
    app = opened("customers", use_case=timed, section="Choices and notices")

    metrics = {one.label: one.value for one in app.metric}
    assert (metrics["The slowest"], metrics["Effect not recorded"]) == ("42 min", "1")
    [slowest] = [frame.value for frame in app.dataframe if "Took" in frame.value.columns]
    assert slowest[["Opt-out", "Took"]].values.tolist() == [["e2", "not recorded"], ["e1", "42 min"]]


def test_the_page_of_the_use_case_has_the_same_in_short(timed: str, opened: Opened) -> None:
    """Told, heard, served and left alone, with a link to the rest; what was not logged is a dash."""
    app = opened("use_case", id=timed)

    assert not app.exception
    metrics = {one.label.replace("\\", ""): one.value for one in app.metric}
    assert metrics["Waiting time, 90 of 100"] == "3 min"
    assert metrics["Wait for a person, 95 of 100"] == "–"
    assert metrics["AI after an opt-out"] == "0"


def test_a_quantile_opens_down_to_its_days_and_its_slowest(timed: str, opened: Opened) -> None:
    """Why shows the counts of each day and the ids that were kept."""
    opened("customers", use_case=timed)
    case, check = open_file(cache.sources(), timed), QuantileCheck(quantile="opt_out_to_effective", p=0.95, at_most=60)
    assert case is not None
    tables = dict(counted_tables(cache.sources(), case, check))
    days = tables["Opt-out to last system: counts by day, 95 of 100"]
    assert days[["Longest known", "Not recorded", "n"]].values.tolist() == [["42 min", 1, 2]]
    assert tables["Opt-out to last system: the slowest"]["Record"].tolist() == ["e1", "e2"]
    assert "2 rows" in " ".join(quantile_behind(check, case, now().date()).said)
