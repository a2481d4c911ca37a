"""The demonstration's conversations tell their stories, and the same ones for the same day."""

from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_store import contacts, interaction_counts, sample_counts
from dashboard.adapters.synthetic_samples import STORIES as REVIEWED
from dashboard.adapters.synthetic_talks import STORIES, write_talks
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.seed_customers import write_customers

TODAY = date(2026, 11, 23)


def seeded(database: Database, folder: Path) -> DecisionStore:
    """The store with all of it."""
    for name in {story.use_case for story in (*STORIES, *REVIEWED)}:
        register_use_case(database, RegisterUseCase(UseCase(id=name, title=name, lifecycle="live")), SYSTEM)
    store = DecisionStore(folder / "decisions")
    write_customers(database, store, TODAY)
    return store


def test_the_stories_can_be_found(sqlite_database: Database, tmp_path: Path) -> None:
    """The app goes quiet in its last twelve days and the web does not; seven opt-outs reach the telephone late."""
    store = seeded(sqlite_database, tmp_path)
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


def test_offers_and_reviews_tell_their_stories(sqlite_database: Database, tmp_path: Path) -> None:
    """Three offers to vulnerable customers in one use case; replies by e-mail are wrong lately, and nothing leaks."""
    store = seeded(sqlite_database, tmp_path)
    offers = interaction_counts(sqlite_database, store)
    offers = offers[(offers["rate"] == "persuasive_offer_to_vulnerable_customer") & (offers["attribute"] == "")]
    assert offers[offers["unknown"] == 0].groupby("use_case")["yes"].sum().to_dict() == {
        "product-recommender": 0, "retention-offers": 3, "next-best-offer": 0, "renewal-pricing": 0,
        "move-home-upgrades": 0,
    }  # fmt: skip
    answers = sample_counts(sqlite_database, store)
    lately = answers[(answers["attribute"] == "") & (answers["day"].dt.date >= TODAY - timedelta(days=30))]
    sums = lately.groupby(["rate", "use_case"])[["yes", "n"]].sum()
    assert sums.loc["personal_data_leaked", "n"].min() >= 3000
    assert sums.loc["personal_data_leaked", "yes"].sum() == 0
    wrong = sums.loc["wrong_or_harmful_answer"]
    assert 0.04 < wrong.loc["email-replies", "yes"] / wrong.loc["email-replies", "n"] < 0.09
    assert wrong.drop(index=["email-replies", "agent-assist"])["yes"].max() <= 6


def test_the_same_day_gives_the_same_conversations(tmp_path: Path) -> None:
    """A demonstration can be described, because it does not change by itself."""
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    logs = [write_talks(folder, STORIES[0], TODAY)[0] for folder in folders]

    assert pq.read_table(logs[0]).equals(pq.read_table(logs[1]))
