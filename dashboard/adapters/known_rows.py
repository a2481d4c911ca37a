"""The rows of the store as they stood at an entry of the ledger: what came later is taken back, nothing is guessed.

Batches say when they were recorded and retracted. Records that change are in the ledger whole; those that no later
entry touches stand as they do today, and the others are read from their newest entry until then.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from dashboard.adapters.ledger import record_in
from dashboard.adapters.repository import table
from dashboard.adapters.tables import (
    BatchRow,
    CaseRow,
    CaseStatementRow,
    CaseStepRow,
    CharterProposalRow,
    CharterPublicationRow,
    CountSetRow,
    EventCountRow,
    EventRow,
    IndicatorRow,
    Row,
    StaffImportRow,
)

_EVENTS = table(EventRow)
_AT_ONCE = 20
Values = dict[str, Any]
Poured = Iterator[tuple[type[Row], list[Values]]]


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which count files of a use case were current: `kind` is empty for its decisions, `values` are those of the row.

    `values` lacks the number of the entry.
    """

    use_case: str
    kind: str
    values: Values


def batches(source: Connection, at: int) -> list[Values]:
    """Every batch that was recorded by then; retracted only where it was by then."""
    rows = table(BatchRow)
    found = source.execute(select(rows).where(rows.c.recorded_seq <= at)).mappings()
    return [{**row, "retracted_seq": _until(row["retracted_seq"], at)} for row in found]


def _until(seq: int | None, at: int) -> int | None:
    return seq if seq is not None and seq <= at else None


def pointers(source: Connection, at: int) -> list[Pointer]:
    """The count files that were current, of every use case and kind."""
    found: list[Pointer] = []
    later: dict[str, set[str]] = defaultdict(set)
    for row in (CountSetRow, EventCountRow):
        for held in source.execute(select(table(row))).mappings():
            values = {name: value for name, value in held.items() if name != "updated_seq"}
            pointer = Pointer(held["use_case_id"], str(values.get("kind", "")), values)
            if held["updated_seq"] <= at:
                found.append(pointer)
            else:
                later[pointer.use_case].add(pointer.kind)
    for use_case in sorted(later):
        found += _pointed(source, use_case, later[use_case], at)
    return found


def _pointed(source: Connection, use_case: str, kinds: set[str], at: int) -> Iterator[Pointer]:
    """The newest entry until then of each kind."""
    missing = set(kinds)
    mine = (_EVENTS.c.entity == "count_set") & (_EVENTS.c.entity_id == use_case) & (_EVENTS.c.seq <= at)
    query = select(_EVENTS.c.body).where(mine).order_by(_EVENTS.c.seq.desc())
    with source.execution_options(yield_per=_AT_ONCE).execute(query) as bodies:
        for body in bodies.scalars():
            values = record_in(body)
            kind = str(values.get("kind", ""))
            if kind in missing:
                missing.discard(kind)
                yield Pointer(use_case, kind, _dated(values, ("first_day", "last_day")))
            if not missing:
                return


def pointed(found: Sequence[Pointer], at: int) -> Poured:
    """The rows that name these count files."""
    yield CountSetRow, [{**one.values, "updated_seq": at} for one in found if not one.kind]
    yield EventCountRow, [{**one.values, "updated_seq": at} for one in found if one.kind]


def indicators(source: Connection, at: int) -> Poured:
    """Every indicator with the figures that were given until then."""
    rows, later = table(IndicatorRow), _touched_later(source, "indicator", at)
    kept = [dict(row) for row in source.execute(select(rows)).mappings() if row["key"] not in later]
    for key, revision, record in _before(source, "indicator", at):
        kept.append({**_dated(record, ("first_day", "last_day")), "key": key, "revision": revision})
    yield IndicatorRow, kept


def cases(source: Connection, at: int) -> Poured:
    """Every case with the steps that were recorded until then, and what was stated about completeness."""
    later = _touched_later(source, "case", at)
    held = [dict(row) for row in source.execute(select(table(CaseRow))).mappings() if row["id"] not in later]
    done = [dict(row) for row in source.execute(select(table(CaseStepRow))).mappings() if row["case_id"] not in later]
    steps = [{name: value for name, value in step.items() if name != "id"} for step in done]
    for key, _, record in _before(source, "case", at):
        opened = datetime.fromisoformat(record["opened"])
        stamp = {"recorded_by": "", "recorded_at": opened}
        said = [{**one, "case_id": key, "at": datetime.fromisoformat(one["at"]), **stamp} for one in record["steps"]]
        steps += said
        held.append({**{name: value for name, value in record.items() if name != "steps"}, "opened": opened, **stamp})
    yield CaseRow, held
    yield CaseStepRow, steps
    stated = select(table(CaseStatementRow)).order_by(table(CaseStatementRow).c.id)
    yield CaseStatementRow, _first(source, stated, _entries(source, "case_register.complete", at))


def charters(source: Connection, at: int) -> Poured:
    """The charters that were published by then."""
    published, proposals = table(CharterPublicationRow), table(CharterProposalRow)
    versions = select(_EVENTS.c.entity_id).where(_EVENTS.c.kind == "charter.published", _EVENTS.c.seq <= at)
    out = [dict(row) for row in source.execute(select(published).where(published.c.version.in_(versions))).mappings()]
    wanted = [row["proposal_id"] for row in out]
    yield CharterProposalRow, _all(source, select(proposals).where(proposals.c.id.in_(wanted)))
    yield CharterPublicationRow, out


def files(source: Connection, at: int) -> Poured:
    """The files about staff that were taken in by then."""
    rows = table(StaffImportRow)
    taken = select(func.count()).where(_EVENTS.c.entity == "staff_import", _EVENTS.c.seq <= at)
    yield StaffImportRow, _first(source, select(rows).order_by(rows.c.id), int(source.scalar(taken) or 0))


def whole(source: Connection, row: type[Row]) -> list[Values]:
    """All rows of a table as they are now."""
    return _all(source, select(table(row)))


def entry(source: Connection, at: int) -> list[Values]:
    """The entry itself, so that a store that ends with it says so."""
    return _all(source, select(_EVENTS).where(_EVENTS.c.seq == at))


def entries_since(source: Connection, entities: Sequence[str], at: int) -> list[tuple[int, datetime, str]]:
    """Number, time and kind of what was entered later about these entities, oldest first."""
    mine = _EVENTS.c.entity.in_(list(entities)) & (_EVENTS.c.seq > at)
    query = select(_EVENTS.c.seq, _EVENTS.c.recorded_at, _EVENTS.c.kind).where(mine).order_by(_EVENTS.c.seq)
    return [(row.seq, row.recorded_at, row.kind) for row in source.execute(query)]


def _touched_later(source: Connection, entity: str, at: int) -> frozenset[str]:
    query = select(_EVENTS.c.entity_id).where(_EVENTS.c.entity == entity, _EVENTS.c.seq > at)
    return frozenset(source.scalars(query.distinct()))


def _before(source: Connection, entity: str, at: int) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Id, revision and record until then of those that later entries touch."""
    mine = _EVENTS.c.entity == entity
    later = select(_EVENTS.c.entity_id).where(mine, _EVENTS.c.seq > at)
    newest = select(func.max(_EVENTS.c.seq)).where(mine, _EVENTS.c.seq <= at, _EVENTS.c.entity_id.in_(later))
    wanted = _EVENTS.c.seq.in_(newest.group_by(_EVENTS.c.entity_id))
    query = select(_EVENTS.c.entity_id, _EVENTS.c.revision, _EVENTS.c.body).where(wanted).order_by(_EVENTS.c.seq)
    for row in source.execute(query).fetchall():
        yield row.entity_id, row.revision, record_in(row.body)


def _entries(source: Connection, kind: str, at: int) -> int:
    return int(source.scalar(select(func.count()).where(_EVENTS.c.kind == kind, _EVENTS.c.seq <= at)) or 0)


def _first(source: Connection, query: Select[Any], rows: int) -> list[Values]:
    """Rows that are only added, one with each entry: as many as there were entries."""
    return _all(source, query.limit(rows))


def _all(source: Connection, query: Select[Any]) -> list[Values]:
    return [dict(row) for row in source.execute(query).mappings()]


def _dated(values: Mapping[str, Any], names: Sequence[str]) -> Values:
    days = {name: date.fromisoformat(values[name]) for name in names if values.get(name) is not None}
    return {**values, **days}
