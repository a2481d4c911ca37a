"""The board pack of 100 use cases, each with its log of conversations and its consent history.

Measured from reading the store to the bytes of the PDF in one process that is warm, and as the command, with its start.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bench._planted import own_store, portfolio
from dashboard.adapters.batch_file import file_sha256
from dashboard.adapters.charter_file import load_charter, load_frameworks
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_store import KINDS, current, point_to
from dashboard.adapters.synthetic_talks import STORIES, write_talks
from dashboard.domain.actors import SYSTEM
from dashboard.reports.board_paper import board_paper
from dashboard.reports.paper_pdf import to_pdf
from dashboard.services.ingest import IngestConsent, IngestInteractions, ingest_consent, ingest_interactions
from dashboard.services.screens.board_pack import load_board_pack
from dashboard.services.sources import Sources
from dashboard.services.start import migrate
from dashboard.settings import Settings, load_settings

USE_CASES, BOUND = 100, 5.0


def run() -> list[dict[str, Any]]:
    """Seconds for the whole pack, for setting it alone, and for the command with the start of the program."""
    with own_store():
        whole, setting, command, processor = _measure()
    steps = {
        f"board pack of {USE_CASES} use cases with logs": (whole, "≤ 5", whole <= BOUND),
        "setting it alone": (setting, "–", True),
        "the whole command, processor time": (processor, "–", True),
        "the whole command, by the clock": (command, "–", True),
    }
    return [
        {"name": name, "figure": figure, "unit": "s", "bound": bound, "ok": ok}
        for name, (figure, bound, ok) in steps.items()
    ]


def _measure() -> tuple[float, float, float, float]:
    settings, day = load_settings(), datetime.now(UTC).date()
    charter, laws = load_charter(settings.charter), load_frameworks(settings.frameworks)
    database = migrate(settings)
    planted = portfolio()
    planted.plant(database, charter, as_of=day, live=USE_CASES)
    talk(database, settings, day, [planted.use_case(number, "live", day)["id"] for number in range(USE_CASES)])
    sources = Sources(database, charter, laws, settings.decision_store, day)
    to_pdf(board_paper(load_board_pack(sources, "ab12cd-ef34")))
    start = time.perf_counter()
    pack = load_board_pack(sources, "ab12cd-ef34")
    read = time.perf_counter()
    to_pdf(board_paper(pack))
    end = time.perf_counter()
    database.close()
    return end - start, end - read, *_command(settings.live)


def talk(database: Database, settings: Settings, day: date, use_cases: Sequence[str]) -> None:
    """The demonstration's conversations and opt-outs: drawn for the first use cases, their counts copied to others."""
    store = DecisionStore(settings.decision_store)
    drawn, others = use_cases[: len(STORIES)], use_cases[len(STORIES) :]
    with store.work() as work:
        for story, name in zip(STORIES, drawn, strict=True):
            log, history = write_talks(work, replace(story, use_case=name), day)
            ingest_interactions(database, store, IngestInteractions(name, [log]), SYSTEM)
            ingest_consent(database, store, IngestConsent(name, [history]), SYSTEM)
        kinds = [kind for held in KINDS.values() for kind in held]
        with database.read() as connection:
            held = [row for kind in kinds for row in current(connection, kind, drawn)]
        with database.write(SYSTEM) as tx:
            for number, name in enumerate(others):
                for row in held:
                    if row["use_case_id"] == drawn[number % len(drawn)]:
                        point_to(tx, _copied(store, work, row, name))


def _copied(store: DecisionStore, work: Path, row: dict[str, Any], name: str) -> dict[str, Any]:
    """The same counts of another use case."""
    table = pq.read_table(store.root / row["path"])
    column = table.column_names.index("use_case")
    table = table.set_column(
        column, table.schema.field(column), pa.array([name] * len(table), table.schema.field(column).type)
    )
    pq.write_table(table, work / "copy.parquet")
    digest = file_sha256(work / "copy.parquet")
    path = f"counts/{name}/{row['kind']}-{digest[:32]}.parquet"
    store.keep(work / "copy.parquet", path)
    kept = {key: value for key, value in row.items() if key != "updated_seq"}
    return {**kept, "use_case_id": name, "path": path, "sha256": digest}


def _command(folder: Path) -> tuple[float, float]:
    """Seconds by the clock and of the processor, with the start of the program."""
    command = [sys.executable, "-m", "dashboard", "report", "board", "--out", str(folder / "board.pdf")]
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # our own command
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, processor
