"""A small log with features in a store: five decisions that a person can check by hand."""

from datetime import timedelta
from pathlib import Path

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.services import ingest
from dashboard.services.log_commands import IngestReport
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import RegisterUseCase, register_use_case
from tests.clock import today

OFFICER = Actor("officer", Role.OFFICER)
LEAD, OTHER_LEAD = Actor("lead", Role.TEAM_LEAD), Actor("other-lead", Role.TEAM_LEAD)
AUDITOR, READER = Actor("auditor", Role.AUDITOR), Actor("reader", Role.READER)
DAY = today() - timedelta(days=3)  # features are kept for days after a decision; one more does not matter
HEADER = "decision_id,decided_at,model_version,selected,label,score,a_sex,n_age,c_job\n"
ROWS = (
    f"a,{DAY},1,1,1,0.9,F,20,clerk\n"
    f"b,{DAY},1,0,0,0.4,M,40,clerk\n"
    f"c,{DAY},1,0,,0.3,F,30,nurse\n"
    f"d,{DAY},2,0,,0.2,F,21,clerk\n"
    f"e,{DAY},1,,,,M,60,\n"
)


def allowing(*names: str, days: int = 365, title: str = "Churn") -> UseCase:
    """A use case of the team Retention whose record allows these features; none, and it allows nothing."""
    kept = {"names": list(names), "reason": "Explain refusals", "days": days} if names else None
    record = {"id": "churn", "title": title, "lifecycle": "live", "team": "Retention", "kept_features": kept}
    return UseCase.model_validate(record)


def people(database: Database) -> None:
    """An officer, two team leads, an auditor and a reader."""
    teams = {"lead": "Retention", "other-lead": "Support"}
    users = tuple([User(one.user_id, one.user_id.title(), one.role, teams.get(one.user_id), active=True)
             for one in (OFFICER, LEAD, OTHER_LEAD, AUDITOR, READER)])  # fmt: skip
    add_users(database, AddUsers(users), SYSTEM)


def taken(
    database: Database, store: DecisionStore, folder: Path, rows: str = ROWS, *, use_case: UseCase | None = None
) -> IngestReport:
    """Register the use case with its people and take the log in."""
    people(database)
    register_use_case(database, RegisterUseCase(use_case or allowing("age", "job")), SYSTEM)
    return take(database, store, folder, rows)


def take(
    database: Database,
    store: DecisionStore,
    folder: Path,
    rows: str,
    mode: ingest.Mode = "new",
    *,
    name: str = "log.csv",
) -> IngestReport:
    """Take a log in."""
    log = folder / name
    log.write_text(rows if rows.startswith("decision_id") else HEADER + rows, encoding="utf-8")
    return ingest.ingest_decisions(database, store, ingest.IngestDecisions("churn", [log], mode=mode), OFFICER)
