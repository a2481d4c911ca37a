"""The times and amounts that `quantile` checks speak of, by name, and how finely times are kept.

Quantiles come from counts, not from rows: a histogram by use case, day, channel or group. Times are whole seconds,
rounded up to a grid that is exact to the second up to two minutes and to 5 % beyond it. Every line on the grid is
kept exactly: rounding up moves no time across it, and a charter with a line between two points is refused. So at most
1,509 values stand within a year, 416 of them within an hour, however many conversations a day has.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

AMOUNT_KEYS: tuple[str, ...] = ("use_case", "day", "channel", "attribute", "group", "measure", "value")
EVERYONE, OPTED_OUT = "everyone", "opted_out"
MINUTE, HOUR, DAY = 60, 3_600, 86_400
STEPS: tuple[tuple[int, int], ...] = (
    (2 * MINUTE, 1), (10 * MINUTE, 5), (HOUR, 15), (6 * HOUR, MINUTE), (2 * DAY, 10 * MINUTE),
    (14 * DAY, 2 * HOUR), (60 * DAY, 12 * HOUR),
)  # fmt: skip
COARSEST = DAY  # beyond the last step
ROUNDING = 0.05  # no time above two minutes is rounded up by more than this share of itself


@dataclass(frozen=True, slots=True)
class Amount:
    """One time or amount; `of` is what is counted, `took` how a sentence puts it, `unrecorded` how an unknown is read.

    `never` says of those that have no end what became of them.

    `unit` is seconds or days; times in seconds are on the grid, others as they were given. `source` is the log that
    it comes from: interactions, consent, or files of amounts.
    """

    name: str
    plain: str
    of: str
    took: str
    unrecorded: str
    never: str = "never ended"
    unit: Literal["s", "d"] = "s"
    source: str = "interactions"


AMOUNTS: dict[str, Amount] = {
    amount.name: amount
    for amount in (
        Amount("waiting_time", "Waiting time", "conversations", "waited at most", "never counted as short",
               "were never served"),
        Amount("handoff_wait", "Wait for a person", "requests for a person", "waited at most",
               "never counted as short", "reached nobody"),
        Amount(
            "opt_out_to_effective", "Opt-out to last system", "opt-outs", "took at most", "never counted as fast",
            source="consent",
        ),
        Amount(
            "conversation_data_age", "Age of conversation data", "conversations kept", "are at most",
            "never counted as young", unit="d", source="amounts",
        ),
        Amount(
            "event_log_kept", "Time that event logs are kept", "event logs", "were kept at least",
            "never counted as kept", unit="d", source="amounts",
        ),
    )
}  # fmt: skip
AMOUNTS_IN_HOURS = ("handoff_wait",)
COMPARED: dict[str, tuple[str, ...]] = {"waiting_time": (OPTED_OUT,)}


def rounded_up(seconds: float) -> float:
    """The point of the grid at or above a time; less than a second counts as one."""
    step = _step(np.asarray(seconds, float))
    return float(np.maximum(np.ceil(seconds / step) * step, 1))


def on_grid(seconds: float) -> bool:
    """Whether a line at this time is kept exactly."""
    return rounded_up(seconds) == seconds


def fastest(seconds: ArrayLike) -> NDArray[np.float64]:
    """The shortest time that is kept as `seconds`, in begun seconds. Infinite stays infinite."""
    given = np.asarray(seconds, float)
    return np.where(np.isfinite(given), np.maximum(given - _step(given) + 1, 0), given)


def _step(seconds: NDArray[np.float64]) -> NDArray[np.float64]:
    limits = [seconds <= limit for limit, _ in STEPS]
    return np.asarray(np.select(limits, [float(step) for _, step in STEPS], float(COARSEST)))
