"""A coverage finding in words: how many of how many have it, who lacks it by role and team, never who by name.

Of groups below the charter's smallest number to show, and of those by which they could be worked out, it tells no
number: everybody reads findings. Those who act find all of it on the Staff page.
"""

from typing import Any

import numpy as np

from dashboard.domain.coverage_findings import Covered, Line
from dashboard.domain.field_words import plain_words
from dashboard.domain.measured_checks import CoverageCheck
from dashboard.domain.record_columns import Truth
from dashboard.domain.withholding import hidden_beside
from dashboard.domain.wording import listed, plural, share

_SHOWN = 4
_STRANGER = "not on the staff list"
_FEW = "in groups that are too small to be told apart"
_ACT = " The Staff page tells those who act."


def coverage_sentence(check: CoverageCheck, found: Covered, row: int) -> str:
    """Every line with numerator and denominator, who lacks it by role and team, and newcomers left out."""
    hidden = hidden_lines(found, row)
    told = [at for at in range(len(found.lines)) if found.counted[at, row]]
    parts = [(_untold if hidden[at] else _share)(found, at, found.lines[at], row) for at in told]
    what = plain_words(check.coverage)
    said = f"{what[:1].upper()}{what[1:]}: {'; '.join(parts)}." if parts else f"Nobody must have “{what}” yet."
    missing = _missing(found, row, whole=not hidden.any())
    said += missing
    fresh = int(found.newcomers[-1, row] if found.lines[-1].role is None else found.newcomers[:, row].sum())
    said += f" {plural(fresh, 'newcomer')} still within their time." if fresh and not hidden.any() else ""
    said += _ACT if hidden.any() or _FEW in missing else ""
    unseen = [plain_words(event) for event in found.unseen]
    why = "of which nobody has stated that all are recorded"
    return f"{said} Not all seen: refreshers after a {listed(unseen)}, {why}." if unseen else said


def hidden_lines(found: Covered, row: int) -> Truth:
    """By line whether its numbers are withheld; of lines without anybody there is nothing to withhold."""
    counted = found.counted[:, row].astype(np.int64)
    somebody = counted > 0
    hidden = np.zeros(len(counted), dtype=bool)
    hidden[somebody] = hidden_beside(counted[somebody], np.zeros(int(somebody.sum()), dtype=np.int64), found.smallest)
    return hidden


def _missing(found: Covered, row: int, *, whole: bool) -> str:
    """Who lacks it: groups that are large enough by name; of the others how many in all, where all lines are told."""
    lacking = {(one["role"], one["team"]): one["lacking"] for one in _groups(found, row) if one["lacking"]}
    hidden = {(one["role"], one["team"]) for one in by_group(found, row) if one["counted"] is None}
    ordered = sorted(lacking.items(), key=lambda item: (-item[1], item[0]))
    shown = [(group, n) for group, n in ordered if group not in hidden]
    parts = [_who(n, role, team) for (role, team), n in shown[:_SHOWN]]
    rest, few = sum(n for _, n in shown[_SHOWN:]), sum(n for group, n in ordered if group in hidden)
    parts += [f"{rest} more"] if rest else []
    parts += [f"{few} {_FEW}"] if few and whole else []
    if not whole and ("", "") in lacking:
        parts.append(f"somebody who is {_STRANGER}")
    return f" Missing: {listed(parts)}." if parts else ""


def coverage_measured(check: CoverageCheck, found: Covered, row: int) -> dict[str, Any] | None:
    """The deciding share as the stable JSON contract has a measurement: `group` is the role, `n` the denominator.

    Numbers that are withheld are None.
    """
    at = int(found.worst[row])
    counted = int(found.counted[at, row])
    if not counted:
        return None
    having = int(found.having[at, row])
    texts = {"metric": "coverage", "attribute": check.coverage, "group": found.lines[at].role, "reference": None}
    value = round(having / counted, 6)
    numbers: dict[str, Any] = {"value": value, "low": value, "high": value, "n": counted, "having": having}
    if hidden_lines(found, row)[at]:
        numbers = dict.fromkeys(numbers)
    return {**texts, **numbers, "by_group": by_group(found, row)}


def coverage_threshold(found: Covered, row: int) -> str:
    """The line that decided, such as `at least 0.95`."""
    line = found.lines[int(found.worst[row])]
    return f"at least {line.least:g}{f' of {plain_words(line.role)}s' if line.role else ''}"


def by_group(found: Covered, row: int) -> list[dict[str, Any]]:
    """How many of each role and team must have it, have it, and are newcomers with time left; '' off the staff list.

    Numbers that are withheld are None.
    """
    groups = _groups(found, row)
    counted = np.array([one["counted"] for one in groups], dtype=np.int64)
    hidden = hidden_beside(counted, np.zeros(len(groups), dtype=np.int64), found.smallest)
    whole = not hidden_lines(found, row).any()
    numbers = ("counted", "having", "newcomers")
    return [
        {
            "role": one["role"],
            "team": one["team"],
            **{name: one[name] if whole and not gone else None for name in numbers},
        }
        for one, gone in zip(groups, hidden, strict=True)
    ]


def _groups(found: Covered, row: int) -> list[dict[str, Any]]:
    own = found.standing.of(row)
    groups: dict[tuple[str, str], list[int]] = {}
    for person, has, newcomer in zip(own.person, own.has, own.newcomer, strict=True):
        counts = groups.setdefault((str(found.roster.role[person]), str(found.roster.team[person])), [0, 0, 0, 0])
        counts[0] += not newcomer
        counts[1] += bool(has)
        counts[2] += bool(newcomer)
        counts[3] = counts[0] - counts[1]
    names = ("role", "team", "counted", "having", "newcomers", "lacking")
    return [dict(zip(names, (*group, *counts), strict=True)) for group, counts in sorted(groups.items())]


def _untold(found: Covered, at: int, line: Line, row: int) -> str:
    """A line whose numbers are withheld, and why."""
    whom, asked = f"{plain_words(line.role)}s" if line.role else "people", f"asked for {100 * line.least:g} %"
    if found.counted[at, row] < found.smallest:
        return f"fewer than {found.smallest} {whom}, so it is not told how many have it ({asked})"
    return f"{whom}, not told because a smaller role could be worked out ({asked})"


def _share(found: Covered, at: int, line: Line, row: int) -> str:
    having, counted = int(found.having[at, row]), int(found.counted[at, row])
    whom = plain_words(line.role) if line.role else "person"
    many = (f"{whom}s" if line.role else "people") if counted != 1 else whom
    return f"{having} of {counted:,} {many} ({share(having, counted)}, asked for {100 * line.least:g} %)"


def _who(count: int, role: str, team: str) -> str:
    if not role:
        return f"{count} {_STRANGER}"
    return f"{plural(count, plain_words(role))}{f' in {team}' if team else ''}"
