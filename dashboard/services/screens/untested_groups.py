"""Who was not tested in one use case, and why: attributes nobody collects, groups too small, cases not recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.adapters.queries import use_case as query
from dashboard.domain.counts import NOT_RECORDED
from dashboard.domain.field_words import plain_words
from dashboard.domain.metrics import METRICS, RATES
from dashboard.domain.wording import plural
from dashboard.services.screens.explorer import Explorer
from dashboard.services.screens.figures import Figures
from dashboard.services.screens.group_table import GroupLine
from dashboard.services.screens.words import count
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class NotTested:
    """Whom a comparison leaves out: an attribute, a group or cases, and the reason."""

    kind: str
    who: str
    why: str


def load_not_tested(sources: Sources, use_case: str) -> tuple[NotTested, ...]:
    """Attributes of the record that are not collected, with the recorded reason and who decided it."""
    row = query.use_case_row(sources.database, use_case)
    record: Mapping[str, Any] = (row or {}).get("record") or {}
    attributes: Mapping[str, Any] = record.get("protected_attributes") or {}
    missing = {
        name: state for name, state in attributes.items() if isinstance(state, Mapping) and state.get("not_collected")
    }
    people = query.people(sources.database) if missing else {}
    return tuple(
        NotTested("Not collected", plain_words(name), _reason(state, people)) for name, state in missing.items()
    )


def _reason(state: Mapping[str, Any], people: Mapping[str, str]) -> str:
    who = state.get("decided_by")
    return f"{state['not_collected']}, decided by {people.get(str(who), str(who)) if who else 'nobody on record'}"


def _missing(line: GroupLine, figures: Figures) -> str:
    decisions = plural(line.decisions, figures.counted.removesuffix("s"))
    return decisions if line.group == NOT_RECORDED else f"{line.group}, {decisions}"


def not_compared(found: Explorer) -> tuple[NotTested, ...]:
    """Groups of the shown attribute that have no verdict."""
    unit, least = RATES[METRICS[found.metric].rate].unit, found.rule.min_group
    reasons = []
    for line in found.lines:
        if line.suppressed:
            reasons.append(NotTested("Withheld", line.group, line.why_not.removeprefix("withheld: ")))
        elif NOT_RECORDED in line.group:
            reasons.append(NotTested("Not recorded", _missing(line, found.rule.figures), "shown, never judged"))
        elif not line.is_reference and line.value is None:
            reasons.append(NotTested("Not defined", line.group, line.why_not or "no value"))
        elif line.why_not == "too few to judge":
            reasons.append(NotTested("Too few", line.group, f"fewer than {count(least)} {unit}"))
    return tuple(reasons)
