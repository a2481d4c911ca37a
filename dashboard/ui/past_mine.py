"""My work and Being told of a past day, and the forms, which only today can be filled in."""

import pandas as pd
import streamlit as st

from dashboard.domain.wording import day, label, plural
from dashboard.services.screens.review_items import queue_table
from dashboard.services.screens.then import Then
from dashboard.services.screens.then_mine import load_mine_then
from dashboard.services.screens.then_told import load_told_then
from dashboard.ui import cache, identity, page, tables
from dashboard.ui.status import status_column


def my_work(then: Then) -> None:
    """What waited for this person."""
    found = cache.cached_over(then, load_mine_then, identity.actor().user_id)
    page.head(f"My work, as of {day(then.asked)}", found.headline)
    page.section(f"What {found.who} ran: {plural(len(found.use_cases), 'use case')}")
    shown = found.use_cases.drop(columns="id").assign(Status=found.use_cases["Status"].map(lambda one: [one]))
    _listed(shown, f"my-work-{then.asked}", "Own use cases", download=found.use_cases)
    page.section(f"Items: {len(found.items)} open", "assigned, or about what they ran, by due date")
    frame = queue_table(found.items).assign(Status=[label(one.status) for one in found.items])
    _listed(frame.assign(Status=frame["Status"].map(lambda one: [one])), f"my-items-{then.asked}", "Own items",
            download=frame)  # fmt: skip
    page.section("Requests", "waiting then, or decided in the thirty days before")
    _listed(found.requests, f"my-requests-{then.asked}", "Own requests")
    page.source(["the ledger's entries", f"until the end of {day(then.asked)}, UTC; drafts are kept for today only"])


def being_told(then: Then) -> None:
    """What had been told to this person."""
    found = cache.cached_over(then, load_told_then, identity.actor().user_id)
    page.head(f"Being told, as of {day(then.asked)}", found.headline)
    page.section("Letters", "what they said is not in the ledger: how many matters, and about which use cases")
    _listed(found.letters, f"letters-{then.asked}", "Letters until then")
    page.section("Services of the organisation that were told")
    _listed(found.services, f"services-{then.asked}", "Webhooks")
    page.source(["the ledger's entries about letters and webhooks", f"until the end of {day(then.asked)}, UTC"])


def only_today(title: str, then: Then) -> None:
    """A page that is a form."""
    page.head(title, f"{title} is filled in today, not on {day(then.asked)}")
    page.empty("A past day is only read.", "Go back to today to use this page.")


def _listed(frame: pd.DataFrame, name: str, alt: str, *, download: pd.DataFrame | None = None) -> None:
    if frame.empty:
        st.markdown("None.")
        return
    columns = {"Status": status_column()} if "Status" in frame else {}
    tables.data_table(frame, alt=alt, key=name, at_once=12, columns=columns)
    tables.downloads(frame if download is None else download, name=name)
