"""The promise: a charter in format 1, already parsed from YAML, as typed data."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from dashboard.domain.checks import Check
from dashboard.domain.conditions import ConditionField
from dashboard.domain.durations import Duration, DurationField
from dashboard.domain.plain_text import checked_text
from dashboard.domain.statuses import Severity

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Correction = Literal["none", "bonferroni", "benjamini_hochberg"]
Text = Annotated[str, Field(min_length=1, max_length=4000), AfterValidator(checked_text)]


def _severity(value: Any) -> Any:
    if isinstance(value, str) and value in set(Severity):
        return Severity(value)
    raise ValueError(f"one of {', '.join(Severity)}")


def _correction(value: Any) -> Any:
    if value == "holm":
        raise ValueError(
            "none, bonferroni or benjamini_hochberg: Holm's steps order p-values, and findings are decided by intervals"
        )
    return value


SeverityField = Annotated[Severity, BeforeValidator(_severity)]


class Strict(BaseModel):
    """Unknown keys are refused; values keep the type they were written with."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, arbitrary_types_allowed=True)


class Principle(Strict):
    """One thing the charter promises."""

    title: Text = Field(description="its name")
    commitment: Text = Field(description="what is promised, in a sentence")


class Defaults(Strict):
    """What a clause uses where it says nothing itself."""

    confidence: float = Field(default=0.95, gt=0.5, lt=1, description="of every interval")
    evidence_grace: DurationField = Field(
        default=Duration(30, "d"), description="time to bring missing evidence after the clause first applied"
    )
    max_waiver: DurationField = Field(default=Duration(180, "d"), description="longest time a breach may be waived")
    min_display: int = Field(default=10, ge=1, description="smaller groups are not shown one by one")
    multiplicity: Annotated[Correction, BeforeValidator(_correction)] = Field(
        default="none",
        description="correction where many groups are compared: within a finding, or (BH) over the whole assessment",
    )
    min_coverage: float = Field(
        default=0.95, ge=0, le=1, description="share of decisions that judged groups must cover"
    )
    max_not_recorded: float = Field(
        default=0.2, ge=0, le=1, description="share of decisions without a recorded group above which nothing is judged"
    )
    renew_approval: DurationField = Field(
        default=Duration(14, "d"), description="time to decide again once an approval is out of date"
    )
    confirm_stop: DurationField = Field(
        default=Duration(1, "d"), description="time in which the overseer confirms that an ordered stop happened"
    )
    remind_before: DurationField = Field(
        default=Duration(30, "d"), description="how long before a document lapses its owner is reminded"
    )
    escalate_after: DurationField = Field(
        default=Duration(14, "d"), description="how long an item may be overdue before the officer is told"
    )
    stale_after: DurationField = Field(default=Duration(14, "d"), description="age of the newest data that is too old")
    training_gates: list[str] = Field(default=[], description="courses without which nobody may own or approve")


class Clause(Strict):
    """One promise that a program can decide."""

    id: Identifier = Field(description="short name that never changes, such as FAI-02")
    principle: Identifier = Field(description="the principle it belongs to")
    title: Text = Field(description="its name")
    requirement: Text = Field(description="the promise in a sentence that can be read aloud")
    scope: Literal["use_case", "organisation"] = Field(
        default="use_case", description="whether each use case must keep it, or the organisation as a whole"
    )
    applies_to: ConditionField | None = Field(default=None, description="which use cases; all, where it is left out")
    check: Check = Field(description="what decides it")
    severity: SeverityField = Field(description="how much a breach matters")
    remediate_within: DurationField = Field(description="time to put a breach right; 0d means stop")
    maps_to: dict[str, list[str]] = Field(default={}, description="framework id to its articles, see frameworks.yaml")
    threshold_set_by: Literal["law", "policy", "mixed"] = Field(description="who drew the line")
    not_checked: Text | None = Field(default=None, description="what the check cannot see")
    note: Text | None = Field(default=None, description="what else to know")


class Charter(Strict):
    """A whole charter; `digest` identifies the bytes it was read from, `since` is the first day of older clauses."""

    format: Literal[1] = Field(description="the version of this format")
    title: Text = Field(description="the charter's name")
    version: Text = Field(description='numbers parted by dots, in quotes, such as "2026.2"')
    effective: date = Field(description="first day in force")
    owner: Text = Field(description="who answers for it")
    purpose: Text = Field(description="why it exists")
    principles: dict[Identifier, Principle] = Field(min_length=1, description="id to what is promised")
    acceptable_uses: dict[Identifier, Text] = Field(min_length=1, description="id to the use in plain words")
    prohibited_uses: dict[Identifier, Text] = Field(default={}, description="id to what is ruled out")
    data_handling: dict[Identifier, Text] = Field(default={}, description="id to a rule for data")
    interaction_protocols: dict[Identifier, Text] = Field(default={}, description="id to a rule for conversations")
    protected_attributes: list[Identifier] = Field(default=[], description="attributes by which fairness is measured")
    defaults: Defaults = Field(default=Defaults(), description="what clauses use where they say nothing")
    clauses: list[Clause] = Field(min_length=1, description="the promises that are checked")
    digest: str = Field(default="", exclude=True, json_schema_extra={"readOnly": True})
    since: dict[str, date] = Field(default={}, exclude=True, json_schema_extra={"readOnly": True})

    def clause(self, clause_id: str) -> Clause | None:
        """The clause with this id, or None."""
        return next((clause for clause in self.clauses if clause.id == clause_id), None)
