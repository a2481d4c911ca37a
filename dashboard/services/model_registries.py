"""Model versions of an MLflow registry enter records of use cases: shown as a difference first, then taken in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches

from dashboard.adapters.database import Database
from dashboard.adapters.mlflow_shape import ModelSource
from dashboard.adapters.mlflow_source import model_source
from dashboard.adapters.repository import load_registry, revisions
from dashboard.domain.acceptance import accept_use_case
from dashboard.domain.actors import Actor
from dashboard.domain.approvals import dated_change
from dashboard.domain.effort import step
from dashboard.domain.found_models import (
    SERVING,
    FoundVersion,
    ModelChange,
    belongs_to,
    changes_of,
    with_figures,
    with_versions,
)
from dashboard.domain.plain_text import escaped, shown
from dashboard.domain.registry import UseCase
from dashboard.domain.wording import plural
from dashboard.services.new_records import put_in
from dashboard.services.opened import opened
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key
from dashboard.settings.mlflow import Mlflow


@dataclass(frozen=True, slots=True)
class LookAtModels:
    """What to look at and how.

    Attributes:
        mlflow: the server or folder.
        mapping: registered model to the use case it belongs to, over what its tags say.
        serving: aliases that say that a version serves.
        everything: also versions that nothing says to serve.
        day: first day in service of new versions whose tags say none.
        use_case: only this use case; None for all.
    """

    mlflow: Mlflow
    mapping: Mapping[str, str] = field(default_factory=dict)
    serving: Sequence[str] = SERVING
    everything: bool = False
    day: date | None = None
    use_case: str | None = None


@dataclass(frozen=True, slots=True)
class UseCaseModels:
    """The versions of one use case, as which revision it was compared, and the differences."""

    use_case: str
    title: str
    revision: int
    versions: tuple[FoundVersion, ...]
    changes: tuple[ModelChange, ...]
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ModelsLook:
    """What was found: use cases with differences, how many have none, and sentences about what was left out."""

    source: str
    found: int
    differing: tuple[UseCaseModels, ...]
    same: int
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakeInModels:
    """Versions that a person saw as a difference and takes in."""

    seen: UseCaseModels
    key: str = field(default_factory=new_key)


def look_at_models(database: Database, command: LookAtModels) -> ModelsLook:
    """Read the registry of models and compare; nothing is written.

    Raises:
        InputRejected: it cannot be read.
    """
    known = {one.id: one for one in load_registry(database).use_cases}
    sorted_out = _Sorted(known, command)
    with closing(model_source(command.mlflow)) as source:
        found = source.versions()
        sorted_out.sort(found.versions)
        revision = _revisions(database, list(sorted_out.of_use_case))
        figures = _figures(source, sorted_out.of_use_case)
        looks = [_compared(known[use_case], revision[use_case], versions, command.day)
                 for use_case, versions in sorted(figures.items())]  # fmt: skip
    differing = tuple(one for one in looks if one.changes)
    remarks = (*found.remarks, *sorted_out.remarks())
    return ModelsLook(found.source, len(found.versions), differing, len(looks) - len(differing), remarks)


def take_in_models(database: Database, command: TakeInModels, actor: Actor) -> Saved:
    """Put on record what was seen as a difference.

    Raises:
        NotPermitted, NotFound, ChangedSinceOpened, RegistryInvalid, StoreUnusable: nothing was written.
    """
    require(actor, Verb.CHANGE)
    seen = command.seen
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return Saved(tx.seq, revisions(tx.connection, [seen.use_case]), replayed=True)
        before = opened(tx, seen.use_case, seen.revision)
        after = accept_use_case(with_versions(before, seen.versions, seen.day))
        if after == before:
            return Saved(tx.seq, {seen.use_case: seen.revision})
        saved = put_in(tx, [dated_change(before, after, tx.now.date())])
        return Saved(tx.seq, saved)


@dataclass(slots=True)
class _Sorted:
    """Versions by use case, and those that belong nowhere or do not serve."""

    known: Mapping[str, UseCase]
    command: LookAtModels
    of_use_case: dict[str, list[FoundVersion]] = field(default_factory=lambda: defaultdict(list))
    nowhere: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    unknown: dict[str, str] = field(default_factory=dict)
    idle: int = 0

    def sort(self, versions: Sequence[FoundVersion]) -> None:
        for one in versions:
            use_case = belongs_to(one, self.command.mapping)
            if use_case is None:
                self.nowhere[one.model] += 1
            elif use_case not in self.known:
                self.unknown[one.model] = use_case
            elif self.command.use_case in (None, use_case):
                self._wanted(use_case, one)

    def _wanted(self, use_case: str, one: FoundVersion) -> None:
        on_record = {(model.name, model.version) for model in self.known[use_case].models}
        serving = one.serves(self.command.serving)
        if self.command.everything or serving or (one.model, one.version) in on_record:
            self.of_use_case[use_case].append(replace(one, serving=serving))
        else:
            self.idle += 1

    def remarks(self) -> tuple[str, ...]:
        told = []
        if self.nowhere:
            names = ", ".join(list(self.nowhere)[:10]) + (" …" if len(self.nowhere) > 10 else "")
            told.append(
                f"Of no use case: {plural(sum(self.nowhere.values()), 'version')} of {names}. Set the tag "
                "`use_case` on the model in MLflow, or say --use-case MODEL=ID."
            )
        for model, use_case in sorted(self.unknown.items()):
            near = get_close_matches(use_case, self.known, n=1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            told.append(f"{model} is said to belong to {shown(use_case)}, which is not registered.{hint}")
        if self.idle:
            aliases = ", ".join(self.command.serving)
            told.append(
                f"Left out: {plural(self.idle, 'version')} that nothing says to serve (an alias {aliases}, the stage "
                "Production or a tag `deployed_at`); --all-versions takes them in too."
            )
        return tuple(escaped(one) for one in told)


def _figures(source: ModelSource, of_use_case: Mapping[str, Sequence[FoundVersion]]) -> dict[str, list[FoundVersion]]:
    """The same versions with what was logged about each."""
    wanted = [(use_case, one) for use_case, versions in of_use_case.items() for one in versions]
    found = defaultdict(list)
    for at, (use_case, one) in enumerate(wanted):
        step(at, len(wanted), "versions compared")
        found[use_case].append(with_figures(one, source.figures(one)))
    return found


def _compared(use_case: UseCase, revision: int, versions: Sequence[FoundVersion], day: date | None) -> UseCaseModels:
    changes = changes_of(use_case, with_versions(use_case, versions, day))
    return UseCaseModels(use_case.id, use_case.title, revision, tuple(versions), changes, day)


def _revisions(database: Database, ids: Sequence[str]) -> dict[str, int]:
    with database.read() as connection:
        return revisions(connection, ids)
