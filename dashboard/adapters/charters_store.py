"""Reads and adds proposed charters and their publications."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from dashboard.adapters.repository import table
from dashboard.adapters.tables import CharterProposalRow, CharterPublicationRow
from dashboard.adapters.transaction import Transaction
from dashboard.domain.publication import Proposal, Publication

ENTITY = "charter"
_PROPOSALS, _PUBLICATIONS = table(CharterProposalRow), table(CharterPublicationRow)
_FIELDS = tuple(Proposal.__dataclass_fields__)


def newest_proposal(connection: Connection) -> Proposal | None:
    """The last charter that was proposed, published or not."""
    row = connection.execute(select(_PROPOSALS).order_by(_PROPOSALS.c.id.desc()).limit(1)).mappings().first()
    return None if row is None else _proposal(row)


def waiting_proposal(connection: Connection) -> Proposal | None:
    """The newest proposal while nobody published it; a newer proposal takes an older one's place."""
    newest = newest_proposal(connection)
    if newest is None or any(one.proposal.id == newest.id for one in publications(connection)):
        return None
    return newest


def publications(connection: Connection) -> tuple[Publication, ...]:
    """Every publication, in the order of publishing."""
    published = [_PUBLICATIONS.c.published_by, _PUBLICATIONS.c.on.label("published_on"), _PUBLICATIONS.c.reason]
    query = select(*_PROPOSALS.c, *published).join(_PUBLICATIONS, _PUBLICATIONS.c.proposal_id == _PROPOSALS.c.id)
    rows = connection.execute(query.order_by(_PROPOSALS.c.id)).mappings()
    return tuple(Publication(_proposal(row), row["published_by"], row["published_on"], row["reason"]) for row in rows)


def digest_in_force(connection: Connection, as_of: date) -> str | None:
    """The digest of the newest published charter whose first day has come; None where there is none."""
    newest = _in_force(_PROPOSALS.c.digest, as_of).order_by(_PROPOSALS.c.id.desc()).limit(1)
    return connection.execute(newest).scalar_one_or_none()


def texts_in_force(connection: Connection, as_of: date) -> tuple[str, ...]:
    """The texts of every published charter whose first day has come, in the order of publishing."""
    return tuple(connection.scalars(_in_force(_PROPOSALS.c.text, as_of).order_by(_PROPOSALS.c.id)))


def _in_force(column: Any, as_of: date) -> Any:
    query = select(column).join(_PUBLICATIONS, _PUBLICATIONS.c.proposal_id == _PROPOSALS.c.id)
    return query.where(_PROPOSALS.c.effective <= as_of)


def add_proposal(tx: Transaction, values: dict[str, Any]) -> int:
    """Store a proposal (version, digest, effective, text, on, note) by who writes, with its event; returns its id."""
    row = {**values, "proposed_by": tx.actor.user_id}
    key = tx.connection.execute(insert(_PROPOSALS).values(**row)).inserted_primary_key
    assert key is not None  # noqa: S101  # an insert of one row has one
    dates = {name: values[name].isoformat() for name in ("effective", "on")}
    tx.append("charter.proposed", ENTITY, values["version"], {**row, **dates, "id": int(key[0])})
    return int(key[0])


def add_publication(tx: Transaction, publication: Publication) -> None:
    """Store a publication with its event; the database refuses a second one, and one by who proposed it."""
    proposal = publication.proposal
    values = {
        "proposal_id": proposal.id, "version": proposal.version, "proposed_by": proposal.proposed_by,
        "published_by": publication.published_by, "on": publication.on, "reason": publication.reason,
    }  # fmt: skip
    tx.connection.execute(insert(_PUBLICATIONS).values(**values))
    proposed = {**asdict(proposal), "on": proposal.on.isoformat(), "effective": proposal.effective.isoformat()}
    record = {**values, "on": publication.on.isoformat(), "proposal": proposed}
    tx.append("charter.published", ENTITY, proposal.version, record)


def _proposal(row: RowMapping) -> Proposal:
    return Proposal(**{name: row[name] for name in _FIELDS})
