"""A past report that later rows changed: `loans` was fair by what was known, and not by what came after."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard.adapters import schema
from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM
from dashboard.domain.charter import Charter
from dashboard.domain.registry import UseCase
from dashboard.services import ingest
from dashboard.services.assess import run_assessment
from dashboard.services.log_commands import Mode
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.settings import load_settings

DAY = date(2026, 11, 13)
CHARTER = """\
format: 1
title: T
version: "1"
effective: 2026-01-01
owner: o
purpose: p
principles: {p: {title: P, commitment: c}}
acceptable_uses: {answer: Answer}
protected_attributes: [sex]
clauses:
  - id: F-01
    principle: p
    title: Fair
    requirement: It is fair.
    severity: high
    remediate_within: 30d
    threshold_set_by: policy
    check: {fairness: selection_rate_ratio, between: [0.8, 1.25], window: 90d, min_group: 50}
"""
LOANS = UseCase(
    id="loans", title="Loans", lifecycle="live", registered_at=date(2025, 1, 1), go_live=date(2025, 2, 1),
    protected_attributes={"sex": "collected"},
)  # fmt: skip


def promise_in(folder: Path, patch: pytest.MonkeyPatch) -> Charter:
    """The charter as a file that the settings name, which also may be read from."""
    (folder / "charter.yaml").write_text(CHARTER, encoding="utf-8")
    patch.setenv("DASHBOARD_CHARTER", str(folder / "charter.yaml"))
    patch.setenv("DASHBOARD_READ_FROM", str(folder))
    return load_charter(folder / "charter.yaml")


def log(folder: Path, name: str, shares: dict[str, tuple[int, int]]) -> Path:
    """A log of the day before: group to decisions and how many of them are favourable."""
    lines = ["decision_id,decided_at,selected,a_sex"]
    for group, (count, selected) in shares.items():
        lines += [f"{name}-{group}-{at},{DAY - timedelta(days=1)},{int(at < selected)},{group}" for at in range(count)]
    path = folder / f"{name}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def take_in(database: Database, store: DecisionStore, path: Path, mode: Mode = "new") -> None:
    """Take a log of `loans` in."""
    ingest.ingest_decisions(database, store, ingest.IngestDecisions("loans", [path], mode=mode), SYSTEM)


def reported_then_late(database: Database, store: DecisionStore, folder: Path, promise: Charter) -> None:
    """Assess a fair day by the rows of the day before, then take in 1,000 late rows about F, none favourable."""
    register_use_case(database, RegisterUseCase(LOANS), SYSTEM)
    take_in(database, store, log(folder, "first", {"F": (2000, 1000), "M": (4000, 2000)}))
    run_assessment(database, promise, as_of=DAY, actor=SYSTEM, store=store)
    take_in(database, store, log(folder, "late", {"F": (1000, 0)}), "add")


def told_again(database: Database, store: DecisionStore, folder: Path, promise: Charter) -> None:
    """The same, and the assessment of the day after, which knows the late rows."""
    reported_then_late(database, store, folder, promise)
    run_assessment(database, promise, as_of=DAY + timedelta(days=1), actor=SYSTEM, store=store)


def lived_store(folder: Path, patch: pytest.MonkeyPatch, live: Callable[..., None]) -> None:
    """A store that commands open, after `live` (one of the two above) went by in it."""
    patch.setenv("DASHBOARD_LIVE", str(folder))
    patch.delenv("DATABASE_URL", raising=False)
    promise, settings = promise_in(folder, patch), load_settings()
    schema.upgrade(settings.database_url)
    database = Database.open(settings.database_url)
    live(database, DecisionStore(settings.decision_store), folder, promise)
    database.close()
