"""A clause's rule in plain words, so that nobody has to read YAML to know what is decided."""

from collections.abc import Callable
from typing import Any

from dashboard.domain.charter import Clause, Defaults
from dashboard.domain.check_parts import MeasuredPart
from dashboard.domain.checks import (
    AllOf,
    AnyOf,
    CountCheck,
    CoverageCheck,
    DeadlineCheck,
    EachCheck,
    EvidenceCheck,
    FairnessCheck,
    FieldCheck,
    FieldOperand,
    Part,
    QuantileCheck,
    RateCheck,
    SignOffCheck,
)
from dashboard.domain.field_words import plain_field
from dashboard.services.screens.conditions import condition_in_words, listed, plain_value
from dashboard.services.screens.measured_rules import (
    count_in_words,
    coverage_in_words,
    deadline_in_words,
    fairness_in_words,
    length_in_words,
    quantile_in_words,
    rate_in_words,
)

_OPERATORS = {
    "is": "is",
    "is_not": "is not",
    "in": "is one of",
    "none_of": "has none of",
    "includes": "includes",
    "subset_of": "holds only",
    "at_least": "is at least",
    "at_most": "is at most",
    "before": "is before",
}


def rule_in_words(clause: Clause, defaults: Defaults) -> str:
    """One or more sentences saying what decides the clause."""
    words = check_in_words(clause.check, defaults)
    return f"{words[:1].upper()}{words[1:]}."


def scope_in_words(clause: Clause) -> str:
    """Whom the clause binds."""
    if clause.scope == "organisation":
        return "The organisation as a whole"
    if clause.applies_to is None:
        return "Every use case"
    return f"Use cases where {condition_in_words(clause.applies_to)}"


def check_in_words(check: Any, defaults: Defaults) -> str:
    """A check without capital and full stop, so that combinations can join it."""
    words = _WORDS[type(check)](check, defaults)
    if isinstance(check, MeasuredPart) and check.until_measured is not None:
        words = f"{words} (until a log is connected: {check_in_words(check.until_measured, defaults)})"
    return f"{words} (where {condition_in_words(check.applies_to)})" if _limited(check) else words


def _limited(check: Any) -> bool:
    return isinstance(check, Part) and check.applies_to is not None


def _operand(value: Any) -> str:
    if isinstance(value, FieldOperand):
        return f"the value of {plain_field(value.field)}"
    return plain_value(value)


def _field(check: FieldCheck, _defaults: Defaults) -> str:
    subject = listed([plain_field(path) for path in check.paths], "and")
    given = check.comparisons
    if given.pop("present", None):
        parts = ["filled in"]
        joined = f"{subject} {'is' if len(check.paths) == 1 else 'are'} {parts[0]}"
    else:
        joined = subject
    said = [f"{_OPERATORS[name]} {_operand(value)}" for name, value in given.items()]
    return f"{joined} {' and '.join(said)}".strip()


def _each(check: EachCheck, defaults: Defaults) -> str:
    return f"for every one of {plain_field(check.each)}: {_field(check.check, defaults)}"


def _evidence(check: EvidenceCheck, _defaults: Defaults) -> str:
    parts = [f"an accepted document of type “{plain_field(check.evidence)}” is on file"]
    parts += [f"not older than {length_in_words(check.max_age)}"] if check.max_age else []
    parts += [f"newer than the {plain_field(check.newer_than)}"] if check.newer_than else []
    parts += [f"signed by {plain_field(check.signed_by)}"] if check.signed_by else []
    parts += [f"stating {listed([plain_field(name) for name in check.require], 'and')}"] if check.require else []
    parts += [f"dated before the {plain_field(check.before)}"] if check.before else []
    return ", ".join(parts)


def _sign_off(check: SignOffCheck, _defaults: Defaults) -> str:
    parts = [f"a “{plain_field(check.sign_off)}” sign-off is on record"]
    if isinstance(check.max_age, dict):
        ages = [f"{length_in_words(age)} for tier {tier}" for tier, age in check.max_age.items()]
        parts.append(f"not older than {listed(ages, 'or')}")
    elif check.max_age:
        parts.append(f"not older than {length_in_words(check.max_age)}")
    parts += [f"by {listed([plain_field(role) for role in check.by_role], 'or')}"] if check.by_role else []
    parts += [f"not by the {plain_field(check.not_by)}"] if check.not_by else []
    parts += [f"newer than the {plain_field(check.newer_than)}"] if check.newer_than else []
    return ", ".join(parts)


def _all_of(check: AllOf, defaults: Defaults) -> str:
    return "; and ".join(check_in_words(part, defaults) for part in check.all_of)


def _any_of(check: AnyOf, defaults: Defaults) -> str:
    return "; or ".join(check_in_words(part, defaults) for part in check.any_of)


_WORDS: dict[type, Callable[[Any, Defaults], str]] = {
    FieldCheck: _field,
    EachCheck: _each,
    EvidenceCheck: _evidence,
    SignOffCheck: _sign_off,
    FairnessCheck: fairness_in_words,
    RateCheck: rate_in_words,
    QuantileCheck: quantile_in_words,
    CountCheck: count_in_words,
    DeadlineCheck: deadline_in_words,
    CoverageCheck: coverage_in_words,
    AllOf: _all_of,
    AnyOf: _any_of,
}
