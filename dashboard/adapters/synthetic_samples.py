"""Synthetic reviews of answers for the demonstration: a scan of many for leaks, and fewer that a person read.

One story: replies by e-mail are wrong too often since their last change.
"""

import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

DAYS = 120


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How the answers of one use case turn out; numbers a day, and the share of wrong ones now and before."""

    use_case: str
    channels: tuple[str, ...]
    scanned: int = 115
    read: int = 25
    wrong: float = 0.002
    wrong_lately: float = 0.002
    lately: int = 40


STORIES = (
    Reviewed("support-chatbot", ("web", "app")),
    Reviewed("voicebot", ("voice",)),
    Reviewed("email-replies", ("email",), wrong_lately=0.06),
    Reviewed("agent-assist", ("internal",), wrong_lately=0.012),
    Reviewed("call-summaries", ("internal",)),
)


def write_samples(folder: Path, story: Reviewed, today: date) -> tuple[Path, Path]:
    """Write the scanned and the read answers of one use case, each with the question that was put to them."""
    rng = np.random.default_rng(zlib.crc32(f"{story.use_case} samples".encode()))
    scan, read = (folder / f"{story.use_case}-{name}.parquet" for name in ("scan", "read"))
    n = story.scanned * DAYS
    scanned = _drawn(story, rng, today, story.scanned, "scan")
    pq.write_table(pa.table(scanned | {"personal_data_leaked": np.zeros(n, bool)}), scan)
    ago = DAYS - np.arange(story.read * DAYS) // story.read
    wrong = rng.random(story.read * DAYS) < np.where(ago <= story.lately, story.wrong_lately, story.wrong)
    told = {"wrong_or_harmful": wrong, "reviewer_role": ["quality reviewer"] * len(wrong)}
    pq.write_table(pa.table(_drawn(story, rng, today, story.read, "read") | told), read)
    return scan, read


def _drawn(story: Reviewed, rng: np.random.Generator, today: date, per_day: int, prefix: str) -> dict[str, Any]:
    days = [today - timedelta(days=DAYS - place // per_day) for place in range(per_day * DAYS)]
    return {
        "sample_id": [f"{story.use_case}-{prefix}-{place}" for place in range(len(days))],
        "answered_at": list(days),
        "channel": list(rng.choice(story.channels, len(days))),
        "language": list(rng.choice(["de", "en", "tr", "other"], len(days), p=[0.62, 0.18, 0.1, 0.1])),
    }
