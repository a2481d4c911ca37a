"""The eight rules of consent histories: the last event wins, no contact after an opt-out, late events, two ledgers."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_store import contacts
from dashboard.domain.actors import SYSTEM
from dashboard.domain.explanations import Spelled, spell
from dashboard.domain.facts import Terms, build_facts
from dashboard.domain.findings import assess
from dashboard.domain.registry import UseCase
from dashboard.errors import DecisionLogInvalid
from dashboard.services import ingest
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.stored_facts import read_practice
from tests.assessing import case, charter, clause, registry
from tests.services.taken_in import store

__all__ = ["store"]  # a fixture

HISTORY = "event_id,subject_key,ledger,event_type,event_time,recorded_at,channel,purpose_id,is_test\n"
TALKS = "interaction_id,subject_key,channel,started_at,ai_involved\n"
CHECK = {"count": "ai_interaction_after_opt_out", "at_most": 0, "window": "90d", "grace": "24h"}
TODAY = date(2026, 5, 20)


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """A store with one use case."""
    register_use_case(sqlite_database, RegisterUseCase(UseCase(id="u", title="Bot", lifecycle="live")), SYSTEM)
    return sqlite_database


class Desk:
    """Takes in talks and events, and says what is found."""

    def __init__(self, database: Database, store: DecisionStore, folder: Path) -> None:
        self.database, self.store, self.folder, self.turn = database, store, folder, 0

    def talks(self, *rows: str) -> "Desk":
        """Interactions: `id,subject,channel,time,ai`."""
        command = ingest.IngestInteractions("u", [self._file(TALKS, rows)], mode="add")
        ingest.ingest_interactions(self.database, self.store, command, SYSTEM)
        return self

    def events(self, *rows: str) -> ingest.FileReport:
        """Consent events: `id,subject,ledger,type,time,recorded,channel,purpose,test`."""
        command = ingest.IngestConsent("u", [self._file(HISTORY, rows)])
        return ingest.ingest_consent(self.database, self.store, command, SYSTEM).files[0]

    def found(self) -> dict[str, float]:
        """Interaction after an opt-out -> hours since."""
        frame = contacts(self.database, self.store)
        return dict(zip(frame["interaction_id"], frame["hours"], strict=True))

    def says(self, **check: Any) -> tuple[str, Spelled]:
        """The finding of the clause on the day."""
        promise, windows = charter(clause({**CHECK, **check})), read_practice(self.database, self.store).windows
        assert windows.interactions is not None
        facts = build_facts(registry(case()), TODAY, interactions=windows.interactions.facts(["u"], TODAY))
        found = assess(promise, facts, TODAY)
        status, reason = found.use_cases.says(0, 0)
        words = spell(found.use_cases, facts.use_cases, Terms.of(promise, TODAY), 0, 0)
        return f"{status.value} ({reason.value})" if reason else status.value, words

    def _file(self, header: str, rows: tuple[str, ...]) -> Path:
        self.turn += 1
        path = self.folder / f"{self.turn}.csv"
        path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return path


@pytest.fixture
def desk(database: Database, store: DecisionStore, tmp_path: Path) -> Desk:
    """Where the tests of this file work."""
    return Desk(database, store, tmp_path)


def test_the_last_event_wins_and_one_without_channel_covers_all(desk: Desk) -> None:
    """Rule 1: an opt-out of chat leaves voice alone; one without a channel does not; a later yes ends it."""
    desk.talks(
        "chat,a,chat,2026-05-12,auto", "voice,a,voice,2026-05-12,auto", "all,b,voice,2026-05-12,auto",
        "back,c,chat,2026-05-12,auto", "helped,a,chat,2026-05-13,assist", "person,a,chat,2026-05-13,none",
    )  # fmt: skip
    desk.events(
        "1,a,preference,objected,2026-05-10,,chat,,", "2,b,preference,objected,2026-05-10,,,,",
        "3,c,preference,objected,2026-05-10,,chat,,", "4,c,preference,given,2026-05-11,,chat,,",
    )  # fmt: skip

    assert desk.found() == {"chat": 48, "helped": 72, "all": 48}


def test_a_contact_after_the_grace_is_a_breach(desk: Desk) -> None:
    """Rule 2: within 24 hours nothing is said; after them one contact is a breach, and saying no again helps nobody."""
    desk.talks("1,a,chat,2026-05-10T20:00:00Z,auto", "2,b,chat,2026-05-10T20:00:00Z,auto")
    assert desk.says()[0] == "not_assessed (no_data)"
    desk.events("1,a,consent,withdrawn,2026-05-10T00:00:00Z,,,,")
    assert desk.says()[0] == "compliant"
    desk.talks("3,a,chat,2026-05-11T06:00:00Z,auto")
    desk.events("2,a,consent,withdrawn,2026-05-11T05:00:00Z,,,,")

    status, words = desk.says()
    assert (status, words.measured and words.measured["value"], words.measured and words.measured["n"]) == (
        "non_compliant", 1.0, 3,
    )  # fmt: skip
    assert words.reason.startswith("1 conversation with AI after an opt-out among 3 in 90 days, 24 hours of grace")
    assert desk.says(grace="48h")[0] == "compliant"
    assert desk.found() == {"1": 20, "3": 30}


def test_test_events_are_dropped_and_counted(desk: Desk) -> None:
    """Rule 4: an event that is marked as a test is set apart, and so is a type that nobody knows."""
    report = desk.events(
        "1,a,consent,withdrawn,2026-05-10,,,,yes", "2,a,consent,given,2026-05-10,,,,no",
        "3,a,consent,paused,2026-05-10,,,,", "4,b,consent,given,2026-05-10,,,,",
        "5,c,wish,given,2026-05-10,,,,", "6,d,consent,given,2026-05-10,,,,", "7,e,consent,given,2026-05-10,,,,",
    )  # fmt: skip

    assert (report.rows_stored, report.rows_quarantined) == (4, 3)
    assert report.quarantine is not None
    said = report.quarantine.read_text(encoding="utf-8")
    assert "an event of a real customer, not a test" in said
    assert "one of consent, preference" in said


def test_late_events_reopen_closed_days(desk: Desk) -> None:
    """Rule 5: an opt-out that arrives late makes the contacts of the days before breaches."""
    desk.talks("1,a,chat,2026-05-12,auto")
    desk.events("1,b,consent,withdrawn,2026-05-01,,,,")
    assert desk.says()[0] == "compliant"

    desk.events("2,a,consent,withdrawn,2026-05-02,2026-05-19,,,")
    assert desk.says()[0] == "non_compliant"


def test_customers_without_a_name_are_a_shown_rate(desk: Desk) -> None:
    """Rule 6: contacts that name no customer are told as a share, and too many of them leave it undecided."""
    desk.talks(*[f"{n},a,chat,2026-05-12,auto" for n in range(9)], "x,,chat,2026-05-12,auto")
    desk.events("1,b,consent,withdrawn,2026-05-01,,,,")
    status, words = desk.says()
    assert status == "compliant"
    assert "10.0 % of them name no customer" in words.reason

    desk.talks(*[f"y{n},,chat,2026-05-12,auto" for n in range(9)])
    assert desk.says()[0] == "not_assessed (not_recorded)"


def test_the_two_ledgers_are_kept_apart(desk: Desk) -> None:
    """Rule 7: a consent that is given does not take back an objection; each contact says which of the two it passed."""
    desk.talks("1,a,chat,2026-05-12,auto")
    desk.events("1,a,preference,objected,2026-05-10,,,,", "2,a,consent,given,2026-05-11,,,,")

    assert desk.found() == {"1": 48}
    assert contacts(desk.database, desk.store)["ledger"].tolist() == ["preference"]


def test_what_was_lawful_stays_lawful(desk: Desk) -> None:
    """Rule 8: a withdrawal says nothing about contacts before it."""
    desk.talks("1,a,chat,2026-05-09,auto", "2,a,chat,2026-05-10,auto")
    desk.events("1,a,consent,given,2026-05-01,,,,", "2,a,consent,withdrawn,2026-05-11,,,,")

    assert (desk.found(), desk.says()[0]) == ({}, "compliant")


def test_an_expired_consent_is_no_opt_out(desk: Desk) -> None:
    """What lapsed by itself neither makes nor ends an opt-out."""
    desk.talks("1,a,chat,2026-05-12,auto", "2,b,chat,2026-05-12,auto")
    desk.events("1,a,consent,expired,2026-05-10,,,,", "2,b,consent,withdrawn,2026-05-09,,,,")
    desk.events("3,b,consent,expired,2026-05-10,,,,")

    assert desk.found() == {"2": 72}


def test_an_effect_that_cannot_be_is_unknown_and_the_opt_out_stays(desk: Desk) -> None:
    """When the last system followed may be blank, nonsense, ahead of today or before the record: never fast, kept."""
    path = desk.folder / "effects.csv"
    effects = ("2026-05-10T00:42:00Z", "", "soon", "2999-01-01", "2026-05-09T23:00:00Z")
    rows = [f"{n},s{n},preference,objected,2026-05-10T00:00:00Z,{effect}\n" for n, effect in enumerate(effects)]
    path.write_text("event_id,subject_key,ledger,event_type,event_time,effective_at\n" + "".join(rows), "utf-8")
    report = ingest.ingest_consent(desk.database, desk.store, ingest.IngestConsent("u", [path]), SYSTEM).files[0]

    [batch] = ingest.stored_batches(desk.database)
    kept = pq.read_table(desk.store.root / batch.path)["effective_at"].to_pylist()
    assert (report.rows_stored, report.rows_quarantined) == (5, 0)
    assert kept == [datetime(2026, 5, 10, 0, 42), None, None, None, None]  # noqa: DTZ001  # UTC by definition


def test_a_history_without_its_columns_is_refused(desk: Desk) -> None:
    """Which of the two ledgers an event belongs to is never guessed."""
    path = desk.folder / "bad.csv"
    path.write_text("event_id,subject_key,event_type,event_time\n1,a,given,2026-05-01\n", encoding="utf-8")
    with pytest.raises(DecisionLogInvalid, match="expected a column 'ledger'"):
        ingest.ingest_consent(desk.database, desk.store, ingest.IngestConsent("u", [path]), SYSTEM)
