"""Questions without a token, in another form or too often are refused in a sentence."""

import pytest

from dashboard.routes.caller import AT_ONCE, Buckets, caller
from dashboard.routes.problems import Refused
from tests.routes.conftest import Service
from tests.routes.described import PATHS, first_use_case, valid


@pytest.mark.parametrize("path", [*PATHS, "/api/v1/nothing", "/api", "/api/"])
@pytest.mark.parametrize("token", [None, "aied_000000000000_" + "0" * 64, "nonsense"])
def test_without_a_token_nothing_is_answered(service: Service, path: str, token: str | None) -> None:
    """401 as problem details and nothing else, on paths that exist and on those that do not."""
    with service.client(token) as client:
        answer = client.get(path)

    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert answer.headers["www-authenticate"] == "Bearer"
    valid({"$ref": "#/components/schemas/ProblemDetails"}, answer.json())


def test_a_limited_token_sees_its_use_cases_alone(service: Service) -> None:
    """The others are as if they were not there, in lists and by their address."""
    case = first_use_case(service)
    with service.client(service.token("read", use_cases=(case,))) as client:
        listed = client.get("/api/v1/use-cases").json()
        found = client.get("/api/v1/findings", params={"limit": 500}).json()
        other = client.get("/api/v1/use-cases/uc-none/measurements")
        items = client.get("/api/v1/review-items").json()

    assert [one["id"] for one in listed["items"]] == [case]
    assert {one["use_case"] for one in found["items"]} == {case}
    assert {one["use_case"] for one in items["items"]} <= {case}
    assert other.status_code == 404


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/api/v1/use-cases?limit=0", 422, "greater than or equal to 1"),
        ("/api/v1/use-cases?limit=501", 422, "less than or equal to 500"),
        ("/api/v1/use-cases?limit=1&limit=2", 422, "given more than once"),
        ("/api/v1/use-cases?colour=red", 422, "Extra inputs are not permitted"),
        ("/api/v1/charter?as_of=2026-02-31", 422, "as_of"),
        ("/api/v1/use-cases/%2e%2e%2f%2e%2e%2fetc", 404, "There is no such address"),
        ("/api/v1/use-cases/'%3B DROP TABLE users", 404, "There is no use case"),
        ("/api/v1/nothing", 404, "There is no such address"),
    ],
)
def test_a_bad_question_is_answered_in_a_sentence(service: Service, path: str, status: int, told: str) -> None:
    """Problem details, with every problem, and no trace."""
    with service.client(service.token("read")) as client:
        answer = client.get(path)

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    valid({"$ref": "#/components/schemas/ProblemDetails"}, answer.json())
    assert told in answer.text
    assert "Traceback" not in answer.text


def test_a_token_for_something_else_is_refused(service: Service) -> None:
    """A scope does not follow from another: 403, and the sentence names both."""
    with service.client(service.token("push:counts")) as client:
        answer = client.get("/api/v1/findings")

    assert answer.status_code == 403
    assert "is good for push:counts; this needs read" in answer.json()["detail"]


def test_another_method_is_refused(service: Service) -> None:
    """Reading paths take no writes."""
    with service.client(service.token("read")) as client:
        for path in ("/api/v1/findings", "/api/v1/use-cases/bot", "/api/v1/use-cases/bot/measurements"):
            assert client.delete(path).status_code == 405


def test_too_many_requests_are_told_when_to_come_again() -> None:
    """Sixty at once, then one every half second at 120 a minute; another token is not affected."""
    clock = [0.0]
    buckets = Buckets(clock=lambda: clock[0])
    assert [buckets.take("a") for _ in range(AT_ONCE)] == [0.0] * AT_ONCE
    assert buckets.take("a") == pytest.approx(0.5)
    assert buckets.take("b") == 0.0
    clock[0] = 0.5
    assert buckets.take("a") == 0.0
    assert buckets.take("a") > 0


def test_a_flood_is_429_with_retry_after(service: Service) -> None:
    """The refusal says in whole seconds when to ask again."""
    buckets = Buckets(per_minute=1, at_once=1, clock=lambda: 0.0)
    headers = {"authorization": f"Bearer {service.token('read')}"}
    caller(service.database, headers, None, buckets)
    with pytest.raises(Refused, match="may ask 1 times a minute here") as refused:
        caller(service.database, headers, None, buckets)

    assert refused.value.status == 429
    assert refused.value.headers == {"retry-after": "60"}
