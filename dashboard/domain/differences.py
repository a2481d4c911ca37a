"""Where two records differ, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in which two records differ; `was` or `now` is empty where the place is new, or gone."""

    where: str
    was: str
    now: str


def changed(old: Mapping[str, Any], new: Mapping[str, Any], *, prefix: str = "") -> Iterator[Difference]:
    """Every field that differs, fields of inner records one by one, in the newer one's order; then what is gone."""
    for field in (*new, *(gone for gone in old if gone not in new)):
        was, now = old.get(field), new.get(field)
        if isinstance(was, dict) and isinstance(now, dict):
            yield from changed(was, now, prefix=f"{prefix}{field}.")
        elif was != now:
            yield Difference(f"{prefix}{field}", _said(was), _said(now))


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_said(inner)}" for name, inner in value.items() if inner is not None)
    return ", ".join(map(_said, value)) if isinstance(value, list) else str(value)
