"""A coverage finding in words: how many of how many have it, who lacks it by role and team, never who by name."""

from typing import Any

from dashboard.domain.coverage_findings import Covered, Line
from dashboard.domain.field_words import plain_words
from dashboard.domain.measured_checks import CoverageCheck
from dashboard.domain.wording import listed, plural, share

_SHOWN = 4
_STRANGER = "not on the staff list"


def coverage_sentence(check: CoverageCheck, found: Covered, row: int) -> str:
    """Every line with numerator and denominator, who lacks it by role and team, and newcomers left out."""
    parts = [_share(found, at, line, row) for at, line in enumerate(found.lines) if found.counted[at, row]]
    what = plain_words(check.coverage)
    said = f"{what[:1].upper()}{what[1:]}: {'; '.join(parts)}." if parts else f"Nobody must have “{what}” yet."
    missing = missing_by_group(found, row)
    shown = [_who(count, role, team) for (role, team), count in list(missing.items())[:_SHOWN]]
    rest = sum(missing.values()) - sum(list(missing.values())[:_SHOWN])
    if shown:
        said += f" Missing: {listed([*shown, *([f'{rest} more'] if rest else [])])}."
    fresh = int(found.newcomers[-1, row] if found.lines[-1].role is None else found.newcomers[:, row].sum())
    said += f" {plural(fresh, 'newcomer')} still within their time." if fresh else ""
    unseen = [plain_words(event) for event in found.unseen]
    why = "of which nobody has stated that all are recorded"
    return f"{said} Not all seen: refreshers after a {listed(unseen)}, {why}." if unseen else said


def coverage_measured(check: CoverageCheck, found: Covered, row: int) -> dict[str, Any] | None:
    """The deciding share as the stable JSON contract has a measurement: `group` is the role, `n` the denominator."""
    at = int(found.worst[row])
    counted = int(found.counted[at, row])
    if not counted:
        return None
    having = int(found.having[at, row])
    texts = {"metric": "coverage", "attribute": check.coverage, "group": found.lines[at].role, "reference": None}
    value = round(having / counted, 6)
    numbers = {"value": value, "low": value, "high": value, "n": counted, "having": having}
    return {**texts, **numbers, "by_group": by_group(found, row)}


def coverage_threshold(found: Covered, row: int) -> str:
    """The line that decided, such as `at least 0.95`."""
    line = found.lines[int(found.worst[row])]
    return f"at least {line.least:g}{f' of {plain_words(line.role)}s' if line.role else ''}"


def by_group(found: Covered, row: int) -> list[dict[str, Any]]:
    """How many of each role and team must have it, have it, and are newcomers with time left; '' off the staff list."""
    own = found.standing.of(row)
    groups: dict[tuple[str, str], list[int]] = {}
    for person, has, newcomer in zip(own.person, own.has, own.newcomer, strict=True):
        counts = groups.setdefault((str(found.roster.role[person]), str(found.roster.team[person])), [0, 0, 0])
        counts[0] += not newcomer
        counts[1] += bool(has)
        counts[2] += bool(newcomer)
    names = ("role", "team", "counted", "having", "newcomers")
    return [dict(zip(names, (*group, *counts), strict=True)) for group, counts in sorted(groups.items())]


def missing_by_group(found: Covered, row: int) -> dict[tuple[str, str], int]:
    """(role, team) to how many lack it, most first."""
    groups = {(one["role"], one["team"]): one["counted"] - one["having"] for one in by_group(found, row)}
    return dict(sorted(((name, n) for name, n in groups.items() if n), key=lambda item: (-item[1], item[0])))


def _share(found: Covered, at: int, line: Line, row: int) -> str:
    having, counted = int(found.having[at, row]), int(found.counted[at, row])
    whom = plain_words(line.role) if line.role else "person"
    many = (f"{whom}s" if line.role else "people") if counted != 1 else whom
    return f"{having} of {counted:,} {many} ({share(having, counted)}, asked for {100 * line.least:g} %)"


def _who(count: int, role: str, team: str) -> str:
    if not role:
        return f"{count} {_STRANGER}"
    return f"{plural(count, plain_words(role))}{f' in {team}' if team else ''}"
