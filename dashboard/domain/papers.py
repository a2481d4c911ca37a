"""Documents and sign-offs of all records as columns, by type and by kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from dashboard.domain.record_columns import Days, Truth, filled
from dashboard.domain.registry import Evidence, SignOff


class Unfounded(Evidence):
    """A document that does not count, because its file is not what the record says."""

    fault: str = Field(description="what is wrong with the file, as part of a sentence")


@dataclass(frozen=True, slots=True)
class Documents:
    """All documents of one type: `owner` is the row of the use case, the rest one value per document.

    `stated` indexes `statements`, the sets of things that documents state.
    """

    owner: NDArray[np.int64]
    records: tuple[Evidence, ...]
    effective: Days
    expires: Days
    accepted: Truth
    signed_by: NDArray[np.object_]
    stated: NDArray[np.int64]
    statements: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class SignOffs:
    """All sign-offs of one kind: `owner` is the row of the use case, the rest one value per sign-off."""

    owner: NDArray[np.int64]
    records: tuple[SignOff, ...]
    on: Days
    by: NDArray[np.object_]
    role: NDArray[np.object_]


def documents_of(holders: Sequence[Any]) -> dict[str, Documents]:
    """The documents of all records, by type."""
    items = [(row, item) for row, holder in enumerate(holders) for item in holder.evidence]
    return {name: _documents(of_type) for name, of_type in _grouped(items, "type").items()}


def sign_offs_of(holders: Sequence[Any]) -> dict[str, SignOffs]:
    """The sign-offs of all records, by kind."""
    items = [(row, item) for row, holder in enumerate(holders) for item in holder.sign_offs]
    return {name: _sign_offs(of_kind) for name, of_kind in _grouped(items, "kind").items()}


def _grouped(items: Sequence[tuple[int, Any]], attribute: str) -> dict[str, list[tuple[int, Any]]]:
    groups: dict[str, list[tuple[int, Any]]] = {}
    for row, item in items:
        groups.setdefault(getattr(item, attribute), []).append((row, item))
    return groups


def _documents(items: Sequence[tuple[int, Evidence]]) -> Documents:
    records = tuple(item for _, item in items)
    statements: dict[frozenset[str], int] = {}
    stated = [statements.setdefault(_statements(item), len(statements)) for item in records]
    return Documents(
        owner=np.array([row for row, _ in items], dtype=np.int64),
        records=records,
        effective=np.array([item.effective for item in records], dtype="datetime64[D]"),
        expires=np.array([item.expires for item in records], dtype="datetime64[D]"),
        accepted=np.array([_accepted(item) for item in records]),
        signed_by=np.array([item.signed_by for item in records], dtype=object),
        stated=np.array(stated, dtype=np.int64),
        statements=tuple(statements),
    )


def _accepted(item: Evidence) -> bool:
    by_another = bool(item.accepted_by) and item.accepted_by != item.uploaded_by
    return by_another and not isinstance(item, Unfounded)


def _statements(item: Evidence) -> frozenset[str]:
    return frozenset(name for name, value in item.states.items() if value is not None and filled(value))


def _sign_offs(items: Sequence[tuple[int, SignOff]]) -> SignOffs:
    records = tuple(item for _, item in items)
    owner = np.array([row for row, _ in items], dtype=np.int64)
    return SignOffs(
        owner,
        records,
        on=np.array([item.on for item in records], dtype="datetime64[D]"),
        by=np.array([item.by for item in records], dtype=object),
        role=np.array([item.role for item in records], dtype=object),
    )
