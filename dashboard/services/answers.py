"""An answer to "what if" is attached to a review item as evidence: whole, with what it was asked of, in the ledger."""

from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters.database import Database
from dashboard.adapters.reviews_store import Note
from dashboard.domain.actors import Actor
from dashboard.domain.answers import KINDS, LARGEST, Answer, written
from dashboard.domain.texts import in_words
from dashboard.errors import InputRejected, Problem
from dashboard.services.permissions import Verb, require
from dashboard.services.register import new_key
from dashboard.services.reviews import ItemSaved, opened_item, replayed_item, store_item


@dataclass(frozen=True, slots=True)
class AttachAnswer:
    """Attach an answer to an item as it was opened, saying what it shows."""

    item: int
    answer: Answer
    words: str
    revision: int
    as_of: date
    key: str = field(default_factory=new_key)


def attach_answer(database: Database, command: AttachAnswer, actor: Actor) -> ItemSaved:
    """Store the answer in an event of the item, with a note that everybody reads.

    Raises:
        InputRejected: no words, an unknown kind of answer, or a result that is too large.
        NotPermitted, NotFound, ChangedSinceOpened, StoreUnusable: nothing was written.
    """
    require(actor, Verb.NOTE)
    words, answer = in_words(command.words, "comment"), command.answer
    _refuse_unfit(answer)
    with database.write(actor, command.key) as tx:
        found = opened_item(tx, command.item, command.revision)
        if found is None:
            return replayed_item(tx, command.item)
        text = f"{words} ({KINDS[answer.kind]}: {answer.said})"
        return store_item(tx, found, {}, Note("answer attached", text, command.as_of, answer.record()))


def _refuse_unfit(answer: Answer) -> None:
    if answer.kind not in KINDS:
        problem = Problem("the kind of answer", repr(answer.kind), f"one of {', '.join(KINDS)}")
        raise InputRejected("The answer was not attached.", [problem])
    size = len(written(answer.result))
    if size > LARGEST:
        problem = Problem("the answer", f"{size:,} bytes", f"at most {LARGEST:,}; ask about fewer use cases")
        raise InputRejected("The answer was not attached.", [problem])
