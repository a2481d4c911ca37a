"""Contacts after an opt-out equal counting them by brute force, over random histories."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters.contacts import contacts_after_opt_out
from dashboard.adapters.visible import BatchFile
from tests.conftest import ONE_STORE

START = datetime(2026, 5, 1)  # noqa: DTZ001  # UTC by definition
HOURS = st.integers(0, 30)
EVENTS = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.sampled_from(["given", "renewed", "withdrawn", "objected", "refused", "expired"]),
        HOURS, HOURS, st.sampled_from(["chat", "voice", None]), st.sampled_from(["p", "q", None]),
        st.sampled_from(["consent", "preference"]),
    ),
    max_size=12,
)  # fmt: skip
TALKED = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", None]), st.sampled_from(["chat", "voice"]), HOURS, st.sampled_from(["auto", "none"])
    ),
    min_size=1,
    max_size=8,
)


def stored(folder: Path, kind: str, columns: dict[str, list[Any]]) -> BatchFile:
    """A batch as the store would hold it."""
    path = folder / f"{kind}.parquet"
    times = {name: pa.timestamp("us") for name in columns if name.endswith(("_at", "_time"))}
    flags = {"handoff_requested", "human_joined", "disclosure_shown", "resolved", "complaint", "in_opening_hours"}
    arrays = {
        name: pa.array(
            values, times.get(name) or (pa.bool_() if name in flags else None if name == "row" else pa.string())
        )
        for name, values in columns.items()
    }
    pq.write_table(pa.table(arrays), path)
    days = START.date(), START.date() + timedelta(days=9)
    return BatchFile(kind, kind, path, "", (), (), *days, replaces=False, order=0)


def by_hand(events: list[Any], talks: list[Any]) -> dict[str, float]:
    """The rules, one event after the other."""
    found: dict[str, float] = {}
    for number, (subject, channel, hour, ai) in enumerate(talks):
        if ai == "none" or subject is None:
            continue
        states: dict[Any, float | None] = {}
        for who, kind, at, _, where, purpose, ledger in sorted(events, key=by_time):
            if who != subject or at > hour or where not in (None, channel) or kind == "expired":
                continue
            out = kind in ("withdrawn", "objected", "refused")
            before = states.get((purpose, ledger))
            states[purpose, ledger] = (at if before is None else before) if out else None
        held = [hour - since for since in states.values() if since is not None]
        if held:
            found[str(number)] = float(max(held))
    return found


def by_time(event: Any) -> Any:
    """When it happened, when it was recorded, and no after yes."""
    return event[2], event[3], event[1] in ("withdrawn", "objected", "refused")


@settings(max_examples=25, suppress_health_check=ONE_STORE)
@given(events=EVENTS, talks=TALKED)
def test_the_join_equals_brute_force(tmp_path: Path, events: list[Any], talks: list[Any]) -> None:
    """For any history, with late, repeated and unordered events, the join finds what the rules say by hand."""
    columns = list(zip(*events, strict=True)) or [()] * 7
    history = stored(tmp_path, "consent", {
        "event_id": [str(n) for n in range(len(events))], "subject_key": list(columns[0]),
        "event_type": list(columns[1]), "event_time": [START + timedelta(hours=hour) for hour in columns[2]],
        "recorded_at": [START + timedelta(hours=hour) for hour in columns[3]], "channel": list(columns[4]),
        "purpose_id": list(columns[5]), "ledger": list(columns[6]),
    })  # fmt: skip
    subjects, channels, hours, involved = zip(*talks, strict=True)
    nothing = [None] * len(talks)
    unused = dict.fromkeys(("handoff_requested_at", "human_joined_at", "handoff_requested", "human_joined"), nothing)
    unused |= dict.fromkeys(("disclosure_shown", "resolved", "complaint", "in_opening_hours"), nothing)
    log = stored(tmp_path, "interactions", {
        "interaction_id": [str(n) for n in range(len(talks))], "subject_key": list(subjects), "channel": list(channels),
        "started_at": [START + timedelta(hours=hour) for hour in hours], "ai_involved": list(involved),
        "row": list(range(len(talks))), **unused,
    })  # fmt: skip

    found = contacts_after_opt_out([log, replace(history, order=1)], "u").to_pylist()
    assert {row["interaction_id"]: row["hours"] for row in found} == by_hand(events, talks)
