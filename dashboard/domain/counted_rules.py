"""What `quantile` and `count` checks cannot mean: names that nobody counts, lines between two points of the grid."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from dashboard.domain.amounts import AMOUNTS, AMOUNTS_IN_HOURS, COMPARED, EVERYONE, on_grid, rounded_up
from dashboard.domain.charter_walk import Contradiction, Path_
from dashboard.domain.checks import FieldOperand
from dashboard.domain.count_findings import EVENTS
from dashboard.domain.lengths import length
from dashboard.domain.measured_checks import CountCheck, QuantileCheck
from dashboard.domain.plain_text import shown
from dashboard.domain.quantile_findings import line_of
from dashboard.domain.rates import OPENING_HOURS


def count_contradictions(check: CountCheck, path: Path_) -> Iterator[Contradiction]:
    """Everything wrong with a `count` check."""
    if check.count not in EVENTS:
        yield _unknown((*path, "count"), f"the event {shown(check.count)}", check.count, EVENTS)


def quantile_contradictions(check: QuantileCheck, path: Path_) -> Iterator[Contradiction]:
    """Everything wrong with a `quantile` check."""
    if check.quantile not in AMOUNTS:
        yield _unknown((*path, "quantile"), f"the amount {shown(check.quantile)}", check.quantile, AMOUNTS)
        return
    yield from _hours(check, path)
    yield from _groups(check, path)
    given = [key for key in ("at_most", "at_least", "ratio_at_most") if getattr(check, key) is not None]
    if len(given) > 1:
        yield Contradiction((*path, given[1]), f"{' and '.join(given)} together", "one line; two are two checks")
    for key in ("at_most", "at_least"):
        limit = getattr(check, key)
        if limit is not None and not isinstance(limit, FieldOperand):
            yield from _grid(check, line_of(check.quantile, limit), (*path, key))


def _hours(check: QuantileCheck, path: Path_) -> Iterator[Contradiction]:
    if check.during not in (None, OPENING_HOURS):
        yield Contradiction((*path, "during"), shown(str(check.during)), f"`{OPENING_HOURS}`, or nothing")
    elif check.during is not None and check.quantile not in AMOUNTS_IN_HOURS:
        found = f"hours for {shown(check.quantile)}"
        yield Contradiction((*path, "during"), found, f"one of {', '.join(AMOUNTS_IN_HOURS)}")


def _groups(check: QuantileCheck, path: Path_) -> Iterator[Contradiction]:
    known = (*COMPARED.get(check.quantile, ()), EVERYONE)
    if check.compare is not None and len(known) == 1:
        yield Contradiction((*path, "compare"), f"groups of {shown(check.quantile)}", f"one of {', '.join(COMPARED)}")
        return
    for key in ("compare", "to"):
        group = getattr(check, key)
        if group is not None and group not in known:
            yield _unknown((*path, key), f"the group {shown(group)}", group, known)


def _grid(check: QuantileCheck, line: float, path: Path_) -> Iterator[Contradiction]:
    if AMOUNTS[check.quantile].unit == "s" and not on_grid(line):
        near = length(rounded_up(line), "s")
        found = f"{length(line, 's')}, which lies between two points of the grid of stored times"
        yield Contradiction(path, found, "whole seconds up to 2 minutes, then minutes, hours, days", f"Write {near}.")


def _unknown(path: Path_, found: str, word: str, known: Iterable[str]) -> Contradiction:
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return Contradiction(path, found, f"one of {', '.join(known)}", f"Did you mean `{near[0]}`?" if near else None)
