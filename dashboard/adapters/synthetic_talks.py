"""Synthetic conversations and opt-outs for the demonstration, drawn with numpy: the same for the same day of seeding.

Every customer-facing use case keeps such logs, and every one that makes offers. Three stories: a bot that stopped
announcing itself in the app twelve days ago with a new version, opt-outs that reach the telephone late, and offers to
stay that reached three customers who are flagged as vulnerable. Waits have their own (synthetic_waits).
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

from dashboard.adapters.synthetic_waits import Queue, returning, travelled, waits

HOUR = 3_600
USUAL = Queue()
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

    `unrecorded`: nobody knows when the last system followed one opt-out in 80. `offers` are persuasive offers to
    customers flagged as vulnerable; None where the log has no such flags.
    """

    use_case: str
    channels: tuple[str, ...]
    per_day: int = 400
    days: int = 120
    silent: str | None = None
    silent_days: int = 12
    opted_out: int = 480
    late: int = 0
    unrecorded: bool = False
    involved: str = "auto"
    offers: int | None = None
    queue: Queue = USUAL


STORIES = (
    Talks("support-chatbot", ("web", "app"), silent="app", queue=Queue(slow_language="tr")),
    Talks("voicebot", ("voice",), late=7, queue=Queue(left_ai=2.6)),
    Talks("chat-translation", ("web",), per_day=120, unrecorded=True),
    Talks("product-recommender", ("web", "app"), offers=0),
    Talks("retention-offers", ("voice",), offers=3, queue=Queue(person=85)),
    Talks("voiceprint-login", ("voice",)),
    Talks("next-best-offer", ("internal",), involved="assist", per_day=60, offers=0),
    Talks("renewal-pricing", ("email",), involved="assist", per_day=60, offers=0),
    Talks("move-home-upgrades", ("internal",), involved="assist", per_day=60, offers=0),
    Talks("collections-priority", ("internal",), involved="assist", per_day=60, offers=0),
    Talks("goodwill-credit", ("internal",), involved="assist", per_day=60, offers=0),
)


def write_talks(folder: Path, talks: Talks, today: date) -> tuple[Path, Path]:
    """Write the interaction log and the consent history of one use case; returns both files."""
    rng = np.random.default_rng(zlib.crc32(talks.use_case.encode()))
    n = talks.per_day * talks.days
    midnight = int(datetime.combine(today - timedelta(days=talks.days), datetime.min.time(), UTC).timestamp())
    start = np.sort(rng.integers(0, talks.days, n)) * 24 * HOUR + rng.integers(8 * HOUR, 20 * HOUR, n)
    channel = rng.choice(talks.channels, n)
    subjects = np.array([f"customer-{number}" for number in range(n)], dtype=object)
    chosen = np.arange(1, talks.opted_out + 1) * (n // (talks.opted_out + 1))
    left, whose = returning(rng, chosen, n, channel)
    subjects[left] = subjects[whose]
    late = _called_again(talks, start, chosen, subjects, left)
    told = {"channel": list(channel), "started_at": _moments(midnight + start)}
    told |= _course(talks, rng, start, channel, left, midnight=midnight) | _flags(talks, rng, left)
    told |= {"subject_key": list(subjects)}
    who = _Left((start + midnight)[chosen], channel[chosen], subjects[chosen], late)
    log, consent = (folder / f"{talks.use_case}-{name}.parquet" for name in ("interactions", "consent"))
    pq.write_table(pa.table({"interaction_id": [f"{talks.use_case}-{number}" for number in range(n)]} | told), log)
    pq.write_table(_opt_outs(talks, rng, who), consent)
    return log, consent


def _course(  # noqa: PLR0913  # who, when, where, and who had left
    talks: Talks, rng: np.random.Generator, start: Seconds, channel: npt.NDArray[np.str_], left: Flags, *, midnight: int
) -> dict[str, Any]:
    """What happened in each conversation; those who left AI speak with a person from the start."""
    n, ago = len(start), talks.days - start // (24 * HOUR)
    hidden = (channel == talks.silent) & (ago <= talks.silent_days)
    asked = (rng.random(n) < 0.12) & ~left
    joined = asked & (rng.random(n) < 0.985)
    groups = {name: rng.choice(list(shares), n, p=list(shares.values())) for name, shares in GROUPS.items()}
    lasted = waits(rng, talks.queue, left, groups["language"])
    return groups | {
        "ai_involved": list(np.where(left, "none", talks.involved)),
        "served_at": _moments(midnight + start + lasted["served"], lasted["never"]),
        "disclosure_shown": rng.random(n) < np.where(hidden, 0.55, 0.9995),
        "handoff_requested_at": _moments(midnight + start + 60, ~asked),
        "human_joined_at": _moments(midnight + start + 60 + lasted["person"], ~joined),
        "resolved": rng.random(n) < 0.74,
        "complaint_flag": np.arange(n) % ONE_COMPLAINT_IN == ONE_COMPLAINT_IN - 1,
        "in_opening_hours": np.ones(n, bool),
    }


def _flags(talks: Talks, rng: np.random.Generator, left: Flags) -> dict[str, Any]:
    """Who is flagged as vulnerable and who got an offer; the forbidden ones fall into the last weeks."""
    if talks.offers is None:
        return {}
    n = len(left)
    vulnerable = (rng.random(n) < 0.04) & ~left
    offer = (rng.random(n) < 0.3) & ~vulnerable
    chosen = np.flatnonzero(vulnerable)[-1 - 90 * talks.offers : -1 : 90]
    offer[chosen] = True
    return {"vulnerable": vulnerable, "persuasive_offer": offer}


def _moments(seconds: Seconds, missing: Flags | None = None) -> pa.Array:
    return pa.array(seconds * 1_000_000, pa.timestamp("us", tz="UTC"), mask=missing)


def _called_again(
    talks: Talks, start: Seconds, chosen: Seconds, subjects: npt.NDArray[np.object_], left: Flags
) -> Flags:
    """Which opt-outs travelled late: their customers spoke with AI again two days later all the same."""
    late = np.zeros(len(chosen), dtype=bool)
    late[np.arange(len(chosen))[-20::-6][: talks.late]] = True
    for place in chosen[late]:
        after = int(np.searchsorted(start, start[place] + 40 * HOUR))
        subjects[after], left[after] = subjects[place], False
    return late


@dataclass(frozen=True, slots=True)
class _Left:
    """The conversations after which somebody opted out: when, where, who, and which opt-outs travelled late."""

    moment: Seconds
    channel: npt.NDArray[np.str_]
    subject: npt.NDArray[np.object_]
    late: Flags


def _opt_outs(talks: Talks, rng: np.random.Generator, who: _Left) -> pa.Table:
    """Customers who objected an hour after a conversation, and when the last system knew."""
    lasted = travelled(rng, who.late)
    unrecorded = (np.arange(len(lasted)) % 80 == 79) & talks.unrecorded
    n, said = len(who.moment), who.moment + HOUR
    return pa.table(
        {
            "event_id": [f"{talks.use_case}-o{number}" for number in range(n)],
            "subject_key": list(who.subject), "ledger": ["preference"] * n,
            "event_type": ["objected"] * n, "event_time": _moments(said),
            "effective_at": _moments(said + lasted, unrecorded), "channel": list(who.channel),
        }
    )  # fmt: skip
