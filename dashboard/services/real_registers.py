"""Two public registers imported whole, and ten customer-experience systems of one of them onboarded and assessed.

Nothing is answered on behalf of their agencies: a system keeps exactly what its row in the register says.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from dashboard.adapters import schema
from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.repository import load_registry, use_case_record
from dashboard.domain.actors import Actor, Role
from dashboard.domain.charter import Charter
from dashboard.domain.decision_windows import DecisionWindows
from dashboard.domain.facts import Terms
from dashboard.domain.findings import assess
from dashboard.domain.registry import Registry, UseCase
from dashboard.domain.rollup import OwnStatus, own_status, roll_up
from dashboard.domain.verdict_rows import FindingRecord, finding_records
from dashboard.services.facts import facts_of, no_windows
from dashboard.services.import_register import ImportRegister, ImportReport, import_register
from dashboard.services.onboard import OnboardUseCase, onboard_use_case

AS_OF = date(2026, 11, 23)
LEAD = Actor("lead", Role.TEAM_LEAD)
OFFICER = Actor("officer", Role.OFFICER)
STAGE, IN_USE = "Stage of Development", "Operation and Maintenance"
AGENCY, PER_AGENCY, TEN = "Agency Abbreviation", 2, 10
SERVES = (
    "chatbot", "chat bot", "voicebot", "voice bot", "virtual assistant", "virtual agent", "contact center",
    "call center", "call routing", "caller", "sentiment", "customer service",
)  # fmt: skip
NOT_CUSTOMERS = (
    "employee", "internal ", "intranet", "staff", "help desk", "contractor", "earnings", "manufacturer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Register:
    """A public register: its name for people, its file, its mapping."""

    title: str
    file: str
    mapping: str


FEDERAL = Register(
    "The 2024 inventory of US federal agencies", "us_federal_2024_v2.csv", "data/mappings/us-federal-2024.yaml"
)
ATRS = Register("The UK's algorithmic transparency records", "uk_atrs_records.json", "data/mappings/uk-atrs.yaml")


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a register's rows, the first time and when it was imported again."""

    register: Register
    first: ImportReport
    again: ImportReport


@dataclass(frozen=True, slots=True)
class Judged:
    """An onboarded system, what the charter says about it, and every finding behind that."""

    use_case: UseCase
    own: OwnStatus
    findings: tuple[FindingRecord, ...]


def import_twice(database: Database, folder: Path, root: Path, register: Register) -> Imported:
    """Import a register of the folder, and once more; `root` is where the mappings lie."""
    first, again = (
        import_register(database, ImportRegister(folder / register.file, root / register.mapping), OFFICER)
        for _ in range(2)
    )
    return Imported(register, first, again)


def customer_systems(registry: Registry) -> list[UseCase]:
    """Ten systems in use that serve customers, by the words of their row; see `SERVES` and `NOT_CUSTOMERS`."""
    taken: dict[str, int] = {}
    chosen = []
    for case in sorted(registry.use_cases, key=lambda one: one.id):
        agency = _column(case, AGENCY)
        if _serves_customers(case) and taken.get(agency, 0) < PER_AGENCY:
            taken[agency] = taken.get(agency, 0) + 1
            chosen.append(case)
    return chosen[:TEN]


def _serves_customers(case: UseCase) -> bool:
    in_use = case.lifecycle == "inventoried" and _column(case, STAGE) == IN_USE and case.go_live is not None
    said = f"{case.title} {case.purpose or ''}"
    return in_use and _says(case.title, SERVES) and not _says(said, NOT_CUSTOMERS)


def _column(case: UseCase, name: str) -> str:
    return str((case.source or {}).get("columns", {}).get(name, ""))


def _says(text: str, words: Sequence[str]) -> bool:
    return re.search("|".join(map(re.escape, words)), text.casefold()) is not None


def onboard_as_registered(database: Database, cases: Sequence[UseCase]) -> None:
    """Take them in as live, with nothing but what the register says; they count as registered at `AS_OF`."""
    for case in cases:
        found = use_case_record(database, case.id)
        revision = found[1] if found else 0
        onboard_use_case(database, OnboardUseCase(case.id, revision, "live", day=AS_OF), LEAD)


def judge(database: Database, charter: Path, ids: Sequence[str]) -> list[Judged]:
    """What the charter says about these use cases at `AS_OF`; no decision log was ever seen."""
    registry = load_registry(database)
    none = no_windows()
    return list(_judged(registry, load_charter(charter), ids, none))


def _judged(registry: Registry, charter: Charter, ids: Sequence[str], windows: DecisionWindows) -> Iterator[Judged]:
    facts = facts_of(registry, charter, AS_OF, windows)
    found = assess(charter, facts, AS_OF)
    rolled = roll_up(found.use_cases)
    cases = {case.id: case for case in registry.use_cases}
    terms = Terms.of(charter, AS_OF)
    for row in np.flatnonzero(found.judged):
        name = found.use_cases.ids[row]
        if name in ids:
            records = tuple(finding_records(found, facts, terms, only=name))
            yield Judged(cases[name], own_status(found.use_cases, rolled, int(row)), records)


def study_registers(folder: Path, root: Path) -> tuple[list[Imported], list[Judged]]:
    """Import both registers of the folder into a store that is thrown away, and judge ten systems."""
    with TemporaryDirectory() as place:
        url = f"sqlite:///{place}/registers.db"
        schema.upgrade(url)
        database = Database.open(url)
        try:
            return study_registers_in(database, folder, root)
        finally:
            database.close()


def study_registers_in(database: Database, folder: Path, root: Path) -> tuple[list[Imported], list[Judged]]:
    """The same in a store that is there."""
    imported = [import_twice(database, folder, root, register) for register in (FEDERAL, ATRS)]
    chosen = customer_systems(load_registry(database))
    onboard_as_registered(database, chosen)
    judged = judge(database, root / "charter" / "charter.yaml", [case.id for case in chosen])
    return imported, judged
