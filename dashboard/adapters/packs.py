"""Packs that were handed over, as the ledger has them: a pack is its event, with no table beside it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from dashboard.adapters import ledger
from dashboard.adapters.database import Database
from dashboard.adapters.tables import EventRow

PACK = "pack"
BOARD = "board"
EVIDENCE = "evidence"
_EVENTS = EventRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it


@dataclass(frozen=True, slots=True)
class LastPack:
    """A pack that was made: its day, the ledger entry it told of, and its use cases in service by shown status."""

    as_of: date
    entry: int
    charter: str
    statuses: dict[str, int]

    @property
    def breaches(self) -> int:
        """Use cases in breach, as told then."""
        return self.statuses.get("non_compliant", 0)


def last_board_pack(database: Database, *, before: date) -> LastPack | None:
    """The newest pack of an earlier day than this: a second copy of today's pack compares with the same one."""
    mine = (_EVENTS.c.entity == PACK) & (_EVENTS.c.entity_id == BOARD)
    with database.read() as connection:
        bodies = connection.scalars(select(_EVENTS.c.body).where(mine).order_by(_EVENTS.c.seq.desc()))
        packs = (_pack(ledger.record_in(body)) for body in bodies)
        return next((one for one in packs if one.as_of < before), None)


def _pack(record: dict[str, Any]) -> LastPack:
    return LastPack(
        date.fromisoformat(record["as_of"]), int(record["entry"]), str(record["charter"]), dict(record["statuses"])
    )
