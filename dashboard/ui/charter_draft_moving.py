"""The numbers of a clause of a draft, each moved where it stands in the text: many of them by what they belong to."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.domain.charter_limits import MovableLimit, clauses_with_limits, grouped, in_short, limits_of, moved
from dashboard.domain.wording import sentence_case
from dashboard.services.screens.charter_drafts import CharterDraftPage
from dashboard.ui import cache, charter_draft_saving, page
from dashboard.ui.picks import pick
from dashboard.ui.text import plain

FEW = 8  # of more than these one group is shown at a time
_FINE = 0.001


def move(found: CharterDraftPage) -> None:
    """The numbers of one clause."""
    if found.charter is None:
        return
    clauses = clauses_with_limits(found.charter)
    page.section("Move a line", "A moved number is written into the draft where it stands; comments stay")
    names = {clause.id: f"{clause.id} {clause.title}" for clause in clauses}
    chosen = pick("line", "Clause", list(names), names)
    limits = found.limits(chosen) if chosen else ()
    groups = grouped(limits)
    if len(limits) > FEW and len(groups) > 1:
        limits = _one_group(groups, limits_of(cache.sources().charter, str(chosen)), len(limits))
    _side_by_side(found, limits, str(chosen))


def _one_group(
    groups: Mapping[str, tuple[MovableLimit, ...]], in_force: Sequence[MovableLimit], many: int
) -> tuple[MovableLimit, ...]:
    """The limits of the group that is chosen; what was moved in any of them is said.

    The picker names what is in force, which stays: an entry that changes goes on being shown as it was when chosen.
    """
    was, before = grouped(in_force), moved([one for own in groups.values() for one in own], in_force)
    words = {name: sentence_case(name) for name in groups}
    titles = {name: f"{said}, in force {in_short(was[name], {})}" if name in was else said
              for name, said in words.items()}  # fmt: skip
    chosen = pick("measure", "Line", list(groups), titles) or next(iter(groups))
    told = [f"{words[name]}: {in_short(own, before)}" for name, own in groups.items()
            if any(one.inside in before for one in own)]  # fmt: skip
    st.caption(plain(f"{len(before):,} of {many:,} numbers of this clause differ from the charter in force. "
                     + " · ".join(told)))  # fmt: skip
    return groups[chosen]


def _side_by_side(found: CharterDraftPage, limits: Sequence[MovableLimit], clause: str) -> None:
    with st.grid(3, min_column_width=220):
        for limit in limits:
            _limit(found, limit, clause)


def _limit(found: CharterDraftPage, limit: MovableLimit, clause: str) -> None:
    key = f"limit-{found.draft.id}-{'.'.join(map(str, limit.path))}"
    whole = limit.unit != "number"
    charter_draft_saving.shown(key, int(limit.value) if whole else limit.value)
    change: dict[str, Any] = {
        "key": key, "disabled": not found.mine, "on_change": charter_draft_saving.move,
        "args": (found.draft, limit, key, clause),
    }  # fmt: skip
    label = limit.name.capitalize()
    if whole:
        st.number_input(label, min_value=0, step=1, **change)
    elif abs(limit.value) <= 1:
        low = -1.0 if limit.value < 0 or "gap" in limit.name else 0.0
        digits = _FINE if round(limit.value, 2) != limit.value else 0.01
        st.slider(label, low, 1.0 if limit.value <= 1 else 2.0, step=digits, **change)
    else:
        st.number_input(label, step=0.01, **change)
