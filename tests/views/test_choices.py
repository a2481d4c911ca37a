"""Choices, steps and notices on the Customers page; the form for notices on the page of a use case."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM
from dashboard.services import ingest
from dashboard.services.notices import PublishNotice, publish_notice
from dashboard.services.register import ChangeUseCase, change_use_case
from dashboard.settings import load_settings
from tests.clock import now
from tests.views.conftest import Opened

CHANNELS = [
    {"id": "chat", "opt_out": {"mechanism": "say stop", "steps": 1}, "opt_in": {"steps": 1}},
    {"id": "voice", "opt_out": {"steps": 4}, "opt_in": {"steps": 2}},
]


def read(app: AppTest) -> str:
    """Everything that stands on the page in words."""
    parts = [*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.text]
    return "\n".join(str(part.value) for part in parts).replace("\\", "")


@pytest.fixture
def use_case(store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A use case that trains on customers' data: 40 talks, 20 opt-outs, 15 withdrawals, one hostile notice."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    with store.read() as connection:
        name = str(connection.scalar(text("SELECT id FROM use_cases WHERE lifecycle = 'live' ORDER BY id LIMIT 1")))
    found = use_case_record(store, name)
    assert found is not None
    body = found[0].model_dump(mode="json", exclude_none=True) | {
        "channels": CHANNELS, "customer_facing": True, "uses_personal_data": False, "trains_on_customer_data": True,
        "training_sources": [{"lawful_basis": "consent"}], "notices": None,
    }  # fmt: skip
    changed = type(found[0]).model_validate(body)
    saved = change_use_case(store, ChangeUseCase(changed, found[1]), SYSTEM)
    told = PublishNotice(name, saved.revisions[name], "ai", "chat", "en", "1", "=1+1 <b>AI</b>", date(2026, 1, 1))
    publish_notice(store, told, SYSTEM)
    when = f"{now() - timedelta(days=40):%Y-%m-%dT%H:%M:%SZ}"
    talks = "".join(f"t{n},s{n},chat,{when},auto\n" for n in range(40))
    events = "".join(f"o{n},s{n},preference,objected,{when},chat\n" for n in range(20))
    events += "".join(f"w{n},w{n},consent,withdrawn,{when},chat\n" for n in range(15))
    log, history = tmp_path / "talks.csv", tmp_path / "history.csv"
    log.write_text("interaction_id,subject_key,channel,started_at,ai_involved\n" + talks)
    history.write_text("event_id,subject_key,ledger,event_type,event_time,channel\n" + events)
    folder = DecisionStore(load_settings().decision_store)
    ingest.ingest_interactions(store, folder, ingest.IngestInteractions(name, [log]), SYSTEM)
    ingest.ingest_consent(store, folder, ingest.IngestConsent(name, [history]), SYSTEM)
    return name


def test_choices_stand_by_channel_with_their_denominator(use_case: str, opened: Opened) -> None:
    """Opt-outs of 55 known customers, each ledger by itself; steps, identities and what must be erased are said."""
    app = opened("customers", use_case=use_case, section="Choices and notices")

    assert not app.exception
    said, frames = read(app), [frame.value for frame in app.dataframe]
    [consent, preference] = [frame for frame in frames if "Customers known" in frame.columns]
    assert preference[["Channel", "Opted out", "Customers known", "Share opted out"]].values.tolist() == [
        ["chat", "20", "55", "36.4 %"]
    ]
    assert consent[["Opted in", "Opted out"]].values.tolist() == [["0", "15"]]
    [steps] = [frame for frame in frames if "Steps to leave" in frame.columns]
    assert steps["Compared"].tolist() == ["✓ As easily out as in", "✕ Harder out than in"]
    assert "15 of 35 customers in the consent history (42.9 %) were met in no conversation" in said
    assert "15 refusals and withdrawals of consent stand, each channel counted. The registry names no ground" in said


def test_notices_are_shown_as_customers_read_them(use_case: str, opened: Opened) -> None:
    """A formula or HTML in a notice stays text, and the channel without a notice is named."""
    app = opened("customers", use_case=use_case, section="Choices and notices")

    assert "=1+1 <b>AI</b>" in [part.value for part in app.text]
    assert "No AI notice is live on voice." in read(app)


def test_a_notice_is_put_on_record_on_the_page(use_case: str, store: Database, opened: Opened) -> None:
    """The form writes it once, with its words, channel and day."""
    app = opened("use_case", id=use_case)
    assert not app.exception
    app.session_state[f"open-notice-{use_case}"] = True
    app = app.run()
    app.selectbox(key="notice-channel").set_value("voice")
    app.text_input(key="notice-language").set_value("de")
    app.text_input(key="notice-version").set_value("1")
    app.text_area(key="notice-text").set_value("Sie sprechen mit einer KI.")
    next(button for button in app.button if button.label == "Save this notice").click()
    app = app.run()

    assert not app.exception
    found = use_case_record(store, use_case)
    assert found is not None
    assert [(one.channel, one.language, one.text) for one in found[0].notices or []] == [
        ("chat", "en", "=1+1 <b>AI</b>"), ("voice", "de", "Sie sprechen mit einer KI."),
    ]  # fmt: skip
