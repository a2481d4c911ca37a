"""Pipelines push documents by the checks of people, once; whoever made the token accepts none of it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.requests import Request

from dashboard.adapters.database import verify_chain
from dashboard.adapters.evidence_files import EvidenceFiles
from dashboard.adapters.repository import use_case_record
from dashboard.adapters.requests_store import waiting_requests
from dashboard.domain.actors import Actor, Role
from dashboard.errors import NotPermitted
from dashboard.routes.bodies import content_up_to
from dashboard.routes.problems import Refused
from dashboard.services.rulings import RuleOn, rule_on
from dashboard.settings import load_settings
from tests.adapters.test_evidence_files import PDF
from tests.clock import today_utc
from tests.routes.conftest import OFFICER, Service
from tests.routes.pushes import FILE, FORM, as_said, case, send

__all__ = ["case"]


def push(service: Service, case: str, token: str, **given: Any) -> Any:
    """One document."""
    given = {"data": FORM, "files": FILE} | given
    with service.client(token) as client:
        return client.post(f"/api/v1/use-cases/{case}/evidence", **given)


def test_a_document_is_filed_and_waits_for_somebody_else(service: Service, case: str) -> None:
    """Its bytes are kept, it is on record in the name of the token's person, and the officer who made it is out."""
    answer = push(service, case, service.token("push:evidence"))
    known = use_case_record(service.database, case)
    assert known is not None
    paper = known[0].evidence[0]
    with service.database.read() as connection:
        request = waiting_requests(connection, case)[-1].id

    assert answer.status_code == 201
    as_said("/api/v1/use-cases/{use_case}/evidence", 201, answer.json())
    assert (paper.type, paper.uploaded_by, paper.accepted_by, paper.file_name) == (
        "dpia",
        "lead-1",
        None,
        "DPIA final.pdf",
    )
    assert paper.states == {"tool": "Fairlearn"}
    kept = EvidenceFiles(load_settings().evidence, 25)
    assert kept.read(str(paper.sha256)) == PDF
    for actor in (OFFICER, Actor("lead-1", Role.TEAM_LEAD)):
        with pytest.raises(NotPermitted):
            rule_on(service.database, RuleOn(request, "Fine.", today_utc(), granted=True), actor)
    rule_on(service.database, RuleOn(request, "It is whole.", today_utc(), granted=True), Actor("deputy", Role.DEPUTY))
    assert verify_chain(service.database) == ()


def test_a_key_files_once(service: Service, case: str) -> None:
    """The same again is answered 200 and files nothing; another document under it is refused, and so is no key."""
    token = service.token("push:evidence")
    once = {"idempotency-key": "run-812"}
    first, again = (push(service, case, token, headers=once) for _ in range(2))
    other = push(service, case, token, headers=once, files={"document": ("b.pdf", PDF + b"\n", "application/pdf")})
    twice = push(service, case, token)
    known = use_case_record(service.database, case)

    assert (first.status_code, again.status_code, again.json()["replayed"]) == (201, 200, True)
    assert (other.status_code, twice.status_code) == (409, 409)
    assert "came with something else before" in other.text
    assert "Nothing was filed twice" in twice.text
    assert known is not None
    assert len(known[0].evidence) == 1


@pytest.mark.parametrize(
    ("given", "status", "told"),
    [
        ({"files": {"document": ("x.bin", b"MZ\x90\x00" * 40, "application/pdf")}}, 422, "The document was not filed"),
        ({"files": {"other": ("x.pdf", PDF, "application/pdf")}}, 422, "a file as 'document' alone"),
        ({"files": {}, "data": {**FORM, "document": "text"}}, 415, "expected multipart/form-data"),
        ({"data": {**FORM, "effective": "2026-02-31"}}, 422, "effective"),
        ({"data": {**FORM, "colour": "red"}}, 422, "Extra inputs are not permitted"),
        ({"data": {**FORM, "states": "[1]"}}, 422, "a JSON object of texts"),
        ({"data": {**FORM, "states": "[" * 100_000}}, 422, "a JSON object of texts"),
        ({"data": {**FORM, "link": "http://127.0.0.1/"}}, 422, "a file or a link, one of them"),
        ({"data": {**FORM, "revision": "7"}}, 409, "since you opened"),
        ({"data": {**FORM, "type": "\u202edpia"}}, 422, "The document was not filed"),
        ({"files": {"document": ("x.pdf", b"x" * (26 * 1024**2), "application/pdf")}}, 413, "larger than"),
    ],
)
def test_a_bad_document_is_refused(service: Service, case: str, given: dict[str, Any], status: int, told: str) -> None:
    """With the sentence of the upload, and nothing is written."""
    token, before = service.token("push:evidence"), use_case_record(service.database, case)
    answer = push(service, case, token, **given)

    assert (answer.status_code, told in answer.text) == (status, True), answer.text
    as_said("/api/v1/use-cases/{use_case}/evidence", status, answer.json())
    assert use_case_record(service.database, case) == before


def test_a_body_without_a_length_is_cut_off() -> None:
    """A stream that never says how long it is, and never ends, is read to the limit and no further."""
    read = 0

    async def receive() -> dict[str, Any]:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b" " * 1024**2, "more_body": True}

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"content-type", b"application/json")]}
    with ThreadPoolExecutor(1) as pool, pytest.raises(Refused, match="larger than 5 MiB"):
        pool.submit(lambda: asyncio.run(content_up_to(5 * 1024**2)(Request(scope, receive)))).result()

    assert read == 6


def test_a_body_that_says_it_is_too_long_is_not_read(service: Service, case: str) -> None:
    """413 by its head alone."""
    answer = send(service, case, b" " * (33 * 1024**2))

    assert (answer.status_code, "larger than 32 MiB" in answer.text) == (413, True)


def test_a_token_pushes_only_what_it_is_for(service: Service, case: str) -> None:
    """Not with another scope, not to another use case, not without a token."""
    assert push(service, case, service.token("read", "push:counts")).status_code == 403
    assert push(service, "nobody", service.token("push:evidence")).status_code == 404
    with service.client() as client:
        assert client.post(f"/api/v1/use-cases/{case}/evidence", data=FORM, files=FILE).status_code == 401
