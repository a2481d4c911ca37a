"""Whoever only reads is refused by every service that writes, however it is reached."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.evidence_files import EvidenceFiles
from dashboard.domain.actors import Actor, Role
from dashboard.domain.identities import Identity
from dashboard.domain.registry import Organisation, Registry, UseCase
from dashboard.domain.users import User
from dashboard.errors import NotPermitted
from dashboard.services import ingest, reviews
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.assess import run_assessment
from dashboard.services.evidence import FileDocument, file_document
from dashboard.services.identities import LetIn, let_in
from dashboard.services.import_register import ImportRegister, import_register
from dashboard.services.looks import MarkSeen, mark_seen
from dashboard.services.onboard import OnboardUseCase, onboard_use_case
from dashboard.services.people import AddUsers, ChangeRole, add_users, change_role
from dashboard.services.register import (
    ChangeUseCase,
    RegisterUseCase,
    SaveOrganisation,
    change_use_case,
    register_use_case,
    save_organisation,
)
from dashboard.services.registry_files import LoadRegistry, load_registry_into
from dashboard.services.staff import RecordCompletion, Rows, record_completion, take_in_rows
from dashboard.services.staff_correction import TakeBackCompletion, take_back_completion
from tests.assessing import charter, clause
from tests.small_charter import CHARTER

DAY = date(2026, 11, 23)
CASE = UseCase(id="u", title="U")
Write = Callable[[Database, DecisionStore, Actor], object]

WRITES: dict[str, Write] = {
    "register": lambda db, _, who: register_use_case(db, RegisterUseCase(CASE), who),
    "change": lambda db, _, who: change_use_case(db, ChangeUseCase(CASE, 1), who),
    "organisation": lambda db, _, who: save_organisation(db, SaveOrganisation(Organisation(name="O")), who),
    "load": lambda db, _, who: load_registry_into(db, LoadRegistry(Registry(use_cases=[CASE])), who),
    "import": lambda db, _, who: import_register(db, ImportRegister(Path("r.csv"), Path("m.yaml")), who),
    "onboard": lambda db, _, who: onboard_use_case(db, OnboardUseCase("u", lifecycle="live", fields={}), who),
    "people": lambda db, _, who: add_users(db, AddUsers((User("x", "X", Role.OFFICER),)), who),
    "role": lambda db, _, who: change_role(db, ChangeRole("x", Role.OFFICER, active=True, revision=1), who),
    "let in": lambda db, _, who: let_in(db, LetIn(Identity("https://id.example", "s"), Role.OFFICER, "X"), who),
    "decisions": lambda db, at, who: ingest.ingest_decisions(db, at, ingest.IngestDecisions("u", ["a.csv"]), who),
    "labels": lambda db, at, who: ingest.ingest_labels(db, at, ingest.IngestLabels("u", "a.csv"), who),
    "retract": lambda db, at, who: ingest.retract_batch(db, at, ingest.RetractBatch("b"), who),
    "rebuild": lambda db, at, who: ingest.rebuild_counts(db, at, ingest.RebuildCounts(), who),
    "assess": lambda db, at, who: run_assessment(
        db, charter(clause({"field": "team", "present": True})), as_of=DAY, actor=who, store=at
    ),
    "assign": lambda db, _, who: reviews.assign_item(db, reviews.AssignItem(1, None, 1, DAY), who),
    "comment": lambda db, _, who: reviews.comment_item(db, reviews.CommentItem(1, "c", 1, DAY), who),
    "resolve": lambda db, _, who: reviews.resolve_item(db, reviews.ResolveItem(1, "r", 1, DAY), who),
    "seen": lambda db, _, who: mark_seen(db, MarkSeen(1, DAY), who),
    "submit": lambda db, _, who: submit_use_case(db, SubmitUseCase("u", 1, DAY), who),
    "decide": lambda db, _, who: decide_use_case(db, CHARTER, DecideUseCase("u", 1, "approved", "r", DAY), who),
    "document": lambda db, at, who: file_document(
        db, EvidenceFiles(at.root.parent, 1), FileDocument("u", 1, "dpia", DAY, DAY, content=b"t"), who
    ),
    "staff": lambda db, _, who: take_in_rows(db, Rows("staff", "s", "0", ["person", "role", "team"], []), DAY, who),
    "training": lambda db, _, who: record_completion(db, RecordCompletion("P1", "c", DAY, DAY), who),
    "untrain": lambda db, _, who: take_back_completion(db, TakeBackCompletion("P1", "c", DAY, "r"), who),
    "reopen": lambda db, _, who: reviews.reopen_item(db, reviews.ReopenItem(1, "r", 1, DAY), who),
}


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.READER])
@pytest.mark.parametrize("write", WRITES)
def test_no_service_writes_for_whoever_only_reads(
    sqlite_database: Database, tmp_path: Path, write: str, role: Role
) -> None:
    """Called directly, past every screen, each refuses before it looks at anything, and nothing is written."""
    with pytest.raises(NotPermitted):
        WRITES[write](sqlite_database, DecisionStore(tmp_path / "decisions"), Actor("somebody", role))

    assert sqlite_database.data_version() == 0
    assert not (tmp_path / "decisions").exists()
