"""Which day the pages speak about: a picker beside every page, kept in the address, and a banner on a past day."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.domain.wording import day
from dashboard.errors import InputRejected, NotFound
from dashboard.services.screens.then import NOW, Then, load_then, reading_words
from dashboard.ui import dates, filters, links, page
from dashboard.ui.looks import read
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

DAY, KNOWN = "as_of", "known"
_READINGS = {"then": "As reported", NOW: "Beside what is known now"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A past day; `wrong` is a sentence where the address holds no day."""

    day: date | None
    wrong: str = ""


def picker() -> Asked | None:
    """The picker of the sidebar; None where the pages speak about today."""
    wrong = filters.no_days(DAY)
    chosen = filters.day(DAY, "As of a past day", hint="What was reported then. Empty: today.")
    if wrong:
        return Asked(None, f"“{plain(wrong[0])}” is not a date such as 2026-11-23.")
    return None if chosen is None or chosen == dates.as_of() else Asked(chosen)


def opened(asked: Asked) -> Then | None:
    """The banner and the past day; None where it cannot be had, which is said instead of the page."""
    if asked.day is None:
        _refused(asked.wrong)
        return None
    banner, row = st.container(), st.container(horizontal=True, vertical_alignment="center", gap="small")
    with row:
        known = filters.one_of(KNOWN, "Reading", _READINGS, labelled=False)
        _back()
    try:
        then = read("past-day", "Read this day", load_then, asked.day, known)
    except (InputRejected, NotFound) as error:
        _refused(str(error), back=False)
        return None
    if then is None:
        page.head(f"As of {day(asked.day)}", "Not read yet")
        return None
    with row:
        links.to_between(then.asked)
    off = "Nothing can be changed here: a past day is only read."
    banner.info(f"**{plain(reading_words(then))}.** {off}", icon=":material/history:")
    for note in then.notes:
        st.caption(note)
    return then


def _refused(sentence: str, *, back: bool = True) -> None:
    page.head("As of a past day", "This day cannot be shown")
    st.warning(sentence, icon=":material/event_busy:")
    if back:
        _back()


def _back() -> None:
    st.button("Back to today", key="back-to-today", icon=":material/today:", on_click=_today)


@whole
def _today() -> None:
    st.session_state[DAY] = None


def not_then(title: str, then: Then) -> None:
    """A page that cannot be had for a past day."""
    page.head(title, f"{title} cannot be shown as of {day(then.asked)}")
    page.empty(
        "What this page shows is not kept for past days.",
        "Most other pages can be shown as they were then; or go back to today.",
    )
