"""Remedies worked out from the store, for the command that says what the page says and writes the file."""

from dataclasses import dataclass
from datetime import date

from dashboard.adapters import repository
from dashboard.domain.remedies import BY_SCORES
from dashboard.errors import InputRejected, NotFound, Problem
from dashboard.services.file_rows import FileRows, counts_of_file, scores_of_file
from dashboard.services.law_noted import law_noted, require_noted
from dashboard.services.screens.fairness_choices import first_day
from dashboard.services.screens.legal_note import LegalNote
from dashboard.services.screens.remedies import Answer, Wanted, load_remedy
from dashboard.services.screens.remedy_groups import Basis, basis_of_counts, basis_of_scores, load_basis
from dashboard.services.screens.thresholds import defaults_of, scored_groups
from dashboard.services.sources import Sources, opened_sources
from dashboard.settings import Settings


@dataclass(frozen=True, slots=True)
class WorkOut:
    """A remedy of a use case by one attribute over the last `days`; `for_use` where its file is asked for.

    With `file` of every row of it, and of no use case in the store.
    """

    use_case: str
    attribute: str
    wanted: Wanted
    days: int = 90
    for_use: bool = False
    file: FileRows | None = None


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """The answer, and who took note of the law."""

    answer: Answer
    note: LegalNote
    as_of: date


def work_out(settings: Settings, command: WorkOut, as_of: date, *, acknowledged_by: str | None = None) -> WorkedOut:
    """What the Fairness page says to the same question on the same day.

    Args:
        settings: name the store.
        command: the question.
        as_of: the day.
        acknowledged_by: who takes note of the law now, on record.

    Raises:
        NotFound: no such use case.
        InputRejected: groups or scores that cannot have this remedy, a group that is not there, a cut out of range.
        NotPermitted: its file is asked for, and no officer has taken note of the law.
        StoreUnusable: the store or a file of scores cannot be read.
    """
    if not 0 <= command.wanted.cut <= 1:
        found = Problem("--cut", f"{command.wanted.cut:g}", "a score between 0 and 1, such as 0.5")
        raise InputRejected("The remedy cannot be worked out like this.", [found])
    with opened_sources(settings, as_of) as sources:
        answer = _answer(sources, command)
        about = command.file.about if command.file else command.use_case
        note = law_noted(sources, about, command.attribute, by=acknowledged_by)
        if command.for_use:
            require_noted(note, "The file is given", "What would a remedy do?")
        return WorkedOut(answer, note, as_of)


def _answer(sources: Sources, command: WorkOut) -> Answer:
    by_scores = command.wanted.remedy in BY_SCORES
    basis = (_of_file if command.file else _of_store)(sources, command, by_scores=by_scores)
    _require_groups(basis, command.wanted)
    answer = load_remedy(sources, basis, command.wanted)
    if answer.remedy is None:
        raise InputRejected(answer.why_not, [Problem(basis.use_case, _found(basis), "two groups with both outcomes")])
    return answer


def _of_store(sources: Sources, command: WorkOut, *, by_scores: bool) -> Basis:
    with sources.database.read() as connection:
        if repository.use_case_in(connection, command.use_case) is None:
            raise NotFound(f"There is no use case {command.use_case!r}.")
    since = first_day(sources, command.days)
    return load_basis(sources, command.use_case, command.attribute, since=since, by_scores=by_scores)


def _of_file(sources: Sources, command: WorkOut, *, by_scores: bool) -> Basis:
    assert command.file is not None  # noqa: S101  # asked before
    names, request = (command.file.named, command.attribute), command.file.request
    if by_scores:
        return basis_of_scores(scored_groups(scores_of_file(request), names, defaults_of(sources)))
    return basis_of_counts(counts_of_file(request), names, defaults_of(sources), "every row of the file")


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
