"""Both readings of a past day beside each other: what was reported then, what is known now, and what came since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from dashboard.adapters.between_store import Period, entries_between
from dashboard.adapters.database import Database
from dashboard.adapters.reported_store import measured_then
from dashboard.domain.causes import Entry
from dashboard.domain.reported import Held, Key
from dashboard.domain.wording import WORDS, day, plural, shown_status
from dashboard.services.known_now import KnownNow
from dashboard.services.reported import Reported
from dashboard.services.screens.listed import shown_measured

NOT_ESTABLISHED = "no later entry of the ledger is about it, so why is not established"
_SAID = {"staff_import": "staff or training was taken in", "training": "training was recorded"}
_CASES = {"case": "a case was recorded", "case_statement": "a register was stated complete"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A finding, or own status (no clause), then and now; values are worst measured ones, withheld for small groups."""

    key: Key
    then: Held | None
    now: Held | None
    values: tuple[float | None, float | None]
    because: str
    entries: tuple[int, ...]

    @property
    def differs(self) -> bool:
        """Whether today's knowledge gives another status."""
        return told(self.then) != told(self.now)

    @property
    def sentence(self) -> str:
        """Such as `Reported then: meets charter, 0.83. Known now: charter breach, 0.78. 214 rows came on 20 Sep`."""
        then, now = _words(self.then, self.values[0]), _words(self.now, self.values[1])
        return f"Reported then: {then}. Known now: {now}. {self.because[:1].upper()}{self.because[1:]}."


def told(held: Held | None) -> str | None:
    """The status as it is shown; None where there was none."""
    return None if held is None else str(shown_status(held.status, waived=held.waived and held.status == "watch"))


def both_readings(database: Database, reported: Reported, now: KnownNow, least: int) -> dict[Key, Reading]:
    """Every finding and own status in both readings.

    Args:
        database: the store.
        reported: what was reported.
        now: what is known now about the day of that assessment.
        least: values with fewer people behind them are withheld.
    """
    values = measured_then(database, reported.run, least=least)
    news = {one.key: shown_measured(one.spelled.measured, least) or {} for one in now.records}
    since = _since(database, reported)
    found = {}
    for key in sorted(reported.held.keys() | now.held.keys()):
        then, known = reported.held.get(key), now.held.get(key)
        because, entries = _because(since, key) if told(then) != told(known) else ("", ())
        pair = (values.get(key), news.get(key, {}).get("value"))
        found[key] = Reading(key, then, known, pair, because, entries)
    return found


def _since(database: Database, reported: Reported) -> Sequence[Entry]:
    """What was entered after the assessment and can speak of its day."""
    run = reported.run
    period = Period(run.data_version, database.data_version(), run.as_of + timedelta(days=1))
    entries = entries_between(database, {run.id: period})[run.id]
    return [entry for entry in entries if entry.covers is None or entry.covers <= run.as_of]


def _because(since: Sequence[Entry], key: Key) -> tuple[str, tuple[int, ...]]:
    mine = [entry for entry in since if entry.entity not in {"use_case", "organisation"} and _about(entry, key[0])]
    own = [entry for entry in mine if entry.entity == "batch"] or mine
    said = list(dict.fromkeys(_said(entry) for entry in own))
    if not said:
        return NOT_ESTABLISHED, ()
    more = f" and {plural(len(said) - 3, 'more entry', 'more entries')}" if len(said) > 3 else ""
    return "; ".join(said[:3]) + more, tuple(entry.seq for entry in own)


def _about(entry: Entry, use_case: str) -> bool:
    return entry.about is None or entry.about == use_case or not use_case


def _said(entry: Entry) -> str:
    if entry.entity == "batch":
        return f"{entry.rows:,} {entry.how or 'rows came'} on {day(entry.on)}"
    return f"{(_SAID | _CASES)[entry.entity]} on {day(entry.on)}"


def _words(held: Held | None, value: float | None) -> str:
    status = told(held)
    word = "not judged" if status is None else WORDS[status].lower()
    return word if value is None else f"{word}, {value:.2f}"


def differing(readings: Mapping[Key, Reading]) -> tuple[Reading, ...]:
    """Where they differ, own statuses first."""
    return tuple(sorted((one for one in readings.values() if one.differs), key=lambda one: bool(one.key[1])))
