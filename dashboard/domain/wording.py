"""How statuses, dates, numbers and groups are written, on every page and in every report."""

from collections.abc import Sequence
from datetime import date, datetime

from dashboard.domain.statuses import Status

WORDS: dict[str, str] = {
    Status.NON_COMPLIANT: "Charter breach",
    Status.WATCH: "Watch",
    "waived": "Waived",
    Status.NOT_ASSESSED: "Not assessed",
    Status.COMPLIANT: "Meets charter",
    Status.NOT_APPLICABLE: "Not applicable",
    "inventoried": "Inventoried",
    "task": "To do",
}
ICONS: dict[str, str] = {
    Status.NON_COMPLIANT: "✕",
    Status.WATCH: "▲",
    "waived": "◷",
    Status.NOT_ASSESSED: "?",
    Status.COMPLIANT: "✓",
    Status.NOT_APPLICABLE: "–",
    "inventoried": "·",
    "task": "○",
}
SHOWN_ORDER: tuple[str, ...] = (
    Status.NON_COMPLIANT, Status.WATCH, "waived", Status.NOT_ASSESSED, Status.COMPLIANT, Status.NOT_APPLICABLE,
)  # fmt: skip
REASONS: dict[str, str] = {
    "point_over": "over the line, not proven",
    "waived": "waived",
    "no_data": "no data yet",
    "too_few": "too few decisions",
    "undecided": "interval crosses the line",
    "stale": "data too old",
    "requested": "evidence asked for, within grace",
    "intake_incomplete": "intake incomplete",
    "not_collected": "attribute not collected",
    "not_recorded": "too often not recorded",
}
TIERS: dict[str, str] = {
    "prohibited": "Prohibited",
    "high": "High",
    "limited": "Limited",
    "minimal": "Minimal",
    "out_of_scope": "Out of scope",
    "needs_review": "Needs review",
}
LIFECYCLES: dict[str, str] = {
    "inventoried": "Inventoried",
    "draft": "Draft",
    "submitted": "Submitted",
    "changes_requested": "Changes requested",
    "approved": "Approved",
    "approved_with_conditions": "Approved with conditions",
    "rejected": "Rejected",
    "live": "Live",
    "stop_ordered": "Stop ordered",
    "suspended": "Suspended",
    "retired": "Retired",
}
LONG_NAMES: dict[str, str] = {
    "dpia": "Data protection impact assessment",
    "fria": "Fundamental rights impact assessment",
    "lia": "Legitimate interests assessment",
    "dpa": "Data processing agreement",
    "gpai_documentation": "Provider's model documentation",
}


def shown_status(status: str, *, waived: bool = False) -> str:
    """The status as the screen shows it: a waived one is `waived`, whatever lies under it."""
    return "waived" if waived else status


def label(status: str) -> str:
    """Icon and word, as in `✕ Charter breach`."""
    return f"{ICONS.get(status, '?')} {WORDS.get(status, status)}"


def day(when: date | datetime | None, *, missing: str = "no date") -> str:
    """`14 Sep 2026`, never a numeric month."""
    return f"{when.day} {when:%b %Y}" if when is not None else missing


def short_day(when: date | None, *, missing: str = "no date") -> str:
    """`14 Sep`, for lists of what is near."""
    return f"{when.day} {when:%b}" if when is not None else missing


def number(value: float | None, *, digits: int = 0) -> str:
    """`12,410`; a value that does not exist is a dash."""
    return "–" if value is None else f"{value:,.{digits}f}"


def share(part: float, whole: float, *, digits: int = 0) -> str:
    """`82.6 %`; with nothing to divide by it says so."""
    return f"{100 * part / whole:.{digits}f} %" if whole else "nothing to count"


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 breach`, `3 breaches`, `no breaches`."""
    noun = one if count == 1 else many or f"{one}s"
    return f"{'no' if count == 0 else f'{count:,}'} {noun}"


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def sentence_case(text: str) -> str:
    """First letter upper, the rest as written."""
    return text[:1].upper() + text[1:]


def named(value: str) -> str:
    """An identifier as words: `stop_test` → `Stop test`, `dpia` → `Data protection impact assessment`."""
    if value in LONG_NAMES:
        return LONG_NAMES[value]
    return sentence_case(value.replace("_", " ").replace("-", " ").strip())
