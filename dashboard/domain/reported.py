"""What an earlier assessment said: the newest findings, with every change since then taken back."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.domain.statuses import IN_SERVICE, Status

Key = tuple[str, str]  # use case ("" the organisation) and clause ("" its own status)


@dataclass(frozen=True, slots=True)
class Held:
    """A status, whether a waiver stands over it, and the day since which the status holds (None: unknown)."""

    status: str
    waived: bool
    since: date | None


@dataclass(frozen=True, slots=True)
class Change:
    """What an assessment changed; `was` is None where it began, `became` where it ended. Waivers: before, after."""

    run: int
    as_of: date
    key: Key
    was: str | None
    became: str | None
    waived: tuple[bool, bool] = (False, False)


@dataclass(frozen=True, slots=True)
class OwnThen:
    """The own status of a use case then: `decided` of `applicable` clauses could be decided."""

    held: Held
    decided: int
    applicable: int


@dataclass(frozen=True, slots=True)
class CaseThen:
    """What is shown of a use case as it was registered then."""

    title: str
    lifecycle: str
    go_live: date | None = None
    team: str | None = None
    owner: str | None = None
    risk_tier: str | None = None

    def serves(self, as_of: date) -> bool:
        """Whether portfolio figures of a day count it, as facts.Facts.in_service says."""
        return self.lifecycle in IN_SERVICE and (self.go_live is None or self.go_live <= as_of)


@dataclass(slots=True)
class _Told:
    """The changes of one key: after a run the first, and the run of the first beginning; until it the last days."""

    later: Change | None = None
    begins: int | None = None
    changed: date | None = None
    began: date | None = None


_NOTHING = _Told()


def as_reported(now: Mapping[Key, Held], changes: Iterable[Change], run: int) -> dict[Key, Held]:
    """What held after a run.

    Args:
        now: what the newest assessment left.
        changes: every change of every run, oldest first.
        run: the number of the assessment.

    First findings of a use case are no changes of their own: they begin when its own status does.
    """
    told = _told(changes, run)
    held = {}
    for key in now.keys() | told.keys():
        own, mine = told.get((key[0], ""), _NOTHING), told.get(key, _NOTHING)
        if mine is _NOTHING and own.begins is None:
            held[key] = now[key]  # it began with its use case and never changed
            continue
        found = None if _only_later(own, mine) else _before(mine.later, now.get(key))
        if found is not None:
            days = [day for day in (mine.changed, own.began) if day is not None]
            held[key] = Held(*found, max(days, default=None))
    return held


def own_then(held: Mapping[Key, Held]) -> dict[str, OwnThen]:
    """Own statuses by use case, with how much of it could be decided."""
    applicable, decided = Counter[str](), Counter[str]()
    for (use_case, clause), one in held.items():
        if clause and one.status != Status.NOT_APPLICABLE:
            applicable[use_case] += 1
            decided[use_case] += one.status != Status.NOT_ASSESSED
    own = {use_case: one for (use_case, clause), one in held.items() if not clause}
    return {name: OwnThen(one, decided[name], applicable[name]) for name, one in sorted(own.items())}


def _told(changes: Iterable[Change], run: int) -> dict[Key, _Told]:
    told: dict[Key, _Told] = {}
    for change in changes:
        mine = told.setdefault(change.key, _Told())
        if change.run > run:
            mine.later = mine.later or change
            mine.begins = change.run if mine.begins is None and change.was is None else mine.begins
        elif change.was != change.became:
            mine.changed = change.as_of
            mine.began = change.as_of if change.was is None else mine.began
    return told


def _only_later(own: _Told, mine: _Told) -> bool:
    """Whether the use case began after the run, and all that is known of the finding lies behind that."""
    return own.begins is not None and (mine.later is None or own.begins <= mine.later.run)


def _before(later: Change | None, now: Held | None) -> tuple[str, bool] | None:
    if later is not None:
        return None if later.was is None else (later.was, later.waived[0])
    return None if now is None else (now.status, now.waived)
