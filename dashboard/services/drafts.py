"""A team lead's registration from its first answer to the registered record; every answer is saved as it is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters import drafts_store as store
from dashboard.adapters import repository
from dashboard.adapters.database import Database, Transaction
from dashboard.domain.actors import Actor
from dashboard.domain.charter import Charter
from dashboard.domain.draft_answers import accepted, must_answer
from dashboard.domain.draft_form import asked_entries, form_of
from dashboard.domain.draft_record import Asked, free_id, record_of
from dashboard.domain.drafts import IntakeDraft, changed
from dashboard.domain.intake import Intake
from dashboard.domain.triage import Answer
from dashboard.errors import ChangedSinceOpened, InputRejected, NotFound, Problem
from dashboard.services.new_records import register_in
from dashboard.services.officer_items import ask_officer
from dashboard.services.permissions import Verb, require
from dashboard.services.register import new_key

_NAMESAKES = 200


@dataclass(frozen=True, slots=True)
class BeginDraft:
    """A new draft; its id is made with the command, so that a double click begins one."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class SaveAnswers:
    """Answers that changed, None where one was taken back, and the revision that they were given in."""

    draft: str
    revision: int
    changes: Mapping[str, Answer | None]


@dataclass(frozen=True, slots=True)
class EndDraft:
    """Register or discard a draft as it was opened; a second click is the same command."""

    draft: str
    revision: int
    as_of: date


def begin_draft(database: Database, command: BeginDraft, actor: Actor) -> str:
    """Store an empty draft, or one with first answers; returns its id.

    Raises:
        NotPermitted, StoreUnusable: nothing was written.
    """
    require(actor, Verb.REGISTER)
    with database.write(actor, command.key) as tx:
        if not tx.replayed:
            store.add_draft(tx, command.key[:32], command.answers)
    return command.key[:32]


def save_answers(database: Database, intake: Intake, charter: Charter, command: SaveAnswers, actor: Actor) -> int:
    """Save what was just answered; returns the draft's new revision.

    Raises:
        ChangedSinceOpened: the draft was changed on another device; what was typed here is still here.
        NotPermitted, NotFound, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.REGISTER)
    people = {user.id for user in repository.users(database)} | {actor.user_id}
    changes = accepted(form_of(intake, charter), command.changes, people)
    with database.write(actor) as tx:
        draft = _mine(tx, command.draft)
        answers = changed(draft.answers, changes)
        if answers == draft.answers:
            return draft.revision
        _refuse_stale(draft, command.revision)
        return store.save_answers(tx, draft, answers)


def discard_draft(database: Database, command: EndDraft, actor: Actor) -> None:
    """Throw a draft away; the ledger keeps that there was one.

    Raises:
        NotPermitted, NotFound, ChangedSinceOpened, StoreUnusable: nothing was written.
    """
    require(actor, Verb.REGISTER)
    with database.write(actor, f"discard-{command.draft}") as tx:
        if not tx.replayed:
            _refuse_stale(_mine(tx, command.draft), command.revision)
            store.end_draft(tx, command.draft, "discarded", {})


def register_draft(database: Database, intake: Intake, charter: Charter, command: EndDraft, actor: Actor) -> str:
    """Turn a draft into a registered use case of its owner, with its questions to the officer; returns the new id.

    Raises:
        InputRejected: what must be answered first; each is named.
        NotPermitted, NotFound, ChangedSinceOpened, AlreadyExists, StoreUnusable: nothing was written.
    """
    require(actor, Verb.REGISTER)
    asked = Asked(intake, charter, actor.user_id, command.as_of)
    with database.write(actor, f"register-{command.draft}") as tx:
        if tx.replayed:
            return str(tx.written_before()[store.ENTITY, command.draft]["use_case"])
        draft = _mine(tx, command.draft)
        _refuse_stale(draft, command.revision)
        _refuse_open(asked, draft)
        use_case = record_of(asked, draft.answers, taken=_namesakes(tx, draft.title))
        register_in(tx, [use_case])
        ask_officer(tx, database, use_case, charter, command.as_of)
        store.end_draft(tx, draft.id, "registered", {"use_case": use_case.id})
    return use_case.id


def _mine(tx: Transaction, draft_id: str) -> IntakeDraft:
    draft = store.draft_in(tx.connection, draft_id, tx.actor.user_id)
    if draft is None:
        raise NotFound(
            "You have no draft under this address: it was registered or discarded, or it is somebody else's."
        )
    return draft


def _refuse_stale(draft: IntakeDraft, opened: int) -> None:
    if draft.revision != opened:
        raise ChangedSinceOpened(
            f"“{draft.title}” has changed since you opened it (you have revision {opened}, it is now "
            f"{draft.revision}). Nothing was saved and nothing of yours is lost."
        )


def _refuse_open(asked: Asked, draft: IntakeDraft) -> None:
    steps = asked_entries(asked.form, draft.answers, asked.intake)
    must = must_answer(asked.intake, draft.answers)
    problems = [Problem(entry.ask, "no answer", "an answer")
                for entries in steps.values() for entry in entries
                if entry.id in must and entry.id not in draft.answers]  # fmt: skip
    if problems:
        raise InputRejected("It cannot be registered yet. Nothing was lost.", problems)


def _namesakes(tx: Transaction, title: str) -> frozenset[str]:
    plain = free_id(title, ())
    candidates = [plain, *(f"{plain}-{number}" for number in range(2, _NAMESAKES))]
    return frozenset(repository.revisions(tx.connection, candidates))
