"""Record that a pack was handed over: which day it told of, what it said, and the SHA-256 of its bytes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.adapters.database import Database
from dashboard.adapters.packs import BOARD, PACK
from dashboard.domain.actors import Actor
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key
from dashboard.services.screens.board_pack import BoardPack

MADE = "pack.made"


@dataclass(frozen=True, slots=True)
class RecordPack:
    """A pack as it was made; `files` is the name of each form (pdf, html) to its bytes."""

    pack: BoardPack
    files: Mapping[str, bytes]
    key: str = field(default_factory=new_key)


def record_pack(database: Database, command: RecordPack, actor: Actor) -> Saved:
    """Write the event; the file itself is kept by whoever made it.

    Raises:
        NotPermitted: the role may not.
        StoreUnusable: nothing was written.
    """
    require(actor, Verb.PACK)
    head = command.pack.head
    record = {
        "as_of": head.as_of.isoformat(), "entry": head.entry, "charter": head.charter, "checkpoint": head.code,
        "statuses": {str(status): count for status, count in command.pack.statuses.ordered},
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(command.files.items())},
    }  # fmt: skip
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return Saved(tx.seq, {}, replayed=True)
        tx.append(MADE, PACK, BOARD, record)
        return Saved(tx.seq, {})
