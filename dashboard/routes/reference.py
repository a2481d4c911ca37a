"""The API for people, written from its own description, so that what is documented is what is answered."""

from collections.abc import Iterator, Sequence
from typing import Any

from dashboard.routes.description import description
from dashboard.routes.endpoints import Endpoint

_START = "# The API, address by address"
_ABOUT = (
    "How to get a token, and how to push, is told in [Programs ask and push](api.md).\n"
    "The same for programs, with every schema in full, is at `/api/openapi.json`."
)


def api_reference(endpoints: Sequence[Endpoint], notice: str) -> str:
    """Every address with its scope, what it may be asked and what it answers, then every form, as Markdown."""
    whole = description(endpoints)
    parts = [_START, notice, _ABOUT]
    for path, methods in whole["paths"].items():
        for method, operation in methods.items():
            parts += [f"## {method.upper()} {path}", operation["description"], *_asked(operation), _answered(operation)]
    parts.append("## Forms")
    for name, schema in sorted(whole["components"]["schemas"].items()):
        parts += [f"### {name}", schema.get("description", ""), *_table("field", _fields(schema))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _asked(operation: dict[str, Any]) -> Iterator[str]:
    rows = [
        (f"{one['name']} ({one['in']})", _kind(one["schema"]), one.get("description") or _told(one["schema"]))
        for one in operation["parameters"]
    ]
    yield from _table("asked by", rows)
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        yield f"The body is `{kind}`: {_kind(content['schema'])}."


def _answered(operation: dict[str, Any]) -> str:
    good = [
        f"{status}: {_kind(content['schema'])}"
        for status, answer in operation["responses"].items()
        for content in answer.get("content", {}).values()
        if status < "300"
    ]
    wrong = [status for status in operation["responses"] if status >= "300"]
    return f"Answers {', '.join(good)}. Otherwise {', '.join(sorted(wrong))}."


def _fields(schema: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(name, _kind(one), _told(one)) for name, one in schema.get("properties", {}).items()]


def _table(first: str, rows: Sequence[tuple[str, str, str]]) -> list[str]:
    if not rows:
        return []
    lines = [f"| `{name}` | {kind} | {told} |" for name, kind, told in rows]
    return ["\n".join([f"| {first} | is | told |", "|---|---|---|", *lines])]


def _told(schema: dict[str, Any]) -> str:
    return str(schema.get("description", "")).replace("|", "\\|")


def _kind(schema: dict[str, Any]) -> str:
    """A schema in a word: `text`, `a list of Cell`, `date or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"a list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or _WORDS.get(str(schema.get("type")), schema.get("type", "anything")))


_WORDS = {"string": "text", "integer": "whole number", "boolean": "true or false", "object": "mapping"}
