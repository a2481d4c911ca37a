"""Links inside the application: they keep the session, which markdown links would not."""

from datetime import date
from pathlib import Path

import streamlit as st

_VIEWS = Path(__file__).resolve().parent.parent / "views"
TODAY = _VIEWS / "today.py"
MY_WORK = _VIEWS / "my_work.py"
USE_CASES = _VIEWS / "use_cases.py"
USE_CASE = _VIEWS / "use_case.py"
NEW_USE_CASE = _VIEWS / "new_use_case.py"
ONBOARDING = _VIEWS / "onboarding.py"
FAIRNESS = _VIEWS / "fairness.py"
CUSTOMERS = _VIEWS / "customers.py"
CASES = _VIEWS / "cases.py"
REVIEW_ITEMS = _VIEWS / "review_items.py"
CHARTER = _VIEWS / "charter.py"
REPORTS = _VIEWS / "reports.py"
PEOPLE = _VIEWS / "people.py"
STAFF = _VIEWS / "staff.py"
BETWEEN = _VIEWS / "between.py"
SINGLE_DECISIONS = _VIEWS / "single_decisions.py"
BEING_TOLD = _VIEWS / "being_told.py"
DOOR = _VIEWS / "door.py"


def _link(title: str) -> str:
    return f":primary[**{title}**]"


def to_use_case(use_case: str, title: str, *, width: int | str = "content") -> None:
    """A link to the page of a use case; `title` is already escaped."""
    st.page_link(USE_CASE, label=_link(title), query_params={"id": use_case}, width=width)  # type: ignore[arg-type]


def to_review_item(item: int, title: str, *, width: int | str = "content") -> None:
    """A link to a review item; `title` is already escaped."""
    st.page_link(REVIEW_ITEMS, label=_link(title), query_params={"item": str(item)}, width=width)  # type: ignore[arg-type]


def to_clause(clause: str, title: str, *, width: int | str = "content") -> None:
    """A link to a clause of the charter; `title` is already escaped."""
    st.page_link(CHARTER, label=_link(title), query_params={"clause": clause}, width=width)  # type: ignore[arg-type]


def to_case(case: str, title: str, *, width: int | str = "content") -> None:
    """A link to a case; `title` is already escaped."""
    st.page_link(CASES, label=_link(title), query_params={"case": case}, width=width)  # type: ignore[arg-type]


def to_fairness(use_case: str, title: str, *, width: int | str = "content") -> None:
    """A link to the fairness of a use case; `title` is already escaped."""
    st.page_link(FAIRNESS, label=_link(title), query_params={"use_case": use_case}, width=width)  # type: ignore[arg-type]


def to_customers(use_case: str, title: str, *, width: int | str = "content") -> None:
    """A link to how customers of a use case are told, heard and served; `title` is already escaped."""
    st.page_link(CUSTOMERS, label=_link(title), query_params={"use_case": use_case}, width=width)  # type: ignore[arg-type]


def to_between(first: date) -> None:
    """A link to what changed since a day."""
    st.page_link(BETWEEN, label=_link("What changed since"), query_params={"from": first.isoformat()})


def to_entry(number: int) -> None:
    """A link to an entry of the ledger."""
    query = {"section": "Ledger", "about": str(number)}
    st.page_link(REPORTS, label=_link(f"Entry {number:,}"), query_params=query)


def to_single_decisions(use_case: str, title: str, *, width: int | str = "content") -> None:
    """A link to the single decisions of a use case; `title` is already escaped."""
    st.page_link(SINGLE_DECISIONS, label=_link(title), query_params={"use_case": use_case}, width=width)  # type: ignore[arg-type]


def to_draft(draft: str, title: str, *, width: int | str = "content") -> None:
    """A link to a draft of this person; `title` is already escaped."""
    st.page_link(NEW_USE_CASE, label=_link(title), query_params={"draft": draft}, width=width)  # type: ignore[arg-type]


def to_charter_draft(draft: str, title: str) -> None:
    """A link to a draft of the charter; `title` is already escaped."""
    st.page_link(CHARTER, label=_link(title), query_params={"draft": draft})


def to_page(view: Path, title: str) -> None:
    """A link to one of the pages above."""
    st.page_link(view, label=_link(title))
