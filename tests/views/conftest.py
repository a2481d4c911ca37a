"""Pages run in-process on a small, realistic store; every test gets its own copy."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.services.sources import Sources
from dashboard.services.start import migrate
from dashboard.settings import load_settings
from dashboard.ui import long_work
from tests.figures import check_every_figure
from tests.histories import SetClock, World, promise_of_acts
from tests.portfolio import plant
from tests.scored import score, scored_rows
from tests.two_days import ACTED, act_on_two_days

Opened = Callable[..., AppTest]


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the settings name, and empty caches."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_MIGRATION_URL", raising=False)
    check_every_figure(monkeypatch)
    monkeypatch.setattr(long_work, "AT_ONCE", 60.0)  # seconds: no browser looks at work that is under way
    st.cache_data.clear()
    st.cache_resource.clear()
    return tmp_path


@pytest.fixture
def empty_store(live: Path) -> Database:
    """A migrated store in which nothing was written."""
    return migrate(load_settings())


@pytest.fixture
def store(empty_store: Database) -> Database:
    """Twenty-four use cases in service and six inventoried ones."""
    charter = load_charter(load_settings().charter)
    plant(empty_store, charter, as_of=date.today(), live=24, inventoried=6)  # noqa: DTZ011
    return empty_store


@pytest.fixture
def scored(empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A store with one log of scores, `churn`."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(live))
    today = date.today()  # noqa: DTZ011
    score(empty_store, DecisionStore(load_settings().decision_store), live, scored_rows(today))
    return empty_store


@pytest.fixture
def two_days(empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """13 November, assessed; on the 14th what had happened before is recorded late, and people act."""
    with monkeypatch.context() as patch:
        patch.setattr("dashboard.adapters.database.datetime", SetClock)
        promise = promise_of_acts(live, monkeypatch)
        act_on_two_days(World(empty_store, Sources(empty_store, promise, None, live / "decisions", ACTED)))
    return empty_store


def seen(app: AppTest) -> str:
    """Everything that the page says, without the marks that keep text literal."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.warning, app.code)
    return "\n".join(part.value for kind in kinds for part in kind).replace("\\", "")


@pytest.fixture
def opened(root: Path) -> Opened:
    """Opens a page by the name of its script; keyword arguments are query parameters."""

    def open_page(view: str = "today", **query: str) -> AppTest:
        app = AppTest.from_file(str(root / "dashboard" / "app.py"), default_timeout=30)
        for name in {"as_of", "known"} & query.keys():
            app.query_params[name] = query[name]  # these pickers stand on every page
        if view != "today":
            app.run().switch_page(f"views/{view}.py")
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return open_page
