"""Whatever people type, wherever it is shown: it is shown as they typed it, and formats, links and loads nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.evidence_files import EvidenceFiles
from dashboard.adapters.repository import save_use_cases, use_case_record
from dashboard.adapters.requests_store import waiting_requests
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.approvals import Condition
from dashboard.domain.charter import Charter
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.case_acts import RecordStep, ReportCase, record_step, report_case
from dashboard.services.dispute import RaiseDispute, raise_dispute
from dashboard.services.drafts import BeginDraft, begin_draft
from dashboard.services.evidence import FileDocument, file_document
from dashboard.services.lifecycle import MoveUseCase, move_use_case
from dashboard.services.people import AddUsers, add_users
from dashboard.services.rulings import RuleOn, rule_on
from dashboard.services.staff import Kind, Rows, take_in_rows
from dashboard.services.waive import AskWaiver, ask_waiver
from dashboard.settings import load_settings
from tests.clock import today
from tests.views.conftest import Opened

EVIL = "![e](https://evil.example/e.png) [e](https://evil.example) **e**"
LEAD, DEPUTY = Actor("evil-lead", Role.TEAM_LEAD), Actor("evil-deputy", Role.DEPUTY)
PAGES = ("today", "my_work", "use_cases", "use_case", "review_items", "onboarding", "charter", "reports", "people",
         "new_use_case", "fairness", "staff", "cases", "customers", "reports/Ledger",
         "being_told")  # fmt: skip
AS_MARKDOWN = ("body", "label", "help", "value", "delta", "text", "title", "message")
LITERAL = {"DataFrame", "Arrow", "ArrowDataFrame", "PlotlyChart", "Code", "TextInput", "TextArea", "Selectbox",
           "MultiSelect", "Json"}  # fmt: skip


@pytest.fixture
def planted(store: Database) -> Database:
    """A use case whose every text is hostile, with a waiver, a document, a condition, a dispute, a draft and a stop."""
    charter = load_charter(load_settings().charter)
    people = (User("evil-lead", EVIL, Role.TEAM_LEAD), User("evil-deputy", f"{EVIL} 2", Role.DEPUTY))
    add_users(store, AddUsers(people), SYSTEM)
    evil = UseCase.model_validate({
        "id": "evil", "title": EVIL, "purpose": EVIL, "team": EVIL, "kind": EVIL, "owner": "evil-lead",
        "lifecycle": "draft", "overseer": {"name": EVIL, "active": True}, "vendor": {"name": EVIL},
        "registered_at": today() - timedelta(days=400), "customer_facing": True, "expected_harm": EVIL,
        "models": [{"name": EVIL, "version": EVIL}], "change_policy": {"models": [EVIL], "allows": EVIL},
        "risk_tier": "limited", "triage": {"rule": EVIL, "reason": EVIL, "laws": [EVIL]}, "acceptable_use": EVIL,
    })  # fmt: skip
    imported = UseCase(id="evil-old", title=EVIL, owner="evil-lead", team=EVIL, kind=EVIL, lifecycle="inventoried",
                       source={"register": EVIL})  # fmt: skip
    with store.write(SYSTEM) as tx:
        save_use_cases(tx, [evil, imported])
    _asked(store, charter)
    _decided(store, charter)
    _staffed(store)
    _reported(store)
    return store


def _staffed(store: Database) -> None:
    """Somebody in a team of that name, who completed a course of that title; the file is called so too."""
    files: tuple[tuple[Kind, list[str], list[str]], ...] = (
        ("courses", ["course", "title"], ["ai_literacy", EVIL]),
        ("staff", ["person", "role", "team", "user"], ["P1", "team lead", EVIL, "evil-lead"]),
        (
            "training",
            ["person", "course", "completed"],
            ["P1", "ai_literacy", str(today() - timedelta(days=360))],
        ),
    )
    for kind, headers, row in files:
        take_in_rows(store, Rows(kind, EVIL, f"{len(kind):064}", headers, [row]), today(), SYSTEM)


def _reported(store: Database) -> None:
    """An incident that was told in such words, and a step of it."""
    now = datetime.now(UTC)
    told = ReportCase("incident", EVIL, now - timedelta(hours=9), now, "evil", facts={"death": False})
    number = report_case(store, told, LEAD).case
    record_step(store, RecordStep(number, "triaged", now - timedelta(hours=8), now, EVIL), LEAD)


def _asked(store: Database, charter: Charter) -> None:
    """A waiver that was granted and one that waits, a document, a dispute and a draft."""
    clause = charter.clauses[0].id
    ask_waiver(store, charter, AskWaiver("evil", clause, today() + timedelta(days=9), EVIL, EVIL, today()), LEAD)
    with store.read() as connection:
        number = waiting_requests(connection, "evil")[0].id
    rule_on(store, RuleOn(number, EVIL, today(), granted=True), DEPUTY)
    ask_waiver(
        store, charter, AskWaiver("evil", charter.clauses[1].id, today() + timedelta(days=9), EVIL, EVIL, today()), LEAD
    )
    files = EvidenceFiles(load_settings().evidence, 1)
    paper: dict[str, Any] = {"signed_by": EVIL, "states": {"e": EVIL}, "link": "https://evil.example/[e](x)"}
    file_document(store, files, FileDocument("evil", revision(store), "dpia", today(), today(), **paper), LEAD)
    rows = store.frame(text("SELECT use_case_id, clause FROM findings WHERE use_case_id <> '' LIMIT 1"))
    raise_dispute(store, RaiseDispute(rows.iloc[0, 0], rows.iloc[0, 1], "wrong_mapping", EVIL, today()), LEAD)
    begin_draft(store, BeginDraft({"title": EVIL, "purpose": EVIL, "team": EVIL}), LEAD)


def _decided(store: Database, charter: Charter) -> None:
    """An approval with a condition, the way into service, and an ordered stop."""
    submit_use_case(store, SubmitUseCase("evil", revision(store), today()), LEAD)
    conditions = (Condition(EVIL, today() + timedelta(days=9)),)
    decision = DecideUseCase("evil", revision(store), "approved_with_conditions", EVIL, today(), conditions)
    decide_use_case(store, charter, decision, DEPUTY)
    move_use_case(store, charter, MoveUseCase("evil", revision(store), "go_live", EVIL, today()), LEAD)
    move_use_case(store, charter, MoveUseCase("evil", revision(store), "order_stop", EVIL, today()), DEPUTY)


def revision(store: Database) -> int:
    """The revision that is stored."""
    found = use_case_record(store, "evil")
    assert found is not None
    return found[1]


def markdown_in(message: Message) -> Iterator[str]:
    """Every text of an element that the browser reads as markdown."""
    for descriptor, value in message.ListFields():
        if descriptor.type == FieldDescriptor.TYPE_MESSAGE:
            if descriptor.message_type.name in LITERAL:
                continue
            for inner in value if descriptor.is_repeated else [value]:
                if isinstance(inner, Message):
                    yield from markdown_in(inner)
        elif descriptor.name in AS_MARKDOWN and isinstance(value, str):
            yield value


def alive(app: AppTest) -> list[str]:
    """Texts in which what was typed still means something."""
    root: Any = app._tree  # the only way to every element
    found = []
    for node in root:
        proto = getattr(node, "proto", None)
        if isinstance(proto, Message) and type(proto).__name__ not in LITERAL:
            found += [one for one in markdown_in(proto) if "](https://evil" in one or "**e**" in one]
    return found


@pytest.mark.parametrize("acting", ["evil-deputy", "evil-lead"])
@pytest.mark.parametrize("page", PAGES)
def test_no_page_brings_typed_text_to_life(planted: Database, opened: Opened, page: str, acting: str) -> None:
    """Images are not loaded, links do not link and stars are stars, on every page."""
    assert planted.data_version() > 0
    query = {"use_case": {"id": "evil"}, "cases": {"case": f"incident-{datetime.now(UTC):%Y}-001"}}.get(page, {})
    view, _, section = page.partition("/")
    app = opened(view, **(query | ({"section": section} if section else {})))
    switch = [one for one in app.selectbox if one.label == "Acting as"]
    if switch:
        switch[0].set_value(acting).run()

    assert not app.exception
    assert alive(app) == []
