"""Review items on a past day: the queue as it was, and one item with what was said and done until then."""

from typing import Any

import streamlit as st

from dashboard.domain.wording import day, label, plural
from dashboard.services.screens.case_file import ORGANISATION
from dashboard.services.screens.item_ages import pace
from dashboard.services.screens.items_then import load_item_then, load_items_then
from dashboard.services.screens.review_item import ItemPage
from dashboard.services.screens.review_items import STATES, TASK_MEANINGS, Queue, queue_table
from dashboard.services.screens.then import Then
from dashboard.services.screens.words import clause_no
from dashboard.ui import cache, filters, links, page, review_parts, tables
from dashboard.ui.status import status_column
from dashboard.ui.text import plain


def review_items(then: Then) -> None:
    """The queue at the end of that day, or the item in the address."""
    number = str(st.query_params.get("item", ""))
    if not number:
        _queue(then)
        return
    asked = int(number) if number.isdecimal() and len(number) < 10 else 0
    found = cache.cached_over(then, load_item_then, asked)
    if found is None:
        page.head("Review items", f"There was no such review item on {day(then.asked)}")
        st.markdown(f"Number “{plain(number)}” was opened later, or is misspelt in the link.")
    else:
        page.head(f"Review items / {found.item.number}", f"{plain(found.item.use_case)}: {plain(found.item.what)}")
    links.to_page(links.REVIEW_ITEMS, "See all review items of that day")
    if found is not None:
        _one(then, found)


def were_open(queue: Queue) -> str:
    """How much was open and overdue, as one sentence."""
    live = [item for item in queue.items if item.state != "closed"]
    late = sum(item.overdue for item in live)
    were = "was" if len(live) == 1 else "were"
    return f"{plural(len(live), 'review item')} {were} open, {late or 'none'} overdue" if live else "Nothing was open"


def _queue(then: Then) -> None:
    queue = cache.cached_over(then, load_items_then)
    page.head("Review items", were_open(queue))
    st.markdown(plain(pace(queue, then.asked)))
    states = filters.several("state", "State", STATES) or ("open", "recovered")
    items = tuple(one for one in queue.items if one.state in states)
    if not items:
        page.empty("No item matches.", "Choose other states.")
        return
    frame = queue_table(items).assign(Status=[label(item.status) for item in items])
    shown = frame.assign(Status=frame["Status"].map(lambda status: [status]))
    picked: Any = tables.data_table(
        shown, alt=f"{plural(len(items), 'review item')} as of {then.asked}", key="items-then", on_select="rerun",
        selection_mode="single-row", columns={"Status": status_column()},
    )  # fmt: skip
    tables.downloads(frame, name=f"review-items-{then.asked}")
    page.source([queue.source])
    if picked.selection.rows:
        st.switch_page(links.REVIEW_ITEMS, query_params={"item": str(items[picked.selection.rows[0]].id)})


def _one(then: Then, found: ItemPage) -> None:
    one = found.item
    review_parts.state_of(found)
    review_parts.notes(found)
    page.section("Why it was opened")
    if one.kind in TASK_MEANINGS:
        st.markdown(TASK_MEANINGS[one.kind])
    else:
        st.markdown("The entries above hold the sentences of the assessments that opened, raised or closed it.")
        links.to_clause(one.clause, f"Read clause {clause_no(one.clause)} as it was then")
    if found.case:
        links.to_case(found.case, "Open the case of that day")
    links.to_use_case(one.use_case_id or ORGANISATION, f"Open {plain(one.use_case)} as of that day")
    page.source(["the ledger's entries about this item", f"until the end of {day(then.asked)}, UTC"])
