"""Random histories of a store: logs, late rows, late labels, replaced days, retractions, corrections, other titles."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from dashboard.adapters.cases_store import add_cases, add_steps
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.indicators_store import save_indicators
from dashboard.adapters.repository import save_use_cases
from dashboard.domain.actors import SYSTEM
from dashboard.domain.cases import Case, Step
from dashboard.domain.indicators import Indicator
from dashboard.domain.registry import UseCase
from dashboard.services import ingest
from dashboard.services.register import RegisterUseCase, register_use_case

FIRST = date(2026, 5, 28)  # months change within a history
DECISIONS = "decision_id,decided_at,selected,label,a_sex,a_age"
TALKS = (
    "interaction_id,subject_key,channel,started_at,ai_involved,disclosure_shown,handoff_requested_at,human_joined_at\n"
)


@dataclass
class History:
    """A store in which something happens every day; `rows` are the ids of decisions that were ever taken in."""

    database: Database
    store: DecisionStore
    folder: Path
    random: Random
    rows: list[str] = field(default_factory=list)
    told: int = 0
    header: str = DECISIONS

    def begin(self) -> None:
        """Register the use case."""
        register_use_case(
            self.database, RegisterUseCase(UseCase(id="u", title="As it began", lifecycle="live")), SYSTEM
        )

    def live(self, today: date) -> str:
        """One thing happens on a day; returns what."""
        acts: dict[str, Callable[[date], None]] = {
            "decisions": self.decisions, "talks": self.talks, "labels": self.labels, "retract": self.retract,
            "indicator": self.indicator, "case": self.case, "title": self.title,
        }  # fmt: skip
        name = self.random.choice([*acts, "decisions", "talks", "retract"])
        self.told += 1
        acts[name](today)
        return name

    def decisions(self, today: date) -> None:
        """Rows of the last days, late ones among them; days that are there are added to or replaced."""
        lines = []
        for number in range(self.random.randint(40, 90)):
            self.rows.append(f"d{self.told}-{number}")
            sex, age = self.random.choice("FM"), self.random.choice(["<40", "40+"])
            label = self.random.choice(["", "0", "1"])
            row = f"{self.rows[-1]},{self._day(today)},{self.random.randint(0, 1)},{label},{sex},{age}"
            lines.append(row + "".join(f",{value}" for value in self.beyond()))
        mode, file = self.random.choice(["add", "add", "replace"]), self._file(f"{self.header}\n", lines)
        ingest.ingest_decisions(self.database, self.store, ingest.IngestDecisions("u", [file], mode=mode), SYSTEM)

    def beyond(self) -> tuple[object, ...]:
        """Values of a decision in further columns of `header`."""
        return ()

    def talks(self, today: date) -> None:
        """Conversations of the last days."""
        lines = []
        for number in range(self.random.randint(15, 40)):
            day, shown = self._day(today), self.random.choice(["yes", "no", ""])
            asked = f"{day}T10:01:00Z,{day}T10:02:00Z" if self.random.random() < 0.5 else ","
            lines.append(f"t{self.told}-{number},s{number},chat,{day}T10:00:00Z,auto,{shown},{asked}")
        command = ingest.IngestInteractions(
            "u", [self._file(TALKS, lines)], mode=self.random.choice(["add", "replace"])
        )
        ingest.ingest_interactions(self.database, self.store, command, SYSTEM)

    def labels(self, _today: date) -> None:
        """Outcomes that came late, some of them corrections; nothing where no decision was ever taken in."""
        if self.rows:
            known = self.random.sample(self.rows, min(25, len(self.rows)))
            file = self._file("decision_id,label\n", [f"{name},{self.random.randint(0, 1)}" for name in known])
            ingest.ingest_labels(self.database, self.store, ingest.IngestLabels("u", file), SYSTEM)

    def retract(self, _today: date) -> None:
        """A batch is taken back; nothing where there is none."""
        found = [one for one in ingest.stored_batches(self.database, "u") if one.retracted_seq is None]
        if found:
            command = ingest.RetractBatch(self.random.choice(found).id, "wrong")
            ingest.retract_batch(self.database, self.store, command, SYSTEM)

    def indicator(self, _today: date) -> None:
        """Figures of a month, or a correction of them."""
        n = self.random.randint(100, 200)
        figures = {"promoters": 50, "passives": n - 80, "detractors": 30, "n": n}
        given = Indicator("nps", "2026-05", date(2026, 5, 1), date(2026, 5, 31), **figures)
        with self.database.write(SYSTEM) as tx:
            save_indicators(tx, [given], "a.csv")
            tx.append("indicators.taken", "file", f"{self.told}", {})

    def case(self, today: date) -> None:
        """A contest is opened, or the one before is decided."""
        at = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
        with self.database.write(SYSTEM) as tx:
            add_cases(tx, [Case(f"contest-{self.told}", "contest", at, use_case="u")])
        if self.random.random() < 0.6:
            step = Step(
                "decided_by_human", at + timedelta(hours=1), outcome=self.random.choice(["upheld", "overturned"])
            )
            with self.database.write(SYSTEM) as tx:
                add_steps(tx, {f"contest-{self.told}": [step]}, kind="case.moved")

    def title(self, _today: date) -> None:
        """The use case is called something else."""
        with self.database.write(SYSTEM) as tx:
            save_use_cases(tx, [UseCase(id="u", title=f"Called {self.told}", lifecycle="live")])

    def _day(self, today: date) -> date:
        return today - timedelta(days=self.random.randint(0, 5))

    def _file(self, header: str, lines: list[str]) -> Path:
        path = self.folder / f"log-{self.told}.csv"
        path.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
        return path
