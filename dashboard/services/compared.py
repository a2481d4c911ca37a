"""Two past days side by side: which statuses differ, and what each change was caused by."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from dashboard.adapters.between_store import Flip, Period, entries_between, flips_between
from dashboard.adapters.database import Database
from dashboard.adapters.reported_store import Run, models_live, runs
from dashboard.domain.causes import Cause, Entry, Told, cause_of
from dashboard.domain.charter import Charter
from dashboard.domain.checks import Check
from dashboard.domain.reported import Held, Key
from dashboard.domain.wording import LIFECYCLES, day
from dashboard.errors import InputRejected
from dashboard.services.reported import Reported, charter_then, findings_as_reported
from dashboard.services.sources import Sources
from dashboard.settings import Settings

NEVER_SAID = Cause("unknown", "not established: no assessment wrote down why")


@dataclass(frozen=True, slots=True)
class Change:
    """One finding, or own status (no clause), that differs; `run` is the assessment that told it, `steps` how many."""

    key: Key
    was: Held | None
    became: Held | None
    cause: Cause
    run: Run | None
    steps: int


@dataclass(frozen=True, slots=True)
class Compared:
    """What was reported on two days, and every difference, own statuses first."""

    first: Reported
    second: Reported
    changes: tuple[Change, ...]


def compare_dates(sources: Sources, settings: Settings, first: date, second: date) -> Compared:
    """What changed between the reports of two days; `sources.as_of` is today.

    Raises:
        InputRejected: the second day is not after the first, or has not come.
        NotFound: nothing was assessed until the first.
    """
    if second <= first:
        raise InputRejected(
            f"{day(second)} is not after {day(first)}, so nothing lies between them. Choose a later second day."
        )
    a, b = (findings_as_reported(sources.database, one, today=sources.as_of) for one in (first, second))
    history = _History(sources.database, settings, a, b)
    changes = [history.change(key) for key in sorted(a.held.keys() | b.held.keys()) if _counts(a, b, key)]
    return Compared(a, b, tuple(sorted(changes, key=lambda one: bool(one.key[1]))))


def _counts(a: Reported, b: Reported, key: Key) -> bool:
    """Whether it differs, and is not one of the many findings of a use case that came or went as a whole."""
    own = (key[0], "")
    whole = own not in a.held or own not in b.held
    return _told(a.held.get(key)) != _told(b.held.get(key)) and not (key[1] and whole)


def _told(held: Held | None) -> tuple[str, bool] | None:
    return None if held is None else (held.status, held.waived)


class _History:
    """The runs, flips and entries between two reports, each read once."""

    def __init__(self, database: Database, settings: Settings, a: Reported, b: Reported) -> None:
        self._database, self._settings, self._a, self._b = database, settings, a, b
        self._runs = {run.id: run for run in runs(database)}
        self._flips: dict[Key, list[Flip]] = defaultdict(list)
        for flip in flips_between(database, a.run.id, b.run.id):
            self._flips[flip.key].append(flip)
        self._charters: dict[str, Charter | None] = {}

    def change(self, key: Key) -> Change:
        """One difference with the cause of the last step towards it."""
        was, became, flips = self._a.held.get(key), self._b.held.get(key), self._flips.get(key, [])
        if became is None:
            return Change(key, was, became, self._ending(key), None, len(flips) + 1)
        if not flips:
            return Change(key, was, became, self._beginning(key), None, 1)
        return Change(key, was, became, self._cause(flips[-1]), self._runs[flips[-1].run], len(flips))

    def _cause(self, flip: Flip) -> Cause:
        use_case, clause = flip.key
        text = flip.cause
        if not clause and ": " in text and not text.startswith("the charter"):
            clause, _, text = text.partition(": ")
        run = self._runs[flip.run]
        between = [entry for entry in self._entries.get(run.id, ()) if entry.about in {None, use_case}]
        cause = cause_of(Told(text, self._check(run, clause), self._model(use_case, run)), between)
        return cause if flip.key[1] or not clause else replace(cause, words=f"{clause}: {cause.words}")

    def _beginning(self, key: Key) -> Cause:
        own = self._flips.get((key[0], ""), [])
        return Cause("began", "first assessed with its use case") if own else NEVER_SAID

    def _ending(self, key: Key) -> Cause:
        if (key[0], "") in self._b.held:
            return Cause("charter", f"charter {self._b.run.charter_version} no longer has the clause")
        then = self._b.cases.get(key[0])
        stage = LIFECYCLES.get(then.lifecycle, then.lifecycle).lower() if then else "no longer registered"
        return Cause("ended", f"the use case was no longer judged: {stage}")

    @cached_property
    def _entries(self) -> Mapping[int, Sequence[Entry]]:
        told = {flip.run for flips in self._flips.values() for flip in flips}
        periods = {}
        for run, before in zip(list(self._runs.values())[1:], self._runs.values(), strict=False):
            if run.id in told:
                periods[run.id] = Period(before.data_version, run.data_version, before.as_of)
        return entries_between(self._database, periods)

    def _check(self, run: Run, clause: str) -> Check | None:
        if run.charter_digest not in self._charters:
            self._charters[run.charter_digest] = charter_then(self._database, self._settings.charter, run)
        charter = self._charters[run.charter_digest]
        return next((one.check for one in charter.clauses if one.id == clause), None) if charter else None

    def _model(self, use_case: str, run: Run) -> str | None:
        seen = self._day_before(run)
        live = [version for version, on in self._models.get(use_case, ()) if seen < on <= run.as_of]
        return live[-1] if live else None

    def _day_before(self, run: Run) -> date:
        return max((one.as_of for one in self._runs.values() if one.id < run.id), default=run.as_of)

    @cached_property
    def _models(self) -> Mapping[str, Sequence[tuple[str, date]]]:
        return models_live(self._database, self._b.run)
