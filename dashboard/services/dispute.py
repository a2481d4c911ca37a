"""A finding is disputed and stands meanwhile; somebody else decides, and a correction goes to the review item."""

from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters import approvals_store, repository
from dashboard.adapters import disputes_store as store
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.findings_store import current_status
from dashboard.adapters.reviews_store import Note, open_item, save_change
from dashboard.domain.actors import Actor
from dashboard.domain.disputes import (
    CATEGORIES,
    Category,
    Correction,
    Dispute,
    Outcome,
    Settlement,
    corrected_item,
    settled_in_words,
)
from dashboard.domain.plain_text import shown
from dashboard.domain.texts import in_words
from dashboard.errors import Conflict, InputRejected, NotFound, NotPermitted, Problem
from dashboard.services.permissions import Verb, require
from dashboard.services.register import new_key


@dataclass(frozen=True, slots=True)
class RaiseDispute:
    """Say why a finding is wrong; `use_case` is '' for the organisation."""

    use_case: str
    clause: str
    category: Category
    text: str
    as_of: date
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class SettleDispute:
    """Decide about a dispute, saying why; with what is to be corrected, by whom and until when where it is accepted."""

    dispute: int
    outcome: Outcome
    reason: str
    as_of: date
    correction: Correction | None = None
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class DisputeSaved:
    """Which dispute, and the data version."""

    dispute: int | None
    seq: int
    replayed: bool = False


def raise_dispute(database: Database, command: RaiseDispute, actor: Actor) -> DisputeSaved:
    """Mark a finding as disputed. Its status stays.

    Raises:
        NotPermitted, NotFound, Conflict, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.DISPUTE)
    if command.category not in CATEGORIES:
        problem = Problem("category", shown(command.category), f"one of {', '.join(CATEGORIES)}")
        raise InputRejected("Nothing was saved.", [problem])
    text = in_words(command.text, "description of what is wrong")
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return DisputeSaved(None, tx.seq, replayed=True)
        status = current_status(tx.connection, command.use_case, command.clause)
        if status is None:
            raise NotFound(f"There is no finding of {shown(command.clause)} about {shown(command.use_case)}.")
        before = store.open_disputes(tx.connection, command.use_case).get((command.use_case, command.clause))
        if before is not None:
            raise Conflict(f"{command.clause} is disputed since {before.on}; that is decided first.")
        values = {"use_case_id": command.use_case, "clause": command.clause, "category": command.category,
                  "text": text, "status": str(status), "on": command.as_of}  # fmt: skip
        number = store.add_dispute(tx, values)
        _note(tx, command.use_case, command.clause, Note("disputed", f"{CATEGORIES[command.category]}. {text}",
                                                         command.as_of))  # fmt: skip
        return DisputeSaved(number, tx.seq)


def settle_dispute(database: Database, command: SettleDispute, actor: Actor) -> DisputeSaved:
    """Decide: the finding stands, or something will be corrected. The status stays until the next assessment.

    Raises:
        NotPermitted: the role may not, or the person raised it or ever owned the use case.
        NotFound, Conflict, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.SETTLE)
    reason, fix = in_words(command.reason, "reason"), _correction(database, command)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return DisputeSaved(command.dispute, tx.seq, replayed=True)
        found = store.dispute(tx.connection, command.dispute)
        if found is None:
            raise NotFound(f"There is no dispute {command.dispute}.")
        if store.open_disputes(tx.connection, found.use_case).get((found.use_case, found.clause)) != found:
            raise Conflict(f"The dispute of {found.clause} was decided already.")
        _refuse_involved(tx, found)
        settlement = Settlement(found, command.outcome, actor.user_id, command.as_of, reason, fix)
        store.add_settlement(tx, settlement)
        _hand_on(tx, settlement)
        return DisputeSaved(found.id, tx.seq)


def involved_in_dispute(tx: Transaction, found: Dispute) -> dict[str, str]:
    """User id to how: who raised it, and who ever owned the use case."""
    owned = approvals_store.involved_since(tx.connection, found.use_case, tx.head.seq) if found.use_case else {}
    return owned | {found.raised_by: "raised it"}


def _refuse_involved(tx: Transaction, found: Dispute) -> None:
    involved = involved_in_dispute(tx, found)
    if tx.actor.user_id in involved:
        raise NotPermitted(
            f"You may not decide about the dispute of {found.clause}, because you {involved[tx.actor.user_id]}. "
            "Nothing was saved."
        )


def _hand_on(tx: Transaction, settlement: Settlement) -> None:
    """The open review item gets the note and, where something is to be corrected, who does it; no breach gains time."""
    found, fix = settlement.dispute, settlement.correction
    note = Note(f"dispute {settlement.outcome}", settled_in_words(settlement), settlement.on)
    item = open_item(tx.connection, found.use_case, found.clause)
    if fix is None:
        _note(tx, found.use_case, found.clause, note)
    elif item is not None:
        due = min(fix.due, item.due) if item.due else fix.due
        save_change(tx, item.id, {"assignee": fix.by, "due": due}, note)
    else:
        save_change(tx, None, corrected_item(found, fix, settlement.on), note)


def _note(tx: Transaction, use_case: str, clause: str, note: Note) -> None:
    item = open_item(tx.connection, use_case, clause)
    if item is not None:
        save_change(tx, item.id, {}, note)


def _correction(database: Database, command: SettleDispute) -> Correction | None:
    fix = command.correction
    if (fix is not None) is not (command.outcome == "accepted"):
        problem = Problem("correction", "none" if fix is None else "one", "one where it is accepted, none otherwise")
        raise InputRejected("Nothing was saved.", [problem])
    if fix is None:
        return None
    people = {user.id for user in repository.users(database) if user.active}
    problems = [] if fix.by in people else [Problem("who corrects it", shown(fix.by), "somebody active here")]
    if fix.due < command.as_of:
        problems.append(Problem("due", str(fix.due), f"a day on or after {command.as_of}"))
    if problems:
        raise InputRejected("Nothing was saved.", problems)
    return Correction(in_words(fix.what, "description of the correction"), fix.by, fix.due)
