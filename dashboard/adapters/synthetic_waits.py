"""How long customers of the demonstration wait, who comes back after an opt-out, and how fast opt-outs travel.

Four stories: one queue for a person is slower in one language, one is too long for everybody, customers of one
telephone line pay for saying no with their time, and its opt-outs reach the last system late.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Seconds = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
MINUTE, HOUR = 60, 3_600
SPREAD = 0.6  # of the logarithm of a wait


@dataclass(frozen=True, slots=True)
class Queue:
    """Medians in seconds: until somebody or something attends, until a person joins; and what is slower for whom."""

    served: int = 24
    person: int = 45
    left_ai: float = 1.1  # times as long for those who opted out
    slow_language: str | None = None
    slower: float = 1.9


def waits(rng: np.random.Generator, queue: Queue, left: Flags, language: npt.NDArray[np.str_]) -> dict[str, Any]:
    """Seconds until each customer was served, and until a person joined; one in 250 is never served."""
    n = len(left)
    served = rng.lognormal(np.log(queue.served), SPREAD, n) * np.where(left, queue.left_ai, 1)
    slow = language == queue.slow_language
    person = rng.lognormal(np.log(queue.person), SPREAD, n) * np.where(slow, queue.slower, 1)
    return {"served": np.ceil(served).astype(int), "never": rng.random(n) < 1 / 250,
            "person": np.ceil(person).astype(int)}  # fmt: skip


def returning(
    rng: np.random.Generator, chosen: Seconds, n: int, channel: npt.NDArray[np.str_]
) -> tuple[Flags, Seconds]:
    """One conversation in twelve is of a customer who opted out before, on that channel, and speaks with a person.

    Args:
        rng: draws.
        chosen: the conversations after which customers opted out, in order.
        n: how many conversations there are.
        channel: of each.

    Returns:
        which conversations, and for each of them the conversation after which its customer opted out.
    """
    places = np.flatnonzero(rng.random(n) < 1 / 12)
    places = np.setdiff1d(places, chosen)
    known = np.searchsorted(chosen, places - n // 100)  # opt-outs that lie a day or more back
    places, known = places[known > 0], known[known > 0]
    before = chosen[(rng.random(len(places)) * known).astype(int)]
    same = channel[before] == channel[places]
    came = np.zeros(n, dtype=bool)
    came[places[same]] = True
    return came, before[same]


def travelled(rng: np.random.Generator, late: Flags) -> Seconds:
    """Seconds until the last system followed each opt-out; more than a day where it was late."""
    n = len(late)
    seconds = np.minimum(rng.lognormal(np.log(8 * MINUTE), 0.5, n), 50 * MINUTE)
    seconds[late] = rng.uniform(26 * HOUR, 60 * HOUR, int(late.sum()))
    return np.ceil(seconds).astype(np.int64)
