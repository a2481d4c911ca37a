"""The parts of My work: what I run and what is missing there, my items, where my requests are, my drafts."""

import streamlit as st

from dashboard.domain.wording import plural, short_day
from dashboard.services.screens.drafts import DraftLine
from dashboard.services.screens.my_work import Answered, Gap, Mine, MyItem, MyWork
from dashboard.services.screens.to_decide import ToDecide
from dashboard.ui import links
from dashboard.ui.page import empty, row, section
from dashboard.ui.status import badge
from dashboard.ui.tables import downloads
from dashboard.ui.text import plain, unbroken

_FEW = 3
_MANY = 12


def use_cases(found: MyWork) -> None:
    """Each use case with its status and the worst of what is missing."""
    open_ = sum(len(one.gaps) for one in found.use_cases)
    section(
        f"What I run: {plural(len(found.use_cases), 'use case')}",
        f"{plural(open_, 'clause')} breached, watched or open",
    )
    if not found.use_cases:
        empty("You own no use case.", "Register one, or ask the officer to hand one over to you.")
        links.to_page(links.NEW_USE_CASE, "Register a use case")
        return
    for one in found.use_cases:
        _use_case(one)
    if open_:
        downloads(found.table, name="my-work", title="Download everything that is missing")


def _use_case(one: Mine) -> None:
    with st.container(gap="xsmall"):
        with row():
            if one.status is not None:
                st.markdown(badge(one.status), width=132)
            links.to_use_case(one.id, plain(one.title))
            st.markdown(f":small[{plain(' · '.join(filter(None, (one.standing, one.decided or 'not assessed yet'))))}]")
        for gap in one.gaps[:_FEW]:
            _gap(gap)
        if len(one.gaps) > _FEW:
            st.markdown(f":small[and {len(one.gaps) - _FEW} more on its page]")


def _gap(gap: Gap) -> None:
    due = f" · by {unbroken(short_day(gap.due))}" if gap.due else ""
    st.markdown(f":small[{badge(gap.status)} **{plain(unbroken(gap.clause))}** {plain(gap.reason)}{plain(due)}]")


def items(found: tuple[MyItem, ...]) -> None:
    """Review items by due date, overdue in red words."""
    overdue = sum(one.overdue for one in found)
    late = f", {overdue} overdue" if overdue else ""
    section(f"My items: {len(found)} open{late}", "assigned to you or about what you run, by due date")
    if not found:
        empty("No item is open.", "New breaches open review items by themselves.")
    for one in found[:_MANY]:
        with row():
            due = unbroken(short_day(one.due, missing="no date"))
            st.markdown(f":small[:red[**{due}**] overdue]" if one.overdue else f":small[{due}]", width=104)
            clause = f"{plain(unbroken(one.clause))} " if one.clause else ""
            links.to_review_item(one.id, f"{clause}{plain(one.title)} · {plain(one.use_case)}")
            if not one.mine:
                st.markdown(":small[somebody else has it]")
    if len(found) > _MANY:
        links.to_page(links.REVIEW_ITEMS, f"All {len(found):,} items")


def requests(waiting: tuple[ToDecide, ...], answered: tuple[Answered, ...]) -> None:
    """What waits and with whom, and what was decided in the last thirty days."""
    section(
        f"My requests: {len(waiting)} {'waits' if len(waiting) == 1 else 'wait'}", "with whom each is, and since when"
    )
    if not waiting and not answered:
        where = "Approvals, waivers, documents and lower tiers are asked for on the page of a use case."
        empty("You have asked for nothing lately.", where)
    for one in waiting:
        links.to_use_case(one.use_case, f"{plain(one.what)} · {plain(one.use_case_title)}")
        st.markdown(f":small[since {unbroken(short_day(one.since))}, with {plain(one.with_whom)}]")
    for done in answered:
        links.to_use_case(done.use_case, f"{plain(done.what)} · {plain(done.use_case_title)}")
        told = f"**{plain(done.outcome)}** on {unbroken(short_day(done.on))} by {plain(done.by)}: {plain(done.reason)}"
        st.markdown(f":small[{told}]")


def drafts(mine: tuple[DraftLine, ...]) -> None:
    """Registrations that are not finished."""
    if not mine:
        return
    section(f"My drafts: {len(mine)}", "nobody else sees them")
    for line in mine:
        links.to_draft(line.id, plain(line.title))
        st.markdown(f":small[{line.answered} of {line.needed} answered]")
