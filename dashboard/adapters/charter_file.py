"""Reads a charter in format 1 and identifies it by the digest of its bytes."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from dashboard.adapters.frameworks_file import load_frameworks
from dashboard.adapters.validation import rejected, validated, value_at
from dashboard.adapters.yaml_document import Fault, YamlDocument
from dashboard.adapters.yaml_scalars import resolve
from dashboard.adapters.yaml_source import scan_yaml
from dashboard.domain.charter import Charter, Defaults
from dashboard.domain.charter_rules import contradictions
from dashboard.domain.charter_walk import Contradiction
from dashboard.domain.durations import Duration
from dashboard.domain.frameworks import Frameworks
from dashboard.errors import CharterInvalid

__all__ = ["as_faults", "charter_schema", "charter_schema_text", "load_charter", "load_frameworks"]


def load_charter(source: Path | bytes, *, frameworks: Frameworks | None = None, what: str | None = None) -> Charter:
    """The charter in a file, or in its bytes, with `digest` set to `sha256:…` of the bytes.

    Args:
        source: a file or its bytes.
        frameworks: laws and standards; when given, every article that a clause maps to must be among them.
        what: how messages call it.

    Raises:
        CharterInvalid: with every Problem: line, path, what was found, what was expected.
    """
    name = what or (f"The charter {source.name}" if isinstance(source, Path) else "The charter")
    document = scan_yaml(source, what=name, error=CharterInvalid)
    document.faults += [*_computed_keys(document), *_empty_values(document)]
    charter = validated(document, Charter, what=name, error=CharterInvalid)
    found = contradictions(charter, frameworks)
    if found:
        raise rejected(document, as_faults(found), what=name, error=CharterInvalid)
    return charter.model_copy(update={"digest": document.digest})


def _computed_keys(document: YamlDocument) -> Iterator[Fault]:
    for name in ("digest", "since"):
        if name in document.data:
            yield Fault((name,), f"the key `{name}`", "no such key; it is computed")


def _empty_values(document: YamlDocument) -> Iterator[Fault]:
    """A key left empty: in a charter it would quietly take a limit away."""
    for path, written in document.written.items():
        if resolve(written) is None and value_at(document.data, path) is None:
            yield Fault(path, "nothing", "a value; leave the key out where none is meant")


def as_faults(found: Sequence[Contradiction]) -> list[Fault]:
    """Contradictions of the core as faults of the file."""
    return [Fault(item.path, item.found, item.expected, item.suggestion) for item in found]


class _PlainDefaults(GenerateJsonSchema):
    """Writes a default length of time as the charter does."""

    def encode_default(self, dft: Any) -> Any:
        if isinstance(dft, Duration):
            return str(dft)
        return dft.model_dump(mode="json") if isinstance(dft, Defaults) else super().encode_default(dft)


def charter_schema() -> dict[str, Any]:
    """The JSON Schema of a charter, so that editors complete and check it."""
    schema = Charter.model_json_schema(by_alias=True, schema_generator=_PlainDefaults)
    for computed in ("digest", "since"):
        schema["properties"].pop(computed)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return schema


def charter_schema_text() -> str:
    """The JSON Schema as committed in charter/charter.schema.json."""
    return json.dumps(charter_schema(), indent=2, ensure_ascii=False, sort_keys=False) + "\n"
