"""Is a group really worse off, however often somebody looked, and since when: week by week, from counts."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.counts import COUNTS, NOT_RECORDED
from dashboard.domain.metrics import METRICS, RATES, Metric
from dashboard.domain.sequences import Array, Looks, Watched, watch
from dashboard.domain.summing import summed
from dashboard.services.screens.counts import CountsOf
from dashboard.services.screens.sureness import compares_shares
from dashboard.services.screens.terms import Terms
from dashboard.services.screens.trend import Against


@dataclass(frozen=True, slots=True)
class Look:
    """One week: what all looks since the version began say together, on the scale of the metric.

    None: no decisions, or so few of the week that they could point to a person.
    """

    week: date
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    n_reference: int | None


@dataclass(frozen=True, slots=True)
class Run:
    """The looks at one model version; `real`: first week proven, `began`: first week of the pile-up (Mondays)."""

    version: str
    looks: tuple[Look, ...]
    real: date | None
    began: date | None


@dataclass(frozen=True, slots=True)
class Watching:
    """A group held against its reference at every weekly look.

    Attributes:
        line: what the group is held against: 1 for a gap (no difference), the charter's limit for a ratio.
        groups: of how many groups this is one; all their sequences hold together.
        runs: by model version, oldest first.
    """

    against: Against
    metric: Metric
    line: float
    confidence: float
    groups: int
    runs: tuple[Run, ...]

    @property
    def newest(self) -> Run:
        """The version that decides now."""
        return self.runs[-1]


@dataclass(frozen=True, slots=True)
class _How:
    metric: Metric
    line: float
    confidence: float
    least: int


def watching_of(counts: CountsOf, attribute: str, terms: Terms, against: Against) -> Watching | None:
    """Weekly looks since each model version began; None where the metric or the group has nothing to be held against.

    Args:
        counts: of the use case.
        attribute: a single one; joint counts are monthly.
        terms: the charter's, of the metric.
        against: whose looks, and against whom.
    """
    chosen = METRICS[terms.metric]
    if not compares_shares(chosen):
        return None
    daily = counts.daily[counts.daily["attribute"] == attribute]
    known = set(daily["group"].unique()) - {NOT_RECORDED}
    if against.reference is None or not {against.group, against.reference} <= known:
        return None
    weeks = _weekly(daily[daily["group"].isin([against.group, against.reference])])
    groups = max(len(known) - 1, 1)
    how = _How(chosen, _line(terms, chosen), 1 - (1 - terms.confidence) / groups, terms.min_display)
    runs = tuple(_run(version, weeks, against, how) for version in weeks.versions())
    return Watching(against, chosen, how.line, terms.confidence, groups, runs) if runs else None


def _line(terms: Terms, metric: Metric) -> float:
    """The ratio below which, for an error rate above which, the charter sees somebody worse off."""
    if metric.kind == "gap":
        return 1.0
    limit = terms.upper if RATES[metric.rate].error else terms.lower
    return limit or 1.0


@dataclass(frozen=True, slots=True)
class _Weeks:
    """Sums of weeks, one element each: model version, Monday, group; `counts` is COUNTS by these."""

    version: NDArray[np.object_]
    monday: NDArray[np.datetime64]
    group: NDArray[np.object_]
    counts: Array

    def versions(self) -> list[str]:
        """By their first week."""
        first = {name: self.monday[self.version == name].min() for name in dict.fromkeys(self.version)}
        return sorted(first, key=lambda name: first[name])

    def of(self, version: str) -> "_Weeks":
        """Those of one version."""
        rows = self.version == version
        return _Weeks(self.version[rows], self.monday[rows], self.group[rows], self.counts[:, rows])


def _weekly(daily: pd.DataFrame) -> _Weeks:
    days = daily["day"].to_numpy().astype("datetime64[D]")
    mondays = (days - (days.astype(np.int64) + 3) % 7).astype("datetime64[s]")  # day 0, 1 Jan 1970, was a Thursday
    sums = summed(daily.assign(week=pd.DatetimeIndex(mondays)), "model_version", "week", "group")
    version, group = (sums[name].to_numpy(object) for name in ("model_version", "group"))
    return _Weeks(version, sums["week"].to_numpy(), group, sums[list(COUNTS)].to_numpy(float).T)


def _run(version: str, all_weeks: _Weeks, against: Against, how: _How) -> Run:
    metric, line, weeks = how.metric, how.line, all_weeks.of(version)
    every = np.unique(weeks.monday)
    own, other = (_side(weeks, name, every, metric) for name in (against.group, str(against.reference)))
    error = RATES[metric.rate].error
    looks = Looks(*other, *own) if error else Looks(*own, *other)
    found = watch(looks, line=1 / line if error else line, confidence=how.confidence)
    value, low, high = _on_scale(found, (own, other), metric, line)
    mondays: list[date] = every.astype("datetime64[D]").tolist()
    return Run(
        version,
        tuple(
            Look(week, _known(at), _known(below), _known(above), int(n), int(m))
            if min(n, m) >= how.least
            else Look(week, None, None, None, None, None)
            for week, at, below, above, n, m in zip(mondays, value, low, high, own[1], other[1], strict=True)
        ),
        None if found.real is None else mondays[found.real],
        None if found.began is None else mondays[found.began],
    )


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _side(weeks: _Weeks, group: str, every: NDArray[np.datetime64], metric: Metric) -> tuple[Array, Array]:
    rows = weeks.group == group
    numbers = np.zeros((len(COUNTS), len(every)))
    numbers[:, np.searchsorted(every, weeks.monday[rows])] = weeks.counts[:, rows]
    return RATES[metric.rate].of(dict(zip(COUNTS, numbers, strict=True)))


def _on_scale(
    found: Watched, sides: tuple[tuple[Array, Array], tuple[Array, Array]], metric: Metric, line: float
) -> tuple[Array, Array, Array]:
    """What was followed as a gap or a ratio: 0 of the one lies on 0, of the other on the line, so no verdict moves."""
    error = RATES[metric.rate].error
    sign = -1.0 if error else 1.0
    if metric.kind == "gap":
        start, scale = 0.0, np.full(len(found.value), sign)
    else:
        with np.errstate(divide="ignore"):  # a reference that nothing was granted to has no ratio
            start, scale = line, sign * (line if error else 1.0) / _reference_so_far(*sides)
    with np.errstate(all="ignore"):
        value, low, high = (start + scale * one for one in (found.value, found.low, found.high))
    low, high = (high, low) if error else (low, high)
    return value, low if metric.kind == "gap" else np.maximum(low, 0.0), high


def _reference_so_far(own: tuple[Array, Array], other: tuple[Array, Array]) -> Array:
    """The reference's rate over all looks so far, with the weights of the sequence."""
    n, (k, m) = own[1], other
    with np.errstate(all="ignore"):
        weight = np.where((n > 0) & (m > 0), n * m / (n + m), 0.0)
        share = np.where(weight > 0, k / m, 0.0)
        return np.asarray(np.cumsum(weight * share) / np.cumsum(weight), dtype=float)
