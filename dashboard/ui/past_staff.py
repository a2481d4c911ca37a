"""Staff as of a past day: as it was known where nothing came since, else as it is known now, which is said."""

import streamlit as st

from dashboard.domain.wording import day, label, plural, sentence_case
from dashboard.services.screens.staff import StaffPage, load_own_team, load_staff
from dashboard.services.screens.staff_then import BY_NOW, load_staff_since, reported_table
from dashboard.services.screens.then import Then
from dashboard.services.screens.then_tables import REPORTED
from dashboard.ui import cache, identity, page, past_known, staff_parts, tables
from dashboard.ui.status import status_column
from dashboard.ui.text import plain


def staff(then: Then) -> None:
    """Counts for everybody who opens it; single people for who leads them today."""
    since = cache.cached_over(then, load_staff_since)
    me = identity.actor()
    team = cache.cached(load_own_team, me.user_id)
    known = past_known.read(then)
    if known is None:
        past_known.not_yet("Staff", then)
        return
    with past_known.spoken_of(known):
        found = cache.cached(load_staff)
        whose = ", by what is known now" if since.entries else ""
        page.head(f"Staff, as of {day(then.asked)}{whose}", found.headline)
        (st.warning if since.entries else st.caption)(since.said)
        if then.charter is None:
            past_known.notes(known)
        if not found.listed:
            page.empty("Nobody is on the staff list of that day.", "Clauses about training were not assessed.")
            return
        _reported(then, found)
        staff_parts.overview(found)
        staff_parts.by_group(found)
        staff_parts.lapsing(found)
        staff_parts.blocking(found)
        staff_parts.missing(found, me, team)
    page.source([*map(plain, found.files), f"as of {day(then.asked)}"])


def _reported(then: Then, found: StaffPage) -> None:
    """What was reported, beside what these people give."""
    table = reported_table(then, found)
    now = table[BY_NOW].map(label)
    other = int((table[REPORTED] != now).sum())
    page.section(
        f"{sentence_case(plural(other, 'status', 'statuses'))} of {len(table)} would be another by these people",
        "each clause about training and acknowledgement, as it was reported",
    )
    if table.empty:
        page.empty("No clause is about staff.", "The charter of that day asked nothing of them.")
        return
    shown = table.assign(**{REPORTED: table[REPORTED].map(lambda one: [one]), BY_NOW: now.map(lambda one: [one])})
    columns = {name: status_column(name) for name in (REPORTED, BY_NOW)}
    alt = f"Clauses about staff as they were reported on {then.asked}"
    tables.data_table(shown, alt=alt, at_once=10, columns=columns, key="staff-reported")
    tables.downloads(table.assign(**{BY_NOW: now}), name=f"staff-reported-{then.asked}")
