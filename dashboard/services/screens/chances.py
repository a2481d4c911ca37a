"""How surprising a group is, alone and among everything the assessment compared: what the finding says, on the page."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.adapters.queries import fairness as query
from dashboard.domain.columns import records
from dashboard.domain.wording import day
from dashboard.services.screens.group_table import GroupLine
from dashboard.services.screens.many import p_in_words
from dashboard.services.screens.terms import Terms
from dashboard.services.screens.words import absent, as_date, count
from dashboard.services.sources import Sources

_SAME = 1e-9  # a stored value is the one on the page


@dataclass(frozen=True, slots=True)
class Chances:
    """Lines with what is known of them, and a sentence that says among how many; empty where nothing is corrected."""

    lines: tuple[GroupLine, ...]
    said: str


def with_chances(
    sources: Sources, lines: Sequence[GroupLine], *, use_case: str, attribute: str, terms: Terms
) -> Chances:
    """Each line with the p that the newest assessment stored, where the charter corrects for many comparisons.

    Only beside the number that was assessed: a group whose value or interval here is another (other counts, another
    window, like for like) has none, so page and finding cannot disagree.
    """
    if terms.multiplicity != "benjamini_hochberg":
        return Chances(tuple(lines), "")
    found = query.chances(
        sources.database, use_case, clause=terms.clause, metric=terms.metric, attribute=attribute
    )  # fmt: skip
    rows = records(found)
    judged = {str(row["group"]): row for row in rows if not absent(row["adjusted"])}
    made, among = [], None
    for line in lines:
        row = judged.get(line.group)
        same = row if row is not None and _equal(row, line) else None
        among = among or same
        made.append(line if same is None else _told(line, same, terms))
    if among is None:
        return Chances(
            tuple(lines), "p stands beside what was assessed: the charter's measure, window and all decisions."
        )
    many, when = count(float(among["compared"])), day(as_date(among["as_of"]))
    said = f"p alone and adjusted among the {many} comparisons of the assessment of {when} (Benjamini–Hochberg)."
    return Chances(tuple(made), said)


def _told(line: GroupLine, row: Mapping[str, Any], terms: Terms) -> GroupLine:
    """With both p; what is no surprise among so many is not proven, as in the finding."""
    unproven = line.status == "non_compliant" and row["adjusted"] > 1 - terms.confidence
    status = "watch" if unproven else line.status
    return replace(line, p=p_in_words(row["p"]), adjusted=p_in_words(row["adjusted"]), status=status)


def _equal(row: Mapping[str, Any], line: GroupLine) -> bool:
    """The same value of the same number of people, so with the same interval."""
    pairs = ((row["value"], line.value), (row["low"], line.low), (row["high"], line.high))
    return all(shown is not None and math.isclose(one, shown, rel_tol=_SAME, abs_tol=_SAME) for one, shown in pairs)
