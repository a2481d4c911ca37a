"""The promise: a charter in format 1, already parsed from YAML, as typed data."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from dashboard.domain.checks import Check
from dashboard.domain.conditions import ConditionField
from dashboard.domain.durations import Duration, DurationField
from dashboard.domain.statuses import Severity

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Text = Annotated[str, Field(min_length=1, max_length=4000)]


def _severity(value: Any) -> Any:
    if isinstance(value, str) and value in set(Severity):
        return Severity(value)
    raise ValueError(f"one of {', '.join(Severity)}")


SeverityField = Annotated[Severity, BeforeValidator(_severity)]


class Strict(BaseModel):
    """Unknown keys are refused; values keep the type they were written with."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True)


class Principle(Strict):
    """One thing the charter promises."""

    title: Text
    commitment: Text


class Defaults(Strict):
    """What a clause uses where it says nothing itself."""

    confidence: float = Field(default=0.95, gt=0.5, lt=1)
    evidence_grace: DurationField = Duration(30, "d")
    max_waiver: DurationField = Duration(180, "d")
    min_display: int = Field(default=10, ge=1)
    multiplicity: Literal["none", "holm", "bonferroni"] = "none"
    min_coverage: float = Field(default=0.95, ge=0, le=1)
    max_not_recorded: float = Field(default=0.2, ge=0, le=1)
    stale_after: DurationField = Duration(14, "d")
    training_gates: list[str] = []


class Clause(Strict):
    """One promise that a program can decide."""

    id: Identifier
    principle: Identifier
    title: Text
    requirement: Text
    scope: Literal["use_case", "organisation"] = "use_case"
    applies_to: ConditionField | None = None
    check: Check
    severity: SeverityField
    remediate_within: DurationField
    maps_to: dict[str, list[str]] = {}
    threshold_set_by: Literal["law", "policy", "mixed"]
    not_checked: Text | None = None
    note: Text | None = None


class Charter(Strict):
    """A whole charter; `digest` identifies the bytes that it was read from."""

    format: Literal[1]
    title: Text
    version: Text
    effective: date
    owner: Text
    purpose: Text
    principles: dict[Identifier, Principle] = Field(min_length=1)
    acceptable_uses: dict[Identifier, Text] = Field(min_length=1)
    prohibited_uses: dict[Identifier, Text] = {}
    data_handling: dict[Identifier, Text] = {}
    interaction_protocols: dict[Identifier, Text] = {}
    protected_attributes: list[Identifier] = []
    defaults: Defaults = Defaults()
    clauses: list[Clause] = Field(min_length=1)
    digest: str = Field(default="", exclude=True, json_schema_extra={"readOnly": True})

    def clause(self, clause_id: str) -> Clause | None:
        """The clause with this id, or None."""
        return next((clause for clause in self.clauses if clause.id == clause_id), None)
