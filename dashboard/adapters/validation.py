"""Turns what pydantic found into sentences: line, path in words, what was found, what was expected, did you mean.

All problems of a document are reported at once, and a value that is wrong in itself is not reported twice.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from dashboard.adapters.model_paths import Step, data_path, known_keys
from dashboard.adapters.yaml_document import Fault, YamlDocument
from dashboard.adapters.yaml_scalars import resolve
from dashboard.domain.checks import KINDS
from dashboard.domain.plain_text import shown
from dashboard.errors import InputRejected

MAX_SHOWN = 100
MANY_KEYS = 20
_ABOUT_KEYS = ("missing", "extra_forbidden")
Model = TypeVar("Model", bound=BaseModel)

_EXPECTED: dict[str, str] = {
    "missing": "a value",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "string_type": 'text; quote it, as in "1.10"',
    "date_type": "a date, written YYYY-MM-DD",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "finite_number": "a finite number",
    "int_from_float": "a whole number",
    "string_too_short": "text that is not empty",
}
_MEANT: dict[str, tuple[type, ...]] = {
    "date_type": (date,),
    "int_type": (int,),
    "float_type": (int, float),
    "bool_type": (bool,),
}
_WITH_LIMIT: dict[str, str] = {
    "string_too_long": "text of at most {max_length} characters",
    "too_short": "at least {min_length} entries",
    "too_long": "at most {max_length} entries",
    "greater_than": "a number above {gt}",
    "greater_than_equal": "a number of {ge} or more",
    "less_than": "a number below {lt}",
    "less_than_equal": "a number of {le} or less",
}


def validated(document: YamlDocument, model: type[Model], *, what: str, error: type[InputRejected]) -> Model:
    """The document as a model, strictly: values keep the type they were written with.

    Raises:
        InputRejected: the given kind, with every Problem of the document.
    """
    faults = list(document.faults)
    try:
        result = model.model_validate(document.data, strict=True)
    except ValidationError as invalid:
        faults += without_known(faults_of(document, model, invalid), document.faults)
    else:
        if not faults:
            return result
    raise rejected(document, faults, what=what, error=error) from None


def rejected(
    document: YamlDocument, faults: Sequence[Fault], *, what: str, error: type[InputRejected]
) -> InputRejected:
    """The rejection that lists the faults in the order of their lines, at most a hundred of them."""
    problems = sorted((document.problem(fault) for fault in faults), key=lambda problem: problem.line or 0)
    number = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
    cut = f", the first {MAX_SHOWN} of them here" if len(problems) > MAX_SHOWN else ""
    return error(f"{what} is refused: {number}{cut}.", problems[:MAX_SHOWN])


def without_known(faults: Iterable[Fault], known: Sequence[Fault]) -> list[Fault]:
    """The faults that are not at, or inside, a place that is known to be wrong already."""
    places = {fault.path for fault in known}
    return [
        fault for fault in faults if not any(fault.path[:length] in places for length in range(len(fault.path) + 1))
    ]


def faults_of(document: YamlDocument, model: type[BaseModel], invalid: ValidationError) -> list[Fault]:
    """One fault per place, in words; the branches of a union become one `a or b`."""
    places: dict[tuple[Step, ...], list[Fault]] = {}
    in_union: set[tuple[Step, ...]] = set()
    for detail in invalid.errors(include_url=False, include_input=False):
        path, inside = data_path(document.data, detail["loc"], names_a_key=detail["type"] in _ABOUT_KEYS)
        places.setdefault(path, []).append(_fault(document, model, detail, path))
        if inside and detail["type"].endswith(("_type", "_error")):
            in_union.add(path)
    deeper = {path[:length] for path in places for length in range(len(path))}
    return [_merged(faults) for path, faults in places.items() if not (path in in_union and path in deeper)]


def _merged(faults: list[Fault]) -> Fault:
    first = faults[0]
    expected = " or ".join(dict.fromkeys(fault.expected for fault in faults))
    return Fault(first.path, first.found, expected, first.suggestion, first.line)


def _fault(document: YamlDocument, model: type[BaseModel], detail: ErrorDetails, path: tuple[Step, ...]) -> Fault:
    kind = detail["type"]
    if kind == "extra_forbidden":
        return _unknown_key(model, detail, path)
    if kind.startswith("union_tag"):
        return _unknown_kind(document, path)
    found = "nothing" if kind == "missing" else _written(document, path)
    return Fault(path, found, _expectation(detail, path), _unquote(document, path, kind))


def _unquote(document: YamlDocument, path: tuple[Step, ...], kind: str) -> str | None:
    value = value_at(document.data, path)
    wanted = _MEANT.get(kind)
    quoted = wanted is not None and isinstance(value, str) and isinstance(resolve(value), wanted)
    return "Leave the quotes out." if quoted else None


def _written(document: YamlDocument, path: tuple[Step, ...]) -> str:
    return shown(document.written[path] if path in document.written else value_at(document.data, path))


def value_at(data: Any, path: Sequence[Step]) -> Any:
    """The value at a path, None where there is none."""
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _expectation(detail: ErrorDetails, path: tuple[Step, ...]) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return f"the key `{path[-1]}`"
    if kind in _WITH_LIMIT:
        return _WITH_LIMIT[kind].format(**context)
    if kind == "literal_error":
        return _choice(str(context["expected"]))
    if kind == "string_pattern_mismatch":
        return f"an id of plain letters, digits, dots, dashes or underscores ({context['pattern']})"
    if kind == "value_error":
        return str(context["error"])
    return _EXPECTED.get(kind, detail["msg"])


def _choice(expected: str) -> str:
    words = {"True": "true", "False": "false"}.get(expected, expected.replace("'", "`"))
    return f"one of {words}" if " or " in words else words


def _unknown_key(model: type[BaseModel], detail: ErrorDetails, path: tuple[Step, ...]) -> Fault:
    key, known = str(path[-1]), known_keys(model, detail["loc"])
    return Fault(path, f"the unknown key {shown(key)}", _known(key, known), did_you_mean([key], known))


def _known(key: str, known: Sequence[str]) -> str:
    if len(known) <= MANY_KEYS:
        return f"one of {', '.join(known)}" if known else "no such key"
    near = get_close_matches(key, known, n=5, cutoff=0.3)
    return f"one of its {len(known)} keys" + (f", such as {', '.join(near)}" if near else "")


def _unknown_kind(document: YamlDocument, path: tuple[Step, ...]) -> Fault:
    value = value_at(document.data, path)
    keys = [str(key) for key in value] if isinstance(value, dict) else []
    found = f"the keys {', '.join(shown(key) for key in keys)}" if keys else _written(document, path)
    return Fault(path, found, f"a check whose first key is one of {', '.join(KINDS)}", did_you_mean(keys, KINDS))


def did_you_mean(written: Sequence[str], known: Sequence[str]) -> str | None:
    """A question that names the nearest known word, or None."""
    for word in written:
        near = get_close_matches(word, known, n=1, cutoff=0.7)
        if near:
            return f"Did you mean `{near[0]}`?"
    return None
