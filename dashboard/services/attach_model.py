"""A model is attached to a version as ONNX: looked through, run apart, held against features and decisions."""

from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from math import isfinite
from uuid import uuid4

import numpy as np

from dashboard.adapters.attached_models import Attached, attached_to_version, named_elsewhere, remove, save
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.model_runner import ends_of, require_engine
from dashboard.adapters.onnx_file import require_plain
from dashboard.domain.actors import Actor
from dashboard.domain.attached_model import Signature, held
from dashboard.domain.plain_text import shown
from dashboard.errors import InputRejected, NotFound, OutcomeUnknown, Problem
from dashboard.services.ask_model import asked, table_of
from dashboard.services.feature_overview import drawn
from dashboard.services.permissions import Verb
from dashboard.services.register import new_key
from dashboard.services.single_decisions import Asked, Sight, look_in, permitted, sight, today

TRIED = 1_000  # stored decisions that a new model is held against
_REFUSED = "The model was not attached."


@dataclass(frozen=True, slots=True)
class AttachModel:
    """An ONNX file and how it decides: favourably where the score in column `favourable` is at least `threshold`."""

    use_case: str
    model_version: str
    content: bytes
    favourable: int = 1
    threshold: float = 0.5
    on: date = field(default_factory=today)
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class DetachModel:
    """The model of a version of a use case."""

    use_case: str
    model_version: str
    key: str = field(default_factory=new_key)


def attach_model(database: Database, store: DecisionStore, command: AttachModel, actor: Actor) -> Attached:
    """Attach a model in place of the one of the same version.

    Raises:
        NotPermitted, NotFound, Conflict: the sentence says why.
        InputRejected: no ONNX, too large, other operators, data elsewhere, or features that do not match.
        CannotAssess: it cannot be run within its limits.
        StoreUnusable: nothing was attached.
    """
    permitted(database, command.use_case, actor, Verb.ATTACH)
    require_engine()
    _require_terms(command)
    require_plain(command.content)
    seen = sight(database, store, command.use_case, actor, command.on)
    versions = seen.rows.versions().names
    if command.model_version not in versions:
        expected = f"a version that decided: {', '.join(versions)}"
        raise InputRejected(_REFUSED, [Problem("model version", shown(command.model_version), expected)])
    signature, problems = held(ends_of(store, command.content), seen.rows.kinds, command.favourable)
    if signature is None:
        raise InputRejected(_REFUSED, problems)
    path = f"models/{command.use_case}/{sha256(command.content).hexdigest()[:32]}-{uuid4().hex[:12]}.onnx"
    try:
        model = _tried(store, seen, command, Signed(signature, path, actor))
        return _saved(database, store, command, model, actor)
    except OutcomeUnknown:  # it may be attached, so its file stays; the daily task knows later
        raise
    except BaseException:  # refused, or stopped while it ran
        (store.root / path).unlink(missing_ok=True)
        raise


def _saved(database: Database, store: DecisionStore, command: AttachModel, model: Attached, actor: Actor) -> Attached:
    """Record that it was held against decisions, and attach it; the file that it takes the place of goes."""
    look = Asked(command.use_case, "a model held against decisions", {"model": model.sha256})
    with database.write(actor, command.key) as tx:
        before = attached_to_version(tx.connection, command.use_case, command.model_version)
        if tx.replayed:  # a second click while the first one ran
            (store.root / model.path).unlink(missing_ok=True)
            return before or model
        look_in(tx, look, shown_rows=0, compared=model.tried)
        save(tx, model)
        gone = before is not None and not named_elsewhere(tx.connection, before)
    if before is not None and gone:
        (store.root / before.path).unlink(missing_ok=True)
    return model


def detach_model(database: Database, store: DecisionStore, command: DetachModel, actor: Actor) -> None:
    """Take a model away, and its file with it unless another version still names it; the ledger keeps the digest.

    Raises:
        NotPermitted, NotFound, StoreUnusable: nothing was changed.
    """
    permitted(database, command.use_case, actor, Verb.ATTACH)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return
        found = attached_to_version(tx.connection, command.use_case, command.model_version)
        if found is None:
            raise NotFound(f"No model is attached to version {shown(command.model_version)} of {command.use_case}.")
        remove(tx, found)
        gone = not named_elsewhere(tx.connection, found)
    if gone:
        (store.root / found.path).unlink(missing_ok=True)


def _require_terms(command: AttachModel) -> None:
    if not isfinite(command.threshold):
        raise InputRejected(_REFUSED, [Problem("threshold", str(command.threshold), "a finite number such as 0.5")])


@dataclass(frozen=True, slots=True)
class Signed:
    """How a new model is asked, where its file goes, and who attaches it."""

    signature: Signature
    path: str
    actor: Actor


def _tried(store: DecisionStore, seen: Sight, command: AttachModel, signed: Signed) -> Attached:
    """The model in its place, with how many stored decisions are what it would have decided."""
    with store.work() as work:
        (work / "model.onnx").write_bytes(command.content)
        store.keep(work / "model.onnx", signed.path)
    digest, signature = sha256(command.content).hexdigest(), signed.signature
    model = Attached(
        command.use_case, command.model_version, signed.path, digest, signature, command.threshold, 0, 0,
        signed.actor.user_id,
    )  # fmt: skip
    rows, versions, selected = seen.rows, seen.rows.versions(), seen.rows.flags("selected")
    same = np.array([name == command.model_version for name in versions.names], dtype=bool)[versions.codes]
    places = drawn(np.flatnonzero(rows.counts & same & (selected >= 0)), TRIED)
    table = table_of(rows, places, signature)
    places, table = places[table.usable], table.some(table.usable)
    if not len(places):
        return model
    agrees = int(((asked(store, model, table) >= command.threshold) == (selected[places] == 1)).sum())
    return replace(model, agrees=agrees, tried=len(places))
