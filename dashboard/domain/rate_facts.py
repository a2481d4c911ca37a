"""Counts of interactions, sorted once, from which a window of any date can be cut for every use case."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.amount_facts import AmountFacts, AmountSeries
from dashboard.domain.rates import ALL, CHANNEL, CONSENT, EVENT_COUNTS, INTERACTIONS, RATES, SAMPLES
from dashboard.domain.record_columns import Days, Truth

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Slice:
    """The counts of one rate by one attribute, by day; codes into `names` and `groups`."""

    days: Days
    use_case: NDArray[np.int64]
    group: NDArray[np.int64]
    numbers: Numbers
    names: tuple[str, ...]
    groups: tuple[str, ...]

    def between(self, since: date, until: date) -> slice:
        """Where the days of a window stand, both ends included."""
        start = int(np.searchsorted(self.days, np.datetime64(since, "D"), "left"))
        return slice(start, int(np.searchsorted(self.days, np.datetime64(until, "D"), "right")))


@dataclass(frozen=True)
class RateFacts:
    """The counts as they concern these use cases in this order; `first_day` and `last_day` by row, NaT without a log.

    `sampled` is the last day of which answers were sampled, `agreed` that of the newest consent record, by row.
    `snapshots` are pairs and sizes of training snapshots, as their count files have them.

    Nothing after `as_of` is ever read, because windows end there.
    """

    slices: dict[tuple[str, str], _Slice] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    first_day: Days = field(default_factory=lambda: np.empty(0, dtype="datetime64[D]"))
    last_day: Days = field(default_factory=lambda: np.empty(0, dtype="datetime64[D]"))
    opted_out: pd.DataFrame | None = None
    consented: frozenset[str] = frozenset()
    sampled: Days = field(default_factory=lambda: np.empty(0, dtype="datetime64[D]"))
    agreed: Days = field(default_factory=lambda: np.empty(0, dtype="datetime64[D]"))
    snapshots: tuple[pd.DataFrame, pd.DataFrame] | None = None
    amounts: AmountFacts = field(default_factory=AmountFacts)

    def newest(self, rate: str) -> Days:
        """The last day of the log that tells the rate, by row."""
        return {SAMPLES: self.sampled, CONSENT: self.agreed}.get(RATES[rate].source, self.last_day)

    def totals(self, rate: str, since: date, until: date, size: int) -> Numbers:
        """yes, unknown and n of shape (records, 3) over a window."""
        sums = np.zeros((size + 1, len(EVENT_COUNTS)))  # the last row takes what nobody asks about
        held = self.slices.get((rate, ALL))
        if held is not None:
            inside = held.between(since, until)
            np.add.at(sums, self._rows(held)[held.use_case[inside]], held.numbers[inside])
        return sums[:size]

    def by_group(self, rate: str, attribute: str, since: date, until: date) -> dict[int, dict[str, Numbers]]:
        """Row -> group -> yes, unknown and n over a window; `channel` is an attribute like any other."""
        held = self.slices.get((rate, attribute))
        if held is None:
            return {}
        inside = held.between(since, until)
        codes = held.use_case[inside] * len(held.groups) + held.group[inside]
        found: dict[int, dict[str, Numbers]] = {}
        for code in np.unique(codes):
            name, group = held.names[code // len(held.groups)], held.groups[code % len(held.groups)]
            if name in self.rows:
                found.setdefault(self.rows[name], {})[group] = held.numbers[inside][codes == code].sum(axis=0)
        return found

    def contacts(self, since: date, until: date, grace: float, size: int) -> Numbers:
        """Conversations with AI more than `grace` hours after an opt-out, by row."""
        sums = np.zeros(size + 1)
        if self.opted_out is not None and size:
            held = self.opted_out
            days = held["day"].to_numpy(dtype="datetime64[D]")
            inside = (days >= np.datetime64(since, "D")) & (days <= np.datetime64(until, "D"))
            late = held[inside & (held["hours"].to_numpy() > grace)]
            rows = np.array([self.rows.get(name, -1) for name in late["use_case"]], dtype=np.int64)
            np.add.at(sums, rows, 1)
        return sums[:size]

    def with_consent(self, size: int) -> Truth:
        """Which rows have a consent history."""
        known = np.zeros(size, dtype=bool)
        known[[row for name, row in self.rows.items() if name in self.consented]] = True
        return known

    def _rows(self, held: _Slice) -> NDArray[np.int64]:
        """The row of each name; names that are not asked about fall on a row past the last."""
        return np.array([self.rows.get(name, -1) for name in held.names], dtype=np.int64)


def no_interactions(rows: int) -> RateFacts:
    """What is known of so many records where no log was ever read."""
    never = np.full(rows, "NaT", dtype="datetime64[D]")
    return RateFacts(first_day=never, last_day=never, sampled=never, agreed=never)


class InteractionSeries:
    """All stored counts of interactions; EVENT_KEYS and EVENT_COUNTS as columns, days as datetime64.

    `contacts` are contacts after an opt-out (use_case, day, hours …); `consented` use cases with a consent history;
    `amounts` are histograms of times and amounts.
    """

    def __init__(
        self,
        counts: pd.DataFrame,
        contacts: pd.DataFrame | None = None,
        consented: frozenset[str] = frozenset(),
        *,
        snapshots: tuple[pd.DataFrame, pd.DataFrame] | None = None,
        amounts: AmountSeries | None = None,
    ) -> None:
        self._contacts, self._consented, self._snapshots = contacts, consented, snapshots
        self._amounts = amounts
        ordered = counts.sort_values("day", kind="stable", ignore_index=True)
        self._slices: dict[tuple[str, str], _Slice] = {}
        for (rate, attribute), part in ordered.groupby(["rate", "attribute"], sort=True):
            self._slices[str(rate), str(attribute)] = _slice(part, "group")
            if attribute == ALL:
                self._slices[str(rate), CHANNEL] = _slice(part, "channel")
        everything = ordered[ordered["attribute"] == ALL]
        source = everything["rate"].map(_source)
        self._days = {name: _days(everything[source == name]) for name in (INTERACTIONS, SAMPLES, CONSENT)}

    def facts(self, ids: Sequence[str], as_of: date) -> RateFacts:
        """For these use cases in this order, as far as known on a day."""
        first, last = _extent(self._days[INTERACTIONS], ids, as_of)
        sampled, agreed = (_extent(self._days[name], ids, as_of)[1] for name in (SAMPLES, CONSENT))
        rows = {name: row for row, name in enumerate(ids)}
        amounts = AmountFacts() if self._amounts is None else self._amounts.facts(ids)
        held = (self._contacts, self._consented, sampled, agreed, self._snapshots)
        return RateFacts(self._slices, rows, first, last, *held, amounts)


def _source(rate: str) -> str:
    """The log that tells a rate; one that only certain hours count is told by the same."""
    known = RATES.get(rate.split("@", maxsplit=1)[0])
    return INTERACTIONS if known is None else known.source


def _days(counts: pd.DataFrame) -> dict[str, Days]:
    """Use case -> its days in order, each once."""
    days = counts.groupby("use_case")["day"]
    return {str(name): np.unique(part.to_numpy(dtype="datetime64[D]")) for name, part in days}


def _extent(held: dict[str, Days], ids: Sequence[str], as_of: date) -> tuple[Days, Days]:
    """The first day of each, and the last one known on a day."""
    first, last = (np.full(len(ids), "NaT", dtype="datetime64[D]") for _ in range(2))
    for row, name in enumerate(ids):
        days = held.get(name)
        seen = 0 if days is None else int(np.searchsorted(days, np.datetime64(as_of, "D"), "right"))
        if days is not None and seen:
            first[row], last[row] = days[0], days[seen - 1]
    return first, last


def _slice(part: pd.DataFrame, by: str) -> _Slice:
    use_case, names = pd.factorize(part["use_case"])
    group, groups = pd.factorize(part[by])
    return _Slice(
        part["day"].to_numpy(dtype="datetime64[D]"),
        use_case.astype(np.int64),
        group.astype(np.int64),
        part[list(EVENT_COUNTS)].to_numpy(dtype=float),
        tuple(map(str, names)),
        tuple(map(str, groups)),
    )
