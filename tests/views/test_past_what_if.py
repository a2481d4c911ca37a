"""Thresholds, remedies and two models as of a past day: the answers of that day, which are only read."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.charter import Charter
from dashboard.domain.thresholds import GROUPS, PARITIES, SINGLE
from dashboard.domain.users import User
from dashboard.services import ingest
from dashboard.services.assess import run_assessment
from dashboard.services.legal_note import AcknowledgeLaw, acknowledge_law
from dashboard.services.people import add_user
from dashboard.services.screens import remedy_tables, two_model_tables
from dashboard.services.screens.promotion import Contender
from dashboard.services.screens.remedies import Wanted, load_remedy
from dashboard.services.screens.remedy_groups import load_basis
from dashboard.services.screens.threshold_strategies import Asked, load_strategies
from dashboard.services.screens.threshold_tables import headline
from dashboard.services.screens.thresholds import load_scored_groups
from dashboard.services.screens.two_models import load_two_models
from dashboard.services.sources import Sources
from dashboard.settings import load_settings
from tests.late_rows import promise_in
from tests.scored import HEADER, score, scored_rows
from tests.views.conftest import Opened, seen

DAY = date(2026, 11, 13)
THEN, SINCE = DAY.isoformat(), DAY - timedelta(days=89)
Told = dict[str, str]


@pytest.fixture
def promise(live: Path, monkeypatch: pytest.MonkeyPatch) -> Charter:
    """One clause, in a file that the settings name."""
    return promise_in(live, monkeypatch)


def sources(database: Database, promise: Charter) -> Sources:
    """What a page of that day read from."""
    return Sources(database, promise, None, load_settings().decision_store, DAY)


def answered(here: Sources) -> Told:
    """The headline of each section."""
    scored = load_scored_groups(here, "churn", "sex", since=SINCE)
    found, asked, parity = load_strategies(here, scored, Asked()), Asked(), next(iter(PARITIES))
    told = {name: headline(tried, found, asked, parity) for name in (SINGLE, GROUPS) if (tried := found.named(name))}
    basis = load_basis(here, "churn", "sex", since=SINCE, by_scores=False)
    told["remedy"] = remedy_tables.headline(load_remedy(here, basis, Wanted("equalized odds")))
    models = load_two_models(here, Contender("churn"), Contender("other"), days=90, attribute="sex")
    return told | {"models": two_model_tables.headline(models)}


@pytest.fixture
def then(empty_store: Database, live: Path, promise: Charter) -> Told:
    """What was answered on 13 November; afterwards 300 people come late who turn each of the answers."""
    store = DecisionStore(load_settings().decision_store)
    for name in ("churn", "other"):
        score(empty_store, store, live, scored_rows(DAY), name)
    run_assessment(empty_store, promise, as_of=DAY, actor=SYSTEM, store=store)
    add_user(empty_store, User("o", "Chief AI Ethics Officer", Role.OFFICER), SYSTEM)
    before = answered(sources(empty_store, promise))
    late(empty_store, store, live, DAY)
    return before


def late(database: Database, store: DecisionStore, folder: Path, day: date) -> None:
    """Women with low scores who qualify and were passed over."""
    rows = [f"{day}-{at},{day},0,1,{at % 30 / 100},F" for at in range(300)]
    file = folder / "late.csv"
    file.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    ingest.ingest_decisions(database, store, ingest.IngestDecisions("churn", [file], mode="add"), SYSTEM)


def acknowledge(database: Database) -> None:
    """The officer takes note, today."""
    acknowledge_law(database, AcknowledgeLaw("churn", "sex", date.today()), Actor("o", Role.OFFICER))  # noqa: DTZ011


def test_each_section_answers_as_on_that_day(
    then: Told, empty_store: Database, promise: Charter, opened: Opened
) -> None:
    """By its address each says what it said then, and not what it says today; nothing is written, or can be."""
    now, version = answered(sources(empty_store, promise)), empty_store.data_version()
    assert [name for name in then if then[name] == now[name]] == []
    asked = {"what_if": "true", "remedies": "true", "remedy": "equalized odds", "against": "other"}
    app = opened("fairness", as_of=THEN, use_case="churn", **asked)
    said = seen(app)

    assert not app.exception
    assert then[SINGLE] in said
    assert then["remedy"] in said
    assert then["models"] in said
    assert "to attach an answer to a review item, or to acknowledge the law, go back to today" in said
    assert "but of what the store knows now:" in said
    assert [one.label for one in app.button] == ["Back to today"]
    assert not [one.label for one in app.expander if "Attach" in one.label]
    assert empty_store.data_version() == version


def test_groups_wait_for_the_note_also_on_a_past_day(then: Told, empty_store: Database, opened: Opened) -> None:
    """Nobody can take note there; what was acknowledged since counts, because it warns whoever reads now."""
    asked = {"as_of": THEN, "use_case": "churn", "what_if": "true", "strategy": GROUPS, "remedies": "true"}
    app = opened("fairness", **asked)
    waits = "once the officer or the deputy has acknowledged this: on the page of today, not here."

    assert not app.exception
    assert f"The result is shown {waits}" in seen(app)
    assert f"The file is given {waits}" in seen(app)
    assert then[GROUPS] not in seen(app)
    assert not [one for one in app.button if "Legal" in one.label]
    assert not [one for one in app.get("download_button") if "JSON" in one.label]

    acknowledge(empty_store)
    app = opened("fairness", **asked)
    assert then[GROUPS] in seen(app)
    assert "Acknowledged by Chief AI Ethics Officer" in seen(app)
    assert [one for one in app.get("download_button") if "JSON" in one.label]


def test_scores_that_are_gone_are_a_sentence(then: Told, live: Path, opened: Opened) -> None:
    """A file of scores is missing: thresholds say which; remedies from decisions, which need none, are shown."""
    for file in (load_settings().decision_store / "scores").glob("*.parquet"):
        file.unlink()
    app = opened("fairness", as_of=THEN, use_case="churn", what_if="true", remedies="true", remedy="equalized odds")

    assert not app.exception
    assert "The scores of a batch of churn is missing from the decision store" in app.error[0].value.replace("\\", "")
    assert then["remedy"] in seen(app)


def test_where_the_charter_is_gone_no_line_is_kept(then: Told, live: Path, opened: Opened) -> None:
    """Without the charter of then its line cannot be kept and no clause can flip; the rest is as it was."""
    (live / "charter.yaml").write_text((live / "charter.yaml").read_text().replace("0.8", "0.9"), encoding="utf-8")
    app = opened("fairness", as_of=THEN, use_case="churn", what_if="true", against="other")

    assert not app.exception
    assert "The charter of that day is gone, so no line and no clause of it is in them." in seen(app)
    assert then[SINGLE] in seen(app)
    assert "Which clauses would flip" not in seen(app)


@pytest.fixture
def ahead(empty_store: Database, live: Path, promise: Charter) -> Told:
    """Two days later was stored already when 13 November was assessed; gives what it is without these days."""
    store = DecisionStore(load_settings().decision_store)
    for name in ("churn", "other"):
        score(empty_store, store, live, scored_rows(DAY), name)
    before = answered(sources(empty_store, promise))
    late(empty_store, store, live, DAY + timedelta(days=2))
    run_assessment(empty_store, promise, as_of=DAY, actor=SYSTEM, store=store)
    return before


def test_days_that_were_stored_ahead_are_in_no_answer(ahead: Told, opened: Opened) -> None:
    """Whole months are counted without them, also where another use case is the challenger and beside today."""
    asked = {"known": "Beside what is known now", "what_if": "true", "against": "other"}
    app = opened("fairness", as_of=THEN, use_case="churn", **asked)

    assert not app.exception
    assert ahead[SINGLE] in seen(app)
    assert ahead["models"] in seen(app)
    assert "What is known now is not set beside them" in seen(app)
    assert "Days after 13 Nov 2026, which were stored already when this was assessed, are left out." in seen(app)
