"""Every check of a charter with the path that leads to it, parts of combinations included."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.domain.charter import Charter, Clause
from dashboard.domain.check_parts import MeasuredPart, Part
from dashboard.domain.checks import AllOf, AnyOf, EachCheck

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something in a well-formed charter that cannot be meant: the path to it, what is there, what would do."""

    path: Path_
    found: str
    expected: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class PlacedCheck:
    """A check, or a part of one, in its place; `within` is the list field whose members it is asked of."""

    clause: Clause
    check: Part
    path: Path_
    within: str | None = None


def clauses_of(charter: Charter) -> Iterator[tuple[Path_, Clause]]:
    """Every clause with its path."""
    for index, clause in enumerate(charter.clauses):
        yield ("clauses", index), clause


def checks_of(charter: Charter) -> Iterator[PlacedCheck]:
    """Every check and every part of a check."""
    for path, clause in clauses_of(charter):
        yield from checks_in(clause, clause.check, (*path, "check"))


def checks_in(clause: Clause, check: Part, path: Path_ = (), within: str | None = None) -> Iterator[PlacedCheck]:
    """The check and every part of it."""
    yield PlacedCheck(clause, check, path, within)
    if isinstance(check, EachCheck):
        yield from checks_in(clause, check.check, (*path, "check"), check.each)
    elif isinstance(check, MeasuredPart) and check.until_measured is not None:
        yield from checks_in(clause, check.until_measured, (*path, "until_measured"), within)
    elif isinstance(check, AllOf | AnyOf):
        key = "all_of" if isinstance(check, AllOf) else "any_of"
        for index, part in enumerate(getattr(check, key)):
            yield from checks_in(clause, part, (*path, key, index), within)
