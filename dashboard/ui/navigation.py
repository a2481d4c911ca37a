"""Which pages there are, and for whom: built at every run from the role that the store gives now.

A page that is not built cannot be reached by its address either. Whoever is not in finds the door under each of them.
The list holds nine entries at most: what a role seldom needs is reached by links.
"""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.domain.actors import Role
from dashboard.ui import links

_ALL = frozenset(Role)
_RUN = frozenset({Role.OFFICER, Role.DEPUTY, Role.TEAM_LEAD})
_LEADS = frozenset({Role.TEAM_LEAD})
_BOOKS = frozenset({Role.OFFICER, Role.DEPUTY, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Entry:
    """One page; `icon` is None where it is reached by links only, as it is for roles that are not in `listed`."""

    view: Path
    title: str
    icon: str | None
    path: str
    roles: frozenset[Role] = _ALL
    listed: frozenset[Role] = _ALL


ENTRIES = (
    Entry(links.TODAY, "Today", "today", ""),
    Entry(links.MY_WORK, "My work", "person_check", "my-work", _RUN, _LEADS),
    Entry(links.USE_CASES, "Use cases", "list_alt", "use-cases"),
    Entry(links.USE_CASE, "Use case", None, "use-case"),
    Entry(links.NEW_USE_CASE, "New use case", "add_circle", "new-use-case", _RUN, _LEADS),
    Entry(links.ONBOARDING, "Onboarding", None, "onboarding", _RUN),
    Entry(links.FAIRNESS, "Fairness", "balance", "fairness"),
    Entry(links.CUSTOMERS, "Customers", "support_agent", "customers"),
    Entry(links.CASES, "Cases", None, "cases"),
    Entry(links.REVIEW_ITEMS, "Review items", "checklist", "review-items"),
    Entry(links.STAFF, "Staff", "school", "staff", _RUN | _BOOKS),
    Entry(links.CHARTER, "Charter", "menu_book", "charter"),
    Entry(links.REPORTS, "Reports", "verified_user", "reports", listed=_ALL - _LEADS),
    Entry(links.BETWEEN, "What changed between", None, "between"),
    Entry(links.PEOPLE, "People", "badge", "people", _BOOKS),
    Entry(links.SINGLE_DECISIONS, "Single decisions", None, "single-decisions", _RUN | _BOOKS),
    Entry(links.BEING_TOLD, "Being told", None, "being-told", _RUN),
)


def pages(role: Role) -> list[StreamlitPage]:
    """The pages of a role, the first one under the bare address."""
    return [_page(entry, entry.view, listed=role in entry.listed) for entry in ENTRIES if role in entry.roles]


def doors() -> list[StreamlitPage]:
    """The door under every address, so that nobody learns from an answer what there is behind it."""
    return [_page(entry, links.DOOR, listed=True) for entry in ENTRIES]


def _page(entry: Entry, view: Path, *, listed: bool) -> StreamlitPage:
    icon = f":material/{entry.icon}:" if entry.icon and listed else None
    path = entry.path or None
    return st.Page(
        view,
        title=entry.title,
        icon=icon,
        url_path=path,
        default=path is None,
        visibility="visible" if icon else "hidden",
    )
