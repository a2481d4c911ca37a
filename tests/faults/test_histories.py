"""Random histories of people who register, hand over, change, submit and decide: nobody decides their own work.

The services are asked in every order; what the ledger says afterwards is judged by code that shares nothing with them.
"""

import json
import os
import random
import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.errors import GovernanceError
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case
from tests.small_charter import CHARTER

DAY = date(2026, 11, 27)
HISTORIES, STEPS = int(os.environ.get("DASHBOARD_HISTORIES", "40")), 14
PEOPLE = (
    Actor("officer", Role.OFFICER), Actor("second", Role.OFFICER), Actor("deputy", Role.DEPUTY),
    Actor("lead", Role.TEAM_LEAD), Actor("reader", Role.READER),
)  # fmt: skip
OUTCOMES = ("approved", "approved", "changes_requested", "rejected")


def step(database: Database, name: str, chance: random.Random) -> None:
    """One random act of one random person; most are refused."""
    actor, found = chance.choice(PEOPLE), use_case_record(database, name)
    assert found is not None
    use_case, revision = found
    act = chance.choice(("change", "hand over", "submit", "decide", "decide", "decide"))
    if act == "submit":
        submit_use_case(database, SubmitUseCase(name, revision, DAY), actor)
    elif act == "decide":
        decide_use_case(database, CHARTER, DecideUseCase(name, revision, chance.choice(OUTCOMES), "r", DAY), actor)  # type: ignore[arg-type]  # text
    else:
        field = {"purpose": str(chance.random())} if act == "change" else {"owner": chance.choice(PEOPLE).user_id}
        changed = UseCase.model_validate({**use_case.model_dump(exclude_none=True), **field})
        change_use_case(database, ChangeUseCase(changed, revision), actor)


def own_work(database: Database) -> tuple[int, list[str]]:
    """How many decisions the ledger holds, and those by an owner, or by who changed or submitted since the last one."""
    rows = database.frame(text("SELECT seq, actor, role, kind, entity, entity_id, body FROM events ORDER BY seq"))
    owners: dict[str, set[str]] = {}
    hands: dict[str, set[str]] = {}
    found, count = [], 0
    for row in rows.itertuples():
        key, record = str(row.entity_id), json.loads(str(row.body))["record"]
        if row.entity == "use_case":
            owners.setdefault(key, set()).add(record.get("owner"))
            if row.kind in {"use_case.changed", "use_case.registered"}:
                hands.setdefault(key, set()).add(str(row.actor))
        elif row.kind == "approval.asked":
            hands.setdefault(key, set()).add(str(row.actor))
        elif row.entity == "approval":
            count += 1
            if row.actor in owners[key] | hands[key]:
                found.append(f"{row.actor} {row.kind} {key}")
            hands[key] = set()
    return count, found


@pytest.mark.faults
def test_no_history_ends_in_a_self_approval(empty_sqlite: Path, tmp_path: Path) -> None:
    """Whatever people do in whatever order, no decision is by its owner, submitter or editor; and some are made."""
    database = Database.open(f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'store.db')}")
    add_users(database, AddUsers(tuple(User(one.user_id, one.user_id, one.role) for one in PEOPLE)), SYSTEM)
    chance = random.Random(20261127)  # noqa: S311  # the same histories in every run
    for number in range(HISTORIES):
        name = f"bot-{number}"
        draft = UseCase(id=name, title=name, owner=chance.choice(PEOPLE).user_id)
        register_use_case(database, RegisterUseCase(draft), chance.choice(PEOPLE[:4]))
        for _ in range(STEPS):
            try:
                step(database, name, chance)
            except GovernanceError:
                continue
    count, found = own_work(database)
    database.close()

    assert found == []
    assert count >= HISTORIES // 8
