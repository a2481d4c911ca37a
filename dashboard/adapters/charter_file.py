"""Reads a charter in format 1 and identifies it by the digest of its bytes."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dashboard.adapters.frameworks_file import load_frameworks
from dashboard.adapters.validation import rejected, validated
from dashboard.adapters.yaml_document import Fault
from dashboard.adapters.yaml_source import scan_yaml
from dashboard.domain.charter import Charter
from dashboard.domain.charter_rules import contradictions
from dashboard.domain.charter_walk import Contradiction
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
    if "digest" in document.data:
        document.faults.append(Fault(("digest",), "the key `digest`", "no such key; it is computed from the bytes"))
    charter = validated(document, Charter, what=name, error=CharterInvalid)
    found = contradictions(charter, frameworks)
    if found:
        raise rejected(document, as_faults(found), what=name, error=CharterInvalid)
    return charter.model_copy(update={"digest": document.digest})


def as_faults(found: Sequence[Contradiction]) -> list[Fault]:
    """Contradictions of the core as faults of the file."""
    return [Fault(item.path, item.found, item.expected, item.suggestion) for item in found]


def charter_schema() -> dict[str, Any]:
    """The JSON Schema of a charter, so that editors complete and check it."""
    schema = Charter.model_json_schema(by_alias=True)
    schema["properties"].pop("digest")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return schema


def charter_schema_text() -> str:
    """The JSON Schema as committed in charter/charter.schema.json."""
    return json.dumps(charter_schema(), indent=2, ensure_ascii=False, sort_keys=False) + "\n"
