"""Synthetic consent records and training snapshots for the demonstration: the same for the same day of seeding.

Two stories: a telephone script that for three weeks did not say how to withdraw, and a training snapshot that still
held three customers who had withdrawn their consent.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

LANGUAGES = ("de", "en", "tr")
WITHDRAWN_AGO, TAKEN_AGO = 30, 20  # days


@dataclass(frozen=True, slots=True)
class Consents:
    """The consent records of one use case.

    `lacking` records of the last three weeks say not how to withdraw; `withdrawn` customers took theirs back, of whom
    the training snapshot holds `kept` all the same (None: no snapshot).
    """

    use_case: str
    purpose: str
    channels: tuple[str, ...]
    customers: int = 400
    withdrawn: int = 24
    lacking: int = 0
    kept: int | None = None


STORIES = (
    Consents("voiceprint-login", "verification of callers", ("voice",), lacking=11),
    Consents("lead-scoring", "own marketing", ("internal",), customers=300),
    Consents("product-recommender", "training", ("web", "app"), kept=3),
    Consents("chat-translation", "training", ("web",), kept=0),
)


def write_consents(folder: Path, story: Consents, today: date) -> Path:
    """Write the consent history of a use case."""
    path = folder / f"{story.use_case}-records.parquet"
    midnight = datetime.combine(today, datetime.min.time(), UTC)
    given = [_given(story, number, midnight) for number in range(story.customers)]
    back = [_withdrawn(story, number, midnight) for number in range(story.withdrawn)]
    table = pa.Table.from_pylist(given + back)
    pq.write_table(table.set_column(4, "event_time", table["event_time"].cast(pa.timestamp("us", tz="UTC"))), path)
    return path


def write_snapshot_of(folder: Path, story: Consents) -> Path:
    """Write the subjects of its training snapshot: all who agreed, but not all who left are gone."""
    path = folder / f"{story.use_case}-snapshot.parquet"
    gone = set(range(story.kept or 0, story.withdrawn))
    subjects = [_name(number) for number in range(story.customers) if number not in gone]
    pq.write_table(pa.table({"subject_key": subjects}), path)
    return path


def _name(number: int) -> str:
    return f"customer-{number * 7}"


def _given(story: Consents, number: int, midnight: datetime) -> dict[str, Any]:
    """Spread over eleven months; the youngest records are those of the last three weeks."""
    ago = 330 - number * 328 / story.customers
    lacks = number >= story.customers - story.lacking
    return _row(story, number, "given", midnight - timedelta(days=ago)) | {
        "notice_version": "2" if ago < 58 else "1", "language": LANGUAGES[number % len(LANGUAGES)],
        "method": "said on the telephone" if story.channels == ("voice",) else "box that nobody had ticked for them",
        "withdrawal": None if lacks else "say stop, or Privacy in the account", "legal_basis": "consent",
    }  # fmt: skip


def _withdrawn(story: Consents, number: int, midnight: datetime) -> dict[str, Any]:
    blank = dict.fromkeys(("notice_version", "language", "method", "withdrawal", "legal_basis"))
    when = midnight - timedelta(days=WITHDRAWN_AGO, hours=number)
    return _row(story, number, "withdrawn", when) | blank | {"effective_at": when + timedelta(minutes=10)}


def _row(story: Consents, number: int, kind: str, when: datetime) -> dict[str, Any]:
    return {
        "event_id": f"{story.use_case}-{kind}-{number}", "subject_key": _name(number), "ledger": "consent",
        "event_type": kind, "event_time": when, "purpose_id": story.purpose,
        "channel": story.channels[number % len(story.channels)], "source_system": "preference centre",
        "effective_at": when,
    }  # fmt: skip
