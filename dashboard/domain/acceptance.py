"""What a record must be before it enters the books, beyond its types: clean text, names on one line."""

from collections.abc import Iterator

from dashboard.domain.plain_text import shown
from dashboard.domain.registry import Organisation, UseCase
from dashboard.domain.texts import is_one_line, tidy
from dashboard.errors import Problem, RegistryInvalid

_NAMES = ("title", "team", "owner", "kind")


def accept_use_case(use_case: UseCase) -> UseCase:
    """The use case with its text in one Unicode form.

    Raises:
        RegistryInvalid: Hidden characters, a name of several lines, an empty title, unbounded numbers.
    """
    what = f"Use case {use_case.id} was not saved."
    record = tidy(use_case.model_dump(mode="json", exclude_none=True), what=f"Use case {use_case.id}")
    problems = list(_name_problems(record))
    if problems:
        raise RegistryInvalid(what, problems)
    return UseCase.model_validate(record)


def accept_organisation(organisation: Organisation) -> Organisation:
    """The organisation with its text in one Unicode form."""
    return Organisation.model_validate(
        tidy(organisation.model_dump(mode="json", exclude_none=True), what="The organisation")
    )


def _name_problems(record: dict[str, object]) -> Iterator[Problem]:
    if not str(record["title"]).strip():
        yield Problem("title", "nothing", "a title that people will recognise")
    for name in _NAMES:
        text = record.get(name)
        if isinstance(text, str) and not is_one_line(text):
            yield Problem(name, shown(text), "one line of text")
