"""Remedies worked out from the store, for the command that says what the page says and writes the file."""

from dataclasses import dataclass
from datetime import date

from dashboard.adapters import repository
from dashboard.domain.remedies import BY_SCORES
from dashboard.errors import InputRejected, NotFound, NotPermitted, Problem
from dashboard.services.legal_note import LEGAL
from dashboard.services.screens.fairness_choices import first_day
from dashboard.services.screens.legal_note import LegalNote, load_legal_note
from dashboard.services.screens.remedies import Answer, Wanted, load_remedy
from dashboard.services.screens.remedy_groups import Basis, load_basis
from dashboard.services.sources import Sources, open_database, read_in_force
from dashboard.settings import Settings


@dataclass(frozen=True, slots=True)
class WorkOut:
    """A remedy of a use case by one attribute over the last `days`; `for_use` where its file is asked for."""

    use_case: str
    attribute: str
    wanted: Wanted
    days: int = 90
    for_use: bool = False


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """The answer, and who took note of the law."""

    answer: Answer
    note: LegalNote
    as_of: date


def work_out(settings: Settings, command: WorkOut, as_of: date) -> WorkedOut:
    """What the Fairness page says to the same question on the same day.

    Raises:
        NotFound: no such use case.
        InputRejected: groups or scores that cannot have this remedy, a group that is not there, a cut out of range.
        NotPermitted: its file is asked for, and no officer has taken note of the law.
        StoreUnusable: the store or a file of scores cannot be read.
    """
    if not 0 <= command.wanted.cut <= 1:
        found = Problem("--cut", f"{command.wanted.cut:g}", "a score between 0 and 1, such as 0.5")
        raise InputRejected("The remedy cannot be worked out like this.", [found])
    database = open_database(settings)
    try:
        charter, frameworks = read_in_force(settings, database, as_of)
        sources = Sources(database, charter, frameworks, settings.decision_store, as_of)
        with database.read() as connection:
            if repository.use_case_in(connection, command.use_case) is None:
                raise NotFound(f"There is no use case {command.use_case!r}.")
        note = load_legal_note(sources, command.use_case, command.attribute)
        if command.for_use and note.on is None:
            raise NotPermitted(_not_acknowledged(command))
        return WorkedOut(_answer(sources, command), note, as_of)
    finally:
        database.close()


def _answer(sources: Sources, command: WorkOut) -> Answer:
    since, by_scores = first_day(sources, command.days), command.wanted.remedy in BY_SCORES
    basis = load_basis(sources, command.use_case, command.attribute, since=since, by_scores=by_scores)
    _require_groups(basis, command.wanted)
    answer = load_remedy(sources, basis, command.wanted)
    if answer.remedy is None:
        raise InputRejected(answer.why_not, [Problem(command.use_case, _found(basis), "two groups with both outcomes")])
    return answer


def _found(basis: Basis) -> str:
    usable = [f"{one.group}: usable" for one in basis.groups if not basis.why_not]
    return f"by {basis.attribute}, " + (
        "; ".join([*usable, *(f"{name}: {why}" for name, why in basis.left_out)]) or "no group"
    )


def _require_groups(basis: Basis, wanted: Wanted) -> None:
    names = [one.group for one in basis.groups]
    wrong = [
        Problem("--disadvantaged", repr(name), f"one of {', '.join(names)}")
        for name in wanted.disadvantaged
        if names and name not in names
    ]
    if wrong:
        raise InputRejected("The disadvantaged groups are not among those with scores and outcomes.", wrong)


def _not_acknowledged(command: WorkOut) -> str:
    return (
        f"{LEGAL} The file is given once the officer or the deputy has acknowledged this for {command.use_case!r} by "
        f"{command.attribute}, on the Fairness page under “What would a remedy do?”. Nothing was written."
    )
