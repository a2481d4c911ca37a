"""Histories of assessments for tests: made as the service makes them, with a copy of the findings after each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dashboard.domain.assessment_rows import rows_of
from dashboard.domain.charter import Charter
from dashboard.domain.facts import Terms
from dashboard.domain.registry import Registry
from dashboard.domain.reported import Change, Held, Key
from dashboard.domain.verdict_rows import finding_records
from tests.assessing import assessed

Row = Mapping[str, Any]


@dataclass
class History:
    """What tables hold, in memory: the newest findings and statuses, and all that changed."""

    assessment: Row | None = None
    findings: dict[Key, Row] = field(default_factory=dict)
    statuses: dict[str, Row] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    copies: list[dict[Key, Held]] = field(default_factory=list)

    def assess(self, promise: Charter, practice: Registry, day: date) -> None:
        """One run: the findings are replaced, what changed is added, and a copy of everything is kept."""
        found, facts = assessed(promise, practice, as_of=day)
        records = tuple(finding_records(found, facts, Terms.of(promise, day)))
        number = len(self.copies) + 1
        rows = rows_of(promise, found, records, self, number=number)
        self.assessment = {"charter_digest": promise.digest, "charter_version": promise.version}
        self.findings = {(row["use_case_id"], row["clause"]): row for row in rows.findings}
        self.statuses = {row["use_case_id"]: row for row in rows.statuses}
        self.changes += [_change(number, day, row) for row in (*rows.flips, *rows.ended)]
        self.copies.append(self.now())

    def now(self) -> dict[Key, Held]:
        """The newest findings and own statuses."""
        held = {
            key: Held(row["status"], row["reason_code"] == "waived", row["since"]) for key, row in self.findings.items()
        }
        own = {(name, ""): Held(row["status"], row["waived"], row["since"]) for name, row in self.statuses.items()}
        return held | own


def _change(number: int, day: date, row: Row) -> Change:
    waived = (row["was_reason"] == "waived", row.get("became_reason") == "waived")
    return Change(number, day, (row["use_case_id"], row["clause"]), row["was"], row.get("became"), waived)


def history(steps: Sequence[tuple[Charter, Registry, date]]) -> History:
    """The history of these runs."""
    told = History()
    for promise, practice, day in steps:
        told.assess(promise, practice, day)
    return told
