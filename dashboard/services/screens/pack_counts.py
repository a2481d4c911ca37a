"""The counts behind rates, times and events in an evidence pack: of each clause the windows and groups that it read.

Groups are withheld as those of decisions are. Times are told in steps of at least the smallest number that is shown, so
that nobody's own time stands there; a group by which the few others could be worked out is left out whole.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from dashboard.adapters import event_store as store
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.amount_facts import AmountSeries, Window
from dashboard.domain.checks import CountCheck, QuantileCheck, RateCheck
from dashboard.domain.count_findings import AFTER_OPT_OUT, USUAL_WINDOW
from dashboard.domain.quantile_findings import GROUPS
from dashboard.domain.rate_facts import InteractionSeries, Numbers, RateFacts
from dashboard.domain.rates import EVENT_COUNTS, OFFER_TO_VULNERABLE, during
from dashboard.domain.snapshot_findings import WITHDRAWN_IN_SNAPSHOT
from dashboard.services.screens.behind_leaves import leaves
from dashboard.services.screens.evidence_pack import EvidencePack
from dashboard.services.screens.suppression import withheld
from dashboard.services.sources import Sources

Row = dict[str, Any]
_WINDOW = ("use_case", "clause", "first_day", "last_day")
RATE_COUNTS = (*_WINDOW, "rate", "attribute", "group", *EVENT_COUNTS, "withheld")
TIME_COUNTS = (*_WINDOW, "measure", "group", "above", "up_to", "n", "not_recorded", "withheld")
EVENT_TOTALS = (*_WINDOW, "event", "events", "among", "of_these_known", "withheld")
_SMALLER, _REST = "the smaller group could be worked out", "the few others could be worked out"


def rate_counts(sources: Sources, pack: EvidencePack) -> Iterator[Row]:
    """yes, unknown and n of every rate of the charter, in all and by each group that a clause compares."""
    yield from _of_each(sources, pack, RateCheck, _rate)


def time_counts(sources: Sources, pack: EvidencePack) -> Iterator[Row]:
    """How many times or amounts lie in each step, of every quantile of the charter."""
    yield from _of_each(sources, pack, QuantileCheck, _times)


def event_totals(sources: Sources, pack: EvidencePack) -> Iterator[Row]:
    """How many events that must not happen were found, and among how many."""
    yield from _of_each(sources, pack, CountCheck, _events)


def _of_each(
    sources: Sources, pack: EvidencePack, kind: type, rows: Callable[[Any, RateFacts, date, int], Iterator[Row]]
) -> Iterator[Row]:
    """Rows of the checks of one kind in every clause, one use case after the other."""
    last, least = pack.assessment["as_of"], sources.charter.defaults.min_display
    checks = [(clause.id, part) for clause in sources.charter.clauses for part in leaves(clause.check)]
    checks = [(clause, part) for clause, part in checks if isinstance(part, kind)]
    for subject in filter(None, pack.subjects):
        facts = _facts(sources, subject, last, kind)
        for clause, check in checks:
            yield from ({"use_case": subject, "clause": clause, **row} for row in rows(check, facts, last, least))


def _facts(sources: Sources, subject: str, last: date, kind: type) -> RateFacts:
    """What one use case alone has for checks of a kind, as an assessment cuts it."""
    database, held, one = sources.database, DecisionStore(sources.store), [subject]
    if kind is QuantileCheck:
        return RateFacts(amounts=AmountSeries(store.times(database, held, one)).facts(one))
    parts = [read(database, held, one) for read in (store.interaction_counts, store.sample_counts, store.record_counts)]
    series = InteractionSeries(
        pd.concat(parts, ignore_index=True),
        store.contacts(database, held, one) if kind is CountCheck else None,
        snapshots=store.snapshots(database, held, one) if kind is CountCheck else None,
    )
    return series.facts(one, last)


def _rate(check: RateCheck, facts: RateFacts, last: date, least: int) -> Iterator[Row]:
    name, length = during(check.rate, check.during), max(round(check.window.days), 1)
    ends = [last - timedelta(days=length * back) for back in range(check.periods or 1)]
    for end in ends:
        first = check.window.before(end)
        whole = {"": {"": facts.totals(name, first, end, 1)[0]}}
        asked = [check.gap_across] if isinstance(check.gap_across, str) else list(check.gap_across or [])
        groups = {one: facts.by_group(name, one, first, end).get(0, {}) for one in asked} if end == last else {}
        for attribute, held in (whole | groups).items():
            same = {"first_day": first, "last_day": end, "rate": name, "attribute": attribute}
            yield from ({**same, **row} for row in _shown(held, least))


def _shown(held: dict[str, Numbers], least: int) -> Iterator[Row]:
    """The numbers of groups that stand side by side; the small and those that would tell them are empty."""
    groups = pd.DataFrame([(name, *map(int, held[name])) for name in sorted(held)], columns=["group", *EVENT_COUNTS])
    groups = groups[groups["n"] > 0]
    for row, gone in zip(groups.to_dict("records"), withheld(groups, least), strict=True):
        why = f"fewer than {least}" if row["n"] < least else _SMALLER
        numbers = {name: None if gone else int(row[name]) for name in EVENT_COUNTS}
        yield {"group": row["group"], **numbers, "withheld": why if gone else ""}


def _times(check: QuantileCheck, facts: RateFacts, last: date, least: int) -> Iterator[Row]:
    name = during(check.quantile, check.during)
    first = None if check.window is None else check.window.before(last)
    newest = facts.amounts.last_day(name, last, 1)[0]
    shown = first if first is not None else None if np.isnat(newest) else newest.item()
    groups = dict.fromkeys([check.compare or "everyone", *([check.to] if check.to else [])])
    held = {group: facts.amounts.window(name, first, last, 1, GROUPS.get(group, group)) for group in groups}
    everyone = held["everyone"].n[0] if "everyone" in held else None
    for group, window in held.items():
        rest = 0 if everyone is None or group == "everyone" else int(everyone - window.n[0])
        same = {"first_day": shown, "last_day": last, "measure": name, "group": "" if group == "everyone" else group}
        yield from ({**same, **row} for row in steps(window, least, rest=rest))


def steps(window: Window, least: int, *, rest: int) -> Iterator[Row]:
    """The counts of one window in steps; `rest` is how many more there are of everybody, 0 where nobody can know."""
    total, unknown = int(window.n[0]), int(window.unknown[0])
    if not total:
        return
    why = f"fewer than {least}" if total < least else _REST if 0 < rest < least else ""
    if why:
        yield {"above": None, "up_to": None, "n": None, "not_recorded": None, "withheld": why}
        return
    for above, up_to, n in _merged(window, least):
        yield {"above": above, "up_to": up_to, "n": n, "not_recorded": unknown, "withheld": ""}


def _merged(window: Window, least: int) -> list[tuple[float | None, float | str, int]]:
    """Neighbouring values together until they are enough; what is left over at the end goes to the last step."""
    steps: list[tuple[float | None, float | str, int]] = []
    above: float | None = None
    waiting = 0
    for value, n in zip(window.values.tolist(), window.sizes.tolist(), strict=True):
        waiting += n
        if waiting >= least:
            up_to: float | str = "no end" if np.isinf(value) else value
            steps.append((above, up_to, waiting))
            above, waiting = value, 0
    if waiting:
        end = window.values[-1]
        before = steps.pop() if steps else (None, 0.0, 0)
        steps.append((before[0], "no end" if np.isinf(end) else float(end), before[2] + waiting))
    return steps


def _events(check: CountCheck, facts: RateFacts, last: date, least: int) -> Iterator[Row]:
    first = (check.window or USUAL_WINDOW).before(last)
    if check.count == AFTER_OPT_OUT:
        grace = check.grace.hours if check.grace is not None else 0.0
        known, _, among = facts.totals("customer_known", first, last, 1)[0]
        events = facts.contacts(first, last, grace, 1)[0]
    elif check.count == OFFER_TO_VULNERABLE:
        events, unknown, among = facts.totals(OFFER_TO_VULNERABLE, first, last, 1)[0]
        known = among - unknown
    elif check.count == WITHDRAWN_IN_SNAPSHOT and facts.snapshots is not None:
        first, (events, among, known) = _in_snapshots(facts.snapshots, check, last)
    else:
        return
    if among:
        few = bool(among < least)
        numbers = {"events": events, "among": among, "of_these_known": known}
        told = {name: None if few else int(value) for name, value in numbers.items()}
        why = f"fewer than {least}" if few else ""
        yield {"first_day": first, "last_day": last, "event": check.count, **told, "withheld": why}


def _in_snapshots(
    held: tuple[pd.DataFrame, pd.DataFrame], check: CountCheck, last: date
) -> tuple[date, tuple[float, float, float]]:
    """Without a window those of the newest day."""
    pairs, sizes = (one[one["day"] <= pd.Timestamp(last)] for one in held)
    newest = sizes["day"].max() if len(sizes) else pd.Timestamp(last)
    first = newest.date() if check.window is None else check.window.before(last)
    pairs, sizes = (one[one["day"] >= pd.Timestamp(first)] for one in (pairs, sizes))
    return first, (float(len(pairs)), float(sizes["records"].sum()), float(sizes["matched"].sum()))
