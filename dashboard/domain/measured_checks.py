"""Check kinds whose proof is counted: decisions, interactions, times, cases on a clock, people trained."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from dashboard.domain.check_parts import Band, FieldOperand, MeasuredPart, Part
from dashboard.domain.conditions import ConditionField
from dashboard.domain.durations import DurationField
from dashboard.domain.metrics import METRICS
from dashboard.domain.rates_of_groups import Basis


class FairnessCheck(Part):
    """Decision counts by group, held against a band, with certainty."""

    fairness: str = Field(description="the metric, also where the use case names none")
    metric_from: str | None = Field(default=None, description="the field in which intake recorded the metric to use")
    attributes: Literal["collected"] | list[str] = Field(
        default="collected", description="`collected` (each one the use case collects) or a list"
    )
    between: Band | dict[str, Band] | None = Field(default=None, description="the band, or one band per metric")
    at_least: float | None = Field(default=None, description="lowest value allowed")
    at_most: float | None = Field(default=None, description="highest value allowed")
    window: DurationField = Field(description="how far back decisions count, ending at the date of the assessment")
    min_group: int = Field(default=200, ge=1, description="fewest decisions with which a group is judged")
    reference: str = Field(default="largest", description="`largest`, `best` or the name of a group")
    within: str | None = Field(default=None, description="compare like for like by this stratum")
    intersections: bool = Field(default=False, description="judge the attributes crossed by two as well as each alone")
    confidence: float | None = Field(default=None, gt=0.5, lt=1, description="of the intervals; else the default's")
    min_coverage: float | None = Field(
        default=None, ge=0, le=1, description="share of decisions that judged groups must cover; else the default's"
    )

    @model_validator(mode="after")
    def _has_a_line(self) -> Self:
        if self.between is None and self.at_least is None and self.at_most is None:
            raise ValueError("a line: between, at_least or at_most")
        return self

    @property
    def basis(self) -> Basis:
        """What it is judged by: counts of decisions, or what is kept apart from them, scores or amounts."""
        return METRICS[self.fairness].basis if self.fairness in METRICS else "decisions"


class RateCheck(MeasuredPart):
    """A share of logged events held against a limit, with certainty."""

    rate: str = Field(description="the rate of the interaction log")
    at_least: float | None = Field(default=None, ge=0, description="lowest rate allowed")
    at_most: float | None = Field(default=None, ge=0, description="highest rate, or gap, allowed")
    window: DurationField = Field(description="how far back events count")
    min_n: int = Field(default=1, ge=1, description="fewest events with which the rate is judged")
    per: int = Field(default=1, ge=1, description="the limit is stated per so many events")
    gap_across: str | list[str] | None = Field(default=None, description="judge the widest gap across these groups")
    trend: Literal["not_rising", "not_falling"] | None = Field(default=None, description="direction that is refused")
    periods: int | None = Field(default=None, ge=2, description="windows over which the trend is judged")
    confidence: float | Literal["none"] | None = Field(
        default=None, description="of the interval; `none` for a full census"
    )
    during: str | None = Field(default=None, description="hours that count, such as `opening_hours`")

    @model_validator(mode="after")
    def _has_a_line(self) -> Self:
        if self.at_least is None and self.at_most is None and self.trend is None:
            raise ValueError("a line: at_least, at_most or trend")
        if isinstance(self.confidence, float) and not 0.5 < self.confidence < 1:
            raise ValueError("a confidence above 0.5 and below 1, or none")
        return self


class QuantileCheck(MeasuredPart):
    """A quantile of times or amounts held against a limit, a field or another group's quantile."""

    quantile: str = Field(description="the time or amount")
    p: float = Field(ge=0, le=1, description="which quantile: 0.95, or 1 for the largest, 0 for the smallest")
    at_most: DurationField | float | FieldOperand | None = Field(default=None, description="highest value allowed")
    at_least: DurationField | float | FieldOperand | None = Field(default=None, description="lowest value allowed")
    compare: str | None = Field(default=None, description="the group whose quantile is compared")
    to: str | None = Field(default=None, description="the group it is compared to")
    ratio_at_most: float | None = Field(default=None, gt=0, description="highest ratio of `compare` over `to` allowed")
    window: DurationField | None = Field(default=None, description="how far back events count")
    min_n: int = Field(default=1, ge=1, description="fewest events with which the quantile is judged")
    during: str | None = Field(default=None, description="hours that count, such as `opening_hours`")

    @model_validator(mode="after")
    def _has_a_line(self) -> Self:
        if self.at_most is None and self.at_least is None and self.ratio_at_most is None:
            raise ValueError("a line: at_most, at_least or ratio_at_most")
        if len({self.compare is None, self.to is None, self.ratio_at_most is None}) > 1:
            raise ValueError("compare, to and ratio_at_most together")
        return self


class CountCheck(MeasuredPart):
    """Events that must not happen."""

    count: str = Field(description="the event")
    at_most: int = Field(ge=0, description="how many are allowed")
    window: DurationField | None = Field(default=None, description="how far back events count")
    grace: DurationField | None = Field(default=None, description="time after the cause in which an event is allowed")


class DeadlineCheck(MeasuredPart):
    """Cases held against a clock."""

    deadline: str = Field(description="the kind of case (docs/cases.md)")
    step: str = Field(description="the step that must be reached")
    where: ConditionField | None = Field(default=None, description="which cases count, by facts of the case")
    within: DurationField = Field(description="time allowed from the start of the case")
    extension: DurationField | None = Field(default=None, description="further time where an extension is recorded")


class Refresh(BaseModel):
    """An event after which people must complete it again, and how long they have."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    event: Literal["new_system", "serious_incident", "charter_published"] = Field(description="what happened")
    within: DurationField = Field(description="time to complete it again")


class CoverageCheck(MeasuredPart):
    """The share of people who are trained or have acknowledged."""

    coverage: str = Field(description="the course or acknowledgement")
    of: str | None = Field(default=None, description="the people who must have it")
    at_least: float | None = Field(default=None, ge=0, le=1, description="lowest share allowed")
    by_role: dict[str, float] | None = Field(default=None, description="lowest share allowed, per role")
    window: DurationField | None = Field(default=None, description="how long it stays valid")
    grace: DurationField | None = Field(default=None, description="time that joiners have")
    refresh_after: Refresh | list[Refresh] | None = Field(
        default=None, description="events after which it must be refreshed, and within which time"
    )
    before: str | None = Field(default=None, description="the moment by which each person must have it")

    @model_validator(mode="after")
    def _has_a_line(self) -> Self:
        if self.at_least is None and self.by_role is None:
            raise ValueError("a line: at_least or by_role")
        return self

    @property
    def refreshes(self) -> list[Refresh]:
        """What calls for a refresher, as a list."""
        given = self.refresh_after
        return given if isinstance(given, list) else [] if given is None else [given]
