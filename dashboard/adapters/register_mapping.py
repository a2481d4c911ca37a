"""Reads a mapping file and refuses, all at once, whatever is not in format 1."""

import difflib
import hashlib
from pathlib import Path

from pydantic import ValidationError

from dashboard.adapters.yaml_source import YamlDocument, read_yaml
from dashboard.domain.plain_text import shown
from dashboard.domain.register_mapping import RegisterMapping
from dashboard.domain.register_targets import RESERVED, head, target, targets
from dashboard.errors import Problem, RegistryInvalid

MAX_BYTES = 256 * 1024


def load_mapping(path: Path) -> RegisterMapping:
    """The mapping; raises RegistryInvalid with every problem, its line and, for misspelt names, a suggestion."""
    what = f"The mapping {path.name}"
    document = read_yaml(path, what=what, error=RegistryInvalid, max_bytes=MAX_BYTES)
    try:
        mapping = RegisterMapping.model_validate(document.data)
    except ValidationError as refused:
        raise RegistryInvalid(
            f"{what} is refused.", [_problem(error, document) for error in refused.errors()]
        ) from None
    wrong = [_unknown(place, reason, document) for place, reason in mapping.unknown_targets().items()]
    wrong += [_constant(path_, value, document) for path_, value in mapping.constants.items() if _misfit(path_, value)]
    if wrong:
        raise RegistryInvalid(f"{what} is refused.", wrong)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return mapping.model_copy(update={"digest": f"sha256:{digest}"})


def _problem(error: object, document: YamlDocument) -> Problem:
    detail = dict(error)  # type: ignore[call-overload]
    place = tuple(part for part in detail["loc"] if part not in ("function-before[_shorthand()", "FieldSource"))
    where = ".".join(str(part) for part in place) or "the whole file"
    found = "this key" if detail["type"] == "extra_forbidden" else shown(detail["input"])
    expected = "a known key" if detail["type"] == "extra_forbidden" else detail["msg"].removeprefix("Value error, ")
    return Problem(where, found, expected, line=document.line(place), suggestion=_nearest(where, detail["type"]))


def _nearest(where: str, kind: str) -> str | None:
    known = ["column", "first_of", "join", "headings", "separator", "values", "otherwise", "dates", "split", "optional"]
    known += ["format", "title", "about", "read", "unknown", "id", "from", "prefix", "constants", "fields", "keep"]
    known += ["kind", "encoding", "delimiter", "header_row", "sheet", "records"]
    near = difflib.get_close_matches(where.rsplit(".", 1)[-1], known, n=1) if kind == "extra_forbidden" else []
    return f"Did you mean {near[0]}?" if near else None


def _unknown(place: str, reason: str, document: YamlDocument) -> Problem:
    part, _, path = place.partition(".")
    line = document.line((part, path))
    if head(path) in RESERVED:
        return Problem(place, "a field that a mapping may not set", f"no such entry: {reason}", line=line)
    near = difflib.get_close_matches(path, targets(), n=1, cutoff=0.5)
    suggestion = f"Did you mean {near[0]}?" if near else "data/mappings/README.md lists the fields."
    return Problem(place, "an unknown field", reason, line=line, suggestion=suggestion)


def _misfit(path: str, value: object) -> bool:
    into = target(path)
    kinds = {"text": str, "truth": bool, "number": int, "list": list, "choice": str}
    return into is not None and into.kind in kinds and not isinstance(value, kinds[into.kind])


def _constant(path: str, value: object, document: YamlDocument) -> Problem:
    into = target(path)
    expected = into.expected if into else "another value"
    return Problem(f"constants.{path}", shown(value), expected, line=document.line(("constants", path)))
