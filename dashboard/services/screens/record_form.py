"""What a person may change in a record field by field: what each field means, expects, and says now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.adapters import repository
from dashboard.domain.field_words import plain_field
from dashboard.domain.record_edits import editable
from dashboard.domain.registry import UseCase
from dashboard.domain.registry_fields import use_case_fields
from dashboard.domain.wording import sentence_case
from dashboard.services.sources import Sources

_PEOPLE = frozenset({"owner", "overseer.name"})


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: its name and meaning in words; `options` are value to words where it is chosen, else empty."""

    title: str
    meaning: str
    expected: str
    now: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RecordForm:
    """The fields by path, and the names of the models on record."""

    use_case: str
    revision: int
    fields: Mapping[str, FormField]
    models: tuple[str, ...]


def load_record_form(sources: Sources, use_case_id: str) -> RecordForm | None:
    """The form of one use case; None where there is no such use case."""
    found = repository.use_case_record(sources.database, use_case_id)
    if found is None:
        return None
    people = {user.id: user.title for user in repository.users(sources.database) if user.active}
    fields = {path: _field(path, found[0], people, sources.charter.acceptable_uses) for path in editable()}
    ordered = dict(sorted(fields.items(), key=lambda item: item[1].title))
    return RecordForm(use_case_id, found[1], ordered, tuple(dict.fromkeys(one.name for one in found[0].models)))


def _field(path: str, use_case: UseCase, people: Mapping[str, str], uses: Mapping[str, str]) -> FormField:
    target, known = editable()[path], use_case_fields().get(path)
    chosen: dict[str, str] = {}
    if path in _PEOPLE:
        chosen = dict(people)
    elif path == "acceptable_use":
        chosen = dict(uses)
    elif target.kind == "truth":
        chosen = {"yes": "Yes", "no": "No"}
    elif target.kind == "choice":
        chosen = {choice: sentence_case(choice.replace("_", " ")) for choice in target.choices}
    meaning = sentence_case(known.meaning) if known else ""
    return FormField(sentence_case(plain_field(path)), meaning, target.expected, _now(use_case, path), chosen)


def _now(use_case: UseCase, path: str) -> str:
    value: Any = use_case
    for part in path.split("."):
        value = getattr(value, part, None)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
