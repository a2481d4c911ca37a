"""Model cards of use cases: made from the record, and read as proposals that a person takes in field by field."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters.database import Database
from dashboard.adapters.model_card_file import read_card
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import Actor
from dashboard.domain.card_proposals import Proposal, proposals
from dashboard.domain.plain_text import shown
from dashboard.domain.record_edits import with_answer
from dashboard.errors import NotFound
from dashboard.services.permissions import Verb, require
from dashboard.services.register import ChangeUseCase, Saved, change_use_case, new_key
from dashboard.services.screens.model_card import Form, card_file
from dashboard.services.sources import opened_sources
from dashboard.settings import Settings


@dataclass(frozen=True, slots=True)
class CardLook:
    """What a card proposes for a use case, as the revision that it was compared with."""

    use_case: str
    revision: int
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class TakeInCard:
    """Proposals that a person saw and takes in."""

    use_case: str
    revision: int
    chosen: Sequence[Proposal]
    key: str = field(default_factory=new_key)


def make_card(settings: Settings, use_case: str, form: Form, as_of: date) -> bytes:
    """The card of a use case as a file; raises NotFound, StoreUnusable."""
    with opened_sources(settings, as_of) as sources:
        return card_file(sources, use_case, form)


def look_at_card(database: Database, use_case: str, data: bytes) -> CardLook:
    """Compare a card with the record; nothing is written.

    Raises:
        NotFound, InputRejected: there is no such use case, or the file is no card.
    """
    found = use_case_record(database, use_case)
    if found is None:
        raise NotFound(f"There is no use case {shown(use_case)}.")
    return CardLook(use_case, found[1], proposals(found[0], read_card(data)))


def take_in_card(database: Database, command: TakeInCard, actor: Actor) -> Saved:
    """Change the fields that were chosen, by the rules of every change.

    Raises:
        NotPermitted, NotFound, ChangedSinceOpened, RegistryInvalid, StoreUnusable: nothing was written.
    """
    require(actor, Verb.CHANGE)
    found = use_case_record(database, command.use_case)
    if found is None:
        raise NotFound(f"There is no use case {shown(command.use_case)}.")
    changed = found[0]
    for one in command.chosen:
        changed = with_answer(changed, one.path, one.proposed)
    return change_use_case(database, ChangeUseCase(changed, command.revision, command.key), actor)
