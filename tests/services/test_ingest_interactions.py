"""An interaction log goes the road of decision logs: batches, counts, quarantine, retraction; rows are read once."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_counting import count_interactions
from dashboard.adapters.visible import BatchFile
from dashboard.domain.actors import SYSTEM, Actor
from dashboard.services import ingest
from dashboard.services.stored_facts import read_practice
from tests.conftest import ONE_STORE
from tests.services.talked import MAY, counted, database, store, take, write

__all__ = ["database", "store"]  # fixtures


def test_a_log_becomes_counts(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """What the rates are made of is what the file says, counted by hand; a blank is unknown and never a yes."""
    report = take(database, store, write(tmp_path, "may.csv", MAY))

    assert (report.outcome, report.rows_stored, report.first_day) == ("imported", 4, date(2026, 5, 1))
    assert counted(database, store) == {
        ("disclosure_shown", ""): (1, 1, 3),
        ("handoff_connected", ""): (1, 0, 2),
        ("handoff_connected@opening_hours", ""): (1, 1, 2),
        ("handed_off", ""): (1, 0, 3),
        ("resolved", ""): (1, 0, 3),
        ("ai_complaint", ""): (1, 1, 3),
        ("customer_known", ""): (3, 0, 3),
        ("emotion_notice_shown", ""): (0, 3, 3),
        ("persuasive_offer_to_vulnerable_customer", ""): (0, 3, 3),
    }
    by_language = counted(database, store, "language")
    assert by_language["disclosure_shown", "(not recorded)"] == (0, 1, 1)
    assert by_language["resolved", "tr"] == (0, 0, 1)
    assert verify_chain(database) == ()


def test_what_nobody_logs_stays_unknown(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """A log without columns for disclosure or hand-off says nothing about them, instead of no."""
    header = "interaction_id,channel,started_at,ai_involved\n"
    take(database, store, write(tmp_path, "bare.csv", "1,chat,2026-05-01,auto\n", header))

    found = counted(database, store)
    assert found["disclosure_shown", ""] == found["handed_off", ""] == (0, 1, 1)
    assert not any(rate.startswith("handoff_connected") for rate, _ in found)


def test_an_offer_to_a_vulnerable_customer_takes_both_flags(
    database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Both yes is one; one no rules it out whatever the other is; anything else is unknown."""
    header = "interaction_id,channel,started_at,ai_involved,emotion_notice_shown,vulnerable,persuasive_offer\n"
    flags = ["yes,yes", "yes,no", "no,", ",no", "yes,", ","]
    rows = "".join(f"{n},chat,2026-05-01,auto,{'yes' if n else ''},{both}\n" for n, both in enumerate(flags))
    take(database, store, write(tmp_path, "offers.csv", rows, header))

    found = counted(database, store)
    assert found["persuasive_offer_to_vulnerable_customer", ""] == (1, 2, 6)
    assert found["emotion_notice_shown", ""] == (5, 1, 6)


def test_batches_from_before_a_column_existed_still_count(
    database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """A stored file without today's optional columns says nothing about them, and everything else as before."""
    report = take(database, store, write(tmp_path, "may.csv", MAY))
    [batch] = [one for one in ingest.stored_batches(database) if one.id == report.batch]
    old = tmp_path / "old.parquet"
    newer = ("emotion_notice_shown", "vulnerable", "persuasive_offer")
    pq.write_table(pq.read_table(store.root / batch.path).drop_columns(list(newer)), old)
    file = replace(batch.file(store.root), path=old)

    rows = count_interactions([file], "bot").table.to_pylist()

    assert sum(row["yes"] for row in rows if row["rate"] == "disclosure_shown" and not row["attribute"]) == 1
    assert {row["yes"] for row in rows if row["rate"] == "emotion_notice_shown"} == {0}


def test_the_same_file_twice_is_imported_once(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """The same bytes change nothing, whatever the file is called."""
    take(database, store, write(tmp_path, "may.csv", MAY))
    version = database.data_version()

    assert take(database, store, write(tmp_path, "copy.csv", MAY)).outcome == "already imported"
    assert database.data_version() == version


def test_a_retracted_batch_counts_no_more(
    database: Database, store: DecisionStore, officer: Actor, tmp_path: Path
) -> None:
    """Retraction takes interactions back and leaves the decisions of the same use case alone."""
    log = write(tmp_path, "d.csv", "1,2026-05-01,1\n", "decision_id,decided_at,selected\n")
    ingest.ingest_decisions(database, store, ingest.IngestDecisions("bot", [log]), SYSTEM)
    report = take(database, store, write(tmp_path, "may.csv", MAY))

    ingest.retract_batch(database, store, ingest.RetractBatch(str(report.batch), "wrong file"), officer)

    assert counted(database, store) == {}
    assert [batch.kind for batch in ingest.stored_batches(database) if batch.retracted_seq is None] == ["decisions"]
    assert ingest.rebuild_counts(database, store, ingest.RebuildCounts(), SYSTEM).equal == {"bot": True}


def test_an_assessment_reads_the_counts(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """What was ingested reaches the facts of a day, and only what had happened by then."""
    take(database, store, write(tmp_path, "may.csv", MAY))
    series = read_practice(database, store).windows.interactions
    assert series is not None

    first, second = (series.facts(["bot"], date(2026, 5, day)) for day in (1, 2))
    days = date(2026, 4, 1), date(2026, 5, 1)
    assert first.totals("disclosure_shown", *days, 1).tolist() == [[1, 0, 2]]
    assert (first.last_day[0].item(), second.last_day[0].item()) == (date(2026, 5, 1), date(2026, 5, 2))
    channels = second.by_group("disclosure_shown", "channel", date(2026, 5, 1), date(2026, 5, 2))
    assert {name: numbers.tolist() for name, numbers in channels[0].items()} == {"chat": [1, 0, 2], "voice": [0, 1, 1]}


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["auto", "assist", "none"]),
        st.sampled_from(["yes", "no", ""]),
        st.sampled_from(["yes", "no", ""]),
        st.sampled_from(["de", "en", ""]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=12, suppress_health_check=ONE_STORE)
@given(rows=ROWS)
def test_counts_equal_counting_row_by_row(tmp_path: Path, rows: list[tuple[str, str, str, str]]) -> None:
    """For any log the reduction equals a loop over its rows."""
    from dashboard.adapters.draft import Job, last_plausible  # noqa: PLC0415
    from dashboard.adapters.event_writer import write_interactions  # noqa: PLC0415

    lines = [f"{n},s,chat,2026-05-01,{ai},{shown},,,,{sad},,{lang}\n" for n, (ai, shown, sad, lang) in enumerate(rows)]
    draft = write_interactions(write(tmp_path, "x.csv", "".join(lines)), None, Job(tmp_path, last_plausible()))
    days = (draft.first_day, draft.last_day)
    batch = BatchFile("b", "interactions", draft.path, "", ("a_language",), (), *days, replaces=False, order=0)
    wanted = Counter[tuple[str, str]]()
    for ai, shown, sad, lang in rows:
        wanted["disclosure_shown", lang or "(not recorded)"] += (ai == "auto") and shown == "yes"
        wanted["ai_complaint", lang or "(not recorded)"] += (ai != "none") and sad == "yes"
    found = Counter[tuple[str, str]]()
    for row in count_interactions([batch], "bot").table.to_pylist():
        if row["attribute"] == "language" and row["rate"] in ("disclosure_shown", "ai_complaint"):
            found[row["rate"], row["group"]] += row["yes"]
    assert +found == +wanted
