"""Programs read findings as they were reported on a past day, by the same service as the command."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.queries.listed import Chosen
from dashboard.adapters.repository import titles_of_use_cases
from dashboard.services.screens.reported import load_reported
from dashboard.services.sources import Sources
from tests.clock import today_utc
from tests.late_rows import DAY, promise_in, told_again
from tests.routes.conftest import Service


@pytest.fixture
def assessed_twice(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    """A fair report, late rows, and a second assessment that knows them."""
    store, promise = DecisionStore(tmp_path / "decisions"), promise_in(tmp_path, monkeypatch)
    told_again(sqlite_database, store, tmp_path, promise)
    return Sources(sqlite_database, promise, None, tmp_path / "decisions", DAY)


def test_a_past_day_is_answered_as_it_was_reported(assessed_twice: Sources) -> None:
    """Compliant then, with the clause's severity and without an explanation, which is not kept; filters hold."""
    found = load_reported(assessed_twice, Chosen(), limit=10, offset=0)
    assert (found.total, found.items[0]["status"], found.items[0]["severity"], found.items[0]["reason"]) == (
        1, "compliant", "high", None,
    )  # fmt: skip
    assert found.items[0]["as_of"] == found.items[0]["since"] == DAY
    for chosen in (Chosen(status="non_compliant"), Chosen(use_case="other"), Chosen(among=("other",))):
        assert load_reported(assessed_twice, chosen, limit=10, offset=0).total == 0


def test_the_address_takes_a_day_and_refuses_what_is_none(service: Service) -> None:
    """Today's findings keep their explanations; a day to come, one before the first and no date are problems."""
    with service.client(service.token("read")) as client:
        today = client.get("/api/v1/findings", params={"as_of": today_utc().isoformat()})
        ahead, before, none = (
            client.get("/api/v1/findings", params={"as_of": text}) for text in ("2999-01-01", "1999-01-01", "soon")
        )

    assert today.status_code == 200
    assert all(one["reason"] for one in today.json()["items"])
    assert (ahead.status_code, before.status_code, none.status_code) == (422, 404, 422)
    assert ahead.json()["detail"].startswith("1 Jan 2999 has not come yet, so nothing was reported on it.")
    assert before.json()["detail"].startswith("Nothing was reported on 1 Jan 1999: the first assessment is of ")


def test_changes_between_two_days(service: Service, assessed_twice: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with its cause and entries, part by part; a token for other use cases sees none."""
    today = replace(assessed_twice, as_of=DAY + timedelta(days=1))
    monkeypatch.setattr("dashboard.routes.store.sources", lambda _day: today)
    days = {"since": "2026-11-13", "until": "2026-11-14", "limit": "1"}
    with service.client(service.token("read")) as client:
        first = client.get("/api/v1/changes", params=days).json()
        second = client.get(first["next"]).json()
        nobody = client.get("/api/v1/changes", params={**days, "limit": "9", "use_case": "nobody"}).json()
    with service.database.read() as connection:
        other = min(titles_of_use_cases(connection))
    with service.client(service.token("read", use_cases=(other,))) as client:
        hidden = client.get("/api/v1/changes", params=days).json()

    (own,), (finding,) = first["items"], second["items"]
    assert (first["total"], first["as_of"], second["next"]) == (2, "2026-11-14", None)
    assert (own["use_case"], own["clause"], own["was"], own["became"], own["cause"]) == (
        "loans", None, "compliant", "non_compliant", "Late rows or correction"
    )  # fmt: skip
    assert finding["clause"] == "F-01"
    assert finding["entries"]
    assert (nobody["total"], hidden["total"]) == (0, 0)


def test_days_that_cannot_be_compared_are_problems(service: Service) -> None:
    """The wrong order, a day to come, a day that is missing."""
    with service.client(service.token("read")) as client:
        answers = [
            client.get("/api/v1/changes", params=params)
            for params in ({"since": "2026-11-14", "until": "2026-11-13"}, {"since": "2026-11-13"})
        ]
    assert [one.status_code for one in answers] == [422, 422]
    assert "so nothing lies between them" in answers[0].json()["detail"]
