"""Conditions and registry fields in plain words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard.domain.conditions import Both, Condition, Either, Negation, Test
from dashboard.domain.wording import day

_FIELDS = {
    "dpia": "data protection impact assessment",
    "dpo": "data protection officer",
    "fria": "fundamental rights impact assessment",
    "art9_evidence_ref": "Art. 9 evidence reference",
    "ropa_ref": "reference in the record of processing",
    "art22_ground": "Art. 22 ground",
    "art6_3": "Art. 6(3) exemption",
    "annex_iii_point": "Annex III point",
    "art9_condition": "Art. 9 condition",
    "go_live": "go-live date",
    "risk_tier": "risk tier",
    "last_material_change": "last material change",
}
_SHORT = frozenset({"ai", "cx", "dpo", "dpia", "dpa", "fria", "gpai", "msa", "adm", "ui", "id"})
_OPS = {"at_least": "is at least", "at_most": "is at most", "before": "is before", "includes": "includes"}


def plain_field(path: str) -> str:
    """`human_handoff.enabled` as `human handoff: enabled`."""
    return ": ".join(_FIELDS.get(part) or plain_words(part) for part in path.split("."))


def plain_words(name: str) -> str:
    """`ai_users` as `AI users`."""
    return " ".join(word.upper() if word in _SHORT else word for word in name.split("_"))


def plain_value(value: Any) -> str:
    """A value as people write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, list | tuple):
        return listed([plain_value(item) for item in value], "or")
    return f"{value:g}" if isinstance(value, float) else plain_words(str(value))


def listed(items: Sequence[str], last: str) -> str:
    """`a, b and c`."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def condition_in_words(condition: Condition) -> str:
    """A condition as a clause of a sentence."""
    match condition:
        case Test():
            return _test(condition)
        case Negation():
            return f"not ({condition_in_words(condition.part)})"
        case Either():
            return _joined(condition.parts, " or ")
        case Both():
            return _joined(condition.parts, " and ")


def _joined(parts: Sequence[Condition], word: str) -> str:
    said = [condition_in_words(part) for part in parts]
    nested = [
        f"({text})" if isinstance(part, Either | Both) and len(part.parts) > 1 and len(parts) > 1 else text
        for part, text in zip(parts, said, strict=True)
    ]
    return word.join(nested)


def _test(test: Test) -> str:
    field = plain_field(test.field)
    if test.op == "is" and isinstance(test.value, bool):
        return f"“{field}” is {'true' if test.value else 'false'}"
    if test.op in ("is", "in"):
        return f"“{field}” is {plain_value(test.value)}"
    return f"“{field}” {_OPS[test.op]} {plain_value(test.value)}"
