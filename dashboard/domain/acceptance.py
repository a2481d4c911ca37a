"""What a record must be before it enters the books, beyond its types: clean text, names on one line."""

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import ValidationError

from dashboard.domain.plain_text import shown
from dashboard.domain.public_fields import choice_problems
from dashboard.domain.registry import Organisation, Record, UseCase
from dashboard.domain.texts import is_one_line, tidy
from dashboard.errors import Problem, RegistryInvalid

_R = TypeVar("_R", bound=Record)
_NAMES = ("title", "team", "owner", "kind")


def accept_use_case(use_case: UseCase) -> UseCase:
    """The use case with its text in one Unicode form.

    Raises:
        InputRejected: Hidden characters, a name of several lines, an empty title, numbers without end.
    """
    record = _tidied(use_case, f"Use case {use_case.id}")
    problems = [*_name_problems(record), *choice_problems(record.get("public") or {})]
    if problems:
        raise RegistryInvalid(f"Use case {use_case.id} was not saved.", problems)
    return _validated(UseCase, record, f"Use case {use_case.id}")


def accept_organisation(organisation: Organisation) -> Organisation:
    """The organisation with its text in one Unicode form."""
    return _validated(Organisation, _tidied(organisation, "The organisation"), "The organisation")


def _tidied(record: Record, what: str) -> dict[str, Any]:
    tidied: dict[str, Any] = tidy(record.model_dump(exclude_none=True), what=what)
    return tidied


def _validated(kind: type[_R], record: dict[str, Any], what: str) -> _R:
    try:
        return kind.model_validate(record)
    except ValidationError as error:
        problems = [Problem(".".join(map(str, one["loc"])), shown(one["input"]), one["msg"]) for one in error.errors()]
        raise RegistryInvalid(f"{what} was not saved.", problems) from None


def _name_problems(record: dict[str, Any]) -> Iterator[Problem]:
    if not str(record["title"]).strip():
        yield Problem("title", "nothing", "a title that people will recognise")
    for name in _NAMES:
        text = record.get(name)
        if isinstance(text, str) and not is_one_line(text):
            yield Problem(name, shown(text), "one line of text")
