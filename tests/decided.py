"""A small decision log in a store: two attributes, a stratum, two model versions, labels; the same every time."""

import csv
from datetime import date, timedelta
from pathlib import Path

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM, Actor
from dashboard.domain.registry import UseCase
from dashboard.services import ingest
from dashboard.services.register import RegisterUseCase, register_use_case

COLUMNS = ("decision_id", "decided_at", "model_version", "selected", "label", "a_sex", "a_age", "s_channel")


def decide(  # where it goes, and what it holds
    database: Database,
    store: DecisionStore,
    folder: Path,
    *,
    last: date,
    actor: Actor = SYSTEM,
    people: bool = False,
) -> None:
    """Register `loans` and take in 80 days of its decisions, 60 a day: old women get half as much as young men.

    A tenth of the day's decisions are about `X`, who are one in sixty; version 2 goes live half way. With `people`,
    each of the day's sixty customers comes every day.
    """
    register_use_case(database, RegisterUseCase(UseCase(id="loans", title="Loans", lifecycle="live")), SYSTEM)
    log = folder / "loans.csv"
    with log.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow((*COLUMNS, "subject") if people else COLUMNS)
        writer.writerows((*row, f"c{at % 60}") if people else row for at, row in enumerate(_rows(last)))
    ingest.ingest_decisions(database, store, ingest.IngestDecisions("loans", [log]), actor)


def _rows(last: date) -> list[tuple[str, ...]]:
    rows = []
    for back in range(80):
        day = last - timedelta(days=back)
        for at in range(60):
            sex, age = ("X" if at == 0 else "F" if at % 2 else "M"), ("65+" if at % 3 == 0 else "25-34")
            often = 3 if (sex, age) == ("F", "65+") else 7
            selected = (at * 7 + back) % 10 < often
            rows.append(
                (f"{back}-{at}", day.isoformat(), "2" if back < 40 else "1", str(int(selected)), str(at * 3 % 2),
                 sex, age, "shop" if (at + back) % 4 else "web")
            )  # fmt: skip
    return rows
