"""What is said against a finding: by whom, since when, and who may decide about it."""

from dataclasses import dataclass

from dashboard.adapters import repository
from dashboard.adapters.approvals_store import involved_since
from dashboard.adapters.ledger import head
from dashboard.adapters.queries.review_items import assignable
from dashboard.domain.actors import Actor, Role
from dashboard.domain.approvals import eligible
from dashboard.domain.disputes import CATEGORIES
from dashboard.domain.wording import day
from dashboard.services.permissions import MAY, Verb, may
from dashboard.services.screens.case_file import CaseFile
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """An open dispute in words; `involved` is who may not decide about it, `may_decide` titles of those who may."""

    id: int
    said: str
    involved: frozenset[str]
    may_decide: tuple[str, ...]

    def decides(self, actor: Actor) -> bool:
        """Whether this person may decide."""
        return may(actor, Verb.SETTLE) and actor.user_id not in self.involved


def dispute_line(sources: Sources, case: CaseFile, clause: str) -> DisputeLine | None:
    """The open dispute of a finding; None where nobody disputes it."""
    found = case.disputes.get(clause)
    if found is None:
        return None
    with sources.database.read() as connection:
        owned = involved_since(connection, case.key, head(connection).seq) if case.key else {}
    involved = owned | {found.raised_by: "raised it"}
    said = f"{CATEGORIES[found.category]}. {found.text}"
    able = tuple(user.title for user in eligible(repository.users(sources.database), involved))
    who = f"Disputed since {day(found.on)} by {case.person(found.raised_by)}"
    return DisputeLine(found.id, f"{who}: {said}", frozenset(involved), able)


def load_people(sources: Sources) -> dict[str, str]:
    """Active people who can act on what they are given: id to title, by title."""
    people = assignable(sources.database).itertuples()
    return {str(row.id): str(row.title) for row in people if Verb.RESOLVE in MAY[Role(str(row.role))]}
