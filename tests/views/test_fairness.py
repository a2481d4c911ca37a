"""Fairness shows the whole portfolio from measurements, and one use case from counts."""

from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import table
from dashboard.adapters.tables import CountSetRow
from dashboard.domain.actors import SYSTEM
from dashboard.services.screens import fairness_choices
from dashboard.settings import load_settings
from tests.decided import decide
from tests.views.conftest import Opened


@pytest.fixture
def decided(empty_store: Database, live: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A store with one decision log and no assessment."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(live))
    decide(empty_store, DecisionStore(load_settings().decision_store), live, last=date.today())  # noqa: DTZ011
    return empty_store


def seen(app: AppTest) -> list[str]:
    """Everything the page says, in order."""
    return [part.value for kind in (app.title, app.header, app.subheader, app.markdown, app.caption) for part in kind]


def test_an_empty_store_says_what_to_do(empty_store: Database, opened: Opened) -> None:
    """Without measurements and logs the page names the command that reads one."""
    app = opened("fairness")

    assert not app.exception
    assert app.title[0].value == "No fairness has been measured yet"
    assert any("ingest decisions" in part.value for part in app.markdown)


def test_missing_counts_leave_the_portfolio_standing(store: Database, opened: Opened) -> None:
    """Where count files are gone, the half that needs them says so and the other half stays."""
    hashes = {"single_sha256": "0" * 64, "joint_sha256": "0" * 64}
    rows = table(CountSetRow)
    with store.write(SYSTEM) as tx:
        tx.connection.execute(update(rows).values(attributes=hashes))
        tx.append("counts.lost", "portfolio", "lost", {})

    app = opened("fairness")

    assert not app.exception
    assert any("Worst-off group in 12 use cases" in part.value for part in app.header)
    assert any("cannot be used" in part.value for part in app.error)


def test_groups_not_tested_are_on_screen(store: Database, opened: Opened) -> None:
    """What a chart cannot show is listed with its reason."""
    app = opened("fairness")

    assert [part.value for part in app.subheader if part.value.startswith("Not measurable")] == [
        "Not measurable: no use cases, and 4 only in part"
    ]


def test_headings_go_down_one_step_at_a_time(store: Database, opened: Opened) -> None:
    """Under a measure that no use case is judged by there is no chart, so what cannot be measured is no part of it."""
    app = opened("fairness", metric="error_rate_gap")

    assert any(part.value.startswith("Not measurable") for part in app.header)
    assert not any(part.value.startswith("Not measurable") for part in app.subheader)


def test_every_part_of_one_use_case_is_on_screen(decided: Database, opened: Opened) -> None:
    """How sure, since when, groups, who was not tested, like for like, crossings, months, and how to get it again."""
    app = opened("fairness", use_case="loans", attribute="sex")

    assert not app.exception
    text = "\n".join(seen(app))
    for part in (
        "How sure are we?", "With 95 % confidence", "Is it real, and since when?", "Why not the ordinary interval?",
        "Groups by sex", "Groups not tested.", "Like for like beside all decisions together", "Where attributes meet",
        "Month by month", "The same again",
    ):  # fmt: skip
        assert part in text, part


@pytest.mark.parametrize(
    "pickers",
    [
        {"attribute": "age", "within": "web", "group": "65+", "window": "12 months", "metric": "selection_rate_gap"},
        {"attribute": "sex × age", "metric": "selection_rate_ratio", "group": "F × 65+"},
        {"attribute": "sex", "within": "like for like", "metric": "true_positive_rate_gap"},
        {"attribute": "sex", "looks": "true", "group": "M"},
    ],
)
def test_the_link_on_the_page_brings_the_view_back(decided: Database, opened: Opened, pickers: dict[str, str]) -> None:
    """Opened anew, the address under *The same again* says the same, word by word."""
    first = opened("fairness", use_case="loans", **pickers)
    link = first.code[0].value

    asked = dict(parse_qsl(urlsplit(link).query))
    again = opened("fairness", **asked)

    assert pickers.items() <= asked.items()
    assert seen(again) == seen(first)
    assert [one.value for one in again.code] == [one.value for one in first.code]


def test_a_measure_that_was_not_logged_for_is_replaced_in_words(
    decided: Database, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scores exist elsewhere, so their measures can be picked; for a log without scores the page says what it shows."""
    monkeypatch.setattr(fairness_choices.query, "bases_of", lambda _database: {"decisions", "scores"})
    app = opened("fairness", use_case="loans", attribute="sex", metric="auc_gap")

    assert not app.exception
    assert "that were not logged here.** Shown instead: " in "\n".join(seen(app))
    plain = opened("fairness", use_case="loans", attribute="sex", metric="true_positive_rate_gap")
    assert "Shown instead" not in "\n".join(seen(plain))


def test_what_takes_work_is_read_when_opened(decided: Database, opened: Opened) -> None:
    """Search, labels and scores stand closed below the months; opened, each says what it found or what to do."""
    app = opened("fairness", use_case="loans", attribute="sex")
    labels = [box.label for box in app.expander]
    assert {"Whose actual outcome is known", "Scores by group: ROC and calibration"} <= set(labels)

    for name in ("search", "labels", "scores"):
        app.session_state[f"deeper-{name}"] = True
    app.run()

    assert not app.exception
    text = "\n".join(seen(app))
    assert "No scores were logged in this window" in text
    assert "The outcome is known" in text


def test_people_who_come_again_are_told(
    empty_store: Database, opened: Opened, live: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixty customers a day, the same every day: the page says the design effect, and what it does not widen."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(live))
    decide(empty_store, DecisionStore(load_settings().decision_store), live, last=date.today(), people=True)  # noqa: DTZ011
    text = "\n".join(
        seen(opened("fairness", use_case="loans", attribute="sex", metric="selection_rate_ratio"))
    ).replace("\\", "")

    assert "People come again (within a month; who comes in two months counts as two): design effect " in text
    assert "Here every decision is counted as its own person" in text
    assert "Every decision is counted as its own person." not in text


def test_where_nobody_is_named_every_decision_is_its_own_person(decided: Database, opened: Opened) -> None:
    """The same log without the column says so, and nothing of a design effect."""
    text = "\n".join(
        seen(opened("fairness", use_case="loans", attribute="sex", metric="selection_rate_ratio"))
    ).replace("\\", "")

    assert "Every decision is counted as its own person." in text
    assert "design effect" not in text
