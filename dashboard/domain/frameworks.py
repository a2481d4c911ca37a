"""Laws and standards as data: whom each article binds, where, from when, who says so and how sure that is."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from dashboard.domain.registry import Tier

Article_ = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 .()]{0,39}$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Said = Annotated[str, Field(min_length=1, max_length=1000)]
Confidence = Literal["high", "medium", "low"]
Bound = Literal["provider", "deployer", "controller", "organisation"]


class Sourced(BaseModel):
    """A statement with its source, the day on which it was checked, and how sure it is."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    source: Said = Field(description="where it was read")
    checked_at: date = Field(description="day on which it was last checked")
    confidence: Confidence = Field(description="high, medium or low")
    note: Said | None = Field(default=None, description="what else to know")


class Article(Sourced):
    """One provision, control or outcome."""

    title: Said = Field(description="what it asks for, in our words")
    binds: list[Bound] = Field(default=[], description="whom it binds; empty where nobody is bound by law")
    tiers: list[Tier] = Field(default=[], description="risk tiers for which it holds; empty means every tier")
    jurisdictions: list[str] = Field(default=[], description="where it holds; empty means everywhere")
    from_: date | None = Field(
        default=None, alias="from", description="first day on which it binds; absent where unclear"
    )

    def binds_on(self, day: date, *, tier: str | None = None) -> bool | None:
        """Whether it binds a use case of this tier on this day; None where the first day is unclear."""
        if not self.binds or (self.tiers and tier is not None and tier not in self.tiers):
            return False
        return None if self.from_ is None else self.from_ <= day


class Framework(BaseModel):
    """One law or standard in one version."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Said
    kind: Literal["law", "standard"] = Field(description="a law binds; a standard is followed by choice")
    version: Said = Field(description="the version that the articles are quoted from")
    source: Said = Field(description="where the text was read")
    articles: dict[Article_, Article] = Field(min_length=1)


class LegalNumber(Sourced):
    """A number that a law sets; every other number in the charter is policy."""

    id: Name
    value: Said = Field(description="the number with its unit")
    meaning: Said = Field(description="what it limits")
    articles: dict[Name, list[Article_]] = Field(default={}, description="articles that set it")


class LegalDate(Sourced):
    """A day on which a duty starts or a grace period ends."""

    id: Name
    date: date
    title: Said
    meaning: Said = Field(description="what it means for customer experience")
    articles: dict[Name, list[Article_]] = Field(default={}, description="articles concerned")


class Frameworks(BaseModel):
    """The whole file of laws and standards."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1]
    frameworks: dict[Name, Framework] = Field(min_length=1)
    numbers: list[LegalNumber] = []
    dates: list[LegalDate] = []

    def article(self, framework: str, article: str) -> Article | None:
        """One provision, or None."""
        found = self.frameworks.get(framework)
        return found.articles.get(article) if found else None

    def coming(self, day: date, *, within: timedelta) -> tuple[LegalDate, ...]:
        """Legal dates from this day on, the next first."""
        ahead = [item for item in self.dates if day <= item.date <= day + within]
        return tuple(sorted(ahead, key=lambda item: item.date))

    def unchecked(self, day: date, *, longer_than: timedelta = timedelta(days=90)) -> tuple[str, ...]:
        """Names of every statement that nobody has checked for so long."""
        named = [(f"{name} {key}", item) for name, law in self.frameworks.items() for key, item in law.articles.items()]
        numbers, dates = [(item.id, item) for item in self.numbers], [(item.id, item) for item in self.dates]
        return tuple(name for name, item in (*named, *numbers, *dates) if day - item.checked_at > longer_than)
