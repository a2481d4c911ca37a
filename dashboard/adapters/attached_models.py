"""The rows that say which model is attached to which version of a use case, in the caller's transaction."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, select

from dashboard.adapters.database import Transaction
from dashboard.adapters.repository import table
from dashboard.adapters.tables import AttachedModelRow
from dashboard.domain.attached_model import Read, Signature

ENTITY = "attached_model"
_ROWS = table(AttachedModelRow)


@dataclass(frozen=True, slots=True)
class Attached:
    """A model: its file, how it is asked, and from which score on it decides favourably.

    `agrees` of `tried` stored decisions are what it would have decided.
    """

    use_case_id: str
    model_version: str
    path: str
    sha256: str
    signature: Signature
    threshold: float
    agrees: int
    tried: int
    attached_by: str


def attached_models(connection: Connection, use_case: str) -> list[Attached]:
    """Of a use case, by version."""
    names = ("use_case_id", "model_version", "path", "sha256", "about", "attached_by")
    query = select(*[_ROWS.c[name] for name in names]).where(_ROWS.c.use_case_id == use_case, _ROWS.c.path.is_not(None))
    rows = connection.execute(query.order_by(_ROWS.c.model_version)).mappings()
    return [_attached(dict(row)) for row in rows]


def attached_to_version(connection: Connection, use_case: str, version: str) -> Attached | None:
    """The model of one version, where one is attached."""
    return next((one for one in attached_models(connection, use_case) if one.model_version == version), None)


def attached_paths(connection: Connection) -> set[str]:
    """The file of every attached model, of all use cases."""
    return {str(path) for path in connection.scalars(select(_ROWS.c.path).where(_ROWS.c.path.is_not(None)))}


def named_elsewhere(connection: Connection, model: Attached) -> bool:
    """Whether another version, or this one by now, names the file of this model."""
    return model.path in attached_paths(connection)


def _attached(row: dict[str, Any]) -> Attached:
    about = row.pop("about")
    reads = tuple(Read(**one) for one in about["signature"]["reads"])
    signature = Signature(reads, about["signature"]["output"], about["signature"]["column"])
    return Attached(**row, signature=signature, threshold=about["threshold"], agrees=about["agrees"],
                    tried=about["tried"])  # fmt: skip


def save(tx: Transaction, model: Attached) -> int:
    """Attach, in place of the one of the same version; returns the event's number."""
    about = {"signature": asdict(model.signature), "threshold": model.threshold, "agrees": model.agrees,
             "tried": model.tried}  # fmt: skip
    names = ("use_case_id", "model_version", "path", "sha256", "attached_by")
    values = {name: getattr(model, name) for name in names} | {"about": about}
    seq = tx.append("model.attached", ENTITY, f"{model.use_case_id}/{model.model_version}", values)
    tx.session.merge(AttachedModelRow(**values, recorded_seq=seq))
    tx.session.flush()
    return seq


def remove(tx: Transaction, model: Attached) -> int:
    """Detach; the row stays without its file."""
    row = tx.session.get_one(AttachedModelRow, (model.use_case_id, model.model_version))
    row.path = None
    body = {"use_case_id": model.use_case_id, "model_version": model.model_version, "sha256": model.sha256}
    row.recorded_seq = tx.append("model.detached", ENTITY, f"{model.use_case_id}/{model.model_version}", body)
    tx.session.add(row)
    tx.session.flush()
    return row.recorded_seq
