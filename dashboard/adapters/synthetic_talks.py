"""Synthetic conversations and opt-outs for the demonstration, drawn with numpy: the same for the same day of seeding.

Every customer-facing use case keeps such logs, and every one that makes offers. Three stories: a bot that stopped
announcing itself in the app twelve days ago, opt-outs that reach the telephone late, and offers to stay that reached
three customers who are flagged as vulnerable.
"""

import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

HOUR = 3_600
Seconds = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
ONE_COMPLAINT_IN = 4_000
GROUPS = {
    "language": {"de": 0.62, "en": 0.18, "tr": 0.1, "other": 0.1},
    "a_age_band": {"18-24": 0.12, "25-34": 0.2, "35-49": 0.26, "50-64": 0.24, "65+": 0.18},
    "a_accessibility_need": {"none": 0.88, "some": 0.12},
}


@dataclass(frozen=True, slots=True)
class Talks:
    """How the conversations of one use case are drawn; `silent` is a channel that stopped saying that it is AI.

    `offers` are persuasive offers to customers flagged as vulnerable; None where the log has no such flags.
    """

    use_case: str
    channels: tuple[str, ...]
    per_day: int = 400
    days: int = 120
    silent: str | None = None
    silent_days: int = 12
    opted_out: int = 40
    late: int = 0
    involved: str = "auto"
    offers: int | None = None


STORIES = (
    Talks("support-chatbot", ("web", "app"), silent="app"),
    Talks("voicebot", ("voice",), late=7),
    Talks("chat-translation", ("web",)),
    Talks("product-recommender", ("web", "app"), offers=0),
    Talks("retention-offers", ("voice",), offers=3),
    Talks("voiceprint-login", ("voice",)),
    Talks("next-best-offer", ("internal",), involved="assist", per_day=60, offers=0),
    Talks("renewal-pricing", ("email",), involved="assist", per_day=60, offers=0),
    Talks("move-home-upgrades", ("internal",), involved="assist", per_day=60, offers=0),
)


def write_talks(folder: Path, talks: Talks, today: date) -> tuple[Path, Path]:
    """Write the interaction log and the consent history of one use case; returns both files."""
    rng = np.random.default_rng(zlib.crc32(talks.use_case.encode()))
    n = talks.per_day * talks.days
    midnight = int(datetime.combine(today - timedelta(days=talks.days), datetime.min.time(), UTC).timestamp())
    start = np.sort(rng.integers(0, talks.days, n)) * 24 * HOUR + rng.integers(8 * HOUR, 20 * HOUR, n)
    channel = rng.choice(talks.channels, n)
    subjects = np.array([f"customer-{number}" for number in range(n)], dtype=object)
    history = _opt_outs(talks, start, channel, subjects, midnight=midnight)
    told = {"subject_key": list(subjects), "channel": list(channel), "started_at": _moments(midnight + start)}
    told |= _course(talks, rng, start, channel, midnight=midnight) | _flags(talks, rng, n)
    log, consent = (folder / f"{talks.use_case}-{name}.parquet" for name in ("interactions", "consent"))
    pq.write_table(pa.table({"interaction_id": [f"{talks.use_case}-{number}" for number in range(n)]} | told), log)
    pq.write_table(history, consent)
    return log, consent


def _course(
    talks: Talks, rng: np.random.Generator, start: Seconds, channel: npt.NDArray[np.str_], *, midnight: int
) -> dict[str, Any]:
    """What happened in each conversation."""
    n, ago = len(start), talks.days - start // (24 * HOUR)
    hidden = (channel == talks.silent) & (ago <= talks.silent_days)
    asked = rng.random(n) < 0.12
    joined = asked & (rng.random(n) < 0.985)
    return {
        "ai_involved": [talks.involved] * n,
        "disclosure_shown": rng.random(n) < np.where(hidden, 0.55, 0.9995),
        "handoff_requested_at": _moments(midnight + start + 60, ~asked),
        "human_joined_at": _moments(midnight + start + 150, ~joined),
        "resolved": rng.random(n) < 0.74,
        "complaint_flag": np.arange(n) % ONE_COMPLAINT_IN == ONE_COMPLAINT_IN - 1,
        "in_opening_hours": np.ones(n, bool),
    } | {name: rng.choice(list(shares), n, p=list(shares.values())) for name, shares in GROUPS.items()}


def _flags(talks: Talks, rng: np.random.Generator, n: int) -> dict[str, Any]:
    """Who is flagged as vulnerable and who got an offer; the forbidden ones fall into the last weeks."""
    if talks.offers is None:
        return {}
    vulnerable = rng.random(n) < 0.04
    offer = (rng.random(n) < 0.3) & ~vulnerable
    chosen = np.flatnonzero(vulnerable)[-1 - 90 * talks.offers : -1 : 90]
    offer[chosen] = True
    return {"vulnerable": vulnerable, "persuasive_offer": offer}


def _moments(seconds: Seconds, missing: Flags | None = None) -> pa.Array:
    return pa.array(seconds * 1_000_000, pa.timestamp("us", tz="UTC"), mask=missing)


def _opt_outs(
    talks: Talks,
    start: Seconds,
    channel: npt.NDArray[np.str_],
    subjects: npt.NDArray[np.object_],
    *,
    midnight: int,
) -> pa.Table:
    """Customers who objected an hour after a conversation; some were called again two days later all the same."""
    step = len(start) // (talks.opted_out + 1)
    chosen = np.arange(1, talks.opted_out + 1) * step
    for place in chosen[::-1][: talks.late]:
        after = int(np.searchsorted(start, start[place] + 40 * HOUR))
        if after < len(start):
            subjects[after] = subjects[place]
    return pa.table(
        {
            "event_id": [f"{talks.use_case}-o{number}" for number in range(talks.opted_out)],
            "subject_key": list(subjects[chosen]), "ledger": ["preference"] * talks.opted_out,
            "event_type": ["objected"] * talks.opted_out, "event_time": _moments(midnight + start[chosen] + HOUR),
            "channel": list(channel[chosen]),
        }
    )  # fmt: skip
