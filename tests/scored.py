"""A small log of scores with outcomes in a store: two groups of a hundred, the scores of one shifted down."""

from datetime import date
from pathlib import Path

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.services import ingest
from dashboard.services.register import RegisterUseCase, register_use_case

HEADER = "decision_id,decided_at,selected,label,score,a_sex\n"


def scored_rows(last: date, *, labels: str = "both", groups: tuple[str, ...] = ("F", "M")) -> str:
    """Every hundredth twice; whoever scores 0.5 and more was selected, and who has more than 0.4, or 0.6, qualifies.

    Every seventh outcome is the other way round. `labels`: `both`, `one` (all qualify) or `none` are known.
    """
    lines = []
    for turn, group in enumerate(groups):
        for at in range(100):
            qualifies = (at > (40 if group == "F" else 60)) != (at % 7 == 0)
            known = {"both": str(int(qualifies)), "one": "1", "none": ""}[labels]
            lines.append(f"{turn}-{at},{last.isoformat()},{int(at >= 50)},{known},{at / 100},{group}")
    return HEADER + "\n".join(lines) + "\n"


def score(database: Database, store: DecisionStore, folder: Path, rows: str, name: str = "churn") -> None:
    """Register a use case and take these rows in."""
    register_use_case(database, RegisterUseCase(UseCase(id=name, title=name, lifecycle="live")), SYSTEM)
    log = folder / f"{name}.csv"
    log.write_text(rows, encoding="utf-8")
    ingest.ingest_decisions(database, store, ingest.IngestDecisions(name, [log]), SYSTEM)
