"""One field of a charter that differs, in words: "the line moves from 0.80 to 0.85"."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dashboard.domain.charter import Defaults, Principle
from dashboard.domain.charter_changes import Moved
from dashboard.domain.check_parts import FieldOperand, Part
from dashboard.domain.checks import KINDS, kind_of
from dashboard.domain.conditions import Both, Either, Negation, Test
from dashboard.domain.durations import Duration
from dashboard.domain.field_words import plain_field, plain_words
from dashboard.services.screens.conditions import condition_in_words, listed, plain_value
from dashboard.services.screens.rules import check_in_words

_LINES = frozenset({"between", "at_least", "at_most", "ratio_at_most"})
_NAMES: Mapping[str, str] = {
    "window": "the window", "max_age": "the highest age", "grace": "the grace",
    "min_group": "the smallest group judged", "min_n": "the fewest events judged", "confidence": "the confidence",
    "min_coverage": "the share that must be covered", "reference": "the group held against", "within": "within",
    "remediate_within": "the time to put a breach right", "threshold_set_by": "who set the threshold",
    "not_checked": "what is not checked", "by_role": "who may sign", "not_by": "who may not sign",
    "require": "what it must state", "signed_by": "whose signature", "newer_than": "what it must be newer than",
    "before": "what it must come before", "is_": "must be", "in_": "must be one of", "is_not": "must not be",
    "none_of": "must be none of", "attributes": "the attributes", "protected_attributes": "protected attributes",
    "effective": "the first day in force", "requirement": "the promise",
    "until_measured": "the document that stands in until a log is connected",
}  # fmt: skip


def field_in_words(moved: Moved) -> str:
    """What differs, without capital and full stop; inside a check with several parts it says of which one."""
    about = f"{_about(moved.of[-1])}: " if len(moved.of) > 0 and moved.field not in _OWN and _named(moved) else ""
    return about + _OWN.get(moved.field, _plain)(moved)


def in_defaults(moved: Moved) -> str:
    """The same of what holds for clauses that say nothing themselves."""
    means = str(Defaults.model_fields[moved.field].description)
    return f"default: {_plain(moved)} ({means})"


def _named(moved: Moved) -> bool:
    """Only where a check has several parts is it worth saying which."""
    return len(moved.of) > 1


def _plain(moved: Moved) -> str:
    name = _NAMES.get(moved.field, plain_words(moved.field.rstrip("_")))
    if moved.field in _LINES:
        return _line(moved)
    if isinstance(moved.now, list) and isinstance(moved.was, list):
        return f"{name}: {_more_or_fewer(moved.was, moved.now)}"
    if isinstance(moved.now, dict) and isinstance(moved.was, dict):
        return f"{name}: {_entries(moved.was, moved.now)}"
    return f"{name} {_from_to(moved.was, moved.now)}"


def _line(moved: Moved) -> str:
    if isinstance(moved.was, dict) and isinstance(moved.now, dict):
        names = [name for name in {**moved.was, **moved.now} if moved.was.get(name) != moved.now.get(name)]
        said = [f"of {plain_words(name)} {_moves(moved.was.get(name), moved.now.get(name))}" for name in names]
        return f"the line {'; '.join(said)}"
    kind = {"at_least": "lowest", "at_most": "highest", "ratio_at_most": "highest ratio"}.get(moved.field)
    return f"the line{f' ({kind} allowed)' if kind else ''} {_moves(moved.was, moved.now)}"


def _moves(was: Any, now: Any) -> str:
    return _from_to(was, now).replace("goes", "moves", 1)


def _from_to(was: Any, now: Any) -> str:
    if isinstance(was, Duration) and isinstance(now, Duration) and was.unit == now.unit:
        return f"goes from {was.amount} to {now.words}"
    if was is None or was == "":
        return f"is now {_value(now)}, before it was not set"
    if now is None or now == "":
        return f"is no longer set, before it was {_value(was)}"
    return f"goes from {_value(was)} to {_value(now)}"


def _value(value: Any) -> str:  # noqa: PLR0911  # one form for each kind of value
    if isinstance(value, Duration):
        return value.words
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}" if round(value, 2) == value else f"{value:g}"
    if isinstance(value, FieldOperand):
        return f"the value of {plain_field(value.field)}"
    if isinstance(value, list | tuple) and value and all(isinstance(one, int | float) for one in value):
        return "–".join(_value(float(one)) for one in value)
    if isinstance(value, dict):
        return listed([f"{plain_words(str(name))}: {_value(one)}" for name, one in value.items()], "and")
    if isinstance(value, Part):
        return f"“{check_in_words(value, Defaults())}”"
    return str(value) if isinstance(value, str) and " " in value else plain_value(value)


def _more_or_fewer(was: Sequence[Any], now: Sequence[Any]) -> str:
    more, fewer = [one for one in now if one not in was], [one for one in was if one not in now]
    said = [f"now also {listed([_value(one) for one in more], 'and')}"] if more else []
    said += [f"no longer {listed([_value(one) for one in fewer], 'and')}"] if fewer else []
    return "; ".join(said) or f"in another order: {listed([_value(one) for one in now], 'and')}"


def _laws(moved: Moved) -> str:
    """Frameworks by their short names, as clauses name them."""
    said = []
    for name in {**moved.was, **moved.now}:
        one, other = moved.was.get(name, []), moved.now.get(name, [])
        if one != other:
            said.append(f"{name.replace('_', ' ').upper()} {_more_or_fewer(one, other)}")
    return f"laws and standards: {'; '.join(said)}"


def _entries(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Which entries are new, gone or say something else."""
    said = []
    for name in {**was, **now}:
        one, other = was.get(name), now.get(name)
        if one != other:
            said.append(f"“{plain_words(name)}” {_entry(one, other)}")
    return "; ".join(said)


def _entry(was: Any, now: Any) -> str:
    one, other = (_entry_words(side) for side in (was, now))
    if was is None:
        return f"is new ({other})"
    return f"is gone ({one})" if now is None else f"now reads “{other}”, before “{one}”"


def _entry_words(value: Any) -> str:
    return (
        f"{value.title}: {value.commitment}" if isinstance(value, Principle) else "" if value is None else _value(value)
    )


def _applies(moved: Moved) -> str:
    whom = f"{_about(moved.of[-1])} now counts" if moved.of else "now applies"
    was, now = (_condition(side) for side in (moved.was, moved.now))
    return f"{whom} to {now}; before to {was}"


def _condition(value: Any) -> str:
    known = isinstance(value, Test | Negation | Either | Both)
    return f"use cases where {condition_in_words(value)}" if known else "every use case"


def _check(moved: Moved) -> str:
    return f"the rule is now {_value(moved.now)}; before {_value(moved.was)}"


def _part(moved: Moved) -> str:
    return f"no longer asks {_value(moved.was)}" if moved.now is None else f"now also asks {_value(moved.now)}"


def _reworded(moved: Moved) -> str:
    name = _NAMES.get(moved.field, f"the {moved.field}")
    if not moved.was or not moved.now:
        return f"{name} {_from_to(moved.was, moved.now)}"
    return f"{name} now reads “{moved.now}”, before “{moved.was}”"


def _intersections(moved: Moved) -> str:
    return f"intersections are {'now' if moved.now else 'no longer'} judged"


def _about(check: Any) -> str:
    kind = kind_of(check) or KINDS[0]
    value = getattr(check, kind, None)
    names = [plain_field(str(one)) for one in (value if isinstance(value, list) else [value])]
    return f"“{listed(names, 'and')}”"


_OWN: Mapping[str, Callable[[Moved], str]] = {
    "applies_to": _applies, "maps_to": _laws, "check": _check, "part": _part, "title": _reworded,
    "requirement": _reworded,
    "purpose": _reworded, "note": _reworded, "not_checked": _reworded, "intersections": _intersections,
}  # fmt: skip
