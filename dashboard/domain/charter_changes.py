"""Where two charters differ, clause by clause and part by part of a check, as values and not as lines of text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from dashboard.domain.charter import Charter, Clause
from dashboard.domain.check_parts import Part
from dashboard.domain.checks import KINDS, AllOf, AnyOf

_LISTS = ("all_of", "any_of")
_INNER = ("check", "until_measured")


@dataclass(frozen=True, slots=True)
class Moved:
    """A field that differs; `of` are the parts of a check that lead to it, as they are now.

    A part that only one side has is a field of its own, named `part`, whose other side is None.
    """

    field: str
    was: Any
    now: Any
    of: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause that differs, that is new, or that is gone."""

    before: Clause | None
    after: Clause | None
    moved: tuple[Moved, ...]

    @property
    def clause(self) -> Clause:
        """As it is now, or as it was where it is gone."""
        found = self.after or self.before
        assert found is not None  # noqa: S101  # one of both is there
        return found

    @property
    def kind(self) -> Literal["new", "gone", "changed"]:
        """What became of it."""
        return "new" if self.before is None else "gone" if self.after is None else "changed"


@dataclass(frozen=True, slots=True)
class CharterChanges:
    """What differs in the charter as a whole, and in its clauses in the order of the newer one, then those gone."""

    whole: tuple[Moved, ...]
    clauses: tuple[ClauseChange, ...]


def compare_charters(before: Charter, after: Charter) -> CharterChanges:
    """Every difference between two charters."""
    old = {clause.id: clause for clause in before.clauses}
    new = {clause.id: clause for clause in after.clauses}
    found = []
    for name in (*new, *(gone for gone in old if gone not in new)):
        was, now = old.get(name), new.get(name)
        if was is None or now is None:
            found.append(ClauseChange(was, now, ()))
        elif was != now:
            found.append(ClauseChange(was, now, tuple(_clause(was, now))))
    whole = _fields(before, after, skipped=("clauses", "digest", "since", "defaults"))
    return CharterChanges((*whole, *_fields(before.defaults, after.defaults)), tuple(found))


def _clause(was: Clause, now: Clause) -> Iterator[Moved]:
    yield from _check(was.check, now.check, ())
    yield from _fields(was, now, skipped=("id", "check"))


def _check(was: Any, now: Any, of: tuple[Part, ...]) -> Iterator[Moved]:
    if type(was) is not type(now):
        yield Moved("check", was, now, of)
        return
    here = (*of, now)
    yield from _fields(was, now, skipped=(*_LISTS, *_INNER), of=here)
    for name in _LISTS:
        if hasattr(now, name):
            yield from _parts(getattr(was, name), getattr(now, name), here)
    for name in _INNER:
        one, other = getattr(was, name, None), getattr(now, name, None)
        if one is not None and other is not None:
            yield from _check(one, other, here)
        elif one is not other:
            yield Moved(name, one, other, here)


def _parts(was: Sequence[Any], now: Sequence[Any], of: tuple[Part, ...]) -> Iterator[Moved]:
    """Parts about the same thing belong together, else those in the same place."""
    open_ = list(was)
    matched: list[tuple[Any, Any]] = []
    for part in now:
        twin = next((one for one in open_ if _about(one) == _about(part)), None)
        if twin is not None:
            open_.remove(twin)
        matched.append((twin, part))
    left = iter([one for one in open_ if isinstance(one, tuple(type(part) for twin, part in matched if twin is None))])
    for twin, part in matched:
        before = twin if twin is not None else next(left, None)
        if before is None or type(before) is not type(part):
            yield Moved("part", None, part, of)
        else:
            open_ = [one for one in open_ if one is not before]
            yield from _check(before, part, of)
    yield from (Moved("part", one, None, of) for one in open_)


def _about(part: Any) -> tuple[str, Any]:
    """The kind of a check and what it is about."""
    if isinstance(part, AllOf | AnyOf):
        return type(part).__name__, None
    kind = next(name for name in KINDS if getattr(part, name, None) is not None)
    value = getattr(part, kind)
    return kind, tuple(value) if isinstance(value, list) else value


def _fields(
    was: BaseModel, now: BaseModel, *, skipped: Sequence[str] = (), of: tuple[Part, ...] = ()
) -> tuple[Moved, ...]:
    names: Mapping[str, Any] = type(now).model_fields
    pairs = ((name, getattr(was, name), getattr(now, name)) for name in names if name not in skipped)
    return tuple(Moved(name, one, other, of) for name, one, other in pairs if one != other)
