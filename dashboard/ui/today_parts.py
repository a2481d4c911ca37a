"""The lists of Today: changes, waiting, coming up, do we know."""

import pandas as pd
import streamlit as st

from dashboard.domain.wording import ICONS, day, label, plural, share, short_day
from dashboard.services.looks import MarkSeen, mark_seen
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.ahead import Ahead
from dashboard.services.screens.changes import Change, Changes
from dashboard.services.screens.knowledge import Knowledge
from dashboard.services.screens.to_decide import ToDecide
from dashboard.services.screens.waiting import Waiting
from dashboard.ui import cache, identity, links
from dashboard.ui.errors import told
from dashboard.ui.filters import one_of
from dashboard.ui.page import empty, row, section
from dashboard.ui.status import badge
from dashboard.ui.tables import plain_table, same_numbers
from dashboard.ui.text import plain, unbroken
from dashboard.ui.whole import whole

_FEW = 6


def changes(found: Changes) -> None:
    """Since you last looked: worst first, each with its cause, and the command that marks them as seen."""
    count = len(found.changes)
    when = (
        f"{day(found.since)} to now" if found.looked else f"since {day(found.since)}; you have not marked anything yet"
    )
    section(f"Since you last looked: {plural(count, 'status', 'statuses')} changed", when)
    if not count:
        empty("Nothing changed.", "Every use case stands where it stood.")
        return
    for change in found.changes[:_FEW]:
        _change(change)
    if count > _FEW:
        same_numbers(_change_table(found.changes), name="changes", title=f"All {count:,} changes")
    links.to_page(links.BETWEEN, "Compare any two days")
    if may(identity.actor(), Verb.MARK_SEEN):
        st.button("Mark as seen", on_click=_mark, help="The next look starts from here.")


def _change(change: Change) -> None:
    with row():
        st.markdown(badge(change.became), width=112)
        links.to_use_case(change.use_case, plain(change.title), width=160)
        was = f", was {ICONS[change.was]}" if change.was else ""
        fact = f"{plain(unbroken(change.fact[:6]))}{plain(change.fact[6:])} · " if change.fact else ""
        st.markdown(f":small[{fact}{plain(change.cause)}{was}]", width=296)


def _change_table(found: tuple[Change, ...]) -> pd.DataFrame:
    rows = [
        (one.title, label(one.was) if one.was else "", label(one.became), one.as_of, one.cause, one.fact)
        for one in found
    ]
    return pd.DataFrame(rows, columns=["Use case", "Was", "Became", "On", "Cause", "Fact"])


@whole
def _mark() -> None:
    with told():
        sources = cache.sources()
        mark_seen(sources.database, MarkSeen(cache.data_version(), sources.as_of), identity.actor())


def waiting(items: tuple[Waiting, ...], undecided: tuple[ToDecide, ...]) -> None:
    """Waiting for you: what this person may decide, then items by due date, overdue in red words."""
    overdue = sum(item.days_over > 0 for item in items)
    tail = f", {'one is' if overdue == 1 else f'{overdue:,} are'} overdue" if overdue else ""
    decisions = f"{plural(len(undecided), 'decision')}, " if undecided else ""
    section(f"Waiting for you: {decisions}{plural(len(items), 'item')}{tail}", "decisions first, items by due date")
    for one in undecided[:_FEW]:
        with row():
            st.markdown(f":small[since {unbroken(short_day(one.since))}]", width=104)
            _to_decide(one)
    if len(undecided) > _FEW:
        rows = [(one.since, one.what, one.use_case_title, one.asked_by_title) for one in undecided]
        every = pd.DataFrame(rows, columns=["Since", "What", "Use case", "Asked by"])
        same_numbers(every, name="to-decide", title=f"All {len(undecided):,} decisions")
    if not items and not undecided:
        empty("Nothing waits for you.", "New breaches open review items by themselves.")
    for item in items[:_FEW]:
        _item(item)
    if len(items) > _FEW:
        links.to_page(links.REVIEW_ITEMS, f"All {len(items):,} items")
    if may(identity.actor(), Verb.BE_TOLD):
        links.to_page(links.BEING_TOLD, "Be told by mail or calendar")


def _to_decide(one: ToDecide) -> None:
    if one.kind == "charter":
        links.to_page(links.CHARTER, f"Decide: {plain(one.what)}")
    else:
        links.to_use_case(one.use_case, f"Decide: {plain(one.what)} · {plain(one.use_case_title)}")


def _item(item: Waiting) -> None:
    with row():
        due = unbroken(short_day(item.due))
        st.markdown(f":small[:red[**{due}**] overdue]" if item.days_over else f":small[{due}]", width=104)
        what = f"{item.verb} {plain(item.clause)}" if item.clause else plain(item.title)
        links.to_review_item(item.item, f"{what} · {plain(item.use_case_title)}")


def ahead(dates: tuple[Ahead, ...], today: pd.Timestamp) -> None:
    """Coming up within 30, 60 or 90 days."""
    heading = st.empty()
    days = int(
        one_of("ahead", "Within", {"30": "30 days", "60": "60 days", "90": "90 days"}, default="60", labelled=False)
    )
    soon = [one for one in dates if (pd.Timestamp(one.when) - today).days <= days]
    with heading.container():
        caption = "evidence, waivers, reviews, training and legal dates that lapse or start"
        section(f"Coming up: {plural(len(soon), 'date')} in {days} days", caption)
    if not soon:
        empty("Nothing lapses.", "Every document, waiver and review outlasts these days.")
        return
    rows = [(unbroken(day(one.when)), one.kind, plain(one.what), plain(one.with_whom)) for one in soon[:5]]
    plain_table(pd.DataFrame(rows, columns=["Lapses", "Kind", "What", "With"]), alt="What lapses soon")
    if len(soon) > len(rows):
        every = pd.DataFrame([(one.when, one.kind, one.what, one.with_whom) for one in soon])
        every.columns = pd.Index(["Lapses", "Kind", "What", "With"])
        same_numbers(every, name="coming-up", title=f"All {len(soon):,} dates")


def do_we_know(known: Knowledge) -> None:
    """Share of clauses decided, and the last data of each feed."""
    section(
        f"Do we know? {known.decided:,} of {known.applicable:,} clauses are decided",
        "clauses that apply to the use cases in service",
    )
    with st.grid(2, min_column_width=130):
        change = None
        if known.share is not None and known.share_before is not None:
            change = f"{100 * (known.share - known.share_before):+.1f} points in 30 days"
        st.metric(
            "Decided clauses", share(known.decided, known.applicable, digits=1), change,
            delta_color="off", delta_arrow="off",
        )  # fmt: skip
        st.metric(
            "Feeds in time", f"{len(known.feeds) - len(known.late):,} of {len(known.feeds):,}",
            f"at most {known.stale_after.words} old", delta_color="off", delta_arrow="off",
        )  # fmt: skip
    st.markdown(f":small[{_feeds(known)}]")


def _feeds(known: Knowledge) -> str:
    if not known.feeds:
        return "No decision log was read yet: `python -m dashboard ingest decisions FILE --use-case ID`."
    newest = f"Newest decisions: {day(known.newest)}."
    if not known.late:
        return newest
    worst = known.late[0]
    return (
        f"{newest} Oldest feed: {plain(worst.title)}, last data {day(worst.last_day)}, {worst.days_late:,} days late."
    )
