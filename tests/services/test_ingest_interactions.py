"""An interaction log goes the road of decision logs: batches, counts, quarantine, retraction; rows are read once."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_counting import count_interactions
from dashboard.adapters.event_store import interaction_counts
from dashboard.adapters.visible import BatchFile
from dashboard.domain.actors import SYSTEM, Actor
from dashboard.domain.event_mapping import InteractionMapping
from dashboard.domain.registry import UseCase
from dashboard.errors import BatchOverlaps, DecisionLogInvalid
from dashboard.services import ingest
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.stored_facts import read_practice
from tests.conftest import ONE_STORE

HEADER = (
    "interaction_id,subject_key,channel,started_at,ai_involved,disclosure_shown,handoff_requested_at,human_joined_at,"
    "resolved,complaint_flag,in_opening_hours,language\n"
)
MAY = (
    "1,s1,chat,2026-05-01T09:00:00Z,auto,yes,,,yes,no,yes,de\n"
    "2,s1,chat,2026-05-01T10:00:00Z,auto,no,2026-05-01T10:02:00Z,2026-05-01T10:03:00Z,no,yes,yes,tr\n"
    "3,s2,voice,2026-05-02T10:00:00Z,auto,,2026-05-02T10:01:00Z,,no,,,\n"
    "4,s3,voice,2026-05-02T11:00:00Z,none,,,,yes,no,no,de\n"
)
BAD: dict[str, tuple[str, str, str]] = {
    "future": ("9,s,chat,2999-01-01T00:00:00Z,auto,,,,,,,\n", "started_at", "a time from 1980-01-01 to"),
    "no time": ("9,s,chat,soon,auto,,,,,,,\n", "started_at", "such as 2026-11-23T09:30:00Z"),
    "not a way to be involved": ("9,s,chat,2026-05-01,robot,,,,,,,\n", "ai_involved", "one of auto, assist, none"),
    "involvement left blank": ("9,s,chat,2026-05-01,,,,,,,,\n", "ai_involved", "one of auto, assist, none"),
    "no channel": ("9,s,,2026-05-01,auto,,,,,,,\n", "channel", "a channel"),
    "no id": (",s,chat,2026-05-01,auto,,,,,,,\n", "interaction_id", "an id"),
    "joined before it began": (
        "9,s,chat,2026-05-02T10:00:00Z,auto,,,2026-05-02T09:00:00Z,,,,\n", "human_joined_at", "not before started_at",
    ),
    "joined before asked": (
        "9,s,chat,2026-05-02T10:00:00Z,auto,,2026-05-02T10:05:00Z,2026-05-02T10:04:00Z,,,,\n", "human_joined_at",
        "not before started_at or handoff_requested_at",
    ),
    "a flag that is neither": ("9,s,chat,2026-05-01,auto,perhaps,,,,,,\n", "disclosure_shown", "one of 1, true, yes"),
    "the same id again": ("1,s,chat,2026-05-01,auto,,,,,,,\n", "interaction_id", "an id that is not stored already"),
}  # fmt: skip


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """A store with one use case."""
    register_use_case(sqlite_database, RegisterUseCase(UseCase(id="bot", title="Bot", lifecycle="live")), SYSTEM)
    return sqlite_database


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DecisionStore:
    """An empty store; the test's folder may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return DecisionStore(tmp_path / "decisions")


def write(folder: Path, name: str, rows: str, header: str = HEADER) -> Path:
    """A log file."""
    path = folder / name
    path.write_text(header + rows, encoding="utf-8")
    return path


def take(  # who, where and how
    database: Database,
    store: DecisionStore,
    file: Path,
    mode: ingest.Mode = "new",
    mapping: InteractionMapping | None = None,
) -> ingest.FileReport:
    """Ingest one file for the use case."""
    command = ingest.IngestInteractions("bot", [file], mapping, mode)
    return ingest.ingest_interactions(database, store, command, SYSTEM).files[0]


def counted(database: Database, store: DecisionStore, attribute: str = "") -> dict[tuple[str, str], tuple[int, ...]]:
    """(rate, group) to yes, unknown and n over all days and channels."""
    counts = interaction_counts(database, store)
    counts = counts[counts["attribute"] == attribute]
    found: Counter[tuple[str, str, str]] = Counter()
    for row in counts.to_dict("records"):
        for name in ("yes", "unknown", "n"):
            found[row["rate"], row["group"], name] += int(row[name])
    return {key[:2]: tuple(found[*key[:2], name] for name in ("yes", "unknown", "n")) for key in found}


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


def test_stored_days_are_refused_added_or_replaced(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """An overlap is named; `add` keeps both, `replace` lets the newer file alone speak for its days."""
    take(database, store, write(tmp_path, "may.csv", MAY))
    other = "5,s4,chat,2026-05-01T12:00:00Z,auto,yes,,,,,,de\n"

    with pytest.raises(BatchOverlaps, match=r"days that are stored already: may\.csv"):
        take(database, store, write(tmp_path, "b.csv", other))
    take(database, store, write(tmp_path, "b.csv", other), "add")
    assert counted(database, store)["disclosure_shown", ""] == (2, 1, 4)
    take(database, store, write(tmp_path, "c.csv", other.replace("5,", "6,").replace(",yes", ",no")), "replace")
    assert counted(database, store)["disclosure_shown", ""] == (0, 1, 2)


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


@pytest.mark.parametrize("case", BAD)
def test_a_row_that_does_not_fit_is_set_apart(
    database: Database, store: DecisionStore, tmp_path: Path, case: str
) -> None:
    """The quarantine file names row, field, what was found and what was expected; the others count."""
    row, field, expected = BAD[case]
    report = take(database, store, write(tmp_path, "may.csv", MAY + row))

    assert (report.rows_stored, report.rows_quarantined) == (4, 1)
    assert report.quarantine is not None
    with report.quarantine.open(encoding="utf-8", newline="") as file:
        [apart] = list(csv.DictReader(file))
    assert (apart["row"], apart["field"]) == ("5", field)
    assert expected in apart["expected"]


def test_missing_columns_are_named(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """A log that cannot say when, where or whether AI spoke is refused whole."""
    with pytest.raises(DecisionLogInvalid) as refused:
        take(database, store, write(tmp_path, "a.csv", "1,x\n", "interaction_id,language\n"))

    said = str(refused.value)
    assert all(f"expected a column '{name}'" in said for name in ("started_at", "channel", "ai_involved"))


def test_a_log_without_rows_stores_nothing(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """A header and nothing else is no error and no batch."""
    version = database.data_version()

    assert take(database, store, write(tmp_path, "empty.csv", "")).outcome == "no interactions"
    assert database.data_version() == version


def test_times_without_a_zone_are_in_the_mappings(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Half past midnight in Berlin is still the day before in UTC, and the report counts such times."""
    mapping = InteractionMapping.model_validate(
        {
            "format": 1, "kind": "interactions", "interaction_id": "id", "started_at": "when",
            "channel": {"constant": "chat"}, "ai_involved": {"constant": "auto"}, "time_zone": "Europe/Berlin",
        }
    )  # fmt: skip
    report = take(database, store, write(tmp_path, "z.csv", "1,2026-05-02 00:30:00\n", "id,when\n"), mapping=mapping)

    assert (report.first_day, report.unzoned, report.zone) == (date(2026, 5, 1), 1, "Europe/Berlin")


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
