"""Which answers a draft may hold: to what the form asks, one of its choices, text of a sane length."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from dashboard.domain.draft_entries import Entry
from dashboard.domain.draft_form import Form
from dashboard.domain.intake import Intake
from dashboard.domain.kept_features import MOST_DAYS, name_problems
from dashboard.domain.plain_text import shown
from dashboard.domain.texts import is_one_line, tidy
from dashboard.domain.triage import Answer, Answers
from dashboard.errors import InputRejected, Problem

LONGEST = {"line": 200, "text": 4000}
MOST = 100_000
MOST_OF = {"kept_days": MOST_DAYS}
KEEPS, KEPT_TERMS = "keeps_features", ("kept_names", "kept_reason", "kept_days")
REQUIRED = ("title", "purpose", "acceptable_use", "ruled_out")


def accepted(form: Form, changes: Mapping[str, Answer | None], people: Collection[str]) -> dict[str, Answer | None]:
    """The changes with tidy text.

    Raises:
        InputRejected: an answer to nothing that is asked, or not one that could be given; each is named.
    """
    entries = {entry.id: entry for step in form for entry in step.entries}
    problems = [
        Problem(name, "an answer to no question", "a field of the form") for name in changes if name not in entries
    ]
    kept: dict[str, Answer | None] = {}
    for name, answer in changes.items():
        if name in entries and answer:
            kept[name] = _tidied(answer, entries[name])
            problems += _problems(entries[name], kept[name] or "", people)
        else:
            kept[name] = None
    if problems:
        raise InputRejected("This answer was not saved.", problems)
    return kept


def must_answer(intake: Intake, answers: Answers) -> frozenset[str]:
    """Ids of entries without which nothing is registered, where they are asked."""
    terms = KEPT_TERMS if answers.get(KEEPS) == "yes" else ()
    return frozenset({*REQUIRED, *terms, *(one.id for one in intake.fields)})


def unanswered(asked: Iterable[Entry], answers: Answers) -> tuple[Entry, ...]:
    """What is asked, needed and open."""
    return tuple(entry for entry in asked if entry.needed and entry.id not in answers)


def _tidied(answer: Answer, entry: Entry) -> Answer:
    tidied = tidy(list(answer) if isinstance(answer, tuple) else answer, what=entry.ask)
    return tuple(tidied) if isinstance(tidied, list) else str(tidied)


def _problems(entry: Entry, answer: Answer, people: Collection[str]) -> Iterator[Problem]:
    given = answer if isinstance(answer, tuple) else (answer,)
    if isinstance(answer, tuple) is not (entry.kind == "many"):
        yield Problem(entry.ask, shown(answer), "several choices" if entry.kind == "many" else "one answer")
    if entry.kind in LONGEST:
        yield from _text_problems(entry, str(answer))
    elif entry.kind == "number":
        least, most = int(entry.id in MOST_OF), MOST_OF.get(entry.id, MOST)
        if not (str(answer).isdecimal() and least <= int(str(answer)) <= most):
            yield Problem(entry.ask, shown(answer), f"a whole number {f'from {least} ' if least else ''}up to {most:,}")
    else:
        allowed = people if entry.kind == "person" else entry.choices
        yield from (Problem(entry.ask, shown(one), "one of the choices") for one in given if one not in allowed)


def _text_problems(entry: Entry, text: str) -> Iterator[Problem]:
    if len(text) > LONGEST[entry.kind]:
        yield Problem(entry.ask, f"{len(text):,} characters", f"at most {LONGEST[entry.kind]:,}")
    if entry.id == "kept_names":
        yield from name_problems(text, entry.ask)
    if entry.kind == "line" and not is_one_line(text):
        yield Problem(entry.ask, shown(text), "one line of text")
