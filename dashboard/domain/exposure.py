"""Which legal duties may stand behind an open breach of the charter, and since when: possible ones, never a verdict.

A duty is *possible* where the file of laws says that an article binds somebody of our role, for this tier and place,
and its first day has come; *unclear* where one of these is not on record; *later* where its day is still to come; *not
ours* where it binds others. A breach with none of the first three is a matter of the charter only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.domain.frameworks import Article, Frameworks

POSSIBLE, UNCLEAR, LATER, NOT_OURS = "possible", "unclear", "later", "not ours"
ORDER = (POSSIBLE, UNCLEAR, LATER, NOT_OURS)


@dataclass(frozen=True, slots=True)
class Bearing:
    """What the registry records about who bears a duty: of a use case, or (tier and role unknown) the organisation."""

    tier: str | None = None
    role: str | None = None
    jurisdictions: tuple[str, ...] = ()
    personal_data: bool | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """One article behind a breach; `since` is the first day on which both held, or on which it will bind."""

    framework: str
    law: str
    article: str
    found: Article
    state: str
    since: date | None
    why: str


def duties(
    maps_to: dict[str, list[str]], laws: Frameworks, bearing: Bearing, breached: date, as_of: date
) -> tuple[Duty, ...]:
    """The articles of binding laws that a clause maps to, the nearest to a duty first; standards are left out."""
    found = [
        _duty((name, article, one), law.title, bearing, breached, as_of)
        for name, articles in maps_to.items()
        if (law := laws.frameworks.get(name)) is not None and law.kind == "law"
        for article in articles
        if (one := law.articles.get(article)) is not None and one.binds
    ]
    return tuple(sorted(found, key=lambda one: ORDER.index(one.state)))


def standing(found: Sequence[Duty]) -> str:
    """The nearest of several duties, or `charter only`."""
    states = [one.state for one in found if one.state != NOT_OURS]
    return min(states, key=ORDER.index) if states else "charter only"


def _duty(place: tuple[str, str, Article], law: str, bearing: Bearing, breached: date, as_of: date) -> Duty:
    framework, article, found = place
    state, why = _bears(found, bearing)
    if state != NOT_OURS and found.from_ is not None and found.from_ > as_of:
        return Duty(framework, law, article, found, LATER, found.from_, "its first day is still to come")
    if state == POSSIBLE and found.from_ is None:
        state, why = UNCLEAR, "from when it binds is unclear"
    since = None if found.from_ is None or state == NOT_OURS else max(breached, found.from_)
    return Duty(framework, law, article, found, state, since, why)


def _bears(found: Article, bearing: Bearing) -> tuple[str, str]:
    """Whether it may bind us here, by what is on record."""
    role = _role(found, bearing)
    if role[0] == NOT_OURS:
        return role
    if found.tiers and bearing.tier not in (None, "needs_review", *found.tiers):
        return NOT_OURS, f"holds for {' and '.join(found.tiers)} risk; the tier is {bearing.tier}"
    if found.tiers and bearing.tier not in found.tiers:
        return UNCLEAR, f"holds for {' and '.join(found.tiers)} risk; the tier is not on record here"
    if found.jurisdictions and not set(found.jurisdictions) & set(bearing.jurisdictions):
        return UNCLEAR, f"holds in {', '.join(found.jurisdictions)}; whether customers are there is not on record"
    return role


def _role(found: Article, bearing: Bearing) -> tuple[str, str]:
    if "organisation" in found.binds:
        return POSSIBLE, "binds every organisation"
    if "controller" in found.binds:
        if bearing.personal_data is False:
            return NOT_OURS, "no personal data is used"
        known = bearing.personal_data is True
        said = "personal data is used" if known else "whether personal data is used is not on record here"
        return (POSSIBLE if known else UNCLEAR), said
    whom = " and ".join(found.binds)
    if bearing.role is None:
        return UNCLEAR, f"binds the {whom}; our role is not on record here"
    if bearing.role not in found.binds:
        return NOT_OURS, f"binds the {whom}; we are recorded as {bearing.role}"
    return POSSIBLE, f"binds the {whom}, as which we are recorded"
