"""The parts of the Staff page: counts for everybody who opens it, single people only for who leads them."""

import streamlit as st

from dashboard.charts.staff_groups import staff_groups
from dashboard.domain.actors import Actor, Role
from dashboard.domain.wording import plural
from dashboard.services.screens import staff as screen
from dashboard.services.screens.staff import StaffPage
from dashboard.services.screens.words import clause_no
from dashboard.services.staff import RecordCompletion, record_completion
from dashboard.services.staff_correction import TakeBackCompletion, take_back_completion
from dashboard.ui import cache, dates, filters, identity, page
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.tables import data_table, downloads, same_numbers
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE = "staff"
_BY = {"team": "Team", "role": "Role"}


def nobody() -> None:
    """What to do while there is no staff list."""
    page.empty(
        "No staff list was taken in yet, so clauses about training are not assessed.",
        "An administrator runs `python -m dashboard ingest staff FILE`, then `ingest training FILE`; "
        "`ingest template staff` prints the columns.",
    )


def overview(found: StaffPage) -> None:
    """Every clause about training and acknowledgement of the whole organisation."""
    page.section(
        f"{plural(len(found.asked), 'clause')} about {plural(found.listed, 'person', 'people')}",
        "Who must have it, without newcomers whose time is not over; every person counts once in a clause",
    )
    if not found.has_training:
        page.empty("No training was taken in yet.", "Take it in with `python -m dashboard ingest training FILE`.")
    table = screen.requirement_table(found.asked)
    data_table(table, alt="Clauses about training with how many have it of how many must", key="staff-clauses")
    downloads(table, name="staff-clauses")


def by_group(found: StaffPage) -> None:
    """One requirement by team or role, the lowest share first."""
    asked = {f"{one.course_title} ({clause_no(one.clause)})": one for one in found.asked if one.people}
    if not asked:
        return
    page.section(
        "Who has it", "People by team or role, the lowest share first: ✓ has it, ✕ lacks it, ? newcomer with time left"
    )
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        what = filters.one_listed("what", "What", list(asked))
        by = filters.one_of("by", "By", _BY)
    rows = screen.groups(asked[what], by, dates.as_of())
    alt = ". ".join(f"{one.name}: {one.having} of {one.counted} have it" for one in rows)
    page.chart(staff_groups(rows, page.colours()), alt=alt, key="staff-groups-chart")
    same_numbers(screen.group_table(rows, by), name="staff-groups")


def lapsing(found: StaffPage) -> None:
    """What lapses within 30, 60 and 90 days, by team."""
    table = screen.lapse_table((*found.asked, *found.of_cases), found.as_of)
    days = screen.HORIZONS[-1]
    page.section(f"Lapses within {days} days: {plural(len(table), 'team and course', 'teams and courses')}")
    if table.empty:
        page.empty("Nothing lapses.", f"What anybody has today they have in {days} days.")
        return
    dated = {"Last valid day": st.column_config.DateColumn(format="D MMM YYYY")}
    data_table(
        table, alt="Courses that lapse soon, by team, with counts", columns=dated, key="staff-lapses", at_once=10
    )
    downloads(table, name="staff-lapses")


def blocking(found: StaffPage) -> None:
    """Use cases whose owners or overseers lack what the charter asks of them."""
    table = screen.case_table(found.of_cases)
    page.section(
        f"Use cases whose people lack training: {len(table)} of {len({one.use_case for one in found.of_cases})}"
    )
    if table.empty:
        page.empty("None.", "Everybody who is assigned has what the charter asks of them, where that is known.")
        return
    data_table(table, alt="Use cases whose assigned people lack training", key="staff-cases", at_once=10)
    downloads(table, name="staff-cases")


def missing(found: StaffPage, me: Actor, team: str | None) -> None:
    """Whom to remind, by pseudonymous id: of everybody for officer and deputy, of their team for a lead."""
    everybody = me.role in (Role.OFFICER, Role.DEPUTY)
    if not everybody and (me.role is not Role.TEAM_LEAD or team is None):
        return
    table = screen.people_table(found.asked, None if everybody else team)
    page.section(
        f"To remind: {plural(table['Person'].nunique(), 'person', 'people')}",
        "Pseudonymous ids" if everybody else f"Pseudonymous ids of the team {plain(team)}",
    )
    if table.empty:
        page.empty("Nobody lacks anything.", "Whoever lapses or joins stands here from that day on.")
        return
    data_table(table, alt="People who lack a course", key="staff-missing", at_once=10)
    downloads(table, name="staff-reminders", title="Download reminder list")


def record_form(found: StaffPage) -> None:
    """Enter one completion by hand."""
    told(_PLACE)
    courses = cache.cached(screen.load_courses)
    if not courses:
        return
    with st.form("record-completion", clear_on_submit=False):
        st.markdown("**Record a completed course.** For many at once, hand over a file.")
        st.text_input("Person (pseudonymous id)", key="completion-person", max_chars=80)
        st.selectbox("Course", list(courses), format_func=courses.__getitem__, key="completion-course")
        st.date_input(
            "Completed on", value=found.as_of, max_value=found.as_of, key="completion-on", format="YYYY-MM-DD"
        )
        st.form_submit_button("Record", on_click=_record)


def take_back_form(found: StaffPage) -> None:
    """Remove a completion that was recorded by mistake."""
    courses = cache.cached(screen.load_courses)
    if not courses:
        return
    with st.expander("Take back a wrong entry"), st.form("take-back-completion", border=False, clear_on_submit=False):
        st.text_input("Person of the entry (pseudonymous id)", key="wrong-person", max_chars=80)
        st.selectbox("Course of the entry", list(courses), format_func=courses.__getitem__, key="wrong-course")
        st.date_input("Day of the entry", value=found.as_of, max_value=found.as_of, key="wrong-on", format="YYYY-MM-DD")
        st.text_input("Why it was wrong (stays in the history)", key="wrong-reason", max_chars=500)
        st.form_submit_button("Take back", on_click=_take_back)


@whole
def _take_back() -> None:
    state = st.session_state
    person, reason = (str(state[name]).strip() for name in ("wrong-person", "wrong-reason"))
    course, on = str(state["wrong-course"]), state["wrong-on"]
    command = TakeBackCompletion(person, course, on, reason, form_key("wrong", person, course, on, reason))
    done = "Taken back; the history keeps the entry and the reason."
    carry_out(_PLACE, lambda: take_back_completion(cache.sources().database, command, identity.actor()), done)


@whole
def _record() -> None:
    state = st.session_state  # a form's choices are known only now
    person, course, on = (
        str(state["completion-person"]).strip(),
        str(state["completion-course"]),
        state["completion-on"],
    )
    key = form_key("completion", person, course, on)
    command = RecordCompletion(person, course, on, dates.as_of(), key=key)
    carry_out(_PLACE, lambda: record_completion(cache.sources().database, command, identity.actor()), "Recorded.")
