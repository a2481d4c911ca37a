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
from dashboard.routes.listing import endpoints
from dashboard.routes.store import sources
from dashboard.services.people import add_user
from dashboard.services.screens.use_cases import load_use_cases
from tests.routes.conftest import Service
from tests.routes.described import DESCRIBED, PATHS, first_use_case, needed, valid


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
        answer = client.get(path.replace("{use_case}", first_use_case(service)), params=needed(path, service))

    assert answer.status_code == 200
    said = DESCRIBED["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    valid(said, answer.json())
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"


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
