"""Why a finding changed between two assessments: what was written down, held against the entries in between."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.domain.checks import (
    AllOf,
    AnyOf,
    Check,
    CountCheck,
    CoverageCheck,
    DeadlineCheck,
    QuantileCheck,
    RateCheck,
)
from dashboard.domain.wording import day

KINDS: dict[str, str] = {
    "evidence": "New evidence",
    "counts": "New counts",
    "model": "Model version",
    "charter": "Charter version",
    "lapse": "Lapse",
    "waiver": "Waiver granted",
    "correction": "Late rows or correction",
    "record": "Record changed",
    "people": "Staff or training",
    "cases": "Cases",
    "day": "The day alone",
    "began": "First assessed",
    "ended": "No longer judged",
    "unknown": "Not established",
}
_PEOPLE, _CASES = frozenset({"staff_import", "training"}), frozenset({"case", "case_statement"})
_RECORDS = frozenset({"use_case", "organisation"})
_ALONE = "nothing about it was entered in between, only the day moved on"
_WINDOW = "the window moved over data that was stored before; nothing was entered in between"
_DUE = "training or acknowledgement lapsed or fell due"
_LAPSES = ("lapsed", "missed", "did not come", "no new decisions", "the waiver ended")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the ledger that an assessment may have read; `about` is None where it is about everybody.

    `rows`, `how` and `covers` (its first day) are of a batch: `how` is empty for new days, else what it did to days
    that were assessed before.
    """

    seq: int
    entity: str
    about: str | None
    on: date
    rows: int = 0
    how: str = ""
    covers: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the assessment wrote beside a change, its check, and the model version that went live just before."""

    cause: str
    check: Check | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """A kind (of KINDS), a sentence without its full stop, and the entries of the ledger that it rests on."""

    kind: str
    words: str
    entries: tuple[int, ...] = ()


def cause_of(told: Told, between: Sequence[Entry]) -> Cause:
    """The cause of one change; `between` are the entries about it since the assessment before."""
    text = told.cause
    if text.startswith("the charter changed"):
        return Cause("charter", text)
    if text == "first assessed":
        return Cause("began", text)
    records = _of(between, _RECORDS)
    if text == "a waiver was granted":
        return Cause("waiver", text, _seqs(records))
    if any(words in text for words in _LAPSES):
        return Cause("lapse", text, _seqs(records) if text == "the waiver ended" else ())
    if text.endswith(("decisions came in", "data came in")):
        return _data(told, between)
    return _record(text, records)


def _record(text: str, records: Sequence[Entry]) -> Cause:
    kind = "record" if text == "the registry changed" else "evidence"
    return Cause(kind, text, _seqs(records)) if records else Cause("day", _ALONE)


def _data(told: Told, between: Sequence[Entry]) -> Cause:
    """New data: which of the feeds of the check brought anything, and whether it was about days assessed before."""
    feeds = {"batch"} if told.cause.endswith("decisions came in") else feeds_of(told.check)
    read = _of(between, feeds)
    found = {_family(entry) for entry in read} | ({"model"} if told.model else set())
    found -= {"counts"} if told.model else set()
    if not found:
        lapses = isinstance(told.check, CoverageCheck)
        return Cause("lapse", f"{_DUE}: {_ALONE}") if lapses else Cause("day", _WINDOW)
    if len(found) > 1:
        words = " and ".join(KINDS[name].lower() for name in sorted(found))
        return Cause("unknown", f"not established: {words} came together", _seqs(read))
    (kind,) = found
    return Cause(kind, _words(kind, told, read), _seqs(read))


def _words(kind: str, told: Told, read: Sequence[Entry]) -> str:
    if kind == "model":
        return f"model version {told.model} went live"
    if kind == "correction":
        return "; ".join(f"{entry.rows:,} {entry.how} on {day(entry.on)}" for entry in read[:3])
    if kind == "counts":
        return f"{sum(entry.rows for entry in read):,} new rows came in"
    words = {"people": "staff or training was taken in", "cases": "cases were recorded"}
    return words.get(kind, "the registry changed")


def feeds_of(check: Check | None) -> frozenset[str]:
    """The entities of the ledger that a check of shares, times, counts or people is fed by; all where it is unknown."""
    match check:
        case CoverageCheck():
            return _PEOPLE | _RECORDS
        case DeadlineCheck() | CountCheck():
            return _CASES | {"batch"}
        case QuantileCheck() | RateCheck():
            return frozenset({"batch"}) | _CASES
        case AllOf(all_of=parts) | AnyOf(any_of=parts):
            return frozenset().union(*map(feeds_of, parts))
        case _:
            return _PEOPLE | _CASES | {"batch"}


def _family(entry: Entry) -> str:
    if entry.entity == "batch":
        return "correction" if entry.how else "counts"
    if entry.entity in _RECORDS:
        return "record"
    return "people" if entry.entity in _PEOPLE else "cases"


def _of(between: Iterable[Entry], entities: Collection[str]) -> list[Entry]:
    return [entry for entry in between if entry.entity in entities]


def _seqs(entries: Iterable[Entry]) -> tuple[int, ...]:
    return tuple(entry.seq for entry in entries)
