"""The answer to a question "what if": what was asked of which data, what came out, and how to tell that it is the same.

One form for every kind of question, so that any answer can be attached to a review item as evidence.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

KINDS: Mapping[str, str] = {
    "charter_draft": "Charter draft",
    "thresholds": "Thresholds",
    "remedies": "Remedies",
    "two_models": "Two models",
    "two_days": "Two days",
    "consistency": "Decisions about similar people",
    "model_flips": "One feature changed alone",
}
LARGEST = 1_000_000  # bytes of a result: the ledger keeps it for good


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what came out.

    Attributes:
        kind: one of KINDS.
        question: everything that it takes to ask again, in plain values of JSON.
        query: what the address of the kind's page says to show it again; empty where nothing does.
        command: the command that asks it again; "" where there is none.
        as_of: the day of the claim.
        data_version: the number of the newest entry of the ledger when it was asked.
        said: the answer in a sentence or two.
        result: the whole answer, in plain values of JSON; no NaN.
    """

    kind: str
    question: Mapping[str, Any]
    query: Mapping[str, str]
    command: str
    as_of: date
    data_version: int
    said: str
    result: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """`sha256:…` of the result, which is equal when the same is asked again of the same data."""
        return digest_of(self.result)

    def record(self) -> dict[str, Any]:
        """The answer as it is stored and exported."""
        return {
            "kind": self.kind, "question": dict(self.question), "query": dict(self.query), "command": self.command,
            "as_of": self.as_of.isoformat(), "data_version": self.data_version, "said": self.said,
            "result": dict(self.result), "digest": self.digest,
        }  # fmt: skip

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Answer":
        """The answer of a stored record."""
        fields = {name: record[name] for name in cls.__dataclass_fields__}
        return cls(**{**fields, "as_of": date.fromisoformat(record["as_of"])})


def digest_of(result: Mapping[str, Any]) -> str:
    """The digest of a result; raises ValueError for NaN and infinity."""
    return f"sha256:{hashlib.sha256(written(result)).hexdigest()}"


def written(result: Mapping[str, Any]) -> bytes:
    """The bytes that the digest is of: JSON with sorted keys and no blanks, in UTF-8."""
    text = json.dumps(result, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()
