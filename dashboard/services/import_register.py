"""A foreign register enters ours as inventoried use cases: again and again, without anything twice."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.adapters.database import Database
from dashboard.adapters.paths import readable_path
from dashboard.adapters.register_mapping import load_mapping
from dashboard.adapters.register_reader import read_register
from dashboard.adapters.repository import load_registry, save_use_cases
from dashboard.domain.actors import Actor
from dashboard.domain.register_columns import Columns
from dashboard.domain.register_mapping import RegisterMapping
from dashboard.domain.register_rows import Row, RowProblem, read_rows
from dashboard.domain.registry import UseCase
from dashboard.errors import Problem, RegistryInvalid
from dashboard.services.permissions import Verb, require
from dashboard.services.register import new_key

Progress = Callable[[float, str], None]
INVENTORIED = "inventoried"


@dataclass(frozen=True, slots=True)
class ImportRegister:
    """A file with its mapping; `dry_run` reads and compares, and writes nothing."""

    file: Path
    mapping: Path
    dry_run: bool = False
    max_mb: int = 2048
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of the rows: read = imported + updated + skipped.

    A row is skipped without a problem when nothing in it has changed since the last import, and with a problem
    when it cannot become a use case.
    """

    read: int
    imported: int
    updated: int
    skipped: int
    problems: tuple[RowProblem, ...]


def import_register(
    database: Database | None, command: ImportRegister, actor: Actor, progress: Progress | None = None
) -> ImportReport:
    """Import the register in one transaction, with one event for each use case that is new or changed.

    Args:
        database: The store; None is an empty one, for a dry run.
        command: What to read.
        actor: Who imports.
        progress: Told the fraction done and what is being done.

    Raises:
        InputRejected: The file or the mapping is refused as a whole; nothing was written.
        NotPermitted, StoreUnusable: Nothing was written.
    """
    require(actor, Verb.IMPORT)
    tell = progress or (lambda _fraction, _what: None)
    tell(0.0, "reading")
    rows = _rows(command)
    tell(0.4, "comparing with the registry")
    known = {one.id: one for one in load_registry(database).use_cases} if database else {}
    plan = _planned(rows, known)
    tell(0.6, "writing")
    if database is not None and plan.changed and not command.dry_run:
        with database.write(actor, command.key) as tx:
            if not tx.replayed:
                save_use_cases(tx, plan.changed, kind="use_case.imported")
    tell(1.0, "done")
    return plan.report


def _rows(command: ImportRegister) -> list[Row]:
    path = readable_path(command.file, [Path("/")], max_mb=command.max_mb)
    mapping = load_mapping(readable_path(command.mapping, [Path("/")], max_mb=1))
    table = read_register(path, mapping.read)
    columns = Columns.of(table.headers)
    _require_columns(path, mapping, columns)
    return list(read_rows(mapping, columns, table.rows))


def _require_columns(path: Path, mapping: RegisterMapping, columns: Columns) -> None:
    """Every column that the mapping names must be there, unless it is optional or has an alternative that is."""
    missing = [name for name in mapping.id.columns if columns.find(name) is None]
    none_there = len(missing) == len(mapping.id.columns)
    problems = [_missing("id.from", missing[0], columns)] if none_there else []
    for field_name, source in mapping.fields.items():
        absent = [name for name in source.columns if columns.find(name) is None]
        alternatives = source.first_of is not None and len(absent) < len(source.columns)
        if absent and not source.optional and not alternatives:
            problems += [_missing(f"fields.{field_name}", name, columns) for name in absent]
    if mapping.keep != "all":
        problems += [_missing("keep", name, columns) for name in mapping.keep if columns.find(name) is None]
    if problems:
        raise RegistryInvalid(f"{path.name} lacks columns that the mapping names.", problems)


def _missing(where: str, name: str, columns: Columns) -> Problem:
    near = columns.nearest(name)
    listed = ", ".join(columns.names[:12]) + (" …" if len(columns.names) > 12 else "")
    hint = f"Did you mean {near!r}?" if near else None
    return Problem(where, f"no column {name!r}", f"one of {listed}", suggestion=hint)


@dataclass(frozen=True, slots=True)
class _Plan:
    changed: list[UseCase]
    report: ImportReport


def _planned(rows: Iterable[Row], known: Mapping[str, UseCase]) -> _Plan:
    changed, imported, read = [], 0, 0
    problems: list[RowProblem] = []
    for row in rows:
        read += 1
        wanted = _wanted(row, known)
        problems += row.problems
        if wanted is not None:
            changed.append(wanted)
            imported += wanted.id not in known
    updated = len(changed) - imported
    return _Plan(changed, ImportReport(read, imported, updated, read - len(changed), tuple(problems)))


def _wanted(row: Row, known: Mapping[str, UseCase]) -> UseCase | None:
    """The record to store, or None where there is nothing to store."""
    new = row.use_case
    if new is None:
        return None
    old = known.get(new.id)
    if old is None:
        return new
    before, after = old.source or {}, new.source or {}
    if before.get("register") != after.get("register"):
        row.note("id", new.id, "an id that no other use case has; choose other columns or a prefix in the mapping")
        return None
    if before == after:
        return None
    if old.lifecycle != INVENTORIED:
        row.note(
            "(row)",
            "a change of a use case that was onboarded meanwhile",
            "a look by its owner; its source columns were updated",
        )
        return old.model_copy(update={"source": after})
    return old.model_copy(update={name: getattr(new, name) for name in (*row.filled, "source")})
