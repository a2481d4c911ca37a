"""Everything that waits for somebody's decision, with everybody who may not give it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from dashboard.adapters.approvals_store import involved_in, involved_since, waiting_submissions
from dashboard.adapters.charters_store import waiting_proposal
from dashboard.adapters.disputes_store import open_disputes
from dashboard.adapters.ledger import head
from dashboard.adapters.requests_store import involved_in_request, waiting_requests


@dataclass(frozen=True, slots=True)
class Undecided:
    """What waits: `use_case` is '' for the organisation and for charters; `involved` is user id to how."""

    kind: str
    subject: str
    use_case: str
    asked_by: str
    on: date
    involved: Mapping[str, str]


def undecided(connection: Connection) -> Iterator[Undecided]:
    """Approvals, requests, disputes and a proposed charter that nobody has decided about."""
    for one in waiting_submissions(connection):
        yield Undecided("approval", "", one.use_case, one.submitted_by, one.on, involved_in(connection, one.id))
    for asked in waiting_requests(connection):
        involved = involved_in_request(connection, asked.id)
        yield Undecided(asked.kind, asked.subject, asked.use_case, asked.asked_by, asked.on, involved)
    for said in open_disputes(connection).values():
        owned = involved_since(connection, said.use_case, head(connection).seq) if said.use_case else {}
        yield Undecided(
            "dispute", said.clause, said.use_case, said.raised_by, said.on, owned | {said.raised_by: "raised it"}
        )
    proposal = waiting_proposal(connection)
    if proposal is not None:
        proposed = {proposal.proposed_by: "proposed it"}
        yield Undecided("charter", proposal.version, "", proposal.proposed_by, proposal.on, proposed)
