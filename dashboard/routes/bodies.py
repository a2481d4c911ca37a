"""The bodies of requests, read no further than a limit, whatever their head says of their length."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from dashboard.errors import InputRejected, Problem
from dashboard.routes.problems import Refused

MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Body:
    """What was sent: bytes, or the fields of a form and its one file."""

    content: bytes = b""
    fields: dict[str, str] = field(default_factory=dict)
    file_name: str | None = None


async def nothing(request: Request) -> Body:
    """No body is read."""
    del request
    return Body()


def content_up_to(most: int) -> Callable[[Request], Awaitable[Body]]:
    """Reads JSON of so many bytes at most."""

    async def read(request: Request) -> Body:
        _refuse_type(request, "application/json")
        return Body(await _counted(request, most).body())

    return read


def form_up_to(most: Callable[[], int], file: str) -> Callable[[Request], Awaitable[Body]]:
    """Reads a multipart form with one file of so many bytes at most, and some room for its fields."""

    async def read(request: Request) -> Body:
        _refuse_type(request, "multipart/form-data")
        try:
            async with _counted(request, most() + MIB).form(max_files=1, max_fields=30) as given:
                return await _form(given.multi_items(), file)
        except MultiPartException as error:
            raise InputRejected("The form cannot be read.", [Problem("body", error.message, "a whole form")]) from None

    return read


async def _form(items: list[tuple[str, Any]], file: str) -> Body:
    fields = {name: value for name, value in items if isinstance(value, str)}
    files = [(name, value) for name, value in items if isinstance(value, UploadFile)]
    problems = [Problem(name, "a file", f"a file as {file!r} alone") for name, _ in files if name != file]
    problems += [Problem(name, "text", "a file") for name in fields if name == file]
    if len(fields) + len(files) < len(items):
        problems.append(Problem("form", "a field more than once", "each field once"))
    if problems:
        raise InputRejected("The form cannot be read.", problems)
    if not files:
        return Body(fields=fields)
    return Body(await files[0][1].read(), fields, files[0][1].filename or "")


def _refuse_type(request: Request, wanted: str) -> None:
    given = request.headers.get("content-type", "nothing").partition(";")[0].strip().lower()
    if given != wanted:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"The body is {given}; expected {wanted}.")


def _counted(request: Request, most: int) -> Request:
    """The same request, which refuses to be longer."""
    told = f"The body is larger than {most / MIB:,.0f} MiB. Nothing was stored."
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, told)
    read = 0

    async def receive() -> Any:
        nonlocal read
        message = await request.receive()
        read += len(message.get("body", b""))
        if read > most:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, told)
        return message

    return Request(request.scope, receive)
