"""What is open, who has it, and when is it due?"""

import streamlit as st

from dashboard.domain.wording import day, plural
from dashboard.services.screens.item_ages import pace
from dashboard.services.screens.review_item import load_item
from dashboard.services.screens.review_items import chosen, headline, load_queue
from dashboard.services.screens.use_case import load_why
from dashboard.ui import cache, dates, links, page, review_parts
from dashboard.ui.saved_views import saved_views
from dashboard.ui.text import plain


def one_item(number: str) -> None:
    """The page of one item."""
    found = cache.cached(load_item, int(number)) if number.isdecimal() and len(number) < 10 else None
    if found is None:
        page.head("Review items", "There is no review item under this address")
        st.markdown(f"No item has the number “{plain(number)}”.")
        st.page_link(links.REVIEW_ITEMS, label="See all review items")
        return
    page.head(f"Review items / {found.item.number}", f"{plain(found.item.use_case)}: {plain(found.item.what)}")
    st.page_link(links.REVIEW_ITEMS, label="See all review items")
    review_parts.item(found, cache.cached(load_why, found.item.use_case_id, found.item.clause))


def whole_queue() -> None:
    """All items, with filters in the URL."""
    queue = cache.cached(load_queue)
    page.head("Review items", headline(queue))
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.markdown(plain(pace(queue, dates.as_of())))
        with st.container(horizontal=True, vertical_alignment="top", gap="small"):
            wanted = review_parts.asked(queue)
    saved_views("review-items", links.REVIEW_ITEMS)
    items = chosen(queue, wanted)
    with right:
        review_parts.age_chart(items)
    if items:
        review_parts.queue(items)
    else:
        page.empty("No item matches.", "Take a filter away, or enjoy the quiet: breaches open items by themselves.")
    st.caption(f"{len(items)} of {plural(len(queue.items), 'item')} shown, by severity, then due date; red: overdue")
    page.source([queue.source, f"as of {day(dates.as_of())}"])


number = str(st.query_params.get("item", ""))
if number:
    one_item(number)
else:
    whole_queue()
