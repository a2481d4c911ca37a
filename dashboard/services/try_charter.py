"""A draft of the charter held against the store without writing anything: what would flip if it were published."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.charters_store import texts_in_force
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import users
from dashboard.adapters.reviews_store import items_at_hand, items_of_cases
from dashboard.domain.case_promises import TASK
from dashboard.domain.case_trial import CasePractice
from dashboard.domain.charter import Charter
from dashboard.domain.charter_trial import Held, Trial, try_charter
from dashboard.domain.effort import step
from dashboard.domain.findings import assess
from dashboard.domain.frameworks import Frameworks
from dashboard.domain.publication import first_days
from dashboard.domain.redecided import assess_again, parts_to_decide
from dashboard.domain.reviews import ReviewItem
from dashboard.services.sources import Sources, opened_sources
from dashboard.services.stored_facts import Practice, read_practice
from dashboard.settings import Settings


@dataclass(frozen=True, slots=True)
class Ground:
    """What every draft is held beside: the charter in force with its findings, and what was read of one moment.

    Attributes:
        held: the charter in force with its findings.
        practice: registry and counts.
        published: the charters in force on the day, in the order of publishing.
        items: review items of findings that are open, or were closed lately.
        case_items: open review items about single cases.
    """

    held: Held
    practice: Practice
    published: tuple[Charter, ...]
    items: tuple[ReviewItem, ...]
    case_items: tuple[ReviewItem, ...] = ()

    @property
    def as_of(self) -> date:
        """The day of every claim."""
        return self.held.found.as_of


def load_ground(sources: Sources, practice: Practice) -> Ground:
    """The charter in force held against what was read of the store, once for many drafts."""
    with sources.database.read() as connection:
        texts, items = texts_in_force(connection, sources.as_of), items_at_hand(connection, sources.as_of)
        items += items_of_cases(connection)
    step(0, 0, "Deciding by the charter in force")
    published = tuple(load_charter(text.encode(), what="A published charter") for text in texts)
    return ground(sources.charter, practice, sources.as_of, published=published, items=items)


def ground(
    charter: Charter, practice: Practice, as_of: date, *, published: Sequence[Charter], items: Sequence[ReviewItem]
) -> Ground:
    """The same from what was read before; `items` of findings and of single cases."""
    facts = practice.facts(charter, as_of)
    held = Held(charter, facts, assess(charter, facts, as_of))
    apart = [tuple(item for item in items if (item.kind == TASK) == of_cases) for of_cases in (False, True)]
    return Ground(held, practice, tuple(published), *apart)


def what_if(known: Ground, draft: Charter) -> Trial:
    """What the next assessment would find, and do, if the draft were published and in force on the day of the ground.

    Only clauses that demand something else are decided; the others keep their findings.
    """
    was = known.held
    draft = draft.model_copy(update={"since": first_days([*known.published, draft])})
    parts = parts_to_decide(was.charter, draft, known.as_of)
    cases = was.facts.use_cases
    decisions = known.practice.windows.facts(parts, cases.ids, known.as_of)
    facts = replace(was.facts, use_cases=replace(cases, decisions=decisions))
    now = Held(draft, facts, assess_again(was.charter, was.found, draft, facts))
    return try_charter(was, now, known.items, _cases(known))


def _cases(known: Ground) -> CasePractice:
    facts = known.held.facts
    moment = facts.organisation.cases.moment
    return CasePractice(known.practice.cases.cases, known.case_items, facts.owners, moment, known.as_of)


def try_file(settings: Settings, file: Path, as_of: date) -> tuple[Trial, dict[str, str], Frameworks | None]:
    """What a charter file would change in the store that the settings name; names of people, laws and standards.

    Raises:
        CharterInvalid: the file has problems; each with its line.
        StoreUnusable: the store cannot be read.
    """
    with opened_sources(settings, as_of) as sources:
        draft = load_charter(file, frameworks=sources.frameworks)
        known = load_ground(sources, read_practice(sources.database, DecisionStore(sources.store)))
        titles = {user.id: user.title for user in users(sources.database)}
        return what_if(known, draft), titles, sources.frameworks
