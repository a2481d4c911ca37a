"""Fills an empty store with the demonstration portfolio: registry, decisions, and two years of assessments in order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.demo_files import DemoFiles, read_demo
from dashboard.adapters.repository import load_registry, use_case_record
from dashboard.adapters.synthetic import Period
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.charter import Charter
from dashboard.domain.demonstration import as_it_stood, use_case_at
from dashboard.domain.registry import Registry
from dashboard.domain.users import User
from dashboard.errors import Conflict
from dashboard.services.assess import run_assessment
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import ChangeUseCase, change_use_case
from dashboard.services.registry_files import LoadRegistry, load_registry_into
from dashboard.services.seed_cases import write_cases
from dashboard.services.seed_customers import write_customers
from dashboard.services.seed_decisions import Scale, write_logs
from dashboard.services.seed_register import Entries
from dashboard.services.seed_reviews import Reviews
from dashboard.services.seed_staff import systems_of, write_staff
from dashboard.services.sources import Sources, read_promises
from dashboard.services.start import COMPLETED, STARTED, mark_demonstration, seeding_alone
from dashboard.services.stored_facts import read_practice
from dashboard.settings import ROOT, load_settings

Progress = Callable[[float, str], None]
DEMO = ROOT / "data" / "demo"
FULL = Scale(share=1.0, months=24)
SMALL = Scale(
    share=0.6,
    months=6,
    logs=frozenset({"retention-offers", "churn-score", "next-best-offer", "call-routing", "document-check",
                    "bereavement-desk", "move-home-upgrades", "callback-priority", "goodwill-credit"}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was written."""

    use_cases: int
    decisions: int
    assessments: int


@dataclass(frozen=True, slots=True)
class _Stage:
    database: Database
    store: DecisionStore
    files: DemoFiles
    charter: Charter


def seed_demonstration(  # noqa: PLR0913  # where, when, against which charter, how much
    database: Database,
    store: Path,
    progress: Progress | None = None,
    *,
    today: date | None = None,
    charter: Charter | None = None,
    scale: Scale = FULL,
) -> Seeded:
    """Write the demonstration; dates are relative to `today` and the decisions the same for the same day.

    Args:
        database: An open store in which nothing was ever written.
        store: The folder of the decision store.
        progress: Told the fraction done and what is being done.
        today: The day of the demonstration, by default today in UTC.
        charter: By default the one that the settings name.
        scale: `SMALL` tells the same stories with fewer logs in six months, for tests.

    Raises:
        Conflict: The store is not empty; nothing was written.
        StoreBusy: Another process is seeding it; nothing was written.
    """
    today = today or datetime.now(UTC).date()
    with seeding_alone(store):
        _refuse_filled(database)
        files = read_demo(DEMO, today=today)
        stage = _Stage(database, DecisionStore(store), files, charter or read_promises(load_settings())[0])
        return _seed(stage, today, scale, progress or (lambda _fraction, _what: None))


def _refuse_filled(database: Database) -> None:
    if database.data_version() != 0:
        raise Conflict(
            "The demonstration goes into an empty store only, and this one holds records. Nothing was written. "
            "DASHBOARD_LIVE names another folder to try it in."
        )


def _seed(stage: _Stage, today: date, scale: Scale, tell: Progress) -> Seeded:
    database, files = stage.database, stage.files
    tell(0.0, "people and use cases")
    mark_demonstration(database, STARTED)
    _write_registry(database, files, today)
    write_staff(database, files.staff, stage.charter, today, systems_of(files.portfolio.use_cases))
    write_cases(database, files.cases, today, _officer(files))
    days = [*month_ends(today, scale.months), today]
    period = Period(days[0].replace(day=1), today - timedelta(days=1))
    decisions = write_logs(database, stage.store, files, scale.of(period), lambda done, what: tell(0.65 * done, what))
    if scale.logs is None:
        tell(0.65, "conversations with customers")
        write_customers(database, stage.store, today)
    _replay(stage, days, lambda done, what: tell(0.65 + 0.35 * done, what))
    mark_demonstration(database, COMPLETED)
    tell(1.0, "done")
    return Seeded(len(files.portfolio.use_cases), decisions, len(days))


def _officer(files: DemoFiles) -> str:
    return next(str(user["id"]) for user in files.portfolio.users if user["role"] == Role.OFFICER)


def month_ends(today: date, months: int) -> list[date]:
    """The last days of that many whole months before `today`, oldest first."""
    ends = []
    last = today.replace(day=1) - timedelta(days=1)
    for _ in range(months):
        ends.append(last)
        last = last.replace(day=1) - timedelta(days=1)
    return ends[::-1]


def _write_registry(database: Database, files: DemoFiles, today: date) -> None:
    people = tuple(User.from_record(dict(user)) for user in files.portfolio.users)
    add_users(database, AddUsers(people), SYSTEM)
    registry = as_it_stood(files.portfolio, today)
    started = [use_case_at(entry, _before_stop(entry, today)) for entry in files.portfolio.use_cases]
    whole = Registry(organisation=registry.organisation, use_cases=[one for one in started if one is not None])
    load_registry_into(database, LoadRegistry(whole, demonstration=True), SYSTEM)


def _before_stop(entry: Mapping[str, Any], today: date) -> date:
    stopped = entry.get("stopped")
    return stopped["on"] - timedelta(days=1) if stopped else today


def _replay(stage: _Stage, days: Sequence[date], tell: Progress) -> None:
    """Assess day after day, as it would have happened; the counts are read once."""
    practice = read_practice(stage.database, stage.store)
    reviews, entries = Reviews(stage.files.reviews), Entries(stage.files.register)
    for number, day in enumerate(days):
        tell(number / len(days), f"assessment of {day:%B %Y}")
        if _stop_what_was_stopped(stage.database, stage.files, day):
            practice = replace(practice, registry=load_registry(stage.database))
        practice = replace(practice, data_version=stage.database.data_version())
        run_assessment(stage.database, stage.charter, as_of=day, actor=SYSTEM, store=stage.store, practice=practice)
        reviews.act(stage.database, day)
        entries.act(Sources(stage.database, stage.charter, None, stage.store.root, day))


def _stop_what_was_stopped(database: Database, files: DemoFiles, day: date) -> bool:
    """Change what was stopped by that day, so that the ledger holds the change and the flip has its cause."""
    changed = False
    for entry in files.portfolio.use_cases:
        stopped = entry.get("stopped")
        if not stopped or stopped["on"] > day:
            continue
        found, wanted = use_case_record(database, entry["id"]), use_case_at(entry, day)
        if found and wanted and found[0].lifecycle != wanted.lifecycle:
            change_use_case(database, ChangeUseCase(wanted, found[1]), SYSTEM)
            changed = True
    return changed
