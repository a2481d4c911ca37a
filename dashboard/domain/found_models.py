"""Model versions that a model registry elsewhere holds: to which use case they belong, and which of them serve.

A registry of models knows neither use cases nor days in service. Tags of the version, then of its model, say what it
does not: `use_case`, `deployed_at`, `retired_at` and `type`. Whatever no tag says stays unknown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from dashboard.domain.registry import Model, Reported, UseCase

USE_CASE, DEPLOYED, RETIRED, TYPE = "use_case", "deployed_at", "retired_at", "type"
SERVING = ("champion", "production")  # aliases that serve by custom; `Production` was a stage before there were aliases
STAGE = "Production"


@dataclass(frozen=True, slots=True)
class FoundVersion:
    """One version there; `tags` are its own over those of its model, `run` is what its figures come from.

    `serving` is set by whoever knows by which aliases versions serve.
    """

    model: str
    version: str
    uri: str
    created: date | None = None
    stage: str = ""
    aliases: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    run: str = ""
    logged_model: str = ""
    reported: tuple[Reported, ...] = ()
    serving: bool = False

    @property
    def names(self) -> list[str]:
        """Aliases, then the stage where it has one."""
        return [*self.aliases, *([self.stage] if self.stage not in ("", "None") else [])]

    def day(self, tag: str) -> date | None:
        """The day that a tag says; None where it says none or something else."""
        try:
            return date.fromisoformat(self.tags.get(tag, ""))
        except ValueError:
            return None

    def serves(self, aliases: Iterable[str]) -> bool:
        """Whether one of these aliases, the stage Production or a first day in service says so."""
        wanted = {alias.casefold() for alias in aliases}
        named = any(alias.casefold() in wanted for alias in self.aliases)
        return named or self.stage == STAGE or self.day(DEPLOYED) is not None


@dataclass(frozen=True, slots=True)
class FoundModels:
    """Everything that was found, where, and what could not be read."""

    source: str
    versions: tuple[FoundVersion, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelChange:
    """One difference: a field of a model version, what the record says now and what was found."""

    model: str
    version: str
    what: str
    now: str
    found: str


def belongs_to(version: FoundVersion, mapping: Mapping[str, str]) -> str | None:
    """The id of its use case: what somebody says, else its tag; None where neither does."""
    return mapping.get(version.model) or version.tags.get(USE_CASE, "").strip() or None


def with_versions(use_case: UseCase, versions: Iterable[FoundVersion], day: date | None = None) -> UseCase:
    """The record with these versions on it.

    Address, aliases and figures become what was found. A day or kind on record stays. A new version that serves ends,
    on its first day, the earlier versions of its model that were not found to serve.

    Args:
        use_case: the record.
        versions: versions of this use case.
        day: first day of new versions that serve and whose tags say none; None leaves it unknown.
    """
    found = {(one.model, one.version): one for one in versions}
    known = [(one, found.pop((one.name, one.version), None)) for one in use_case.models]
    new = [_model(one, day) for one in found.values()]
    kept = [
        _ended(_updated(model, one) if one else model, new, still=one is not None and one.serving)
        for model, one in known
    ]
    return use_case.model_copy(update={"models": [*kept, *new]})


def _model(one: FoundVersion, day: date | None) -> Model:
    return Model(
        name=one.model, version=one.version, type=one.tags.get(TYPE) or None,
        deployed_at=one.day(DEPLOYED) or (day if one.serving else None), retired_at=one.day(RETIRED),
        uri=one.uri, aliases=one.names or None, reported=list(one.reported) or None,
    )  # fmt: skip


def _updated(model: Model, one: FoundVersion) -> Model:
    said = _model(one, None)
    changes = {"uri": said.uri, "aliases": said.aliases, "reported": said.reported or model.reported}
    unknown = [name for name in ("type", "deployed_at", "retired_at") if getattr(model, name) is None]
    return model.model_copy(update=changes | {name: getattr(said, name) for name in unknown})


def _ended(model: Model, new: Iterable[Model], *, still: bool) -> Model:
    days = [one.deployed_at for one in new if one.name == model.name and one.deployed_at and one.retired_at is None]
    if still or not days or model.retired_at is not None or (model.deployed_at or min(days)) > min(days):
        return model
    return model.model_copy(update={"retired_at": min(days)})


def changes_of(before: UseCase, after: UseCase) -> tuple[ModelChange, ...]:
    """Every field of a model version that differs, new versions last."""
    was = {(one.name, one.version): one for one in before.models}
    return tuple(change for one in after.models for change in _differences(was.get((one.name, one.version)), one))


_FIELDS = {
    "type": "Kind", "deployed_at": "First day in service", "retired_at": "Last day in service", "uri": "Address",
}  # fmt: skip


def _differences(was: Model | None, now: Model) -> Iterable[ModelChange]:
    if was is None:
        undated = "" if now.deployed_at else ", its first day in service unknown"
        yield ModelChange(now.name, now.version, "Version", "not on record", f"put on record{undated}")
    pairs = {title: (getattr(was, name, None), getattr(now, name)) for name, title in _FIELDS.items()}
    pairs["Aliases"] = (_joined(was), _joined(now))
    before, after = _figures(was), _figures(now)
    pairs |= {f"Reported {name}": (before.get(name), after.get(name)) for name in [*before, *after]}
    for title, (old, new) in pairs.items():
        if old != new:
            yield ModelChange(now.name, now.version, title, _words(old), _words(new))


def _joined(model: Model | None) -> str | None:
    return ", ".join(model.aliases or []) or None if model else None


def _figures(model: Model | None) -> dict[str, float]:
    return {one.metric: one.value for one in (model.reported if model else None) or []}


def _words(value: object) -> str:
    return "unknown" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


def with_figures(version: FoundVersion, reported: Iterable[Reported]) -> FoundVersion:
    """The version with what was reported about it, by name."""
    return replace(version, reported=tuple(sorted(reported, key=lambda one: one.metric)))
