"""Monitoring reads a few numbers, equal to the pages', without a name of anybody; strangers read none."""

import re
from datetime import UTC, datetime

import pytest

from dashboard.adapters.repository import users
from dashboard.reports.prometheus import exposition
from dashboard.routes.store import sources
from dashboard.services.screens.gauges import Gauge
from dashboard.services.screens.review_items import load_queue
from dashboard.services.screens.today import load_today
from tests.routes.conftest import Service
from tests.test_settings import WHOLE

LINE = re.compile(r"(?P<name>[a-z_]+)(\{(?P<labels>[^}]*)\})? (?P<value>[-+0-9.e]+)")


def numbers(text: str) -> dict[str, float]:
    """Name with labels to value; fails at a line that is none."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    found = [LINE.fullmatch(line) for line in lines]
    assert all(found)
    return {one[0].rsplit(" ", 1)[0]: float(one["value"]) for one in found if one}


def test_numbers_are_those_of_the_pages(service: Service) -> None:
    """Statuses as on Today, items as in the queue, the ledger as it is."""
    with service.client(service.token("read:metrics")) as client:
        answer = client.get("/metrics")
    found, day = numbers(answer.text), datetime.now(UTC).date()
    today, queue = load_today(sources(day), "ethics-officer", "officer"), load_queue(sources(day))
    late = [one for one in queue.items if one.overdue]

    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    for status, count in today.statuses.ordered:
        assert found[f'ai_ethics_use_cases{{status="{status}"}}'] == count
    overdue = {name: value for name, value in found.items() if name.startswith("ai_ethics_review_items_overdue")}
    assert sum(overdue.values()) == len(late) > 0
    assert found["ai_ethics_ledger_entries"] == service.database.data_version()
    assert found["ai_ethics_ledger_alarm"] == 0


def test_nobody_is_named(service: Service) -> None:
    """Neither an id nor a title of a person, nor a team, is among the labels."""
    with service.client(service.token("read:metrics")) as client:
        text = client.get("/metrics").text

    for user in users(service.database):
        assert user.id not in text
        assert user.title not in text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "localhost:8501"}, 200),
        ({"host": "evil.example"}, 401),
        ({"x-forwarded-for": "10.0.0.1"}, 401),
        ({"forwarded": "for=10.0.0.1"}, 401),
        ({"x-forwarded-proto": "https"}, 401),
        ({"x-client-ip": "10.0.0.1"}, 401),
        ({"authorization": "Bearer nonsense"}, 401),
    ],
)
def test_without_a_token_only_this_machine_asks(service: Service, headers: dict[str, str], status: int) -> None:
    """Not through a proxy, not by a foreign name that leads here, and not with a wrong token."""
    with service.client() as client:
        assert client.get("/metrics", headers=headers).status_code == status


def test_where_people_sign_in_everybody_needs_a_token(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy on the same machine would otherwise make everybody local."""
    token = service.token("read:metrics")
    for name, value in WHOLE.items():
        monkeypatch.setenv(name, value)
    with service.client() as stranger, service.client(token) as known:
        assert (stranger.get("/metrics").status_code, known.get("/metrics").status_code) == (401, 200)


def test_a_limited_token_reads_no_whole(service: Service) -> None:
    """Nor one that is for something else."""
    with service.database.read() as connection:
        case = str(connection.exec_driver_sql("SELECT id FROM use_cases LIMIT 1").scalar())
    for token in (service.token("read:metrics", use_cases=(case,)), service.token("read")):
        with service.client(token) as client:
            assert client.get("/metrics").status_code == 403


def test_labels_are_escaped() -> None:
    """A quote, a backslash and a line break stay inside their label."""
    gauge = Gauge("x", "Told\nin two.", (((("use_case", 'a"b\\c\nd'),), 1.0),))

    assert exposition([gauge]) == (
        "# HELP ai_ethics_x Told\\nin two.\n# TYPE ai_ethics_x gauge\n"
        'ai_ethics_x{use_case="a\\"b\\\\c\\nd"} 1\n'
    )  # fmt: skip
