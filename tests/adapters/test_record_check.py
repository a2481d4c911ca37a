"""What was decided about a use case stands in its events; whoever writes it by SQL is named."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import Evidence, SignOff, UseCase, Waiver
from dashboard.services.ledger import verify
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case

DAY = date(2026, 11, 1)
CASE = UseCase(
    id="bot", title="Bot", owner="lead", lifecycle="live", risk_tier="high",
    evidence=[Evidence(type="dpia", effective=DAY, uploaded_by="lead", states={"tool": "x"}),
              Evidence(type="fria", effective=DAY, uploaded_by="lead", accepted_by="officer", ref="https://x.example")],
    sign_offs=[SignOff(kind="review", by="officer", role="officer", on=DAY)],
    waivers=[Waiver(clause="X-01", until=date(2027, 1, 1), reason="r", approved_by="officer", granted=DAY)],
)  # fmt: skip


@pytest.fixture
def store(database: Database) -> Database:
    """One use case with everything that is decided, registered and changed."""
    register_use_case(database, RegisterUseCase(CASE), SYSTEM)
    change_use_case(
        database, ChangeUseCase(CASE.model_copy(update={"expected_benefit": "x"}), 1), Actor("lead", Role.TEAM_LEAD)
    )
    return database


def found(database: Database, folder: Path) -> list[str]:
    """What verification says."""
    return [str(one) for one in verify(database, CheckpointFile(folder / "kept", folder / "key.pem")).problems]


def test_what_the_services_write_is_whole(store: Database, tmp_path: Path) -> None:
    """Dates, texts, statements and absent fields come back as the event has them."""
    assert found(store, tmp_path) == []


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE evidence SET accepted_by = 'officer' WHERE type = 'dpia'", "evidence"),
        ("UPDATE evidence SET expires = '2030-01-01' WHERE type = 'fria'", "evidence"),
        ("DELETE FROM evidence WHERE type = 'dpia'", "evidence"),
        ("INSERT INTO sign_offs (use_case_id, kind, \"by\", role, \"on\") "
         "VALUES ('bot', 'review', 'deputy', 'deputy', '2026-11-20')", "sign offs"),
        ("UPDATE waivers SET until = '2028-01-01'", "waivers"),
    ],
)  # fmt: skip
def test_sql_accepts_signs_and_waives_nothing_unseen(store: Database, tmp_path: Path, sql: str, what: str) -> None:
    """Case 62: the application's own role can write the tables; verification names the use case and what is wrong."""
    with store.writer.begin() as connection:
        connection.exec_driver_sql(sql)

    expected = f"use case bot: found {what} that no event records; expected what its newest event says."
    assert found(store, tmp_path) == [expected]
