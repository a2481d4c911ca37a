"""The forms of what programs are answered: names that stay, described where they are defined."""

from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")
Status = Annotated[
    str | None,
    Field(description="compliant, watch, waived, non_compliant, not_assessed or not_applicable; null before any"),
]


class Answer(BaseModel):
    """Nothing but what is described."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class Page(Answer, Generic[Item]):
    """Part of a list."""

    data_version: int = Field(description="number of the newest entry of the ledger when this was read")
    as_of: date = Field(description="the day of the claim")
    total: int = Field(description="how long the whole list is")
    items: list[Item]
    next: str | None = Field(description="address of the next part; null at the end")


class UseCaseLine(Answer):
    """A registered use case with its status."""

    id: str
    title: str
    lifecycle: str
    team: str | None
    owner: str | None = Field(description="id of the person who owns it")
    risk_tier: str | None
    channels: list[str]
    status: Status
    decided: int | None = Field(description="clauses that could be decided")
    applicable: int | None = Field(description="clauses that apply; the denominator of `decided`")
    worst_clause: str | None
    open_items: int


class UseCaseRecord(Answer):
    """The whole record as it is registered (docs/registry.md)."""

    data_version: int
    revision: int = Field(description="to be given back by whoever files evidence for what they read")
    record: dict[str, Any]


class Finding(Answer):
    """One clause held against one use case, or the organisation (`use_case` null); null: not kept of a past day."""

    use_case: str | None
    clause: str
    principle: str | None
    severity: str | None
    status: Status
    reason_code: str | None
    reason: str | None = Field(description="why, in a sentence, with what it rests on; null on past days")
    threshold: str | None
    measured: dict[str, Any] | None = Field(description="as `check --format json` writes it; null for small groups")
    since: date | None = Field(description="null where it was not written down")
    due: date | None
    waived_until: date | None
    as_of: date = Field(description="the day of the assessment")


class Measurement(Answer):
    """One fairness measurement with its interval; `value` is null where undefined, and `undefined` says why."""

    as_of: date
    clause: str
    metric: str
    attribute: str
    group: str
    reference: str | None
    value: float | None
    low: float | None
    high: float | None
    n: int
    n_reference: int
    undefined: str | None
    verdict: str
    worst: bool
    p: float | None = Field(description="alone, where the charter corrects for many comparisons; null elsewhere")
    adjusted: float | None = Field(description="p among all comparisons; what the verdict rests on")
    compared: int | None = Field(description="how many comparisons the whole assessment made")


class Measurements(Answer):
    """What the newest assessment until `as_of` measured for one use case."""

    data_version: int
    as_of: date
    use_case: str
    withheld: int = Field(description="measurements of groups that are too small to be shown, or would give one away")
    items: list[Measurement]


class ReviewItem(Answer):
    """Something that somebody must do."""

    id: int
    number: str
    kind: str
    use_case: str | None = Field(validation_alias="use_case_id")
    clause: str
    what: str
    severity: str
    state: str = Field(description="open, recovered (closing proposed) or closed")
    opened: date
    due: date | None
    overdue: bool
    closed: date | None
    resolution: str | None
    assignee: str | None = Field(validation_alias="assignee_id", description="id of the person who has it")
    disputed: bool


class Clause(Answer):
    """One promise in plain words."""

    id: str
    principle: str
    title: str
    requirement: str
    rule: str
    severity: str
    remediate: str
    not_checked: str


class Charter(Answer):
    """The charter in force on the day."""

    data_version: int
    as_of: date
    title: str
    version: str
    effective: date
    digest: str = Field(description="SHA-256 of the charter as it was read")
    clauses: list[Clause]


class Ledger(Answer):
    """Where the audit trail ends, and the newest signed checkpoint."""

    seq: int
    hash: str = Field(description="of the newest entry, chained to all before it")
    alarm: bool = Field(description="whether the last verification found the ledger altered")
    checkpoint: str | None = Field(description="code of the newest checkpoint, as reports print it")
    checkpoint_seq: int | None
    checkpoint_at: datetime | None


class Filed(Answer):
    """A document that was filed; it counts once somebody else has accepted it."""

    use_case: str
    revision: int = Field(description="of the use case's record, now")
    ledger_seq: int = Field(description="the entry of the ledger that says so")
    replayed: bool = Field(description="the same Idempotency-Key had filed it before; nothing was done now")


class Counted(Answer):
    """Counts that were stored as a batch, or were there already."""

    use_case: str
    outcome: str = Field(description="imported, or already imported")
    batch: str | None = Field(description="id of the batch, by which an operator can retract it")
    decisions: int = Field(description="how many decisions the cells hold")
    first_day: date | None
    last_day: date | None


class ProblemPart(Answer):
    """One thing that is wrong."""

    where: str
    found: str
    expected: str
    suggestion: str | None


class ProblemDetails(Answer):
    """Why nothing was done (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = Field(description="a sentence for a person")
    problems: list[ProblemPart] = []
