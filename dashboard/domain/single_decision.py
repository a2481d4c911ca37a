"""One decision as somebody is shown it, and how another one differs from it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

Value = float | str | None
DIGITS = 32  # hexadecimal, of the digest under which the ledger knows a decision


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision with its features; personal data. `decided_at` is UTC without zone."""

    decision_id: str
    decided_at: datetime
    model_version: str
    selected: bool | None
    label: bool | None
    score: float | None
    attributes: Mapping[str, str | None]
    features: Mapping[str, Value]


def decision_of(row: Mapping[str, Any]) -> Decision:
    """A row of a batch with its features."""
    score = row.get("score")
    return Decision(
        decision_id=str(row["decision_id"]),
        decided_at=row["decided_at"],
        model_version=str(row["model_version"]),
        selected=row["selected"],
        label=row["label"],
        score=None if score is None or math.isnan(score) else float(score),
        attributes={name[2:]: value for name, value in row.items() if name.startswith("a_")},
        features=dict(row["features"]),
    )


def digest_of(decision_id: str) -> str:
    """What the ledger keeps of an id: whoever has the id can find who looked at it, nobody learns an id from it."""
    return sha256(decision_id.encode()).hexdigest()[:DIGITS]
