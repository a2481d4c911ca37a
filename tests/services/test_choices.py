"""What customers have chosen, by channel and day; records that prove it; people in training snapshots."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from dashboard.adapters import event_store
from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM
from dashboard.errors import InputRejected
from dashboard.services import ingest
from dashboard.services.snapshots import IngestSnapshot, ingest_snapshot
from tests.consenting import MAPPINGS, Records, texts

HEADER = "event_id,subject_key,ledger,event_type,event_time,channel,purpose_id,valid_until,identity_links\n"
TALKS = "interaction_id,subject_key,channel,started_at,ai_involved\n"
NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)


@pytest.fixture
def records(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Records:
    """Where files are taken in."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", f"{tmp_path}:{MAPPINGS}")
    return Records(sqlite_database, tmp_path)


def talked(records: Records, *rows: str) -> None:
    """Take in conversations: `id,subject,channel,time,ai`."""
    asked = ingest.IngestInteractions("u", [records.write("talks.csv", TALKS + "\n".join(rows))])
    ingest.ingest_interactions(records.database, records.store, asked, SYSTEM)


def chose(records: Records, *rows: str, name: str = "events.csv") -> None:
    """Take in events: `id,subject,ledger,type,time,channel,purpose,until,links`."""
    records.take(records.write(name, HEADER + "\n".join(rows)))


def states(records: Records, day: str, ledger: str = "consent") -> dict[tuple[str, str], int]:
    """Channel and state -> customers on a day."""
    found = event_store.choices(records.database, records.store)
    found = found[(found["day"] <= pd.Timestamp(day)) & (found["ledger"] == ledger)]
    sums = found.groupby(["channel", "state"])["customers"].sum()
    return {(str(place), str(state)): int(n) for (place, state), n in sums.items() if n}


def test_the_last_choice_counts_by_channel_and_ledger(records: Records) -> None:
    """Rules 1 and 7: the last event of each channel wins, one without a channel reaches all, ledgers never mix."""
    talked(records, "1,a,chat,2026-05-01,auto", "2,b,voice,2026-05-02,auto")
    chose(
        records, "1,a,consent,given,2026-05-01,chat,,,", "2,a,consent,withdrawn,2026-05-10,,,,",
        "3,b,consent,given,2026-05-03,voice,,,", "4,b,preference,objected,2026-05-04,voice,,,",
        "5,c,consent,given,2026-05-05,chat,,,", "6,c,consent,unknown,2026-05-06,chat,,,",
    )  # fmt: skip

    assert states(records, "2026-05-05") == {("chat", "in"): 2, ("voice", "in"): 1}
    assert states(records, "2026-05-20") == {
        ("chat", "out"): 1, ("voice", "out"): 1, ("voice", "in"): 1, ("chat", "lapsed"): 1,
    }  # fmt: skip
    assert states(records, "2026-05-20", "preference") == {("voice", "out"): 1}
    assert states(records, "2026-05-20", "") == {("chat", "known"): 2, ("voice", "known"): 2}


def test_what_runs_out_is_no_consent_and_an_opt_out_never_runs_out(records: Records) -> None:
    """A passed end reads as no from its day on; unknown and expired leave an opt-out as it is."""
    chose(
        records, "1,a,consent,given,2026-05-01,chat,,2026-05-10T00:00:00Z,", "2,b,consent,withdrawn,2026-05-01,chat,,,",
        "3,b,consent,expired,2026-05-05,chat,,,", "4,b,consent,unknown,2026-05-06,chat,,,",
    )  # fmt: skip

    assert states(records, "2026-05-09") == {("chat", "in"): 1, ("chat", "out"): 1}
    assert states(records, "2026-05-10") == {("chat", "lapsed"): 1, ("chat", "out"): 1}


def test_linked_identities_are_one_person(records: Records) -> None:
    """Rule 6: an opt-out under one pseudonym holds for the others that are linked to it; the rest is a shown rate."""
    talked(records, "1,cookie-7,chat,2026-05-12,auto", "2,z,chat,2026-05-12,auto")
    chose(
        records, "1,a,preference,objected,2026-05-10,chat,,,cookie-7; cookie-8",
        "2,cookie-8,preference,objected,2026-05-11,chat,,,", "3,elsewhere,preference,objected,2026-05-11,chat,,,",
    )  # fmt: skip

    assert event_store.contacts(records.database, records.store)["interaction_id"].tolist() == ["1"]
    assert states(records, "2026-05-20", "preference") == {("chat", "out"): 2}
    assert event_store.about(records.database, event_store.CHOICE_KIND, "u") == {"customers": 2, "met": 1}


def test_records_are_complete_only_with_every_field(records: Records) -> None:
    """Only records of a consent that was given are asked; a field that is missing is counted by its name."""
    header = "event_id,subject_key,ledger,event_type,event_time,purpose_id,notice_version,language,method,withdrawal\n"
    rows = [
        "1,a,consent,given,2026-05-01,train,v2,en,web form,link in every mail",
        "2,b,consent,renewed,2026-05-01,train,v2,,web form,link in every mail",
        "3,c,consent,given,2026-05-02,train,,,web form,",
        "4,d,consent,withdrawn,2026-05-02,,,,,", "5,e,preference,given,2026-05-02,,,,,",
    ]  # fmt: skip
    records.take(records.write("e.csv", header + "\n".join(rows)))
    found = event_store.record_counts(records.database, records.store)
    sums = found.groupby(["attribute", "group"])[["yes", "n"]].sum()

    assert {str(group): tuple(row) for (_, group), row in zip(sums.index, sums.to_numpy().tolist(), strict=True)} == {
        "": (1, 3), "who": (3, 3), "when": (3, 3), "notice version": (2, 3), "language of the notice": (1, 3),
        "purpose": (3, 3), "how it was given": (3, 3), "how to withdraw": (2, 3),
    }  # fmt: skip


def took(records: Records, *subjects: str, name: str = "snapshot.csv", purpose: str | None = None) -> None:
    """Take in a snapshot of noon on 20 May 2026."""
    path = records.write(name, "subject_key,text\n" + "".join(f"{one},secret words\n" for one in subjects))
    asked = IngestSnapshot("u", path, NOON, purpose=purpose)
    ingest_snapshot(records.database, records.store, asked, SYSTEM)


def pairs(records: Records) -> list[tuple[object, ...]]:
    """Record, event and hours of each pair."""
    return texts(event_store.snapshots(records.database, records.store)[0], "record_id", "event_id", "hours")


def test_who_had_withdrawn_is_found_in_a_snapshot(records: Records) -> None:
    """Rule 8: withdrawn before the snapshot counts, afterwards not; given again is fine; an objection is none."""
    chose(
        records, "1,a,consent,withdrawn,2026-05-20T02:00:00Z,,,,", "2,b,consent,withdrawn,2026-05-20T13:00:00Z,,,,",
        "3,c,consent,withdrawn,2026-05-01,,,,", "4,c,consent,given,2026-05-02,,,,",
        "5,d,preference,objected,2026-05-01,,,,", "6,e,consent,refused,2026-05-01,,,,",
        "7,f,consent,withdrawn,2026-05-01,,marketing,,",
    )  # fmt: skip
    took(records, "a", "a", "b", "c", "d", "e", "f", "nobody", purpose="training")

    assert pairs(records) == [
        ("snapshot.csv, 2026-05-20, row 1", "1", 10),
        ("snapshot.csv, 2026-05-20, row 2", "1", 10),
    ]
    sizes = event_store.snapshots(records.database, records.store)[1]
    assert texts(sizes, "records", "people", "matched") == [(8, 7, 6)]
    stored = b"".join(path.read_bytes() for path in records.store.root.rglob("*.parquet"))
    assert b"secret words" not in stored


def test_a_withdrawal_that_arrives_late_is_found_in_the_snapshot_before_it(records: Records) -> None:
    """Rule 5: the snapshot is held against the history again with every file; a link to another name counts too."""
    took(records, "cookie-7", "b")
    assert pairs(records) == []
    chose(records, "1,a,consent,withdrawn,2026-05-20T00:00:00Z,,,,cookie-7")

    assert pairs(records) == [("snapshot.csv, 2026-05-20, row 1", "1", 12)]
    rebuilt = ingest.rebuild_counts(records.database, records.store, ingest.RebuildCounts(), SYSTEM)
    assert rebuilt.equal == {"u": True}


def test_a_snapshot_of_the_future_is_refused(records: Records) -> None:
    """What has not happened cannot have been taken."""
    path = records.write("s.csv", "subject_key\na\n")
    asked = IngestSnapshot("u", path, NOON)
    with pytest.raises(InputRejected, match="A snapshot of the future cannot be"):
        ingest_snapshot(records.database, records.store, replace(asked, taken=datetime(2199, 1, 1)), SYSTEM)  # noqa: DTZ001
