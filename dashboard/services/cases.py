"""Takes in cases from files, and the statement that a register is complete."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.adapters import cases_store as store
from dashboard.adapters.case_mapping_file import load_case_mapping
from dashboard.adapters.database import Database
from dashboard.adapters.paths import readable_path
from dashboard.adapters.repository import titles_of_use_cases
from dashboard.adapters.staff_file import staff_table
from dashboard.domain.actors import Actor
from dashboard.domain.case_columns import Zone
from dashboard.domain.case_kinds import KINDS
from dashboard.domain.case_mapping import CaseMapping
from dashboard.domain.case_merge import merged
from dashboard.domain.case_rows import CaseFile, read_case_rows
from dashboard.domain.measured_rules import nearest
from dashboard.domain.plain_text import shown
from dashboard.errors import InputRejected, Problem
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key
from dashboard.settings import Settings


@dataclass(frozen=True, slots=True)
class TakeInCases:
    """A file of cases at a moment (with a zone) after which nothing in it happened.

    `complete_to` states that the register of every kind in the file, and of `kinds`, holds everything up to that day.
    """

    file: str | Path
    now: datetime
    mapping: str | Path | None = None
    complete_to: date | None = None
    kinds: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TakenCases:
    """What a file did; `replayed` where it was taken in before. `stated`: kinds whose register is now complete."""

    file: str
    added: int = 0
    moved: int = 0
    unchanged: int = 0
    stated: tuple[str, ...] = ()
    replayed: bool = False


def take_in_cases(database: Database, command: TakeInCases, actor: Actor, settings: Settings) -> TakenCases:
    """Read a whole file and store it, or say everything that is wrong with it; the same file does nothing twice.

    Raises:
        NotPermitted, PathRefused, InputRejected, StoreUnusable: nothing was written.
    """
    _require(command, actor)
    name, digest, cells = staff_table(command.file, settings.read_from, max_mb=settings.max_upload_mb)
    mapping = _mapping(command, settings)
    return take_in_case_cells(database, command, CaseCells(name, digest, *cells, mapping), actor)


@dataclass(frozen=True, slots=True)
class CaseCells:
    """A file as it was read: its name, digest, header and rows, and how its columns become ours."""

    file: str
    sha256: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Any]]
    mapping: CaseMapping | None = None


def take_in_case_cells(database: Database, command: TakeInCases, given: CaseCells, actor: Actor) -> TakenCases:
    """The same from cells that were read already."""
    _require(command, actor)
    mapping = given.mapping
    with database.read() as connection:
        known = titles_of_use_cases(connection)
    zone = Zone(command.now.astimezone(UTC), ZoneInfo(mapping.time_zone) if mapping and mapping.time_zone else None)
    file = read_case_rows(given.headers, given.rows, zone=zone, use_cases=known, mapping=mapping)
    stated = _stated(command, file)
    said = f"{given.sha256} {mapping.model_dump_json() if mapping else ''} {command.complete_to} {stated}"
    with database.write(actor, f"cases-{sha256(said.encode()).hexdigest()[:56]}") as tx:
        if tx.replayed:
            return TakenCases(given.file, replayed=True)
        done = merged(file, store.cases_by_id(tx.connection, [case.id for case in file.cases.values()]), command.now)
        store.add_cases(tx, done.new, kind="case.imported")
        store.add_steps(tx, done.steps, kind="case.moved")
        for kind in stated:
            store.add_statement(tx, kind, command.complete_to or command.now.date(), given.file)
    return TakenCases(given.file, len(done.new), len(done.steps), done.unchanged, stated)


def _require(command: TakeInCases, actor: Actor) -> None:
    require(actor, Verb.REPORT)
    if command.complete_to is not None:
        require(actor, Verb.STATE)
    _refuse_statement(command.complete_to, command.kinds, command.now)


@dataclass(frozen=True, slots=True)
class StateComplete:
    """Nothing else up to this day: the register of a kind of case is complete."""

    kind: str
    complete_to: date
    now: datetime
    key: str = field(default_factory=new_key)


def state_complete(database: Database, command: StateComplete, actor: Actor) -> Saved:
    """Put on record, by name, that a register holds everything up to a day.

    Raises:
        NotPermitted, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.STATE)
    _refuse_statement(command.complete_to, [command.kind], command.now)
    with database.write(actor, command.key) as tx:
        if not tx.replayed:
            store.add_statement(tx, command.kind, command.complete_to, "")
        return Saved(tx.seq, {}, replayed=tx.replayed)


def _refuse_statement(complete_to: date | None, kinds: Sequence[str], now: datetime) -> None:
    problems = [
        Problem("kind", shown(kind), f"one of {', '.join(KINDS)}", suggestion=nearest(kind, KINDS))
        for kind in kinds if kind not in KINDS
    ]  # fmt: skip
    if complete_to is not None and complete_to > now.astimezone(UTC).date():
        problems.append(Problem("complete to", f"{complete_to}, which has not come yet", "a day up to today"))
    if kinds and complete_to is None:
        problems.append(Problem("complete to", "nothing", "the day up to which these kinds are complete"))
    if problems:
        raise InputRejected("Nothing was saved.", problems)


def _mapping(command: TakeInCases, settings: Settings) -> CaseMapping | None:
    if command.mapping is None:
        return None
    return load_case_mapping(readable_path(command.mapping, settings.read_from, max_mb=settings.max_upload_mb))


def _stated(command: TakeInCases, file: CaseFile) -> tuple[str, ...]:
    held = {case.kind for case in file.cases.values()} | set(command.kinds)
    if not held:
        expected = "a row for each case, or the kinds of which there is none (--kind)"
        raise InputRejected("Nothing was saved.", [Problem("rows", "none", expected)])
    return () if command.complete_to is None else tuple(kind for kind in KINDS if kind in held)
