"""The demonstration's conversations tell their two stories, and the same ones for the same day."""

from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_store import contacts, interaction_counts
from dashboard.adapters.synthetic_talks import STORIES, write_talks
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.seed_customers import write_customers

TODAY = date(2026, 11, 23)


def test_the_stories_can_be_found(sqlite_database: Database, tmp_path: Path) -> None:
    """The app goes quiet in its last twelve days and the web does not; seven opt-outs reach the telephone late."""
    for talks in STORIES:
        use_case = UseCase(id=talks.use_case, title=talks.use_case, lifecycle="live")
        register_use_case(sqlite_database, RegisterUseCase(use_case), SYSTEM)
    store = DecisionStore(tmp_path / "decisions")
    write_customers(sqlite_database, store, TODAY)

    counts = interaction_counts(sqlite_database, store, ["support-chatbot"])
    shown = counts[(counts["rate"] == "disclosure_shown") & (counts["attribute"] == "")]
    late = shown["day"].dt.date >= TODAY - timedelta(days=12)
    shares = {
        (str(channel), bool(now)): part["yes"].sum() / part["n"].sum()
        for (channel, now), part in shown.groupby(["channel", late])
    }
    assert shares["app", True] < 0.7
    assert min(shares["app", False], shares["web", True], shares["web", False]) > 0.99
    asked = counts[(counts["rate"] == "handoff_connected") & (counts["attribute"] == "")]
    assert 0.1 < asked["n"].sum() / shown["n"].sum() < 0.14
    assert 0.95 < asked["yes"].sum() / asked["n"].sum() < 1
    passed = contacts(sqlite_database, store)
    assert set(passed["use_case"]) == {"voicebot"}
    assert (passed["hours"] > 24).sum() == 7


def test_the_same_day_gives_the_same_conversations(tmp_path: Path) -> None:
    """A demonstration can be described, because it does not change by itself."""
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    logs = [write_talks(folder, STORIES[0], TODAY)[0] for folder in folders]

    assert pq.read_table(logs[0]).equals(pq.read_table(logs[1]))
