"""What customers say and do, period by period: NPS, CSAT, trust and others, each with the counts behind it.

An indicator without its n has no interval, and one without the counts that its interval needs has none either; both
say so instead of looking certain.
"""

import math
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dashboard.domain.intervals import wilson_limits, z
from dashboard.domain.nps import nps_limits
from dashboard.domain.student import t_quantile

NPS, SHARE, MEAN, VALUE = "nps", "share", "mean", "value"
HANDLED = {"ai": "AI-handled", "human": "Human-handled", "opted_out": "Opted out", "": "All customers"}
FIELDS = ("promoters", "passives", "detractors", "yes", "mean", "sd", "value", "n")


@dataclass(frozen=True, slots=True)
class IndicatorKind:
    """What the screen calls it, the forms in which it may come, and per how many a share of it is stated."""

    name: str
    plain: str
    forms: tuple[str, ...]
    per: int = 100
    better: str = "higher"


INDICATORS: dict[str, IndicatorKind] = {
    kind.name: kind
    for kind in (
        IndicatorKind("nps", "Net Promoter Score", (NPS, VALUE)),
        IndicatorKind("csat", "Satisfaction (CSAT)", (SHARE, MEAN, VALUE)),
        IndicatorKind("trust", "Trust", (SHARE, MEAN, VALUE)),
        IndicatorKind("engagement", "Engagement", (SHARE, MEAN, VALUE)),
        IndicatorKind("retention", "Retention", (SHARE, VALUE)),
        IndicatorKind("containment", "Solved without a person (containment)", (SHARE, VALUE)),
        IndicatorKind("complaint_rate", "Complaints", (SHARE, VALUE), per=10_000, better="lower"),
    )
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of one period; of a use case, a channel and a way of handling where they are named, else of all."""

    indicator: str
    period: str
    first_day: date
    last_day: date
    use_case: str = ""
    channel: str = ""
    handled_by: str = ""
    promoters: int | None = None
    passives: int | None = None
    detractors: int | None = None
    yes: int | None = None
    mean: float | None = None
    sd: float | None = None
    value: float | None = None
    n: int | None = None

    @property
    def key(self) -> str:
        """What makes it one of a kind."""
        return "|".join((self.indicator, self.period, self.use_case, self.channel, self.handled_by))

    @property
    def form(self) -> str:
        """nps, share, mean or value: which counts are behind it."""
        if self.promoters is not None:
            return NPS
        return SHARE if self.yes is not None else MEAN if self.mean is not None else VALUE

    @property
    def unit(self) -> str:
        """`points`, `percent`, `per 10,000`, `score`."""
        kind = INDICATORS[self.indicator]
        if kind.name == "nps":
            return "points"
        if self.form == SHARE:
            return "percent" if kind.per == 100 else f"per {kind.per:,}"
        return "score"

    @property
    def record(self) -> dict[str, Any]:
        """As the ledger keeps it: no person is in it."""
        days = {"first_day": self.first_day.isoformat(), "last_day": self.last_day.isoformat()}
        return asdict(self) | days


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with its interval in the unit of the indicator; `note` says why there is no interval, or no value."""

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    note: str = ""


def measured(given: Indicator, confidence: float, least: int) -> Measured:
    """The value with its interval at a confidence; of fewer than `least` answers nothing is shown."""
    n = given.n
    if n is not None and n < least:
        return Measured(None, n=0, note=f"fewer than {least} answers")
    point, limits, note = _limits(given, confidence)
    if limits is None:
        return Measured(point, n=n, note=note)
    return Measured(point, limits[0], limits[1], n, note)


def _limits(given: Indicator, confidence: float) -> tuple[float, tuple[float, float] | None, str]:
    quantile = z(confidence)
    if given.form == NPS:
        point, low, high = nps_limits(given.promoters or 0, given.passives or 0, given.detractors or 0, quantile)
        return float(point), (float(low), float(high)), ""
    if given.form == SHARE:
        scale = INDICATORS[given.indicator].per
        point, low, high = wilson_limits(given.yes or 0, given.n or 0, quantile)
        return scale * float(point), (scale * float(low), scale * float(high)), ""
    if given.form == MEAN:
        return _mean(given, confidence)
    missing = "its n is not known" if given.n is None else "the counts behind it are not known"
    return float(given.value or 0), None, f"no interval: {missing}"


def _mean(given: Indicator, confidence: float) -> tuple[float, tuple[float, float] | None, str]:
    mean, n = float(given.mean or 0), given.n or 0
    if given.sd is None or n < 2:
        return mean, None, "no interval: the spread (sd) or n is not known"
    half = t_quantile(confidence, n - 1) * given.sd / math.sqrt(n)
    return mean, (mean - half, mean + half), ""
