"""What may stand at a line of a charter: the keys of the mapping there, from the schema, each with what it means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dashboard.adapters.charter_file import charter_schema
from dashboard.adapters.validation import value_at
from dashboard.adapters.yaml_document import Path_, YamlDocument, path_in_words
from dashboard.adapters.yaml_source import scan_yaml
from dashboard.errors import CharterInvalid


@dataclass(frozen=True, slots=True)
class Key:
    """A key that may stand there: what it means, and whether it does already."""

    name: str
    means: str
    there: bool
    needed: bool


def keys_at(text: str, line: int) -> tuple[str, tuple[Key, ...]]:
    """The place of a line in words, and every key of the mapping that the line is in.

    Raises:
        CharterInvalid: the text is no YAML at all; with the line that must be repaired first.
    """
    document = scan_yaml(text.encode(), what="The draft", error=CharterInvalid)
    path = _mapping_at(document, line)
    held = value_at(document.data, path)
    keys = {str(name) for name in held} if isinstance(held, dict) else set()
    found: dict[str, Key] = {}
    for node in _fitting(_nodes(path, document.data), keys):
        needed = set(node.get("required", ()))
        for name, inner in node.get("properties", {}).items():
            found.setdefault(name, Key(name, str(inner.get("description", "")), name in keys, name in needed))
    return path_in_words(document.data, path), tuple(found.values())


def _mapping_at(document: YamlDocument, line: int) -> Path_:
    """The innermost mapping that begins at the line or before it; the last one that does, as the text is read."""
    before = [path for path, at in document.lines.items() if at <= line]
    path: Path_ = before[-1] if before else ()
    while path and not isinstance(value_at(document.data, path), dict):
        path = path[:-1]
    return path


def _nodes(path: Path_, data: Any) -> list[Mapping[str, Any]]:
    nodes: list[Mapping[str, Any]] = [_schema()]
    here = data
    for step in path:
        keys = {str(name) for name in here} if isinstance(here, dict) else set()
        nodes = [child for node in _fitting(nodes, keys) for child in _children(node, step)]
        here = value_at(here, (step,)) if isinstance(here, dict | list) else None
    return [other for node in nodes for other in _choices(node)]


def _children(node: Mapping[str, Any], step: str | int) -> Iterator[Mapping[str, Any]]:
    if isinstance(step, int):
        inner = node.get("items")
    else:
        inner = node.get("properties", {}).get(step) or node.get("additionalProperties")
    if isinstance(inner, dict):
        yield from _choices(inner)


def _choices(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The node itself, or each of its alternatives, references followed."""
    if "$ref" in node:
        yield from _choices(_schema()["$defs"][str(node["$ref"]).rsplit("/", 1)[-1]])
        return
    alternatives = [*node.get("anyOf", ()), *node.get("oneOf", ())]
    if not alternatives:
        yield node
    for one in alternatives:
        yield from _choices(one)


def _fitting(nodes: list[Mapping[str, Any]], keys: set[str]) -> list[Mapping[str, Any]]:
    """Those that know most of the keys that stand there."""
    known = [(len(keys & set(node.get("properties", ()))), node) for node in nodes]
    most = max((count for count, _ in known), default=0)
    return [node for count, node in known if count == most]


@lru_cache(maxsize=1)
def _schema() -> Mapping[str, Any]:
    return charter_schema()
