"""Programs read findings as they were reported on a past day, by the same service as the command."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.queries.listed import Chosen
from dashboard.services.screens.reported import load_reported
from dashboard.services.sources import Sources
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
        today = client.get("/api/v1/findings", params={"as_of": date.today().isoformat()})  # noqa: DTZ011
        ahead, before, none = (
            client.get("/api/v1/findings", params={"as_of": text}) for text in ("2999-01-01", "1999-01-01", "soon")
        )

    assert today.status_code == 200
    assert all(one["reason"] for one in today.json()["items"])
    assert (ahead.status_code, before.status_code, none.status_code) == (422, 404, 422)
    assert ahead.json()["detail"].startswith("1 Jan 2999 has not come yet, so nothing was reported on it.")
    assert before.json()["detail"].startswith("Nothing was reported on 1 Jan 1999: the first assessment is of ")
