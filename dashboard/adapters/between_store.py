"""What happened between two assessments: stored flips, and the entries of the ledger that they may have read."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, select

from dashboard.adapters.batches import StoredBatch, stored_batches
from dashboard.adapters.database import Database
from dashboard.adapters.repository import table
from dashboard.adapters.tables import CaseRow, EventRow, FlipRow
from dashboard.domain.causes import Entry
from dashboard.domain.reported import Key

_EVENTS, _FLIPS, _CASES = table(EventRow), table(FlipRow), table(CaseRow)
_READ = ("use_case", "organisation", "staff_import", "training", "case", "case_statement")


@dataclass(frozen=True, slots=True)
class Flip:
    """A stored change: the run, the finding, and the cause that was written down."""

    run: int
    key: Key
    cause: str


@dataclass(frozen=True, slots=True)
class Period:
    """Between a run and the next one: what the ledger held after `after` and until `until`; `seen` was assessed."""

    after: int
    until: int
    seen: date


def flips_between(database: Database, after: int, until: int) -> tuple[Flip, ...]:
    """The flips of the runs after one and until another, in order."""
    columns = (_FLIPS.c.assessment_id, _FLIPS.c.use_case_id, _FLIPS.c.clause, _FLIPS.c.cause)
    wanted = (_FLIPS.c.assessment_id > after) & (_FLIPS.c.assessment_id <= until)
    with database.read() as connection:
        rows = connection.execute(select(*columns).where(wanted).order_by(_FLIPS.c.id))
        return tuple(Flip(run, (use_case, clause), why) for run, use_case, clause, why in rows)


def entries_between(database: Database, periods: Mapping[int, Period]) -> dict[int, tuple[Entry, ...]]:
    """The entries of each period, by its run. Periods do not overlap."""
    wanted = sorted(periods.items(), key=lambda item: item[1].after)
    if not wanted:
        return {}
    with database.read() as connection:
        plain = list(_plain(connection, wanted[0][1].after, wanted[-1][1].until))
        batches = stored_batches(connection, retracted=True)
        times = _times(connection, wanted[0][1].after)
    moved = sorted(_moved(batches, [period for _, period in wanted], times), key=attrgetter("seq"))
    return {run: (*_within(plain, period), *_within(moved, period)) for run, period in wanted}


def _within(entries: Sequence[Entry], period: Period) -> Sequence[Entry]:
    first, last = (bisect_right(entries, seq, key=attrgetter("seq")) for seq in (period.after, period.until))
    return entries[first:last]


def _moved(batches: Sequence[StoredBatch], periods: Sequence[Period], times: Mapping[int, date]) -> Iterator[Entry]:
    """Batches that came or were taken back; the first ones of their kind are about new days, whatever they cover."""
    ends, known = [period.until for period in periods], dict[tuple[str, str], int]()
    for batch in batches:
        earlier = known.setdefault((batch.use_case, batch.kind), batch.recorded_seq)
        for seq, back in ((batch.recorded_seq, False), (batch.retracted_seq, True)):
            place = len(periods) if seq is None else bisect_left(ends, seq)
            if seq is None or place == len(periods) or seq <= periods[place].after:
                continue
            first = earlier > periods[place].after and batch.kind != "labels"
            how = "rows were taken back" if back else "" if first else _how(batch, periods[place].seen)
            yield Entry(seq, "batch", batch.use_case, times[seq], batch.rows_stored, how, batch.first_day)


def _how(batch: StoredBatch, seen: date) -> str:
    """What a batch did to days that were assessed before; empty where it is about new days alone."""
    if batch.kind == "labels":
        return "late labels came"
    if batch.columns.get("mode") == "replace":
        return "rows took the place of others"
    late = batch.first_day is not None and batch.first_day < seen
    return "rows of days that were assessed before came" if late else ""


def _times(connection: Connection, after: int) -> dict[int, date]:
    """The UTC days on which batches were recorded or taken back."""
    query = select(_EVENTS.c.seq, _EVENTS.c.recorded_at).where(_EVENTS.c.entity == "batch", _EVENTS.c.seq > after)
    return {int(seq): at.date() for seq, at in connection.execute(query)}


def _plain(connection: Connection, after: int, until: int) -> Iterator[Entry]:
    columns = (_EVENTS.c.seq, _EVENTS.c.entity, _EVENTS.c.entity_id, _EVENTS.c.recorded_at)
    wanted = (_EVENTS.c.seq > after) & (_EVENTS.c.seq <= until) & _EVENTS.c.entity.in_(_READ)
    cases = {str(row.id): row.use_case_id for row in connection.execute(select(_CASES.c.id, _CASES.c.use_case_id))}
    for seq, entity, entity_id, at in connection.execute(select(*columns).where(wanted).order_by(_EVENTS.c.seq)):
        yield Entry(int(seq), str(entity), _about(entity, entity_id, cases), at.date())


def _about(entity: str, entity_id: str, cases: Mapping[str, Any]) -> str | None:
    if entity == "organisation":
        return ""
    return {"use_case": entity_id, "case": cases.get(entity_id)}.get(entity)
