"""One answer, or one model version, put into the record of a use case."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from pydantic import ValidationError

from dashboard.domain.decided import DECIDED
from dashboard.domain.plain_text import shown
from dashboard.domain.register_mapping import FieldSource
from dashboard.domain.register_targets import Target, head, target, targets
from dashboard.domain.register_values import read_value
from dashboard.domain.registry import Model, UseCase
from dashboard.errors import Problem, RegistryInvalid

_SET_ELSEWHERE = frozenset(
    {"risk_tier", "triage", "registered_at", "last_material_change", "observed_channels", "kept_features"}
)


@cache
def editable() -> Mapping[str, Target]:
    """Fields that a person may fill in one by one: no lists of records, nothing that is decided or set elsewhere."""
    ruled_out = _SET_ELSEWHERE | set(DECIDED)
    return {path: one for path, one in targets().items() if "[]" not in path and head(path) not in ruled_out}


def with_answer(use_case: UseCase, path: str, value: str) -> UseCase:
    """The record with one field as written; an empty value makes it unknown again.

    Raises:
        RegistryInvalid: no such field, or the value is not what it expects.
    """
    record = use_case.model_dump(mode="json", exclude_none=True)
    if path not in editable():
        problem: Problem | None = Problem("field", shown(path), "a field that is filled in here")
    else:
        problem = fill(record, path, value) if value.strip() else _emptied(record, path)
    if problem is not None:
        raise RegistryInvalid("Nothing was saved.", [problem])
    return _validated(record)


def with_model(use_case: UseCase, model: Model, *, replaces: bool) -> UseCase:
    """The record with another deployed version; with `replaces`, versions of the same name end on its first day.

    Raises:
        RegistryInvalid: this version is on record already.
    """
    if any((one.name, one.version) == (model.name, model.version) for one in use_case.models):
        problem = Problem("version", f"{model.name} {model.version}", "a version that is not on record yet")
        raise RegistryInvalid("Nothing was saved.", [problem])
    ended = [
        one.model_copy(update={"retired_at": model.deployed_at})
        if replaces and one.name == model.name and one.retired_at is None
        else one
        for one in use_case.models
    ]
    return use_case.model_copy(update={"models": [*ended, model]})


def _emptied(record: dict[str, Any], path: str) -> Problem | None:
    *outer, last = path.split(".")
    inside: Any = record
    for step in outer:
        inside = inside.get(step, {})
    inside.pop(last, None)
    return None


def _validated(record: dict[str, Any]) -> UseCase:
    try:
        return UseCase.model_validate(record)
    except ValidationError as refused:
        problems = [
            Problem(".".join(map(str, one["loc"])), shown(one["input"]), one["msg"]) for one in refused.errors()
        ]
        raise RegistryInvalid("Nothing was saved.", problems) from None


def fill(record: dict[str, Any], path: str, value: Any) -> Problem | None:
    """Put one answer in its place in a record of JSON-like values, or say why it cannot be one."""
    wanted = target(path)
    if wanted is None or "[]" in path:
        return Problem("field", shown(path), "a field of a use case that an answer can fill", suggestion=_near(path))
    if isinstance(value, str):
        read = read_value(value, FieldSource(column=path, split=","), wanted)
        if read.expected:
            return Problem(path, shown(value), read.expected)
        value = read.value
    *outer, last = path.split(".")
    inside = record
    for step in outer:
        inside = inside.setdefault(step, {})
    inside[last] = value
    return None


def _near(path: str) -> str | None:
    near = get_close_matches(path, [one for one in targets() if "[]" not in one], n=1)
    return f"Did you mean `{near[0]}`?" if near else None
