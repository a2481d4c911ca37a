"""A past day opened: the store of then for 1,000 use cases, and one use case of a million rows counted anew.

Each beside what today's pages and commands do for the same: reading the register and findings of 1,000 use cases, and
counting the log when it came. Processor time, the shortest of three; ratios, because the machines are shared.
"""

import gc
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench._planted import own_store, portfolio

USE_CASES, ROWS, DAYS = 1_000, 1_000_000, 120
FIRST = date(2026, 7, 1)


def _cpu(work: Callable[[], Any]) -> float:
    """Milliseconds of the processor, the shortest of three."""
    spent = []
    for _ in range(3):
        gc.collect()
        start = time.process_time()
        work()
        spent.append(1_000 * (time.process_time() - start))
    return min(spent)


def run() -> list[dict[str, Any]]:
    """Figures of both."""
    with own_store():
        opened = _opened()
    with own_store():
        return [*opened, *_counted_anew()]


def _opened() -> list[dict[str, Any]]:
    from dashboard.adapters.charter_file import load_charter  # noqa: PLC0415
    from dashboard.adapters.known_store import Cut, known_store, pointers_at  # noqa: PLC0415
    from dashboard.adapters.repository import load_registry  # noqa: PLC0415
    from dashboard.services.reported import findings_as_reported  # noqa: PLC0415
    from dashboard.services.start import migrate  # noqa: PLC0415
    from dashboard.settings import load_settings  # noqa: PLC0415

    today, settings = datetime.now(UTC).date(), load_settings()
    database = migrate(settings)
    portfolio().plant(database, load_charter(settings.charter), as_of=today, live=USE_CASES, inventoried=0)
    told, at = findings_as_reported(database, today, today=today), database.data_version()
    cut = Cut(at, at, told.run, told.held, told.own)
    then = _cpu(lambda: known_store(database, cut, pointers_at(database, at)))
    now = _cpu(lambda: (load_registry(database), findings_as_reported(database, today, today=today)))
    name = f"the store of a past day, {USE_CASES:,} use cases, over reading register and findings of today"
    return [_row(name, then / now, "times"), _row("the same", then, "ms of CPU")]


def _counted_anew() -> list[dict[str, Any]]:
    from dashboard.adapters.decision_store import DecisionStore  # noqa: PLC0415
    from dashboard.adapters.known_store import Cut  # noqa: PLC0415
    from dashboard.adapters.reported_store import Run  # noqa: PLC0415
    from dashboard.domain.actors import SYSTEM  # noqa: PLC0415
    from dashboard.services import ingest  # noqa: PLC0415
    from dashboard.services.known_counts import Until, store_known  # noqa: PLC0415
    from dashboard.services.recount import counts_known_at  # noqa: PLC0415
    from dashboard.services.start import migrate  # noqa: PLC0415
    from dashboard.settings import load_settings  # noqa: PLC0415

    settings = load_settings()
    database, store = migrate(settings), DecisionStore(settings.decision_store, (settings.live,))
    case = _ingest_case(database)
    ingest.ingest_decisions(database, store, ingest.IngestDecisions(case, [_log(settings.live)]), SYSTEM)
    at, asked = database.data_version(), FIRST + timedelta(days=DAYS // 2)
    cut = Cut(at, at, Run(0, asked, datetime.now(UTC), at, "1", ""), {}, {})
    there = _cpu(lambda: store_known(database, store, cut, Until(asked)))
    anew = _cpu(lambda: store_known(database, store, cut, Until(asked, case)))
    first = _cpu(lambda: counts_known_at(database, store, case, at))
    name = f"{ROWS:,} rows of one use case counted anew until a day, over counting them as when they came"
    return [_row(name, (anew - there) / first, "times"), _row("the same", anew - there, "ms of CPU")]


def _ingest_case(database: Any) -> str:
    from dashboard.domain.actors import SYSTEM  # noqa: PLC0415
    from dashboard.domain.registry import UseCase  # noqa: PLC0415
    from dashboard.services.register import RegisterUseCase, register_use_case  # noqa: PLC0415

    register_use_case(database, RegisterUseCase(UseCase(id="counted", title="Counted", lifecycle="live")), SYSTEM)
    return "counted"


def _log(folder: Path) -> Path:
    """Rows of `DAYS` days, two attributes, half favourable."""
    draws, path = np.random.default_rng(1), folder / "log.parquet"
    days = np.datetime64(FIRST) + draws.integers(0, DAYS, ROWS).astype("timedelta64[D]")
    columns = {
        "decision_id": np.char.add("d", np.arange(ROWS).astype(str)),
        "decided_at": days.astype("datetime64[s]"),
        "selected": draws.integers(0, 2, ROWS).astype(bool),
        "a_sex": draws.choice(["F", "M"], ROWS),
        "a_age_band": draws.choice(["18-24", "25-34", "35-49", "50-64", "65+"], ROWS),
    }
    pq.write_table(pa.table(columns), path)
    return path


def _row(name: str, measured: float, unit: str) -> dict[str, Any]:
    return {"name": name, "figure": measured, "unit": unit, "bound": "shown", "ok": True}
