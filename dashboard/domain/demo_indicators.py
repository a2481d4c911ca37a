"""Eighteen months of indicators for the demonstration: an NPS rise that is confounded, and quieter series beside it.

Those who answer about AI stay the same people. From month to month more of the unhappy ones opt out, and are asked as
customers who opted out: the score of who stays with AI rises, the score of all customers does not.
"""

from dataclasses import replace
from datetime import date

import numpy as np

from dashboard.domain.indicator_periods import read_period
from dashboard.domain.indicators import Indicator

MONTHS = 18
_ASKED, _ASKED_OF_PEOPLE = 2_600, 900
_ABOUT_AI, _OF_PEOPLE, _OPTED_OUT = (0.41, 0.35, 0.24), (0.52, 0.3, 0.18), (0.14, 0.24, 0.62)
Counts = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


def demo_indicators(today: date) -> tuple[Indicator, ...]:
    """The same for the same day."""
    rng = np.random.default_rng(20)
    months = [_month(today, back) for back in range(MONTHS, 0, -1)]
    found: list[Indicator] = []
    for turn, (period, first, last) in enumerate(months):
        found += _scores(rng, (period, first, last), out=0.02 + 0.18 * turn / (MONTHS - 1))
        found += _shares(rng, (period, first, last))
        if first.month in (1, 4, 7, 10):
            mean = round(3.55 + 0.01 * turn + float(rng.normal(0, 0.02)), 2)
            found.append(Indicator("trust", period, first, last, mean=mean, sd=1.1, n=420))
    return tuple(found)


def _month(today: date, back: int) -> tuple[str, date, date]:
    place = today.year * 12 + today.month - 1 - back
    span = read_period(f"{place // 12}-{place % 12 + 1:02d}")
    assert span is not None  # noqa: S101  # a month as we write it
    return span


def _scores(rng: np.random.Generator, month: tuple[str, date, date], *, out: float) -> list[Indicator]:
    """NPS of who was handled by AI, by people, and of who opted out; and of all of them together."""
    about_ai = rng.multinomial(_ASKED, _ABOUT_AI)
    opted_out = np.minimum(rng.multinomial(round(_ASKED * out), _OPTED_OUT), about_ai)
    groups = {
        "ai": about_ai - opted_out,
        "human": rng.multinomial(_ASKED_OF_PEOPLE, _OF_PEOPLE),
        "opted_out": opted_out,
    }
    groups[""] = about_ai + groups["human"]
    return [_nps(month, handled, counts) for handled, counts in groups.items()]


def _nps(month: tuple[str, date, date], handled: str, counts: Counts) -> Indicator:
    up, even, down = (int(count) for count in counts)
    return Indicator(
        "nps", *month, handled_by=handled, promoters=up, passives=even, detractors=down, n=up + even + down
    )  # fmt: skip


def _shares(rng: np.random.Generator, month: tuple[str, date, date]) -> list[Indicator]:
    def drawn(name: str, n: int, share: float) -> Indicator:
        return Indicator(name, *month, yes=int(rng.binomial(n, share)), n=n)

    return [
        replace(drawn("csat", 1_800, 0.71), handled_by="ai"),
        replace(drawn("csat", 700, 0.79), handled_by="human"),
        drawn("retention", 12_000, 0.962),
        replace(drawn("containment", 12_000, 0.74), use_case="support-chatbot"),
        replace(drawn("complaint_rate", 11_500, 0.00026), channel="voice"),
        Indicator("engagement", *month, value=round(6.1 + float(rng.normal(0, 0.1)), 1)),
    ]
