"""Count files as they were current on a past day; where one is gone, or holds later days, counted from the batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.adapters import batches as rows
from dashboard.adapters.batches import StoredBatch
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_store import CHOICE_KIND, KINDS
from dashboard.adapters.known_rows import Pointer, Values
from dashboard.adapters.known_scratch import Scratch, later_days
from dashboard.adapters.known_store import Cut, known_store, pointers_at
from dashboard.adapters.log_kinds import FAMILIES, family
from dashboard.domain.effort import step
from dashboard.services.recount import counted_again
from dashboard.services.recount_events import kept_events

_DECISIONS = FAMILIES[0]


@dataclass(frozen=True, slots=True)
class Until:
    """Days until `asked` count; of `use_cases` the months of decisions too are cut there."""

    asked: date
    use_cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """A store as it was known.

    Attributes:
        again: use cases that were counted anew from their batches.
        later: use cases of which days after the asked one were known; `ahead`: of them, those with such decisions.
    """

    database: Database
    again: tuple[str, ...]
    later: frozenset[str]
    ahead: frozenset[str]


def store_known(database: Database, store: DecisionStore, cut: Cut, until: Until) -> Counted:
    """The store as it was known.

    Raises:
        StoreUnusable: a batch is missing or was changed; says which.
    """
    found = pointers_at(database, cut.data)
    later = [one for one in found if _later(one, until.asked)]
    with Scratch(store) as scratch:
        hidden = _hidden(database, scratch, cut, until)
        gone = {(one.use_case, _family(one)) for one in found if not _is_there(store, one)}
        wanted = sorted(gone | {(str(one["use_case_id"]), _DECISIONS) for one in hidden})
        made: list[Pointer] = []
        for turn, (name, kinds) in enumerate(wanted):
            step(turn, len(wanted), "logs counted anew")
            made += _again(database, scratch, cut, (name, kinds, hidden))
        anew = {(one.use_case, one.kind) for one in made}
        pointers = [*(one for one in found if (one.use_case, one.kind) not in anew), *made]
        known = known_store(database, cut, [_without_matches(one, found, until.asked) for one in pointers], hidden)
        scratch.gone_with(known)
    again, ahead = tuple(name for name, _ in wanted), (one.use_case for one in later if not one.kind)
    return Counted(known, again, frozenset(one.use_case for one in later), frozenset(ahead))


def _family(one: Pointer) -> tuple[str, ...]:
    """The kinds of batches behind count files."""
    return next((family(first) for first, kinds in KINDS.items() if one.kind in kinds), _DECISIONS)


def _is_there(store: DecisionStore, one: Pointer) -> bool:
    named = [value for name, value in one.values.items() if name.endswith("path")]
    people = (one.values.get("attributes") or {}).get("subjects")
    return all((store.root / path).is_file() for path in [*named, *([people["path"]] if people else [])])


def _later(one: Pointer, asked: date) -> bool:
    return one.values["last_day"] is not None and one.values["last_day"] > asked


def _hidden(database: Database, scratch: Scratch, cut: Cut, until: Until) -> list[Values]:
    """A batch of each use case that replaces the days after the asked one by nothing, where such days were known."""
    found = []
    for name in until.use_cases:
        days = [one.last_day for one in _batches(database, name, _DECISIONS, cut.data) if one.last_day]
        last = max(days, default=until.asked)
        if last > until.asked:
            found.append(scratch.no_decisions(name, later_days(until.asked, last), cut.data))
    return found


def _batches(database: Database, use_case: str, kinds: Sequence[str], at: int) -> list[StoredBatch]:
    with database.read() as connection:
        return rows.stored_batches(connection, use_case, kinds=kinds, known_at=at)


def _again(
    database: Database, scratch: Scratch, cut: Cut, what: tuple[str, tuple[str, ...], list[Values]]
) -> Iterator[Pointer]:
    use_case, kinds, hidden = what
    known = _batches(database, use_case, kinds, cut.data)
    if kinds == _DECISIONS:
        known += [_stored(one) for one in hidden if one["use_case_id"] == use_case]
        files = [one.file(scratch.store.root) for one in known]
        yield scratch.pointer(use_case, counted_again(scratch.store, scratch.own, use_case, files))
        return
    files = [scratch.store.verified(one) for one in known]
    for values in kept_events(scratch.own, use_case, kinds[0], files):
        yield scratch.pointer(use_case, values)


def _stored(values: Values) -> StoredBatch:
    own: Values = {name: values.get(name) for name in StoredBatch.__slots__ if name != "use_case"}
    return StoredBatch(use_case=values["use_case_id"], **own)


def _without_matches(one: Pointer, found: Sequence[Pointer], asked: date) -> Pointer:
    """Which customers were met is no matter of days: it is not said where later days were known."""
    late = any(
        _later(other, asked) for other in found if other.use_case == one.use_case and _family(other) == FAMILIES[1]
    )
    return replace(one, values={**one.values, "about": {}}) if one.kind == CHOICE_KIND and late else one
