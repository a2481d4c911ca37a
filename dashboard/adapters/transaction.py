"""One write: the rows it changes and the events that say so are stored together or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert
from sqlmodel import Session

from dashboard.adapters import ledger
from dashboard.adapters.tables import EventRow
from dashboard.domain.actors import Actor


@dataclass(slots=True)
class Transaction:
    """What a service holds while it writes.

    Attributes:
        session: For rows as objects. `connection` is the same transaction, for statements in bulk.
        now: UTC, the `recorded_at` of every event of this transaction.
        seq: The newest event; once written, the data version that this transaction makes.
        replayed: The idempotency key was used before. `seq` is the event it wrote then; whatever is done
            in a replayed transaction is undone at its end, so a service returns at once.
    """

    session: Session
    connection: Connection
    stamp: ledger.Stamp
    head: ledger.Head
    replayed_seq: int | None = None
    parts: int = field(default=0)

    @property
    def actor(self) -> Actor:
        """Who writes."""
        return self.stamp.actor

    @property
    def now(self) -> datetime:
        """UTC."""
        return self.stamp.at

    @property
    def replayed(self) -> bool:
        """Whether this command was carried out before."""
        return self.replayed_seq is not None

    @property
    def seq(self) -> int:
        """The newest event, or the one that was written when the command was first carried out."""
        return self.head.seq if self.replayed_seq is None else self.replayed_seq

    def written_before(self) -> dict[tuple[str, str], dict[str, Any]]:
        """(entity, id) to the record that this command wrote when it was first carried out; empty when it is new."""
        return ledger.records_under(self.connection, self.stamp.key) if self.replayed else {}

    def append(self, kind: str, entity: str, entity_id: str, body: dict[str, Any], revision: int | None = None) -> int:
        """Add one event holding the entity's whole record; returns its seq.

        Args:
            kind: What happened, such as `use_case.changed`.
            entity: What it happened to, such as `use_case`.
            entity_id: Which one.
            body: The whole record after the change, as JSON-like values (dates as ISO text).
            revision: The record's new revision; by default one more than the ledger's newest of this entity.
        """
        self.session.flush()
        number = revision or ledger.next_revision(self.connection, entity, entity_id)
        return self.append_all([ledger.Entry(kind, entity, entity_id, body, number)])

    def append_all(self, entries: Iterable[ledger.Entry]) -> int:
        """Add many events in one statement; returns the last seq."""
        rows: list[dict[str, Any]] = []
        for entry in entries:
            rows.append(ledger.event_values(entry, self.stamp, after=self.head, part=self.parts))
            self.head, self.parts = ledger.Head(rows[-1]["seq"], rows[-1]["hash"]), self.parts + 1
        if rows and not self.replayed:
            self.connection.execute(insert(EventRow), rows)
        return self.seq
