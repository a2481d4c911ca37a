"""The demonstration's public entries: chosen, asked for, approved and taken out through everybody's services."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.adapters import repository
from dashboard.adapters.requests_store import waiting_requests
from dashboard.domain.actors import Actor
from dashboard.domain.public_fields import HIDEABLE
from dashboard.domain.stories import EntryChoice, RegisterStory
from dashboard.errors import NotFound
from dashboard.services.people import actor_of
from dashboard.services.public_register import (
    AskPublication,
    ChoosePublic,
    TakeOut,
    ask_publication,
    choose_public,
    take_out,
)
from dashboard.services.rulings import RuleOn, rule_on
from dashboard.services.sources import Sources


@dataclass(slots=True)
class Entries:
    """The steps that are still to come."""

    waiting: Sequence[RegisterStory]

    def act(self, sources: Sources) -> None:
        """Carry out, in order, what is due on the day of the sources; the rest waits."""
        due = [step for step in self.waiting if step.start <= sources.as_of]
        self.waiting = [step for step in self.waiting if step.start > sources.as_of]
        for step in due:
            _act(sources, step)


def _act(sources: Sources, step: RegisterStory) -> None:
    actor, database, name, day = actor_of(sources.database, step.by), sources.database, step.use_case, sources.as_of
    if step.choose:
        _choose(sources, name, step.choose, actor)
    elif step.ask:
        ask_publication(sources, AskPublication(name, _revision(sources, name), step.ask, day), actor)
    elif step.approve:
        with database.read() as connection:
            number = next(one.id for one in waiting_requests(connection, name) if one.kind == "publication")
        rule_on(database, RuleOn(number, step.approve, day, granted=True), actor)
    elif step.take_out:
        take_out(database, TakeOut(name, step.take_out, day), actor)


def _choose(sources: Sources, name: str, choice: EntryChoice, actor: Actor) -> None:
    flags = {field: field not in choice.hide for field in HIDEABLE}
    command = ChoosePublic(name, _revision(sources, name), flags, choice.words, "en")
    choose_public(sources.database, command, actor)


def _revision(sources: Sources, name: str) -> int:
    found = repository.use_case_record(sources.database, name)
    if found is None:
        raise NotFound(f"The demonstration has no use case {name}.")
    return found[1]
