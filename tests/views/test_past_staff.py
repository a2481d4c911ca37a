"""Staff as of a past day: exactly as it was known while nothing came since, and labelled as soon as something did."""

from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM
from dashboard.services.assess import run_assessment
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.staff import Kind, Rows, take_in_rows
from dashboard.settings import load_settings
from tests.late_rows import DAY, LOANS, promise_in
from tests.views.conftest import Opened, seen

CLAUSE = """\
  - id: T-01
    principle: p
    title: Everybody understands AI
    requirement: They do.
    scope: organisation
    severity: high
    remediate_within: 30d
    threshold_set_by: policy
    check: {coverage: ai_literacy, of: all_cx_staff, at_least: 0.9, grace: 30d}
"""


def take(database: Database, kind: Kind, headers: list[str], rows: list[list[str]]) -> None:
    """Take a file in."""
    take_in_rows(database, Rows(kind, f"{kind}.csv", f"{kind}{len(rows)}" * 9, headers, rows), DAY, SYSTEM)


@pytest.fixture
def trained(empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Twenty agents, ten of them trained, as of 13 November; the charter asks for nine of ten."""
    promise_in(live, monkeypatch)
    file = live / "charter.yaml"
    file.write_text(file.read_text() + CLAUSE, encoding="utf-8")
    register_use_case(empty_store, RegisterUseCase(LOANS), SYSTEM)
    take(empty_store, "staff", ["person", "role", "team", "joined"],
         [[f"p{n}", "service_agent", "Voice", "2020-01-01"] for n in range(20)])  # fmt: skip
    completed(empty_store, range(10))
    store = DecisionStore(load_settings().decision_store)
    run_assessment(empty_store, load_charter(file), as_of=DAY, actor=SYSTEM, store=store)
    return empty_store


def completed(database: Database, people: range) -> None:
    """Their training of a week before is taken in."""
    day = f"{DAY - timedelta(days=7)}"
    take(database, "training", ["person", "course", "completed"], [[f"p{n}", "ai_literacy", day] for n in people])


def statuses(app: AppTest) -> tuple[str, str]:
    """As reported, and by the people that are shown."""
    table = next(one.value for one in app.dataframe if "Reported then" in one.value)
    row = table[table["Clause"] == "T-01"].iloc[0]
    return row["Reported then"][0], row["By what is known now"][0]


def test_where_nothing_came_since_it_is_what_was_known(trained: Database, opened: Opened) -> None:
    """Ten of twenty, as it was reported, and nothing can be recorded."""
    version = trained.data_version()
    app = opened("staff", as_of=f"{DAY}")

    assert not app.exception
    assert "No entry about staff or training came since" in seen(app)
    assert "Staff, as of 13 Nov 2026\n" in seen(app)
    assert statuses(app) == ("✕ Charter breach", "✕ Charter breach")
    assert [one.key for one in app.main.button] == ["back-to-today"]
    assert trained.data_version() == version


def test_what_came_later_is_never_shown_as_if_it_had_been_known(trained: Database, opened: Opened) -> None:
    """Ten more completions are taken in for days before: the page says whose knowledge it is, and what was reported."""
    completed(trained, range(20))
    app = opened("staff", as_of=f"{DAY}")

    assert "Staff, as of 13 Nov 2026, by what is known now" in seen(app)
    assert "1 entry about staff or training came since, the first on" in app.warning[0].value
    assert statuses(app) == ("✕ Charter breach", "✓ Meets charter")
    assert "1 status of 1 would be another by these people" in [one.value for one in app.header]
