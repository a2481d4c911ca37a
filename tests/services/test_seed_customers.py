"""The demonstration's conversations tell their stories, and the same ones for the same day."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_store import (
    contacts,
    interaction_counts,
    record_counts,
    sample_counts,
    snapshots,
    times,
)
from dashboard.adapters.synthetic_amounts import LOGS_KEPT
from dashboard.adapters.synthetic_consents import STORIES as CONSENTS
from dashboard.adapters.synthetic_samples import STORIES as REVIEWED
from dashboard.adapters.synthetic_talks import STORIES, write_talks
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.seed_customers import write_customers

TODAY = date(2026, 11, 23)


Seeded = tuple[Database, DecisionStore]


@pytest.fixture(scope="module")
def seeded(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeded]:
    """All of it, drawn and taken in once; these tests only read."""
    folder = tmp_path_factory.mktemp("seeded")
    database = Database.open(f"sqlite:///{shutil.copy(empty_sqlite, folder / 'dashboard.db')}")
    for name in {story.use_case for story in (*STORIES, *REVIEWED, *CONSENTS)} | set(LOGS_KEPT):
        register_use_case(database, RegisterUseCase(UseCase(id=name, title=name, lifecycle="live")), SYSTEM)
    store = DecisionStore(folder / "decisions")
    write_customers(database, store, TODAY)
    yield database, store
    database.close()


def test_the_stories_can_be_found(seeded: Seeded) -> None:
    """The app goes quiet in its last twelve days and the web does not; seven opt-outs reach the telephone late."""
    database, store = seeded
    counts = interaction_counts(database, store, ["support-chatbot"])
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
    passed = contacts(database, store)
    assert set(passed["use_case"]) == {"voicebot"}
    assert (passed["hours"] > 24).sum() == 7


def test_consent_records_and_snapshots_tell_their_stories(seeded: Seeded) -> None:
    """Eleven records of one use case say not how to withdraw; one snapshot holds three people who had withdrawn."""
    database, store = seeded
    records = record_counts(database, store)
    sums = records[records["attribute"] == ""].groupby("use_case")[["yes", "n"]].sum()
    assert (sums["n"] - sums["yes"]).to_dict() == {
        "voiceprint-login": 11, "lead-scoring": 0, "product-recommender": 0, "chat-translation": 0,
    }  # fmt: skip
    pairs, sizes = snapshots(database, store)
    assert pairs.groupby("use_case").size().to_dict() == {"product-recommender": 3}
    assert sizes.set_index("use_case")["records"].to_dict() == {"product-recommender": 379, "chat-translation": 376}


def test_offers_and_reviews_tell_their_stories(seeded: Seeded) -> None:
    """Three offers to vulnerable customers in one use case; replies by e-mail are wrong lately, and nothing leaks."""
    database, store = seeded
    offers = interaction_counts(database, store)
    offers = offers[(offers["rate"] == "persuasive_offer_to_vulnerable_customer") & (offers["attribute"] == "")]
    assert offers[offers["unknown"] == 0].groupby("use_case")["yes"].sum().to_dict() == {
        "product-recommender": 0, "retention-offers": 3, "next-best-offer": 0, "renewal-pricing": 0,
        "move-home-upgrades": 0, "collections-priority": 0, "goodwill-credit": 0,
    }  # fmt: skip
    answers = sample_counts(database, store)
    lately = answers[(answers["attribute"] == "") & (answers["day"].dt.date >= TODAY - timedelta(days=30))]
    sums = lately.groupby(["rate", "use_case"])[["yes", "n"]].sum()
    assert sums.loc["personal_data_leaked", "n"].min() >= 3000
    assert sums.loc["personal_data_leaked", "yes"].sum() == 0
    wrong = sums.loc["wrong_or_harmful_answer"]
    assert 0.04 < wrong.loc["email-replies", "yes"] / wrong.loc["email-replies", "n"] < 0.09
    assert wrong.drop(index=["email-replies", "agent-assist"])["yes"].max() <= 6


def test_waits_and_ages_tell_their_stories(seeded: Seeded) -> None:
    """One language waits longer for a person, one queue is long for all, one line makes those wait who said no."""
    database, store = seeded
    counts = times(database, store)
    wait = counts[counts["measure"] == "handoff_wait"]
    bot = wait[(wait["use_case"] == "support-chatbot") & (wait["attribute"] == "language")]
    assert at_most(bot[bot["group"] == "tr"], 0.5) > 1.6 * at_most(bot[bot["group"] == "de"], 0.5)
    everyone = wait[wait["attribute"] == ""]
    slow = {name: at_most(part, 0.95) > 180 for name, part in everyone.groupby("use_case")}
    assert [name for name, too_long in slow.items() if too_long] == ["retention-offers"]
    served = counts[counts["measure"] == "waiting_time"]
    ratios = {
        name: at_most(part[part["attribute"] == "opted_out"], 0.9) / at_most(part[part["attribute"] == ""], 0.9)
        for name, part in served.groupby("use_case")
    }
    assert ratios.pop("voicebot") > 1.9
    assert max(ratios.values()) < 1.3
    effect = counts[counts["measure"] == "opt_out_to_effective"]
    assert set(effect[effect["value"] > 86_400]["use_case"]) == {"voicebot"}
    assert set(effect[effect["value"].isna()]["use_case"]) == {"chat-translation"}
    age = counts[counts["measure"] == "conversation_data_age"].groupby("use_case")["value"].max()
    assert list(age[age > 365].index) == ["chat-translation"]


def at_most(part: pd.DataFrame, p: float) -> float:
    """The value that a share p does not exceed, counted up."""
    ordered = part.groupby("value")["n"].sum()
    return float(ordered.index[(ordered.cumsum() >= p * ordered.sum()).argmax()])


def test_the_same_day_gives_the_same_conversations(tmp_path: Path) -> None:
    """A demonstration can be described, because it does not change by itself."""
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    logs = [write_talks(folder, STORIES[0], TODAY)[0] for folder in folders]

    assert pq.read_table(logs[0]).equals(pq.read_table(logs[1]))
