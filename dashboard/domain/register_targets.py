"""Which fields of a use case a foreign register may fill, by path, and what each expects."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from dashboard.domain.registry import UseCase

RESERVED: dict[str, str] = {
    "id": "the id is made by `id: {from: […]}`",
    "lifecycle": "an imported use case is always inventoried",
    "source": "source columns are kept by `keep`",
    "onboarding": "waves are planned here, not in a foreign register",
    "public": "what is public is decided here, not in a foreign register",
    "sign_offs": "people sign here, not in a foreign register",
    "waivers": "waivers are granted here, not in a foreign register",
}
UNSIGNED = frozenset({"evidence[].accepted_by", "evidence[].signed_by", "evidence[].uploaded_by"})
_NESTED = 2  # a cell of a row fills no list within a list
ATTRIBUTES = "protected_attributes."
_PLAIN = {str: "text", bool: "truth", int: "number", date: "date"}


@dataclass(frozen=True, slots=True)
class Target:
    """A field that can be filled: kind is text, truth, number, date, list or choice."""

    path: str
    kind: str
    choices: tuple[str, ...] = ()

    @property
    def expected(self) -> str:
        """What a value must be, in words."""
        words = {"truth": "yes or no", "number": "a whole number", "date": "a date", "list": "a list", "text": "text"}
        return words.get(self.kind, f"one of {', '.join(self.choices)}")


@cache
def targets() -> dict[str, Target]:
    """Every path that a mapping may name; `purposes[].purpose` is the field of a list's only member."""
    found = {one.path: one for one in _walk(UseCase, "")}
    return {path: one for path, one in found.items()
            if head(path) not in RESERVED and path not in UNSIGNED and path.count("[]") < _NESTED}  # fmt: skip


def head(path: str) -> str:
    """The field of the use case that a path begins with."""
    return path.split(".", maxsplit=1)[0].removesuffix("[]")


def target(path: str) -> Target | None:
    """The field at this path, or None where there is no such field."""
    if path.startswith(ATTRIBUTES) and path[len(ATTRIBUTES) :]:
        return Target(path, "choice", ("collected",))
    return targets().get(path)


def _walk(record: type[BaseModel], prefix: str) -> Iterator[Target]:
    for name, info in record.model_fields.items():
        yield from _field(f"{prefix}{name}", info.annotation)


def _field(path: str, annotation: Any) -> Iterator[Target]:
    kind = _bare(annotation)
    if get_origin(kind) is list:
        member = _bare(get_args(kind)[0])
        if _is_record(member):
            yield from _walk(member, f"{path}[].")
        else:
            yield Target(path, "list")
    elif get_origin(kind) is Literal:
        yield Target(path, "choice", tuple(str(choice) for choice in get_args(kind)))
    elif _is_record(kind):
        yield from _walk(kind, f"{path}.")
    elif kind in _PLAIN:
        yield Target(path, _PLAIN[kind])


def _bare(annotation: Any) -> Any:
    """The annotation without Annotated and without None."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        parts = [part for part in get_args(annotation) if part is not type(None)]
        return _bare(parts[0]) if len(parts) == 1 else annotation
    return annotation


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
