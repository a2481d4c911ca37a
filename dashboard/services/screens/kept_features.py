"""Which use cases keep features of single decisions, and which of them a person may look at; no row is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.adapters import repository
from dashboard.adapters.feature_store import feature_files
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


@dataclass(frozen=True, slots=True)
class Leave:
    """What a record allows to be kept, at a revision, and what is stored: feature to the decisions that have it."""

    use_case: str
    revision: int
    team: str | None
    names: tuple[str, ...]
    reason: str
    days: int | None
    stored: Mapping[str, int]

    @property
    def stored_words(self) -> str:
        """What is stored now, in a sentence."""
        if not self.stored:
            return "No feature is stored now."
        of: dict[int, list[str]] = {}
        for name, rows in self.stored.items():
            of.setdefault(rows, []).append(name)
        return "Stored now: " + "; ".join(f"{', '.join(names)} of {plural(rows, 'decision')}"
                                          for rows, names in of.items()) + "."  # fmt: skip

    def without(self, names: Sequence[str]) -> tuple[str, ...]:
        """Stored features that these names leave out."""
        return tuple(name for name in self.stored if name not in names)


def load_leave(sources: Sources, use_case: str) -> Leave | None:
    """The terms of one use case; None where there is no such use case."""
    found = repository.use_case_record(sources.database, use_case)
    if found is None:
        return None
    stored: dict[str, int] = {}
    with sources.database.read() as connection:
        for one in feature_files(connection, use_case):
            for name in one.features:
                stored[name] = stored.get(name, 0) + one.rows
    kept = found[0].kept_features
    names, reason, days = (tuple(kept.names), kept.reason, kept.days) if kept else ((), "", None)
    return Leave(use_case, found[1], found[0].team, names, reason, days, dict(sorted(stored.items())))
