"""Customers as of a past day: what was known then, what is known now beside it, and that late rows rewrite nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import save_use_cases
from dashboard.domain.actors import SYSTEM
from dashboard.services import ingest
from dashboard.services.assess import run_assessment
from dashboard.services.log_commands import Mode
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.settings import load_settings
from tests.late_rows import DAY, LOANS, promise_in
from tests.views.conftest import Opened, seen

NOW = "Beside what is known now"


def talks(database: Database, folder: Path, name: str, told: str, mode: Mode = "new") -> None:
    """Forty conversations of the day before; in each the customer was told, or in none."""
    rows = [f"{name}-{n},s{n},chat,{DAY - timedelta(days=1)}T10:00:00Z,auto,{told}" for n in range(40)]
    path = folder / f"{name}.csv"
    header = "interaction_id,subject_key,channel,started_at,ai_involved,disclosure_shown\n"
    path.write_text(header + "\n".join(rows) + "\n", encoding="utf-8")
    store = DecisionStore(load_settings().decision_store)
    ingest.ingest_interactions(database, store, ingest.IngestInteractions("loans", [path], mode=mode), SYSTEM)


@pytest.fixture
def told(empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Everybody was told by what was known on 13 November; later 40 came who were not, and another title."""
    promise = promise_in(live, monkeypatch)
    register_use_case(empty_store, RegisterUseCase(LOANS), SYSTEM)
    talks(empty_store, live, "first", "yes")
    store = DecisionStore(load_settings().decision_store)
    run_assessment(empty_store, promise, as_of=DAY, actor=SYSTEM, store=store)
    talks(empty_store, live, "late", "no", "add")
    with empty_store.write(SYSTEM) as tx:
        save_use_cases(tx, [LOANS.model_copy(update={"title": "Credit"})])
    return empty_store


def numbers(app: AppTest) -> set[tuple[str, str, str]]:
    """Number, then and now of the table that holds both."""
    table = next(one.value for one in app.dataframe if "Known then" in one.value)
    return set(zip(table["Number"], table["Known then"], table["Known now"], strict=True))


def test_late_conversations_rewrite_nothing(told: Database, opened: Opened) -> None:
    """40 of 40 as it was known, under the title of then, with no word of the 40 that came later."""
    version = told.data_version()
    app = opened("customers", as_of=f"{DAY}")

    assert not app.exception
    assert app.title[0].value == "In 40 of 40 conversations led by AI in 30 days the customer was told so"
    assert list(app.dataframe[0].value["Use case"]) == ["Loans"]
    assert "Customers, as of 13 Nov 2026" in seen(app)
    assert "Known now" not in seen(app)
    assert told.data_version() == version


def test_what_is_known_now_stands_beside_it(told: Database, opened: Opened) -> None:
    """40 of 80: every number of the tables that differs, then and now."""
    app = opened("customers", as_of=f"{DAY}", known=NOW)

    assert app.title[0].value == "In 40 of 40 conversations led by AI in 30 days the customer was told so"
    assert any(str(one.value).startswith("Known now gives") for one in app.header)
    assert {("AI disclosed", "100.00 %", "50.00 %"), ("AI disclosed, n", "40", "80")} <= numbers(app)


@pytest.mark.parametrize("section", ["Choices and notices", "Contested decisions", "What customers say"])
def test_every_section_is_shown_and_nothing_differs_where_nothing_came(
    told: Database, opened: Opened, section: str
) -> None:
    """Sections about which nothing came later say that both readings agree."""
    app = opened("customers", as_of=f"{DAY}", known=NOW, section=section)

    assert not app.exception
    assert "Both readings agree." in seen(app)
    assert told.data_version() > 0


def test_today_reads_everything_again(told: Database, opened: Opened) -> None:
    """Back to today, no word of the past day is left."""
    app = opened("customers", as_of=f"{DAY}")
    app.button(key="back-to-today").click().run()
    assert list(app.dataframe[0].value["Use case"]) == ["Credit"]
