"""The answers to "what if" that were attached to a review item, each with whether it still reads as it was attached."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.adapters.queries.use_case import people
from dashboard.adapters.reviews_store import attached_to
from dashboard.domain.answers import KINDS, Answer, written
from dashboard.services.screens.words import moment
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Attached:
    """One answer: `intact` says that the result has the digest it was stored with; `file` is the result as JSON."""

    number: int
    kind: str
    name: str
    said: str
    by: str
    when: str
    as_of: date
    data_version: int
    newer: int
    digest: str
    intact: bool
    query: Mapping[str, str]
    command: str
    file: bytes


def load_attached(sources: Sources, item_id: int) -> tuple[Attached, ...]:
    """Oldest first; `newer` counts the entries of the ledger since the answer was asked."""
    with sources.database.read() as connection:
        rows = attached_to(connection, item_id)
    names, version = people(sources.database), sources.database.data_version()
    found = []
    for row in rows:
        answer, digest = Answer.of(row["attached"]), str(row["attached"]["digest"])
        found.append(
            Attached(
                number=row["seq"], kind=answer.kind, name=KINDS.get(answer.kind, answer.kind), said=answer.said,
                by=names.get(row["actor"], row["actor"]), when=moment(row["recorded_at"]), as_of=answer.as_of,
                data_version=answer.data_version, newer=version - answer.data_version, digest=digest,
                intact=digest == answer.digest, query=answer.query, command=answer.command,
                file=written(row["attached"]),
            )
        )  # fmt: skip
    return tuple(found)
