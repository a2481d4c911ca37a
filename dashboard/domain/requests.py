"""What one person asks for and another must rule on: a waiver, a document, a lower risk tier, a public entry.

Like an approval, a request keeps everybody who is involved (who ever owned the use case, who asked, who changed the use
case while it waited), and nobody involved may rule on it. What a granted request does to the record is a pure function
per kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

RequestKind = Literal["waiver", "evidence", "tier", "publication"]


@dataclass(frozen=True, slots=True)
class Request:
    """Something asked for about a use case; `subject` is the clause, the document type or the tier it is about."""

    id: int
    kind: RequestKind
    use_case: str
    subject: str
    asked_by: str
    on: date
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What somebody who was not involved said to it."""

    request: Request
    granted: bool
    ruled_by: str
    on: date
    reason: str
