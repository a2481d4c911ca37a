"""Two past days side by side: statuses on both, what changed each way, by what, with the ledger's entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.adapters.queries.use_case import people
from dashboard.adapters.reported_store import entries_of_runs, runs
from dashboard.domain.causes import KINDS
from dashboard.domain.reported import Held
from dashboard.domain.wording import SHOWN_ORDER, WORDS, day, label, plural, shown_status
from dashboard.services.compared import Change, Compared, compare_dates
from dashboard.services.reported import Reported
from dashboard.services.screens.words import titled
from dashboard.services.sources import Sources
from dashboard.settings import load_settings

_SHOWN = tuple(status for status in SHOWN_ORDER if status != "not_applicable")
_ABSENT = "–"


@dataclass(frozen=True, slots=True)
class Line:
    """One change in words; `clause` is empty for a use case's own status, `entries` are numbers of the ledger."""

    use_case: str
    title: str
    clause: str
    was: str
    became: str
    kind: str
    why: str
    on: date | None
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Both days: the assessment of each, use cases in service per shown status, every change, what limits both."""

    days: tuple[date, date]
    assessed: tuple[date, date]
    counts: tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]

    @property
    def own(self) -> tuple[Line, ...]:
        """Changes of use cases' own statuses."""
        return tuple(line for line in self.lines if not line.clause)

    @property
    def headline(self) -> str:
        """How many changed and which way, as a sentence."""
        many = plural(len(self.own), "status", "statuses")
        breach = label("non_compliant")
        came = sum(line.became == breach for line in self.own)
        went = sum(line.was == breach for line in self.own)
        if not self.own:
            return f"No status differs between {day(self.days[0])} and {day(self.days[1])}"
        return f"{many} changed: {came:,} became a breach, {went:,} stopped being one"


def first_days(sources: Sources) -> tuple[date, date] | None:
    """The days of the first and of the newest assessment; None where there is none."""
    made = runs(sources.database)
    return (made[0].as_of, made[-1].as_of) if made else None


def load_between(sources: Sources, first: date, second: date) -> Between:
    """What changed between the reports of two days.

    Raises:
        InputRejected, NotFound: as `compare_dates`.
    """
    found = compare_dates(sources, load_settings(), first, second)
    told, names = entries_of_runs(sources.database), people(sources.database)
    lines = [_line(change, found, told, names) for change in found.changes]
    return Between(
        days=(first, second),
        assessed=(found.first.run.as_of, found.second.run.as_of),
        counts=(status_counts(found.first), status_counts(found.second)),
        lines=tuple(sorted(lines, key=_rank)),
        notes=tuple(f"{day(one.asked)}: {note}" for one in (found.first, found.second) for note in one.notes),
    )


def status_counts(found: Reported) -> tuple[tuple[str, int], ...]:
    """Use cases in service per shown status, worst first."""
    shown = [_key(one.held) for one in found.served.values()]
    shown = ["compliant" if status == "not_applicable" else status for status in shown]
    return tuple((status, shown.count(status)) for status in _SHOWN)


def between_table(lines: Sequence[Line], days: tuple[date, date]) -> pd.DataFrame:
    """One row a change: use case, clause, both statuses, kind of cause, when it was assessed, why, entries."""
    rows = [
        (line.title, line.clause or "own status", line.was, line.became, line.kind, line.on, line.why,
         ", ".join(map(str, line.entries)))
        for line in lines
    ]  # fmt: skip
    heads = ["Use case", "Clause", day(days[0]), day(days[1]), "Cause", "Assessed", "Why", "Ledger entries"]
    return pd.DataFrame(rows, columns=heads)


def counts_table(found: Between) -> pd.DataFrame:
    """Use cases in service per status on both days."""
    first, second = (dict(counts) for counts in found.counts)
    rows = [(label(status), first[status], second[status], second[status] - first[status]) for status in _SHOWN]
    return pd.DataFrame(rows, columns=["Status", *map(day, found.days), "Difference"])


def _line(change: Change, found: Compared, told: Mapping[int, int], names: Mapping[str, str]) -> Line:
    use_case, clause = change.key
    known = found.second.cases.get(use_case) or found.first.cases.get(use_case)
    steps = f" (the last of {change.steps} changes)" if change.steps > 1 else ""
    run = change.run
    return Line(
        use_case, known.title if known else use_case or "The organisation", clause,
        _words(change.was), _words(change.became), KINDS[change.cause.kind],
        titled(change.cause.words, names) + steps, run.as_of if run else None,
        (*change.cause.entries, *((told[run.id],) if run and run.id in told else ())),
    )  # fmt: skip


def _key(held: Held) -> str:
    return str(shown_status(held.status, waived=held.waived and held.status == "watch"))


def _words(held: Held | None) -> str:
    return _ABSENT if held is None else label(_key(held))


def _rank(line: Line) -> tuple[bool, int, str, str]:
    words = [label(status) for status in SHOWN_ORDER]
    return bool(line.clause), words.index(line.became) if line.became in words else 9, line.title, line.clause


def spoken(counts: Sequence[tuple[str, int]]) -> str:
    """The counts of a day as words, for whoever cannot see the bars."""
    return ", ".join(f"{count:,} {WORDS[status].lower()}" for status, count in counts if count)
