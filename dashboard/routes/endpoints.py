"""An address as data: how it is asked, what it answers, by which token; so description and behaviour are one."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.adapters.database import Database
from dashboard.domain.plain_text import shown
from dashboard.domain.tokens import Scope
from dashboard.errors import InputRejected, NotFound, Problem
from dashboard.routes import store
from dashboard.routes.bodies import Body, nothing
from dashboard.routes.caller import caller, noted
from dashboard.routes.problems import problem
from dashboard.services.sources import Sources
from dashboard.services.tokens import Holder

JSON = "application/json"


class Query(BaseModel):
    """What may stand behind the question mark; anything else is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @property
    def day(self) -> date:
        """The day of the claim."""
        return getattr(self, "as_of", None) or datetime.now(UTC).date()


class PageQuery(Query):
    """Which part of a list."""

    limit: int = Field(100, ge=1, le=500, description="how many at most")
    offset: int = Field(0, ge=0, le=10_000_000, description="how many to leave out")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of somebody who is known."""

    holder: Holder
    database: Database
    path: dict[str, str]
    query: Any
    body: Body
    key: str | None = None

    @property
    def sources(self) -> Sources:
        """What a loader reads, as of the day that was asked for."""
        return store.sources(self.query.day)

    @property
    def use_case(self) -> str:
        """The use case in the address; one that the token does not reach is as if it were not there."""
        name = self.path["use_case"]
        if not self.holder.token.reaches(name):
            raise NotFound(f"There is no use case {shown(name, limit=80)}.")
        return name


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address and method.

    Attributes:
        name: the operation's stable name.
        told: what it is for, in a sentence.
        scope: what the token must be good for; None for any.
        answer: the form of what it answers.
        act: what it does; returns the answer, or a status and the answer.
        query: the form of what stands behind the question mark.
        reads: how the body is read.
        described: content type and schema of the body.
        statuses: what it may answer besides errors.
        kept: whether the answer depends on data version, charter, day and address alone.
    """

    method: str
    path: str
    name: str
    told: str
    scope: Scope | None
    answer: type[BaseModel]
    act: Callable[[Asked], Any]
    query: type[Query] = Query
    reads: Callable[[Request], Any] = nothing
    described: tuple[str, type[BaseModel]] | None = None
    statuses: tuple[int, ...] = field(default=(200,))
    kept: bool = True

    def route(self) -> Route:
        """As Starlette takes it."""
        return Route(self.path, self._answered, methods=[self.method], name=self.name)

    async def _answered(self, request: Request) -> Response:
        try:
            database = await run_in_threadpool(store.database)
            holder = await run_in_threadpool(caller, database, request.headers, self.scope)
            query = _parsed(self.query, request)
            body = await self.reads(request)
            asked = Asked(holder, database, dict(request.path_params), query, body, _key(request, holder))
            return noted(await run_in_threadpool(self._told, asked, request), database, holder)
        except Exception as error:  # noqa: BLE001  # whatever goes wrong is answered, never shown
            return problem(error)

    def _told(self, asked: Asked, request: Request) -> Response:
        headers = {"cache-control": "private, no-cache", "vary": "authorization"}
        if self.method == "GET" and self.kept:
            headers["etag"] = _tag(asked, request)
            if headers["etag"] in request.headers.get("if-none-match", ""):
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        found = self.act(asked)
        status, answer = found if isinstance(found, tuple) else (HTTPStatus.OK, found)
        return Response(answer.model_dump_json(), status, headers, JSON)


def _parsed(form: type[Query], request: Request) -> Query:
    given = request.query_params
    twice = [name for name in given if len(given.getlist(name)) > 1]
    problems = [Problem(name, "given more than once", "once") for name in twice]
    try:
        found = form.model_validate(dict(given))
    except ValidationError as error:
        problems += [Problem(".".join(map(str, one["loc"])), shown(one["input"], limit=40), one["msg"])
                     for one in error.errors()]  # fmt: skip
    if problems:
        raise InputRejected("The question cannot be answered as it was asked.", problems)
    return found


def _key(request: Request, holder: Holder) -> str | None:
    """The command's key for the caller's: of this token alone, so that nobody replays another's."""
    given = request.headers.get("idempotency-key")
    if given is None:
        return None
    return f"api-{holder.token.id}-{hashlib.sha256(given.encode()).hexdigest()}"


def _tag(asked: Asked, request: Request) -> str:
    sources = asked.sources
    seen = (sources.database.data_version(), sources.charter.digest, sources.as_of, request.url.path,
            request.url.query, asked.holder.token.use_cases)  # fmt: skip
    return f'W/"{hashlib.sha256(repr(seen).encode()).hexdigest()[:32]}"'
