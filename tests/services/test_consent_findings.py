"""Consent that can be proved, and people who left training data: both clauses decide from what was taken in."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM
from dashboard.domain.explanations import Spelled, spell
from dashboard.domain.facts import Terms, build_facts
from dashboard.domain.findings import assess
from dashboard.services.snapshots import IngestSnapshot, ingest_snapshot
from dashboard.services.stored_facts import read_practice
from tests.assessing import case, charter, clause, registry
from tests.consenting import Records

TODAY = date(2026, 5, 20)
COMPLETE = {"rate": "consent_record_complete", "at_least": 1.0, "window": "365d", "confidence": "none"}
WITHDRAWN = {"count": "withdrawn_subject_in_training_snapshot", "at_most": 0}
HEADER = "event_id,subject_key,ledger,event_type,event_time,purpose_id,notice_version,language,method,withdrawal\n"
WHOLE = "train,v2,en,web form,link in every mail"


@pytest.fixture
def records(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Records:
    """Where files are taken in."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return Records(sqlite_database, tmp_path)


def says(records: Records, check: dict[str, Any], **fields: Any) -> tuple[str, Spelled]:
    """The finding of a clause on the day."""
    promise, windows = charter(clause(check)), read_practice(records.database, records.store).windows
    assert windows.interactions is not None
    facts = build_facts(registry(case(**fields)), TODAY, interactions=windows.interactions.facts(["u"], TODAY))
    found = assess(promise, facts, TODAY)
    status, reason = found.use_cases.says(0, 0)
    words = spell(found.use_cases, facts.use_cases, Terms.of(promise, TODAY), 0, 0)
    return f"{status.value} ({reason.value})" if reason else status.value, words


def chose(records: Records, name: str, *rows: str) -> None:
    """Take in events: `id,subject,ledger,type,time,purpose,notice,language,method,withdrawal`."""
    records.take(records.write(f"{name}.csv", HEADER + "\n".join(rows)))


def took(records: Records, day: int, *subjects: str) -> None:
    """Take in a snapshot of noon on a day of May 2026."""
    path = records.write(f"snapshot-{day}.csv", "subject_key\n" + "\n".join(subjects))
    asked = IngestSnapshot("u", path, datetime(2026, 5, day, 12, tzinfo=UTC))
    ingest_snapshot(records.database, records.store, asked, SYSTEM)


def test_every_consent_must_hold_every_field(records: Records) -> None:
    """Without a history nobody can say; one record that lacks a field is a breach, and the sentence names the field."""
    assert says(records, COMPLETE)[0] == "not_assessed (no_data)"
    chose(records, "a", f"1,a,consent,given,2026-01-05,{WHOLE}", f"2,b,consent,renewed,2026-05-06,{WHOLE}")
    status, words = says(records, COMPLETE)
    assert (status, words.measured and words.measured["n"]) == ("compliant", 2)

    chose(records, "b", "3,c,consent,given,2026-05-06,train,v2,,web form,", "4,d,consent,withdrawn,2026-05-06,,,,,")
    status, words = says(records, COMPLETE)
    assert (status, words.measured and words.measured["value"]) == ("non_compliant", pytest.approx(2 / 3, abs=1e-6))
    assert words.reason.endswith("Missing of 3: how to withdraw in 1 and language of the notice in 1.")


def test_old_consent_is_not_stale_while_the_window_holds_it(records: Records) -> None:
    """Consent is given once: half a year without a new one is no gap in the log, a year and a half is."""
    chose(records, "a", f"1,a,consent,given,2025-11-20,{WHOLE}")
    assert says(records, COMPLETE)[0] == "compliant"
    assert says(records, {**COMPLETE, "window": "90d"})[0] == "not_assessed (stale)"


def test_a_clean_snapshot_puts_an_older_one_right(records: Records) -> None:
    """Rule 8: somebody who had withdrawn is a breach in the newest snapshot; the next one without them is none."""
    assert says(records, WITHDRAWN)[0] == "not_assessed (no_data)"
    took(records, 10, "a", "b")
    assert says(records, WITHDRAWN)[0] == "not_assessed (no_data)"
    chose(records, "a", f"1,a,consent,given,2026-01-05,{WHOLE}", "2,a,consent,withdrawn,2026-05-06,train,,,,")

    status, words = says(records, WITHDRAWN)
    assert (status, words.measured and (words.measured["value"], words.measured["n"])) == ("non_compliant", (1.0, 2))
    assert words.reason.startswith(
        "1 record of people who had withdrawn their consent among 2 in the training snapshot of 10 May 2026; at most 0."
    )
    took(records, 15, "b", "c")
    assert says(records, WITHDRAWN)[0] == "compliant"
    assert says(records, {**WITHDRAWN, "window": "30d"})[0] == "non_compliant"


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ([{"lawful_basis": "consent"}], "names no ground for the training data but consent (see PRV-05)"),
        (
            [{"lawful_basis": "consent"}, {"lawful_basis": "contract"}],
            "names another ground for training data (contract",
        ),
        ([{"provenance": "the shop"}], "Which ground carries the training data is not recorded"),
        (None, "Which ground carries the training data is not recorded"),
    ],
)
def test_a_withdrawal_asks_for_erasure_where_no_other_ground_is(
    records: Records, sources: list[dict[str, str]] | None, said: str
) -> None:
    """Rule 8: what must be erased is said as far as the registry can tell, with the clause that asks for the ground."""
    took(records, 10, "a")
    chose(records, "a", "2,a,consent,withdrawn,2026-05-06,train,,,,")
    fields = {} if sources is None else {"training_sources": sources}

    reason = says(records, WITHDRAWN, **fields)[1].reason
    assert said in reason
    assert "must be erased (GDPR 17(1)(b))" in reason


def test_without_any_log_there_is_no_data() -> None:
    """A registry alone, as `check` reads it from a file, leaves both clauses without data and breaks nothing."""
    for check in (COMPLETE, WITHDRAWN):
        found = assess(charter(clause(check)), build_facts(registry(case()), TODAY), TODAY)
        assert found.use_cases.says(0, 0)[0].value == "not_assessed"
