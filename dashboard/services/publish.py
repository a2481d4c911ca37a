"""A charter is proposed by one person and published by another; then it, not the file, is what counts."""

from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters import charters_store as store
from dashboard.adapters import repository
from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database, Transaction
from dashboard.domain.actors import Actor
from dashboard.domain.approvals import eligible
from dashboard.domain.charter import Charter
from dashboard.domain.charter_rules import publication_problem
from dashboard.domain.frameworks import Frameworks
from dashboard.domain.publication import Proposal, Publication
from dashboard.domain.texts import in_words
from dashboard.errors import ChangedSinceOpened, CharterInvalid, Conflict, NotPermitted, Problem
from dashboard.services.ledger import make_checkpoint
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key


@dataclass(frozen=True, slots=True)
class ProposeCharter:
    """A whole charter as the bytes of its file, and what is new in it, in words."""

    text: bytes
    note: str
    as_of: date
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class PublishCharter:
    """Publish the proposal that was read, saying why."""

    proposal: int
    reason: str
    as_of: date
    key: str = field(default_factory=new_key)


def propose_charter(database: Database, frameworks: Frameworks | None, command: ProposeCharter, actor: Actor) -> Saved:
    """Store a proposal; it replaces one that nobody has published yet.

    Raises:
        NotPermitted: the role may not.
        CharterInvalid: it has problems, or its version may not follow those that are published.
        InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.PUBLISH)
    note, charter = in_words(command.note, "note"), load_charter(command.text, frameworks=frameworks)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return Saved(tx.seq, {}, replayed=True)
        _refuse_version(tx, charter)
        values = {
            "version": charter.version, "digest": charter.digest, "effective": charter.effective,
            "text": command.text.decode(), "on": command.as_of, "note": note,
        }  # fmt: skip
        store.add_proposal(tx, values)
        return Saved(tx.seq, {})


def publish_charter(database: Database, kept: CheckpointFile, command: PublishCharter, actor: Actor) -> Saved:
    """Store the publication, and sign a checkpoint of the ledger that holds it.

    Raises:
        NotPermitted: the role may not, or it is one's own proposal.
        ChangedSinceOpened: another proposal has taken its place, or it was published.
        CharterInvalid, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.PUBLISH)
    reason = in_words(command.reason, "reason")
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return Saved(tx.seq, {}, replayed=True)
        proposal = _waiting(tx, command.proposal)
        _refuse_own(database, proposal, actor)
        _refuse_version(tx, load_charter(proposal.text.encode()))
        if command.as_of < proposal.on:
            raise Conflict(f"It was proposed on {proposal.on} and cannot be published on {command.as_of}, before that.")
        store.add_publication(tx, Publication(proposal, actor.user_id, command.as_of, reason))
        saved = Saved(tx.seq, {})
    make_checkpoint(database, kept)
    return saved


def _waiting(tx: Transaction, number: int) -> Proposal:
    waiting = store.waiting_proposal(tx.connection)
    if waiting is None or waiting.id != number:
        raise ChangedSinceOpened(
            "The proposal that you read waits no longer: it was published, or another one has taken its place. "
            "Nothing was saved; look at the page again."
        )
    return waiting


def _refuse_own(database: Database, proposal: Proposal, actor: Actor) -> None:
    if proposal.proposed_by != actor.user_id:
        return
    others = [user.title for user in eligible(repository.users(database), {proposal.proposed_by: "proposed it"})]
    remain = f"{', '.join(others)} may." if others else "Nobody remains who may: name a deputy first."
    raise NotPermitted(f"You proposed charter {proposal.version}; somebody else publishes it. {remain}")


def _refuse_version(tx: Transaction, charter: Charter) -> None:
    published = [(one.proposal.version, one.proposal.digest) for one in store.publications(tx.connection)]
    if (charter.version, charter.digest) in published:
        raise Conflict(f"Charter {charter.version} is published already, word for word.")
    problem = publication_problem(charter, published)
    if problem is not None:
        raise CharterInvalid("Nothing was saved.", [Problem("version", problem.found, problem.expected)])
