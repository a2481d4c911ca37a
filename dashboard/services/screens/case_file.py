"""Everything the store knows about one use case, read once for its page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from dashboard.adapters.cases_store import register_of
from dashboard.adapters.database import Database
from dashboard.adapters.disputes_store import disputes_about
from dashboard.adapters.queries import use_case as query
from dashboard.adapters.staff_store import StaffImport, imports
from dashboard.domain.cases import CaseRegister
from dashboard.domain.disputes import Dispute
from dashboard.domain.reviews import FROM_FINDINGS
from dashboard.services.screens.words import absent, as_date, titled
from dashboard.services.sources import Sources

ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Registry row, parts and everything found about them; frames hold the columns of their tables.

    The organisation as a whole has the id ORGANISATION and the key ''.
    """

    id: str
    key: str
    title: str
    record: Mapping[str, Any]
    parts: Mapping[str, pd.DataFrame]
    status: Mapping[str, Any] | None
    findings: pd.DataFrame
    measurements: pd.DataFrame
    batches: pd.DataFrame
    items: pd.DataFrame
    flips: pd.DataFrame
    people: Mapping[str, str]
    disputes: Mapping[str, Dispute]
    staff_imports: tuple[StaffImport, ...] = ()
    register: CaseRegister = field(default_factory=CaseRegister)

    def person(self, user_id: object) -> str | None:
        """What the screen calls a person, or None where nobody is named."""
        return None if absent(user_id) else self.people.get(str(user_id), str(user_id))

    def titled(self, text: str) -> str:
        """Text with people's titles in place of their ids."""
        return titled(text, self.people)

    @property
    def is_organisation(self) -> bool:
        """Whether this is the organisation and not a use case."""
        return not self.key

    @property
    def lifecycle(self) -> str:
        """The lifecycle as the registry has it."""
        return str(self.record["lifecycle"])

    def item_of(self, clause: str) -> Mapping[str, Any] | None:
        """The open review item of a clause's finding, or None; reminders and clocks of cases are items of their own."""
        found = self.items[(self.items["clause"] == clause) & self.items["kind"].isin(FROM_FINDINGS)]
        return None if found.empty else {str(name): value for name, value in found.iloc[-1].items()}

    @property
    def current_batches(self) -> pd.DataFrame:
        """Batches of decisions and labels that were not retracted, newest first."""
        return self.batches_of("decisions", "labels")

    def batches_of(self, *kinds: str) -> pd.DataFrame:
        """Batches of these kinds that were not retracted, newest first."""
        return self.batches[self.batches["retracted_seq"].isna() & self.batches["kind"].isin(kinds)]

    def deployments(self) -> list[tuple[str, date]]:
        """Model versions with the day they went live, oldest first."""
        models = self.parts["models"]
        found = [(str(row.version), as_date(row.deployed_at)) for row in models.itertuples()]
        return sorted(((version, day) for version, day in found if day is not None), key=lambda pair: pair[1])


def open_file(sources: Sources, use_case: str) -> CaseFile | None:
    """The file of a use case, or of the organisation; None where there is no such id."""
    database = sources.database
    row = query.use_case_row(database, use_case)
    if row is not None:
        record = dict(row.pop("record") or {}) | {name: None if absent(value) else value for name, value in row.items()}
        return _file(database, use_case, record)
    own = query.organisation_row(database) if use_case in ("", ORGANISATION) else None
    if own is None:
        return None
    return _file(database, "", dict(own["record"]) | {"title": "The organisation as a whole", "lifecycle": "live"})


def _file(database: Database, key: str, record: Mapping[str, Any]) -> CaseFile:
    return CaseFile(
        id=key or ORGANISATION,
        key=key,
        title=str(record["title"]),
        record=record,
        parts=query.parts(database, key),
        status=query.status(database, key),
        findings=query.findings(database, key),
        measurements=query.measurements(database, key),
        batches=query.batches(database, key),
        items=query.open_items(database, key),
        flips=query.flips(database, key),
        people=query.people(database),
        disputes=disputes_about(database, key),
        staff_imports=_staff_imports(database),
        register=_register(database, key),
    )


def _staff_imports(database: Database) -> tuple[StaffImport, ...]:
    with database.read() as connection:
        return imports(connection)


def _register(database: Database, key: str) -> CaseRegister:
    with database.read() as connection:
        return register_of(connection, key or None)


def value_at(record: Mapping[str, Any], path: str) -> Any:
    """The value of a dotted field, or None where it is not known."""
    value: Any = record
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value
