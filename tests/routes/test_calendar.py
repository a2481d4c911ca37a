"""Calendar programs get a person's days by their secret address, and nobody learns anything by guessing."""

import pytest
from icalendar import Calendar

from dashboard.domain.actors import Actor, Role
from dashboard.services.feeds import EndCalendar, MakeCalendar, end_calendar, make_calendar
from tests.routes.conftest import Service

LEAD = Actor("lead-0", Role.TEAM_LEAD)


@pytest.fixture
def path(service: Service) -> str:
    """The lead's new address."""
    made = make_calendar(service.database, MakeCalendar("lead-0"), LEAD)
    assert made is not None
    return made


def test_a_program_reads_the_calendar(service: Service, path: str) -> None:
    """Without signing in; a library reads it; nobody on the way may keep it for others."""
    with service.client() as client:
        answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    found = Calendar.from_ical(answer.content)
    assert len(found.walk("VEVENT")) > 0
    assert all(str(event["URL"]).startswith("http") for event in found.walk("VEVENT"))


def test_what_a_program_has_is_not_sent_again(service: Service, path: str) -> None:
    """By its mark, also a weak one, also among others; another mark gets the whole."""
    with service.client() as client:
        mark = client.get(path).headers["etag"]
        for given in (mark, f"W/{mark}", f'"x", {mark}'):
            again = client.get(path, headers={"if-none-match": given})
            assert (again.status_code, again.content) == (304, b"")
        assert client.get(path, headers={"if-none-match": '"x"'}).status_code == 200
        head = client.head(path)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", mark)


def test_unknown_ended_and_malformed_addresses_are_answered_alike(service: Service, path: str) -> None:
    """The same status, words and headers, so that nothing can be told from them."""
    end_calendar(service.database, EndCalendar("lead-0"), LEAD)
    tried = [path, f"/calendar/{'0' * 64}.ics", "/calendar/x", "/calendar/", "/calendar/a/b.ics", path[:-4],
             "/calendar/%00.ics", "/calendar/%F0%9F%A6%89.ics"]  # fmt: skip
    with service.client() as client:
        answers = [client.get(one) for one in tried]
    seen = {(one.status_code, one.text, tuple(sorted(set(one.headers) - {"date"}))) for one in answers}
    assert len(seen) == 1
    assert {one.status_code for one in answers} == {404}
    assert {one.text for one in answers} == {"not found"}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_calendar_is_only_read(service: Service, path: str, method: str) -> None:
    """Nothing is taken by this road."""
    with service.client() as client:
        assert client.request(method, path).status_code == 405
