"""What the demonstration's decisions are drawn from: volumes, rates, and the stories planted in them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from dashboard.domain.demonstration import resolve_offsets

Shares = dict[str, float]


class Spec(BaseModel):
    """Unknown keys are refused; `until` and others hold real dates, offsets are already resolved."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Shift(Spec):
    """What is added to the share of favourable decisions where every entry of `where` holds."""

    where: dict[str, str]
    by: float
    start: date | None = Field(default=None, alias="from")
    until: date | None = None
    ramp: bool = False
    model: str | None = None


class Labels(Spec):
    """The actual outcome and how well the model foresees it."""

    base_rate: float = Field(gt=0, lt=1)
    true_positive_rate: float = Field(ge=0, le=1)
    false_positive_rate: float = Field(ge=0, le=1)
    delay_days: int = Field(ge=0)


class Subjects(Spec):
    """People who come again: how many decisions each has a month, and which share of them falls out like the first."""

    per_month: float = Field(gt=1)
    alike: float = Field(ge=0, le=1)


class Amounts(Spec):
    """A number beside each decision, such as a price: its mean and spread, and what is added to the mean of some."""

    unit: str
    mean: float = Field(gt=0)
    spread: float = Field(gt=0)
    favourable_only: bool = False
    shifts: list[Shift] = []


class Story(Spec):
    """The decisions of one use case."""

    per_month: int = Field(ge=0)
    rate: float = Field(gt=0, lt=1)
    attributes: dict[str, Shares]
    strata: dict[str, Shares] = {}
    skew: list[dict[str, Any]] = []
    shifts: list[Shift] = []
    labels: Labels | None = None
    scores: bool = False
    subjects: Subjects | None = None
    amounts: Amounts | None = None
    features: bool = False
    growth: float = 0.25
    not_recorded: float = 0.0
    ends: date | None = None

    def scaled(self, share: float) -> "Story":
        """The same story with a share of its decisions; what is too small to tell stays as it is."""
        return (
            self
            if share == 1 or self.per_month < 200
            else self.model_copy(update={"per_month": round(self.per_month * share)})
        )


class ReviewStory(Spec):
    """What somebody did with a review item: exactly one of assign, comment and resolve."""

    use_case: str
    clause: str
    start: date = Field(alias="from")
    by: str
    assign: str | None = None
    comment: str | None = None
    resolve: str | None = None


class EntryChoice(Spec):
    """What is hidden of a public entry, and own words by field, in English."""

    hide: tuple[str, ...] = ()
    words: dict[str, str] = {}


class RegisterStory(Spec):
    """A step of a public entry: exactly one of choose, ask, approve and take_out."""

    use_case: str
    start: date = Field(alias="from")
    by: str
    choose: EntryChoice | None = None
    ask: str | None = None
    approve: str | None = None
    take_out: str | None = None


def register_stories(data: Mapping[str, Any], *, today: date) -> tuple[RegisterStory, ...]:
    """Read the authored file; offsets become dates."""
    return tuple(RegisterStory.model_validate(resolve_offsets(entry, today)) for entry in data["steps"])


def review_stories(data: Mapping[str, Any], *, today: date) -> tuple[ReviewStory, ...]:
    """Read the authored file; offsets become dates."""
    return tuple(ReviewStory.model_validate(resolve_offsets(entry, today)) for entry in data["actions"])


def stories(data: Mapping[str, Any], *, today: date) -> dict[str, Story]:
    """Read the authored file: group shares come from its palette, offsets become dates."""
    return {use_case: _story(entry, data, today) for use_case, entry in data["use_cases"].items()}


def _story(entry: Mapping[str, Any], data: Mapping[str, Any], today: date) -> Story:
    groups = {name: data["groups"][name] for name in entry["attributes"]}
    body = dict(entry) | {"attributes": groups}
    body.setdefault("not_recorded", data.get("not_recorded", 0.0))
    return Story.model_validate(resolve_offsets(body, today))
