"""Random histories of people who register, change, submit, decide, ask, rule, sign and stop: nobody decides own work.

The services are asked in every order; what the ledger says afterwards is judged by code that shares nothing with them.
"""

import json
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.evidence_files import EvidenceFiles
from dashboard.adapters.repository import save_use_cases, use_case_record
from dashboard.adapters.requests_store import waiting_requests
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.lifecycle import STEPS as MOVES
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.errors import GovernanceError
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.evidence import FileDocument, file_document
from dashboard.services.hand_over import HandOver, belongings, hand_over
from dashboard.services.lifecycle import MoveUseCase, move_use_case
from dashboard.services.onboard import OnboardUseCase, onboard_use_case
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import (
    ChangeUseCase,
    RegisterUseCase,
    RegisterUseCases,
    change_use_case,
    register_use_case,
    register_use_cases,
)
from dashboard.services.rulings import RuleOn, rule_on
from dashboard.services.sign_off import SignUseCase, sign_use_case
from dashboard.services.tier import SetTier, set_tier
from dashboard.services.waive import AskWaiver, ask_waiver
from dashboard.services.waves import PlanWave, plan_wave
from tests.assessing import charter, clause
from tests.faults.judge import TIERS, Judge

DAY = date(2026, 11, 27)
HISTORIES, STEPS, IN_ONE_STORE = int(os.environ.get("DASHBOARD_HISTORIES", "40")), 25, 50
CHARTER = charter(
    clause({"field": "overseer.stop_authority", "is": True}, id="OVS-01"),
    clause({"sign_off": "review"}, id="ACC-01"),
)
PEOPLE = (
    Actor("officer", Role.OFFICER), Actor("second", Role.OFFICER), Actor("deputy", Role.DEPUTY),
    Actor("lead", Role.TEAM_LEAD), Actor("reader", Role.READER),
)  # fmt: skip
OUTCOMES = ("approved", "approved", "changes_requested", "rejected")
FIELDS: tuple[Callable[[random.Random], dict[str, Any]], ...] = (
    lambda chance: {"purpose": str(chance.random())},
    lambda chance: {"owner": chance.choice(PEOPLE).user_id},
    lambda chance: {"overseer": {"name": chance.choice(PEOPLE).user_id, "active": True}},
    lambda chance: {"lifecycle": chance.choice(("draft", "approved", "live", "retired"))},
    lambda chance: {"risk_tier": chance.choice(TIERS[:4])},
    lambda chance: {"registered_at": DAY + timedelta(days=chance.randrange(-9, 9))},
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One random act: by whom, on what, as it stands."""

    database: Database
    files: EvidenceFiles
    chance: random.Random
    actor: Actor
    use_case: UseCase
    revision: int

    @property
    def name(self) -> str:
        """Id of the use case."""
        return self.use_case.id


def changed(at: Moment) -> UseCase:
    """The record with one field otherwise, decided ones among them."""
    return UseCase.model_validate({**at.use_case.model_dump(exclude_none=True), **at.chance.choice(FIELDS)(at.chance)})


def ruled(at: Moment) -> None:
    """Rule on the request that waits longest."""
    with at.database.read() as connection:
        waiting = waiting_requests(connection, at.name)
    if waiting:
        rule_on(at.database, RuleOn(waiting[0].id, "r", DAY, granted=at.chance.random() < 0.8), at.actor)


def handed_over(at: Moment) -> None:
    """Give everything of one person to another."""
    leaver, heir = at.chance.choice(PEOPLE).user_id, at.chance.choice(PEOPLE).user_id
    hand_over(at.database, HandOver(leaver, heir, belongings(at.database, leaver).mark, DAY), at.actor)


def filed(at: Moment) -> None:
    """File a link as a document."""
    link = f"https://intranet.example/{at.chance.random()}"
    file_document(at.database, at.files, FileDocument(at.name, at.revision, "dpia", DAY, DAY, link=link), at.actor)


ACTS: dict[str, Callable[[Moment], object]] = {
    "change": lambda at: change_use_case(at.database, ChangeUseCase(changed(at), at.revision), at.actor),
    "register again": lambda at: register_use_cases(
        at.database, RegisterUseCases([changed(at)], replace=True), at.actor
    ),
    "hand over": handed_over,
    "onboard": lambda at: onboard_use_case(
        at.database, OnboardUseCase(at.name, lifecycle="live", fields={"go_live": "2026-01-01"}, day=DAY), at.actor
    ),
    "plan": lambda at: plan_wave(
        at.database,
        PlanWave("First", at.chance.choice(PEOPLE).user_id, DAY + timedelta(days=9), (at.name,), DAY),
        at.actor,
    ),
    "submit": lambda at: submit_use_case(at.database, SubmitUseCase(at.name, at.revision, DAY), at.actor),
    "decide": lambda at: decide_use_case(
        at.database, CHARTER,
        DecideUseCase(at.name, at.revision, at.chance.choice(OUTCOMES), "r", DAY), at.actor,  # type: ignore[arg-type]
    ),
    "ask for a waiver": lambda at: ask_waiver(
        at.database, CHARTER, AskWaiver(at.name, "OVS-01", DAY + timedelta(days=9), "r", "m", DAY), at.actor
    ),
    "file": filed,
    "set a tier": lambda at: set_tier(
        at.database, SetTier(at.name, at.revision, at.chance.choice(TIERS[:4]), "r", DAY), at.actor  # type: ignore[arg-type]
    ),
    "rule": ruled,
    "sign": lambda at: sign_use_case(
        at.database, CHARTER, SignUseCase(at.name, at.revision, "review", "all", DAY), at.actor
    ),
    "move": lambda at: move_use_case(
        at.database, CHARTER, MoveUseCase(at.name, at.revision, at.chance.choice(list(MOVES)), "r", DAY), at.actor
    ),
}  # fmt: skip
OFTEN = ("submit", "decide", "decide", "rule", "move")
MOSTLY_THE_LEADS = frozenset({"change", "register again", "submit", "ask for a waiver", "file", "set a tier"})


def played(database: Database, files: EvidenceFiles, name: str, chance: random.Random) -> None:
    """One history: a use case is registered, or was imported, and people act on it in any order; most are refused."""
    owner = PEOPLE[3].user_id if chance.random() < 0.7 else chance.choice(PEOPLE).user_id
    if chance.random() < 0.2:
        with database.write(SYSTEM) as tx:
            save_use_cases(tx, [UseCase(id=name, title=name, owner=owner, lifecycle="inventoried")])
    else:
        new = UseCase(id=name, title=name, owner=owner, risk_tier="high", registered_at=DAY)
        register_use_case(
            database, RegisterUseCase(new), PEOPLE[3] if chance.random() < 0.7 else chance.choice(PEOPLE[:3])
        )
    for _ in range(STEPS):
        found = use_case_record(database, name)
        assert found is not None
        act = chance.choice((*ACTS, *OFTEN, *OFTEN))
        lead = act in MOSTLY_THE_LEADS and chance.random() < 0.8
        at = Moment(database, files, chance, PEOPLE[3] if lead else chance.choice(PEOPLE), *found)
        try:
            ACTS[act](at)
        except GovernanceError:
            continue


@pytest.mark.faults
def test_no_history_ends_in_a_decision_about_own_work(empty_sqlite: Path, tmp_path: Path) -> None:
    """Whatever people do in whatever order, nobody decides, rules, signs or withdraws where they own or wrote."""
    chance = random.Random(20261127)  # noqa: S311  # the same histories in every run
    users = tuple(User(one.user_id, one.user_id, one.role) for one in PEOPLE)
    wrong: list[str] = []
    judged: Counter[str] = Counter()
    for first in range(0, HISTORIES, IN_ONE_STORE):
        database = Database.open(f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / f'{first}.db')}")
        add_users(database, AddUsers(users), SYSTEM)
        files = EvidenceFiles(tmp_path / "files", 1)
        for number in range(first, min(first + IN_ONE_STORE, HISTORIES)):
            played(database, files, f"bot-{number}", chance)
        judge = Judge()
        judge.read(database)
        database.close()
        wrong, judged = wrong + judge.wrong, judged + judge.judged
    (tmp_path / "judged.json").write_text(json.dumps(judged))
    assert wrong == []
    assert judged["approval.approved"] >= HISTORIES // 20
    assert {kind.split(".")[0] for kind in judged} >= {
        "approval",
        "waiver",
        "evidence",
        "tier",
        "use_case",
        "went live",
    }
