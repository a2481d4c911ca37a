"""Which fields clauses may ask about: every path of the registry's records, and what is derived from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from dashboard.domain.check_parts import FieldOperand, Part
from dashboard.domain.conditions import Both, Either, Negation, Test
from dashboard.domain.durations import Duration
from dashboard.domain.registry import Organisation, UseCase
from dashboard.domain.statuses import Severity

DERIVED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "last_model_version": ("date", "day on which the newest model version went into service"),
        "decided_after_stop": ("true", "that a log holds decisions after its stop; unknown otherwise, never false"),
        "in_service": ("true or false", "whether the lifecycle is live or stop_ordered"),
        "lawful_bases": ("list of text", "the lawful basis of every purpose"),
    }
)
ORGANISATION_DERIVED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "registered_systems": ("list of text", "ids of all use cases in the registry"),
    }
)


@dataclass(frozen=True, slots=True)
class KnownField:
    """One field: its path with dots, its type in words, what it means, and its values where they are listed."""

    path: str
    type: str
    meaning: str
    choices: tuple[str, ...] = ()
    derived: bool = False


@cache
def use_case_fields() -> Mapping[str, KnownField]:
    """Every field of a use case by path; paths through a list stand for the values of all members."""
    return _with_derived(UseCase, DERIVED)


@cache
def organisation_fields() -> Mapping[str, KnownField]:
    """Every field of the organisation by path."""
    return _with_derived(Organisation, ORGANISATION_DERIVED)


def fields_of_model(model: type[BaseModel], prefix: str = "") -> Iterator[KnownField]:
    """The fields of a model and of the records inside it, in the order in which they are declared."""
    for name, field in model.model_fields.items():
        path = f"{prefix}{field.alias or name}"
        annotation = without_absent(field.annotation)
        yield KnownField(path, type_in_words(annotation), field.description or "", _choices(annotation))
        for inner in dict.fromkeys(_records(annotation)):
            yield from fields_of_model(inner, f"{path}.")


def _with_derived(model: type[BaseModel], derived: Mapping[str, tuple[str, str]]) -> Mapping[str, KnownField]:
    fields = {field.path: field for field in fields_of_model(model)}
    computed = {path: KnownField(path, kind, meaning, derived=True) for path, (kind, meaning) in derived.items()}
    return MappingProxyType({**fields, **computed})


def without_absent(annotation: Any) -> Any:
    """The annotation without `| None` and without the constraints around it."""
    if get_origin(annotation) is Annotated:
        return without_absent(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        parts = [part for part in get_args(annotation) if part is not NoneType]
        return without_absent(parts[0]) if len(parts) == 1 else Union[tuple(parts)]  # noqa: UP007  # built at run time
    return annotation


_WORDS: Mapping[Any, str] = MappingProxyType({
    str: "text", bool: "true or false", int: "whole number", float: "number", date: "date", Any: "anything",
    Duration: "length of time", FieldOperand: "another field", Test: "condition", Both: "condition",
    Either: "condition", Negation: "condition", Severity: f"one of {', '.join(f'`{item}`' for item in Severity)}",
})  # fmt: skip
_SCALARS = frozenset({"text", "true or false", "whole number", "number", "date"})


def type_in_words(annotation: Any) -> str:
    """`list of text`, `date`, `one of a, b`: an annotation for people."""
    annotation = without_absent(annotation)
    arguments = get_args(annotation)
    match get_origin(annotation):
        case origin if origin is list:
            return f"list of {type_in_words(arguments[0])}"
        case origin if origin is dict:
            return f"mapping to {type_in_words(arguments[1])}"
        case origin if origin is Literal:
            named = ", ".join(f"`{_spelt(value)}`" for value in arguments)
            return named if len(arguments) == 1 else f"one of {named}"
        case origin if origin in (Union, UnionType):
            return _either(list(dict.fromkeys(type_in_words(part) for part in arguments)))
    return _WORDS.get(annotation, _record_in_words(annotation))


def _either(words: list[str]) -> str:
    if set(words) >= _SCALARS:
        words = ["value", *(word for word in words if word not in _SCALARS)]
    return " or ".join(words)


def _record_in_words(annotation: Any) -> str:
    if not _is_record(annotation):
        return "text"
    return "check" if issubclass(annotation, Part) else "record"


def _spelt(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_record(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _choices(annotation: Any) -> tuple[str, ...]:
    return tuple(str(value) for value in get_args(annotation)) if get_origin(annotation) is Literal else ()


def _records(annotation: Any) -> Iterator[type[BaseModel]]:
    """Records directly inside, through lists; the values of a mapping have names of their own."""
    if _is_record(annotation):
        yield annotation
    elif get_origin(annotation) is not dict:
        for part in get_args(annotation):
            yield from _records(without_absent(part))
