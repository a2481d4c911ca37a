"""Which use cases keep features of single decisions, and which of them a person may look at; no row is read."""

from dataclasses import dataclass

from dashboard.adapters import repository
from dashboard.domain.actors import Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.domain.wording import plural
from dashboard.services.permissions import Verb, may
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Keeping:
    """A use case whose record allows features to be kept."""

    use_case: str
    title: str
    team: str | None
    names: tuple[str, ...]
    reason: str
    days: int
    attributes: tuple[str, ...] = ()

    @property
    def terms(self) -> str:
        """What the record says, in a sentence."""
        return f"Kept: {plural(len(self.names), 'feature')} for {plural(self.days, 'day')}. Why: {self.reason}"


def load_keeping(sources: Sources) -> tuple[Keeping, ...]:
    """Every use case whose record allows features, by title."""
    found = [
        Keeping(one.id, one.title, one.team, tuple(kept.names), kept.reason, kept.days, _collected(one))
        for one in repository.load_registry(sources.database).use_cases
        if (kept := one.kept_features) is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.title, one.use_case)))


def _collected(use_case: UseCase) -> tuple[str, ...]:
    """The protected attributes that its record says are collected."""
    known = use_case.protected_attributes or {}
    return tuple(sorted(name for name, how in known.items() if how == "collected"))


def load_team(sources: Sources, user_id: str) -> str | None:
    """The team of a person."""
    return next((user.team for user in repository.users(sources.database) if user.id == user_id), None)


def theirs(found: tuple[Keeping, ...], actor: Actor, team: str | None) -> tuple[Keeping, ...]:
    """Those that this person may look at; the services refuse all others anyway."""
    if not may(actor, Verb.LOOK):
        return ()
    return tuple(one for one in found if actor.role is not Role.TEAM_LEAD or (team and one.team == team))
