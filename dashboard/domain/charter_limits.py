"""The numbers of a clause that somebody may want to move: lines, windows, ages and least sizes, each with its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dashboard.domain.charter import Charter, Clause
from dashboard.domain.charter_walk import Path_, checks_in
from dashboard.domain.durations import Duration
from dashboard.domain.field_words import plain_words

Unit = Literal["number", "count", "days"]
_NAMES = {
    "between": "line", "at_least": "at least", "at_most": "at most", "ratio_at_most": "ratio at most",
    "min_group": "smallest group judged", "min_n": "fewest events judged", "max_age": "at most this old",
    "remediate_within": "put right within", "within": "within",
}  # fmt: skip
_FIELDS = (
    "between", "at_least", "at_most", "ratio_at_most", "window", "min_group", "min_n", "confidence", "min_coverage",
    "max_age", "grace", "within", "extension",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MovableLimit:
    """A number of a clause: its place in the charter, what it is called, its value (of a length, in its own unit).

    `group`: what it belongs to where a clause has lines for several measures or several proofs; else empty.
    """

    path: Path_
    name: str
    value: float
    unit: Unit
    suffix: str = ""
    group: str = ""

    @property
    def inside(self) -> Path_:
        """Its place within its clause, which stays when clauses before it come or go."""
        return self.path[2:]

    def written(self, value: float) -> str:
        """The value as the charter writes it: `0.85`, `200`, `30d`."""
        if self.suffix:
            return str(Duration(round(value), self.suffix))
        return str(round(value)) if self.unit == "count" else f"{value:.10g}"


def limits_of(charter: Charter, clause_id: str) -> tuple[MovableLimit, ...]:
    """The limits of a clause in the order of its text; none where there is no such clause."""
    index = next((at for at, clause in enumerate(charter.clauses) if clause.id == clause_id), None)
    return () if index is None else tuple(_limits(charter.clauses[index], ("clauses", index)))


def clauses_with_limits(charter: Charter) -> tuple[Clause, ...]:
    """Clauses of which something can be moved in their check, not only the time to put a breach right."""
    return tuple(clause for clause in charter.clauses if len(limits_of(charter, clause.id)) > 1)


def _limits(clause: Clause, place: Path_) -> Iterator[MovableLimit]:
    parts = list(checks_in(clause, clause.check, (*place, "check")))
    for placed in parts:
        about = _about(placed.check) if len(parts) > 1 else ""
        for field in _FIELDS:
            value = getattr(placed.check, field, None)
            start = f"{about}: " if about else ""
            name = f"{start}{_NAMES.get(field, field.replace('_', ' '))}"
            yield from _of(value, (*placed.path, field), name, about)
    yield from _of(clause.remediate_within, (*place, "remediate_within"), _NAMES["remediate_within"], "")


def _of(value: Any, path: Path_, name: str, group: str) -> Iterator[MovableLimit]:
    if isinstance(value, list) and all(isinstance(one, int | float) for one in value):
        for at, one in enumerate(value):
            yield MovableLimit((*path, at), f"{name}, {('from', 'to')[at]}", float(one), "number", group=group)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _of(one, (*path, key), f"{name}, {plain_words(key)}", group or plain_words(key))
    elif isinstance(value, Duration):
        named, amount = f"{name} ({_unit(value)})", float(value.amount)
        yield MovableLimit(path, named, amount, "days", value.unit, group)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        unit: Unit = "count" if isinstance(value, int) else "number"
        yield MovableLimit(path, name, float(value), unit, group=group)


def _unit(value: Duration) -> str:
    return value.words.split(" ", 1)[-1]


def _about(check: Any) -> str:
    kinds = ("evidence", "sign_off", "fairness", "rate", "quantile", "count", "deadline", "coverage", "field")
    named = next((getattr(check, kind) for kind in kinds if isinstance(getattr(check, kind, None), str)), None)
    return plain_words(named) if named else ""


OTHERS = "all else"


def grouped(limits: Sequence[MovableLimit]) -> dict[str, tuple[MovableLimit, ...]]:
    """Limits by what they belong to, in the order of the clause; what belongs to nothing in particular comes last."""
    groups = dict.fromkeys(sorted({one.group for one in limits}, key=lambda name: (not name, _first(limits, name))))
    return {name or OTHERS: tuple(one for one in limits if one.group == name) for name in groups}


def _first(limits: Sequence[MovableLimit], group: str) -> int:
    return next(at for at, one in enumerate(limits) if one.group == group)


def moved(limits: Sequence[MovableLimit], in_force: Sequence[MovableLimit]) -> dict[Path_, float]:
    """Of limits that differ from those in force: the place within the clause, and the value there."""
    before = {one.inside: one.value for one in in_force}
    return {one.inside: before[one.inside] for one in limits if before.get(one.inside, one.value) != one.value}


def in_short(limits: Sequence[MovableLimit], before: Mapping[Path_, float]) -> str:
    """The values of a group in a few words: `0.8 to 1.25`; with what is in force where something was moved."""
    if len(limits) != 2 or any(one.inside[-1] not in (0, 1) for one in limits):
        return "; ".join(_one(one, before.get(one.inside)) for one in limits)
    now, old = ([before.get(one.inside, one.value) if back else one.value for one in limits] for back in (False, True))
    return _span(now) if now == old else f"{_span(now)}, in force {_span(old)}"


def _one(limit: MovableLimit, before: float | None) -> str:
    said = f"{limit.name} {limit.value:g}"
    return said if before is None else f"{said}, in force {before:g}"


def _span(ends: Sequence[float]) -> str:
    return f"{ends[0]:g} to {ends[1]:g}"
