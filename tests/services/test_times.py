"""Times become histograms on the road of the logs: counted as by hand, with never and unknown kept apart."""

import math
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.draft import Job, last_plausible
from dashboard.adapters.event_store import slowest, times
from dashboard.adapters.event_writer import write_consent, write_interactions
from dashboard.adapters.repository import table
from dashboard.adapters.tables import EventCountRow
from dashboard.adapters.time_counting import count_times
from dashboard.adapters.visible import BatchFile
from dashboard.domain.actors import SYSTEM, Actor
from dashboard.domain.amounts import rounded_up
from dashboard.services import ingest
from tests.conftest import ONE_STORE
from tests.services.waited import counted, database, store, write

__all__ = ["database", "store"]  # fixtures

TALKS = (
    "interaction_id,subject_key,channel,started_at,ai_involved,handoff_requested_at,human_joined_at,in_opening_hours,"
    "served_at,language\n"
)
MAY = (
    "1,a,chat,2026-05-12T10:00:00Z,auto,2026-05-12T10:00:00Z,2026-05-12T10:03:00.1Z,yes,2026-05-12T10:00:00Z,de\n"
    "2,b,chat,2026-05-12T10:00:00Z,none,2026-05-12T10:00:00Z,,yes,2026-05-12T10:11:07Z,de\n"
    "3,,voice,2026-05-12T10:00:00Z,auto,2026-05-12T10:00:00Z,2026-05-12T10:00:10Z,,,en\n"
)
EVENTS = "event_id,subject_key,ledger,event_type,event_time,recorded_at,effective_at,channel\n"

NEVER = math.inf


def taken(database: Database, store: DecisionStore, folder: Path, rows: str = MAY) -> ingest.FileReport:
    """Ingest interactions of `bot`."""
    command = ingest.IngestInteractions("bot", [write(folder, "talks.csv", TALKS + rows)])
    return ingest.ingest_interactions(database, store, command, SYSTEM).files[0]


def test_times_are_counted_as_by_hand(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Three minutes and a tenth are more than three minutes; who was never served or joined waited without end."""
    taken(database, store, tmp_path)

    assert counted(database, store, "waiting_time") == {("chat", 1): 1, ("chat", 675): 1, ("voice", NEVER): 1}
    assert counted(database, store, "handoff_wait") == {("chat", 185): 1, ("chat", NEVER): 1, ("voice", 10): 1}
    in_hours = counted(database, store, "handoff_wait@opening_hours")
    assert in_hours == {("chat", 185): 1, ("chat", NEVER): 1, ("voice", None): 1}
    by_language = counted(database, store, "handoff_wait", "language")
    assert by_language == {("de", 185): 1, ("de", NEVER): 1, ("en", 10): 1}
    slow = slowest(database, store, "bot")
    assert set(slow[slow["measure"] == "waiting_time"]["value"]) == {0, 667, NEVER}


def test_what_a_log_does_not_hold_is_unknown(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Without a column for when customers were served nobody waited a known time; without hand-offs there are none."""
    bare = "interaction_id,channel,started_at,ai_involved\n1,chat,2026-05-01,auto\n"
    command = ingest.IngestInteractions("bot", [write(tmp_path, "bare.csv", bare)])
    ingest.ingest_interactions(database, store, command, SYSTEM)

    assert counted(database, store, "waiting_time") == {("chat", None): 1}
    assert not counted(database, store, "handoff_wait")


def test_a_wait_below_nothing_is_set_apart(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Served half an hour before it began, because a clock ran in another zone: the row is set apart, and says why."""
    wrong = "4,d,chat,2026-05-12T10:00:00Z,auto,,,yes,2026-05-12T11:30:00+02:00,de\n"
    report = taken(database, store, tmp_path, MAY + wrong)

    assert (report.rows_stored, report.rows_quarantined) == (3, 1)
    assert report.quarantine is not None
    assert "not before started_at" in report.quarantine.read_text(encoding="utf-8")


def test_repeated_and_missing_rows_count_no_wait(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """The same conversation twice waits once; a log without rows changes nothing."""
    assert taken(database, store, tmp_path, MAY + MAY.splitlines()[0] + "\n").rows_quarantined == 1
    assert sum(counted(database, store, "waiting_time").values()) == 3
    version = database.data_version()
    assert taken(database, store, tmp_path, "").outcome == "no interactions"
    assert database.data_version() == version


def test_an_opt_out_travels_from_its_record_to_the_last_system(
    database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """From the record, not from the event; an effect that nobody recorded is unknown; a yes is no opt-out."""
    rows = (
        "1,a,preference,objected,2026-05-09T00:00:00Z,2026-05-10T00:00:00Z,2026-05-10T00:42:00Z,chat\n"
        "2,b,consent,withdrawn,2026-05-10T00:00:00Z,,,\n"
        "3,c,consent,given,2026-05-10T00:00:00Z,,2026-05-10T01:00:00Z,\n"
    )
    command = ingest.IngestConsent("bot", [write(tmp_path, "events.csv", EVENTS + rows)])
    ingest.ingest_consent(database, store, command, SYSTEM)

    found = counted(database, store, "opt_out_to_effective")
    assert found == {("chat", 2520): 1, ("every channel", None): 1}
    assert slowest(database, store, "bot")["id"].tolist() == ["1", "2"]
    assert times(database, store)["day"].dt.date.unique().tolist() == [date(2026, 5, 10)]


def test_retraction_and_rebuild_speak_of_times_too(
    database: Database, store: DecisionStore, officer: Actor, tmp_path: Path
) -> None:
    """Counts of times that went missing are counted again from the batches; a retracted batch leaves none."""
    report = taken(database, store, tmp_path)
    assert ingest.rebuild_counts(database, store, ingest.RebuildCounts(), SYSTEM).equal == {"bot": True}
    rows, before = table(EventCountRow), counted(database, store, "waiting_time")
    with database.write(SYSTEM, "lost") as tx:
        tx.append("counts.changed", "count_set", "bot", {})
        tx.connection.execute(delete(rows).where(rows.c.kind == "times"))
    assert not counted(database, store, "waiting_time")

    assert ingest.rebuild_counts(database, store, ingest.RebuildCounts("bot"), SYSTEM).equal == {"bot": False}
    assert counted(database, store, "waiting_time") == before
    ingest.retract_batch(database, store, ingest.RetractBatch(str(report.batch), "wrong"), officer)
    assert times(database, store).empty


START = datetime(2026, 5, 1)  # noqa: DTZ001  # UTC by definition
WAITS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", ""]), st.sampled_from(["chat", "voice"]), st.integers(0, 9),
        st.one_of(st.none(), st.integers(0, 90_000)),
    ),
    min_size=1, max_size=10,
)  # fmt: skip
SAID = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["given", "objected"]), st.integers(0, 9),
              st.sampled_from(["chat", ""])),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=15, suppress_health_check=ONE_STORE)
@given(talks=WAITS, events=SAID)
@example(
    talks=[("a", "chat", 0, None), ("b", "voice", 6, None)],
    events=[("a", "objected", 6, ""), ("b", "objected", 2, "chat")],
)
def test_waits_equal_counting_row_by_row(tmp_path: Path, talks: list[Any], events: list[Any]) -> None:
    """For any log and history: every wait on the grid, and the same of customers whose opt-out held just then."""
    lines, said = [], []
    for number, (who, channel, hour, wait) in enumerate(talks):
        start = START + timedelta(hours=hour)
        end = "" if wait is None else (start + timedelta(seconds=wait)).isoformat()
        lines.append(f"{number},{who},{channel},{start.isoformat()},none,,,,{end},\n")
    for number, (who, kind, hour, channel) in enumerate(events):
        said.append(f"{number},{who},preference,{kind},{(START + timedelta(hours=hour)).isoformat()},,,{channel}\n")
    batches = drafts(tmp_path, TALKS + "".join(lines), EVENTS + "".join(said))

    wanted: Counter[Any] = Counter()
    for who, channel, hour, wait in talks:
        value = NEVER if wait is None else rounded_up(wait)
        wanted["", channel, value] += 1
        wanted["opted_out", channel, value] += left(events, who, channel, hour)
    found: Counter[Any] = Counter()
    for row in count_times(batches, "u").table.to_pylist():
        if row["measure"] == "waiting_time" and row["attribute"] != "language":
            found[row["attribute"], row["channel"], row["value"]] += row["n"]
    assert +found == +wanted


def left(events: list[Any], who: str, channel: str, hour: int) -> bool:
    """Whether the last word of a customer about a channel, up to an hour, was no; of a yes and a no at once, the no."""
    words = [(at, kind == "objected") for name, kind, at, where in events
             if name == who and at <= hour and where in ("", channel)]  # fmt: skip
    return bool(words) and max(words)[1]


def drafts(folder: Path, talks: str, events: str) -> list[BatchFile]:
    """Both logs as batches."""
    found = []
    for order, (kind, text, make) in enumerate(
        [("interactions", talks, write_interactions), ("consent", events, write_consent)]
    ):
        work = folder / kind
        work.mkdir(exist_ok=True)
        draft = make(write(folder, f"{kind}.csv", text), None, Job(work, last_plausible()))  # type: ignore[operator]
        names = ("a_language",) if kind == "interactions" else ()
        days = (draft.first_day, draft.last_day)
        found.append(BatchFile(kind, kind, draft.path, "", names, (), *days, replaces=False, order=order))
    return found
