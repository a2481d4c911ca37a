"""Programs read what the pages show, each answer is as described, and without a token there is no answer."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dashboard.adapters.repository import use_case_record, users
from dashboard.domain.actors import SYSTEM
from dashboard.domain.users import User
from dashboard.routes.caller import AT_ONCE, Buckets, caller
from dashboard.routes.description import description
from dashboard.routes.listing import endpoints
from dashboard.routes.problems import Refused
from dashboard.routes.store import sources
from dashboard.services.people import add_user
from dashboard.services.screens.use_cases import load_use_cases
from tests.routes.conftest import Service

DESCRIBED = description(endpoints())
READ = [one for one in endpoints() if one.method == "GET"]
PATHS = [one.path for one in READ]


def valid(schema: dict[str, Any], answer: Any) -> None:
    """Fails where an answer is not as its schema says."""
    Draft202012Validator({**schema, "components": DESCRIBED["components"]}).validate(answer)


def first_use_case(service: Service) -> str:
    """The id of a use case that was measured."""
    with service.database.read() as connection:
        found = connection.exec_driver_sql("SELECT use_case_id FROM measurements WHERE use_case_id <> '' LIMIT 1")
        return str(found.scalar())


def inner(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping inside a document."""
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from inner(one)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_as_described(service: Service, path: str) -> None:
    """Asked of a real server, each path answers 200 with what its schema says, and with no other field."""
    with service.client(service.token("read")) as client:
        answer = client.get(path.replace("{use_case}", first_use_case(service)))

    assert answer.status_code == 200
    said = DESCRIBED["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    valid(said, answer.json())
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", [*PATHS, "/api/v1/nothing", "/api", "/api/"])
@pytest.mark.parametrize("token", [None, "aied_000000000000_" + "0" * 64, "nonsense"])
def test_without_a_token_nothing_is_answered(service: Service, path: str, token: str | None) -> None:
    """401 as problem details and nothing else, on paths that exist and on those that do not."""
    with service.client(token) as client:
        answer = client.get(path)

    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert answer.headers["www-authenticate"] == "Bearer"
    valid({"$ref": "#/components/schemas/ProblemDetails"}, answer.json())


def test_the_description_is_whole() -> None:
    """Every reference leads somewhere, every schema is one, every operation has a name of its own."""
    refs = {one["$ref"] for one in inner(DESCRIBED) if "$ref" in one}
    names = [one["operationId"] for one in inner(DESCRIBED["paths"]) if "operationId" in one]

    assert {ref.removeprefix("#/components/schemas/") for ref in refs} <= set(DESCRIBED["components"]["schemas"])
    assert len(names) == len(set(names)) == len(endpoints())
    for schema in DESCRIBED["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert DESCRIBED["openapi"] == "3.1.0"


def test_a_list_is_read_in_parts(service: Service) -> None:
    """Following `next` gives every use case once, with a total that says so."""
    found: list[str] = []
    with service.client(service.token("read")) as client:
        path = "/api/v1/use-cases?limit=3"
        while path:
            page = client.get(path).json()
            found += [one["id"] for one in page["items"]]
            path = page["next"]

    assert len(found) == len(set(found)) == page["total"] == 10


def test_the_same_question_costs_nothing_twice(service: Service) -> None:
    """304 until something is written; then 200 with another tag."""
    with service.client(service.token("read")) as client:
        first = client.get("/api/v1/findings")
        same = client.get("/api/v1/findings", headers={"if-none-match": first.headers["etag"]})
        add_user(service.database, User("another", "Another", users(service.database)[0].role), SYSTEM)
        later = client.get("/api/v1/findings", headers={"if-none-match": first.headers["etag"]})

    assert (same.status_code, same.content) == (304, b"")
    assert later.status_code == 200
    assert later.headers["etag"] != first.headers["etag"]


def test_numbers_are_those_of_the_store(service: Service) -> None:
    """The record is the registered one, findings are filtered by use case, and none of them is of another."""
    case = first_use_case(service)
    with service.client(service.token("read")) as client:
        record = client.get(f"/api/v1/use-cases/{case}").json()
        mine = client.get("/api/v1/findings", params={"use_case": case, "limit": 500}).json()
    stored = use_case_record(service.database, case)
    with service.database.read() as connection:
        count = connection.exec_driver_sql(f"SELECT count(*) FROM findings WHERE use_case_id = '{case}'").scalar()  # noqa: S608

    assert stored is not None
    assert (record["record"]["title"], record["revision"]) == (stored[0].title, stored[1])
    assert mine["total"] == len(mine["items"]) == count
    assert {one["use_case"] for one in mine["items"]} == {case}


def test_statuses_are_those_of_the_page(service: Service) -> None:
    """A waived breach is `waived` here as there, and what nobody assessed has no status."""
    today = datetime.now(UTC).date()
    page = load_use_cases(sources(today)).rows
    with service.client(service.token("read")) as client:
        listed = client.get("/api/v1/use-cases", params={"limit": 500}).json()["items"]
    in_service = set(page.loc[page["in_service"], "id"])
    shown = dict(zip(page["id"], page["shown"], strict=True))

    assert {one["id"]: one["status"] for one in listed if one["id"] in in_service} == {
        name: status for name, status in shown.items() if name in in_service
    }
    assert {one["status"] for one in listed if one["id"] not in in_service} == {None}


def test_small_groups_are_withheld(service: Service) -> None:
    """A measurement of fewer people than the charter shows is left out, and the answer says how many are."""
    case, path = first_use_case(service), f"/api/v1/use-cases/{first_use_case(service)}/measurements"
    with service.client(service.token("read", use_cases=(case,))) as client:
        before = client.get(path).json()
        with service.database.writer.begin() as connection:
            connection.exec_driver_sql(f"UPDATE measurements SET n = 9 WHERE use_case_id = '{case}'")  # noqa: S608
        after = client.get(path).json()

    assert (len(before["items"]) > 0, before["withheld"]) == (True, 0)
    assert (after["items"], after["withheld"]) == ([], len(before["items"]))


def test_a_day_before_anything_was_measured_has_no_measurements(service: Service) -> None:
    """`as_of` goes back to what was known of that day."""
    with service.client(service.token("read")) as client:
        found = client.get(f"/api/v1/use-cases/{first_use_case(service)}/measurements", params={"as_of": "2001-01-01"})

    assert (found.status_code, found.json()["items"], found.json()["as_of"]) == (200, [], "2001-01-01")


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


def test_reading_waits_for_nobody_who_writes(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """The use of a token is remembered after the answer, however long the store is busy."""
    may_end, remembered = threading.Event(), threading.Event()

    def busy(_database: object, _token: str, _now: object) -> None:
        may_end.wait()
        remembered.set()

    monkeypatch.setattr("dashboard.routes.caller.note_use", busy)
    with service.client(service.token("read")) as client:
        try:
            assert client.get("/api/v1/charter").status_code == 200
            assert not remembered.is_set()
        finally:
            may_end.set()
    assert remembered.wait(60)


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
