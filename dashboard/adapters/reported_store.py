"""What past assessments reported: their figures, and every change of a finding or status since the first of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Select, String, cast, func, null, select, union_all

from dashboard.adapters.database import Database
from dashboard.adapters.history import record_as_of, records_as_of
from dashboard.adapters.ledger import record_in
from dashboard.adapters.repository import table
from dashboard.adapters.tables import (
    AssessmentRow,
    EndedRow,
    EventRow,
    FindingRow,
    FlipRow,
    MeasurementRow,
    UseCaseStatusRow,
)
from dashboard.domain.reported import CaseThen, Change, Held, Key
from dashboard.domain.statuses import Reason

_RUNS, _FLIPS, _ENDED = table(AssessmentRow), table(FlipRow), table(EndedRow)
_FINDINGS, _STATUSES, _EVENTS = table(FindingRow), table(UseCaseStatusRow), table(EventRow)
_MEASURED = table(MeasurementRow)


@dataclass(frozen=True, slots=True)
class Run:
    """An assessment: its number, day, when it was stored (UTC), what it read, by which charter."""

    id: int
    as_of: date
    recorded_at: datetime
    data_version: int
    charter_version: str
    charter_digest: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one moment: the newest verdicts by key, and every change in the order of runs."""

    now: dict[Key, Held]
    changes: tuple[Change, ...]


def runs(database: Database) -> tuple[Run, ...]:
    """Every assessment, oldest first."""
    columns = [_RUNS.c[name] for name in Run.__dataclass_fields__]
    with database.read() as connection:
        return tuple(Run(*row) for row in connection.execute(select(*columns).order_by(_RUNS.c.id)))


def kept(database: Database) -> Kept:
    """Newest verdicts and all changes, of one moment."""
    with database.read() as connection:
        return Kept(dict(_now(connection)), tuple(_changes(connection)))


def findings_of(database: Database, run: int) -> int | None:
    """How many findings a run stored, as its entry of the ledger says; None where it has none."""
    mine = (_EVENTS.c.entity == "assessment") & (_EVENTS.c.entity_id == str(run))
    with database.read() as connection:
        body = connection.scalar(select(_EVENTS.c.body).where(mine))
    return None if body is None else int(record_in(body)["findings"])


def entries_of_runs(database: Database) -> dict[int, int]:
    """The number of the ledger's entry of each run."""
    mine = _EVENTS.c.entity == "assessment"
    with database.read() as connection:
        rows = connection.execute(select(_EVENTS.c.entity_id, _EVENTS.c.seq).where(mine))
        return {int(run): int(seq) for run, seq in rows}


def cases_then(database: Database, run: Run) -> dict[str, CaseThen]:
    """The register that a run read, by id."""
    found = {}
    for name, record in records_as_of(database, "use_case", at=run.data_version).items():
        known = {key: record.get(key) for key in CaseThen.__dataclass_fields__}
        day = None if known["go_live"] is None else date.fromisoformat(str(known["go_live"]))
        found[name] = CaseThen(**{**known, "go_live": day})  # type: ignore[arg-type]  # records hold text there
    return found


def models_live(database: Database, run: Run) -> dict[str, tuple[tuple[str, date], ...]]:
    """Versions of models and the first day of each in service, by use case, as the run read them; oldest first."""
    found = {}
    for name, record in records_as_of(database, "use_case", at=run.data_version).items():
        dated = [(str(one["version"]), one.get("deployed_at")) for one in record.get("models") or ()]
        live = [(version, date.fromisoformat(str(on))) for version, on in dated if on]
        found[name] = tuple(sorted(live, key=lambda one: one[1]))
    return found


def measured_then(database: Database, run: Run, *, least: int) -> dict[Key, float]:
    """The worst value that a run measured for each fairness clause, where no small group stands behind it."""
    shown = (_MEASURED.c.n >= least) & ((_MEASURED.c.n_reference == 0) | (_MEASURED.c.n_reference >= least))
    wanted = (_MEASURED.c.assessment_id == run.id) & _MEASURED.c.worst & _MEASURED.c.value.is_not(None) & shown
    query = select(_MEASURED.c.use_case_id, _MEASURED.c.clause, _MEASURED.c.value).where(wanted)
    with database.read() as connection:
        return {(row.use_case_id, row.clause): float(row.value) for row in connection.execute(query)}


def record_then(database: Database, run: Run, use_case: str) -> dict[str, Any] | None:
    """The whole record of a use case as a run read it; None where it was not registered."""
    return record_as_of(database, "use_case", use_case, at=run.data_version)


def last_entry(database: Database, run: Run, asked: date) -> int:
    """The ledger's last entry of a day, and not before the run had written its own."""
    with database.read() as connection:
        return _end(connection, run, asked)


def _end(connection: Connection, run: Run, asked: date) -> int:
    midnight = datetime.combine(asked + timedelta(days=1), time(), UTC)
    mine = (_EVENTS.c.entity == "assessment") & (_EVENTS.c.entity_id == str(run.id))
    keys = select(_EVENTS.c.idempotency_key).where(mine)
    that_day = connection.scalar(select(func.max(_EVENTS.c.seq)).where(_EVENTS.c.recorded_at < midnight))
    together = connection.scalar(select(func.max(_EVENTS.c.seq)).where(_EVENTS.c.idempotency_key.in_(keys)))
    return max(that_day or 0, together or run.data_version)


def _now(connection: Connection) -> Iterator[tuple[Key, Held]]:
    finding, own = _FINDINGS.c, _STATUSES.c
    for row in connection.execute(
        select(finding.use_case_id, finding.clause, finding.status, finding.reason_code, finding.since)
    ).fetchall():
        yield (row[0], row[1]), Held(row[2], row[3] == Reason.WAIVED, row[4])
    for name, status, waived, since in connection.execute(select(own.use_case_id, own.status, own.waived, own.since)):
        yield (name, ""), Held(status, bool(waived), since)


def _changes(connection: Connection) -> Iterator[Change]:
    for row in connection.execute(_all_changes()).fetchall():
        waived = (row.was_reason == Reason.WAIVED, row.became_reason == Reason.WAIVED)
        yield Change(row.assessment_id, row.as_of, (row.use_case_id, row.clause), row.was, row.became, waived)


def _all_changes() -> Select[Any]:
    """A finding or status changes or ends at most once a run, so runs alone order the changes of each."""
    where = ("assessment_id", "as_of", "use_case_id", "clause", "was", "was_reason")
    flips = select(*(_FLIPS.c[name] for name in (*where, "became", "became_reason")))
    nothing = [cast(null(), String).label(name) for name in ("became", "became_reason")]
    both = union_all(flips, select(*(_ENDED.c[name] for name in where), *nothing)).subquery()
    return select(both).order_by(both.c.assessment_id)
