"""The OpenAPI 3.1 description, made from the endpoints themselves and the forms that they check and answer by."""

from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any

from pydantic.json_schema import models_json_schema

from dashboard.routes.answers import ProblemDetails
from dashboard.routes.endpoints import JSON, Endpoint

_REF = "#/components/schemas/{model}"
_TOLD = {
    401: "No token, or none that works.",
    403: "The token, or the person it stands for, may not.",
    404: "There is no such thing, or the token does not reach it.",
    409: "The state does not allow it; nothing was written.",
    413: "The body is too large.",
    415: "The body is not of the type expected.",
    422: "What was asked or sent is refused; every problem is listed.",
    429: "Too many requests with this token; Retry-After says when to ask again.",
    503: "The store cannot be used, or is busy; nothing was written.",
}
_ALWAYS, _WRITING = (401, 403, 404, 422, 429, 503), (409, 413, 415)


def description(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The whole description as JSON-like values."""
    paths: dict[str, Any] = {}
    for one in endpoints:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    forms = [(one.answer, "serialization") for one in endpoints] + [(ProblemDetails, "serialization")]
    bodies = [(one.described[1], "validation") for one in endpoints if one.described]
    _, schemas = models_json_schema([*forms, *bodies], ref_template=_REF)  # type: ignore[list-item]
    scheme = {"type": "http", "scheme": "bearer", "description": "A token that the officer made (docs/api.md)."}
    return {
        "openapi": "3.1.0",
        "info": {"title": "AI ethics dashboard", "version": version("dashboard"), "description": _ABOUT},
        "security": [{"token": []}],
        "paths": paths,
        "components": {"schemas": schemas["$defs"], "securitySchemes": {"token": scheme}},
    }


_ABOUT = "Read what the pages show, and push evidence and counts. Fields are only ever added within /api/v1."


def _operation(one: Endpoint) -> dict[str, Any]:
    needs = f" Needs a token with the scope `{one.scope.value}`." if one.scope else " Any token will do."
    found = {"operationId": one.name, "summary": one.told, "description": one.told + needs,
             "parameters": list(_parameters(one)), "responses": _responses(one)}  # fmt: skip
    if one.described:
        kind, form = one.described
        schema = {"$ref": _REF.format(model=form.__name__)}
        found["requestBody"] = {"required": True, "content": {kind: {"schema": schema}}}
    return found


def _parameters(one: Endpoint) -> Iterator[dict[str, Any]]:
    if "{use_case}" in one.path:
        yield {"name": "use_case", "in": "path", "required": True, "schema": {"type": "string", "maxLength": 80}}
    for name, schema in one.query.model_json_schema().get("properties", {}).items():
        yield {"name": name, "in": "query", "required": False, "schema": schema}
    if one.method == "POST":
        told = "any text; the same again does nothing twice and is answered as the first time"
        yield {"name": "Idempotency-Key", "in": "header", "required": False, "description": told,
               "schema": {"type": "string"}}  # fmt: skip
    elif one.kept:
        yield {"name": "If-None-Match", "in": "header", "required": False, "schema": {"type": "string"},
               "description": "the ETag of an earlier answer; 304 where it would be the same"}  # fmt: skip


def _responses(one: Endpoint) -> dict[str, Any]:
    schema = {"$ref": _REF.format(model=_name(one))}
    good = {str(status): {"description": one.told, "content": {JSON: {"schema": schema}}} for status in one.statuses}
    same = {"304": {"description": "Nothing has changed."}} if one.kept and one.method == "GET" else {}
    wrong = _ALWAYS + (_WRITING if one.method == "POST" else ())
    problem = {"application/problem+json": {"schema": {"$ref": _REF.format(model="ProblemDetails")}}}
    return good | same | {str(status): {"description": _TOLD[status], "content": problem} for status in wrong}


def _name(one: Endpoint) -> str:
    """As the schemas are called: pydantic writes the brackets of a generic form as underscores."""
    return one.answer.__name__.replace("[", "_").replace("]", "_")
