"""Draws the demonstration's decision logs and takes them in the way every log comes in."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.demo_files import DemoFiles
from dashboard.adapters.synthetic import Period, write_decisions
from dashboard.adapters.synthetic_prices import priced_mapping
from dashboard.domain.actors import SYSTEM
from dashboard.services.ingest import IngestDecisions, ingest_decisions

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of the demonstration: a share of the decisions, months of history, and which logs (None: all)."""

    share: float
    months: int
    logs: frozenset[str] | None = None
    period: Period | None = None

    def of(self, period: Period) -> "Scale":
        """The same for these days."""
        return replace(self, period=period)


@dataclass(frozen=True, slots=True)
class _Log:
    use_case: str
    path: Path
    rows: Future[int]


def write_logs(database: Database, store: DecisionStore, files: DemoFiles, scale: Scale, tell: Progress) -> int:
    """Draw and ingest; the next log is drawn while one is ingested. Returns how many decisions there are."""
    total = 0
    with store.work() as work, ThreadPoolExecutor(max_workers=1) as drawing:
        logs = list(_drawn(drawing, work, files, scale))
        for number, log in enumerate(logs):
            total += log.rows.result()
            tell(number / len(logs), f"decisions of {log.use_case}")
            mapping = priced_mapping(files.stories[log.use_case])
            ingest_decisions(database, store, IngestDecisions(log.use_case, [log.path], mapping=mapping), SYSTEM)
            log.path.unlink()
    return total


def _drawn(drawing: ThreadPoolExecutor, work: Path, files: DemoFiles, scale: Scale) -> Iterator[_Log]:
    assert scale.period is not None  # noqa: S101  # the caller set it
    entries = {entry["id"]: entry for entry in files.portfolio.use_cases}
    for use_case, story in files.stories.items():
        if scale.logs is not None and use_case not in scale.logs:
            continue
        entry, path = entries[use_case], work / f"{use_case}.parquet"
        versions = sorted((model["deployed_at"], model["version"]) for model in entry["models"])
        days = Period(max(scale.period.first, entry["go_live"]), scale.period.last)
        part = story.scaled(scale.share)
        rows = drawing.submit(write_decisions, path, use_case, part, period=days, versions=versions)
        yield _Log(use_case, path, rows)
