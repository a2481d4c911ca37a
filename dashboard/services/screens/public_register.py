"""What is public about each use case against what would be public now, and who published what when."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.adapters import publications, repository
from dashboard.adapters import requests_store as requests
from dashboard.adapters.database import Database
from dashboard.domain.plain_text import shown
from dashboard.domain.public_entry import Entry, Published, differences
from dashboard.domain.public_fields import FIELDS
from dashboard.domain.public_register import PublicRegister, in_order
from dashboard.domain.registry import UseCase
from dashboard.domain.statuses import IN_SERVICE
from dashboard.domain.wording import LIFECYCLES, day, plural
from dashboard.errors import NotFound
from dashboard.services.screens.public_entry import Known, entry_of, load_known
from dashboard.services.sources import Sources

SAME, OTHER, WAITS, NEVER = "Public, as it is now", "Public, differs", "Waits for a ruling", "Not public"
_SHOWN_ORDER = (WAITS, OTHER, SAME, NEVER)
_COLUMNS = ["Use case", "Lifecycle", "Register", "Fields that differ", "Published", "Fields not stated", "Id"]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The register's section of the Reports page.

    Attributes:
        headline: how many use cases in service are public, and how many entries differ.
        table: one row for each use case that is in service or public; what waits, differs or is public comes first.
        history: newest first, with columns When, What, Use case, By, Reason.
        titles: use case to its title, for those that can be opened, the ones that need something first.
    """

    headline: str
    table: pd.DataFrame
    history: pd.DataFrame
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One use case's entry.

    Attributes:
        fields: name and text of every field as it would be published now.
        changes: columns Field, Public, Now.
        choice: the flags, own words and language that its record keeps.
        waits: whether a request to publish it waits.
    """

    use_case: str
    title: str
    revision: int
    current: Entry
    published: Published | None
    said: str
    fields: tuple[tuple[str, str], ...]
    changes: pd.DataFrame
    choice: Mapping[str, Any]
    waits: bool


def load_register(database: Database) -> PublicRegister:
    """Everything that is public."""
    with database.read() as connection:
        found = repository.organisation_in(connection)
        public = publications.public_now(connection)
    return PublicRegister(found[0].name if found else "", in_order(list(public.values())))


def load_register_page(sources: Sources) -> RegisterPage:
    """Every use case that is in service or public, and what was published and taken out."""
    records, known = repository.load_registry(sources.database).use_cases, load_known(sources)
    with sources.database.read() as connection:
        public, steps = publications.public_now(connection), list(publications.steps(connection))
        waiting = {one.use_case for one in requests.waiting_requests(connection) if one.kind == "publication"}
    rows = [
        _row(known, one, public.get(one.id), waits=one.id in waiting)
        for one in records
        if one.lifecycle in IN_SERVICE or one.id in public
    ]
    rows.sort(key=lambda row: (_SHOWN_ORDER.index(row[2]), str(row[0]).casefold()))
    table = pd.DataFrame(rows, columns=_COLUMNS)
    titles = {one.id: one.title for one in records}
    people = {user.id: user.title for user in repository.users(sources.database)}
    told = [
        (one.on, "Published" if one.published else "Taken out", titles.get(one.use_case, one.use_case),
         people.get(one.by, one.by), one.reason)
        for one in reversed(steps)
    ]  # fmt: skip
    history = pd.DataFrame(told, columns=["When", "What", "Use case", "By", "Reason"])
    return RegisterPage(_headline(records, public, table), table.drop(columns="Id"), history, _openable(table))


def load_entry_page(sources: Sources, use_case: str) -> EntryPage:
    """The entry of one use case, as it is public and as it would be.

    Raises:
        NotFound: nobody has registered this id.
    """
    found = repository.use_case_record(sources.database, use_case)
    if found is None:
        raise NotFound(f"There is no use case {shown(use_case)}.")
    record, revision = found
    with sources.database.read() as connection:
        public = publications.public_now(connection).get(use_case)
        waits = any(one.kind == "publication" for one in requests.waiting_requests(connection, use_case))
    current = entry_of(load_known(sources), record)
    changed = differences(public.entry, current) if public else ()
    changes = pd.DataFrame([(one.where, one.was, one.now) for one in changed], columns=["Field", "Public", "Now"])
    fields = tuple((one.title, current.text(one.id)) for one in FIELDS)
    return EntryPage(
        use_case, record.title, revision, current, public, _said(public, len(changes), waits=waits), fields, changes,
        record.public or {}, waits,
    )  # fmt: skip


def _row(known: Known, record: UseCase, public: Published | None, *, waits: bool) -> tuple[Any, ...]:
    current = entry_of(known, record)
    changed = len(differences(public.entry, current)) if public else None
    state = WAITS if waits else NEVER if public is None else OTHER if changed else SAME
    missing = sum(current.state(one.id) == "missing" for one in FIELDS)
    on = public.on if public else None
    return record.title, LIFECYCLES[record.lifecycle], state, changed, on, missing, record.id


def _openable(table: pd.DataFrame) -> dict[str, str]:
    rank = {WAITS: 0, OTHER: 1, NEVER: 2, SAME: 3}
    ordered = table.assign(rank=table["Register"].map(rank)).sort_values(["rank", "Use case"], kind="stable")
    return dict(zip(ordered["Id"].map(str), ordered["Use case"].map(str), strict=True))


def _headline(records: list[UseCase], public: Mapping[str, Published], table: pd.DataFrame) -> str:
    served = [one.id for one in records if one.lifecycle in IN_SERVICE]
    told = f"{sum(one in public for one in served)} of {plural(len(served), 'use case')} in service are public"
    other = int((table["Register"] == OTHER).sum())
    return f"{told}; {plural(other, 'entry', 'entries')} {'differs' if other == 1 else 'differ'} from what would be now"


def _said(public: Published | None, changes: int, *, waits: bool) -> str:
    waiting = " A request to publish it waits for a ruling on the page of the use case." if waits else ""
    if public is None:
        return f"Nothing is public about it.{waiting}"
    same = "and nothing differs" if not changes else f"and {plural(changes, 'field')} would differ now"
    return f"Published on {day(public.on)}, {same}.{waiting}"
