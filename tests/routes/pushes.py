"""What a pipeline pushes in tests: to a use case of its own, with answers as they are described."""

import json
from typing import Any

import pytest

from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.services.register import RegisterUseCase, register_use_case
from tests.adapters.test_evidence_files import PDF
from tests.routes.conftest import Service
from tests.routes.described import DESCRIBED, valid

FORM = {"type": "dpia", "effective": "2026-11-01", "signed_by": "dpo", "states": '{"tool": "Fairlearn"}'}
FILE = {"document": ("DPIA final.pdf", PDF, "application/pdf")}


@pytest.fixture
def case(service: Service, request: pytest.FixtureRequest) -> str:
    """A use case of this test alone."""
    name = f"case-{abs(hash(request.node.name)) % 10**12}"
    register_use_case(
        service.database, RegisterUseCase(UseCase(id=name, title=name, owner="lead-2", lifecycle="live")), SYSTEM
    )
    return name


def as_said(path: str, status: int, answer: Any) -> None:
    """The answer of a POST is as described."""
    said = DESCRIBED["paths"][path]["post"]["responses"][str(status)]["content"]
    (schema,) = (one["schema"] for one in said.values())
    valid(schema, answer)


def send(service: Service, case: str, body: Any, **headers: str) -> Any:
    """Counts, once."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with service.client(service.token("push:counts")) as client:
        sent = {"content-type": "application/json", **headers}
        return client.post(f"/api/v1/use-cases/{case}/counts", content=content, headers=sent)
