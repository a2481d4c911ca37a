"""One entry of the ledger as a sentence: who did what to which thing."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.domain.wording import day, plural
from dashboard.services.screens.words import as_date, event_words

_DAILY = "the dashboard"
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Names:
    """What the screen calls people and use cases; ids stand for those that are gone."""

    people: Mapping[str, str]
    use_cases: Mapping[str, str]

    def person(self, user_id: str) -> str:
        """A person, or the dashboard itself."""
        return _DAILY if user_id == "system" else self.people.get(user_id, user_id)

    def use_case(self, use_case: object) -> str:
        """A use case, or the organisation where there is none."""
        return self.use_cases.get(str(use_case), str(use_case)) if use_case else "the organisation"


def who(row: Any, names: Names) -> str:
    """Who did it, with the role that they had then."""
    person = names.person(str(row.actor))
    if person == _DAILY:
        return "The dashboard"
    role = str(row.role).replace("_", " ")
    return person if role.lower() in person.lower() else f"{person}, {role}"


def entry_words(row: Any, names: Names) -> str:
    """What happened to what, as a sentence without its full stop."""
    what, record = event_words(str(row.kind)), _record(row.body)
    about = _ABOUT.get(str(row.entity), _other)(str(row.entity_id), record, names)
    return f"{what}: {about}" if about else what


def _record(body: Any) -> Record:
    try:
        record = json.loads(body)["record"]
    except (ValueError, KeyError, TypeError):  # a body that somebody edited must not end the page
        return {}
    return record if isinstance(record, dict) else {}


def _use_case(entity_id: str, record: Record, names: Names) -> str:
    return str(record.get("title") or names.use_case(entity_id))


def _review_item(entity_id: str, record: Record, names: Names) -> str:
    number = f"RI-{int(entity_id):03d}" if entity_id.isdecimal() else entity_id
    title = f"{record.get('clause', '')} {record.get('title', '')}".strip()
    return f"{number} {title} ({names.use_case(record.get('use_case_id'))})"


def _user(entity_id: str, record: Record, names: Names) -> str:
    del names
    role = str(record.get("role", "")).replace("_", " ")
    return f"{record.get('title') or entity_id}, {role}" if role else entity_id


def _assessment(entity_id: str, record: Record, names: Names) -> str:
    del names
    served = record.get("in_service")
    judged = f", {plural(served, 'use case')} in service" if isinstance(served, int) else ""
    try:
        return f"as of {day(as_date(record.get('as_of')))}{judged}"
    except ValueError:
        return entity_id


def _batch(entity_id: str, record: Record, names: Names) -> str:
    rows = record.get("rows_stored")
    many = f"{plural(rows, 'row')} of " if isinstance(rows, int) else ""
    return f"{many}{names.use_case(record.get('use_case_id'))}, batch {entity_id}"


def _acknowledgement(entity_id: str, record: Record, names: Names) -> str:
    del names
    return f"version {record.get('version', entity_id)}"


def _legal_note(entity_id: str, record: Record, names: Names) -> str:
    return f"{names.use_case(record.get('use_case_id', entity_id))}, by {record.get('attribute', 'an attribute')}"


def _staff_import(entity_id: str, record: Record, names: Names) -> str:
    del names
    rows = record.get("rows")
    many = f"{plural(rows, 'row')} of " if isinstance(rows, int) else ""
    return f"{many}{record.get('file', 'a file')}, SHA-256 {entity_id}"


def _case(entity_id: str, record: Record, names: Names) -> str:
    kind = str(record.get("kind", "case")).replace("_", " ")
    steps = record.get("steps")
    last = steps[-1] if isinstance(steps, list) and steps and isinstance(steps[-1], dict) else {}
    reached = f", {str(last['step']).replace('_', ' ')}" if "step" in last else ""
    return f"{kind} {entity_id}{reached} ({names.use_case(record.get('use_case_id'))})"


def _statement(entity_id: str, record: Record, names: Names) -> str:
    del names
    return f"{entity_id.replace('_', ' ')}, to {record.get('complete_to')}"


def _checkpoint(entity_id: str, record: Record, names: Names) -> str:
    del entity_id, names
    size = record.get("size")
    covered = f" of {plural(size, 'entry', 'entries')}" if isinstance(size, int) else ""
    return f"{record.get('code', 'unknown')}{covered}"


def _pack(entity_id: str, record: Record, names: Names) -> str:
    del entity_id, names
    files = record.get("files")
    made = [f"{name} {value}" for name, value in files.items()] if isinstance(files, dict) else []
    return f"as of {record.get('as_of')}, SHA-256 of {', '.join(made)}"


def _case_by_id(entity_id: str, record: Record, names: Names) -> str:
    del record
    return names.use_case(entity_id)


def _person(entity_id: str, record: Record, names: Names) -> str:
    del record
    return names.person(entity_id)


def _own(entity_id: str, record: Record, names: Names) -> str:
    del entity_id, record, names
    return ""


def _other(entity_id: str, record: Record, names: Names) -> str:
    del names
    return str(record.get("title") or entity_id)


_ABOUT: dict[str, Callable[[str, Record, Names], str]] = {
    "use_case": _use_case, "review_item": _review_item, "user": _user, "assessment": _assessment, "batch": _batch,
    "case": _case, "case_statement": _statement, "pack": _pack,
    "checkpoint": _checkpoint, "approval": _case_by_id, "publication": _case_by_id, "count_set": _case_by_id,
    "last_look": _person, "staff_import": _staff_import,
    "acknowledgement": _acknowledgement, "legal_note": _legal_note, "organisation": _own, "demonstration": _own,
}  # fmt: skip
