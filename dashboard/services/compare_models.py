"""Two models of the store compared for the command that says what the page says."""

from dataclasses import dataclass
from datetime import date

from dashboard.adapters import repository
from dashboard.errors import InputRejected, NotFound, Problem
from dashboard.services.screens.promotion import Contender
from dashboard.services.screens.two_models import TwoModels, load_two_models, load_versions
from dashboard.services.sources import Sources, opened_sources
from dashboard.settings import Settings


@dataclass(frozen=True, slots=True)
class CompareModels:
    """Champion and challenger over the last `days` of each, by one attribute or all."""

    champion: Contender
    challenger: Contender
    days: int = 90
    attribute: str = ""


def compare_models(settings: Settings, command: CompareModels, as_of: date) -> TwoModels:
    """What the Fairness page says to the same question on the same day.

    Raises:
        NotFound: no such use case, no such version.
        InputRejected: nothing that both could be compared by.
        StoreUnusable: the store or a count file cannot be read.
    """
    with opened_sources(settings, as_of) as sources:
        for one in (command.champion, command.challenger):
            _require(sources, one)
        found = load_two_models(
            sources, command.champion, command.challenger, days=command.days, attribute=command.attribute
        )
    if found.why_not:
        by = f"by {command.attribute}" if command.attribute else "by any attribute"
        raise InputRejected(found.why_not, [Problem(command.challenger.words, f"nothing to compare {by}",
                                                    "two models with decisions about the same groups")])  # fmt: skip
    return found


def _require(sources: Sources, one: Contender) -> None:
    with sources.database.read() as connection:
        if repository.use_case_in(connection, one.use_case) is None:
            raise NotFound(f"There is no use case {one.use_case!r}.")
    versions = load_versions(sources, one.use_case)
    if one.version and one.version not in versions:
        there = ", ".join(versions) or "no version"
        raise NotFound(f"No decisions of version {one.version!r} of {one.use_case!r} are stored; there are of {there}.")
