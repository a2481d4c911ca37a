"""Which keys a pydantic model knows at a place that its error names, for "did you mean".

pydantic puts the tag or the class of a union's branch into the path of an error; data has no such step.
"""

from collections.abc import Sequence
from typing import Any, get_args

from pydantic import BaseModel

Step = str | int
Found = tuple[tuple[Step, ...], int]


def data_path(data: Any, location: Sequence[Step], *, names_a_key: bool) -> Found:
    """The path through the data that an error's location stands for, and how many last steps it has not.

    Args:
        data: what was validated.
        location: the location in pydantic's error.
        names_a_key: whether the last step is a key, which the data may lack, and never the branch of a union.

    Returns:
        Of the paths that leave out steps naming branches of unions, the one that follows the location to its end,
        or furthest; the number is 0 unless the location ends in a branch.
    """
    found = _paths(data, tuple(location), ((), 0), names_a_key=names_a_key)
    return min(found, key=lambda item: (item[1], -len(item[0])))


def _paths(data: Any, rest: tuple[Step, ...], done: Found, *, names_a_key: bool) -> list[Found]:
    if not rest:
        return [done]
    step, others = rest[0], rest[1:]
    taken = ((*done[0], step), 0)
    found: list[Found] = []
    if _has(data, step):
        found = _paths(data[step], others, taken, names_a_key=names_a_key)
    elif isinstance(data, dict) and not others and names_a_key:
        found = [taken]
    if any(left_out == 0 for _, left_out in found):
        return found
    return [*found, *_paths(data, others, (done[0], done[1] + 1), names_a_key=names_a_key)]


def _has(data: Any, step: Step) -> bool:
    if isinstance(data, dict):
        return step in data
    return isinstance(data, list) and isinstance(step, int) and step < len(data)


def known_keys(model: type[BaseModel], location: Sequence[Step]) -> list[str]:
    """The keys that may stand where the last step of the location stands; empty where any may."""
    models: list[type[BaseModel]] = [model]
    for step in location[:-1]:
        models = _step(models, step)
    return list(dict.fromkeys(key for item in models for key in keys_of(item)))


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys of a mapping that becomes this model, as YAML writes them; computed keys are left out."""
    return [field.alias or name for name, field in model.model_fields.items() if not field.exclude]


def _step(models: list[type[BaseModel]], step: Step) -> list[type[BaseModel]]:
    if isinstance(step, int):
        return models
    branch = [item for item in models if item.__name__ == step or step in keys_of(item)]
    if len(models) > 1 and branch:
        return branch[:1]
    fields = [field for item in models for name, field in item.model_fields.items() if step in (name, field.alias)]
    return _models_in(fields[0].annotation) if fields else models


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [item for part in get_args(annotation) for item in _models_in(part)]
