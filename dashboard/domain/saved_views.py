"""A named set of filters of a page, as the address has them, and what one may be."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.domain.texts import is_one_line
from dashboard.errors import Problem

PAGES = ("use-cases", "review-items")
LONGEST_NAME, MOST_FILTERS, LONGEST_QUERY, MOST_VIEWS = 60, 40, 2_000, 30


@dataclass(frozen=True, slots=True)
class SavedView:
    """Filters under a name; `id` is None until it is stored."""

    id: int | None
    page: str
    name: str
    query: tuple[tuple[str, str], ...]


def view_problems(view: SavedView) -> Iterator[Problem]:
    """Everything that is wrong with a view that somebody saves."""
    if view.page not in PAGES:
        yield Problem("page", view.page, f"one of {', '.join(PAGES)}")
    if not view.name.strip() or len(view.name) > LONGEST_NAME or not is_one_line(view.name):
        yield Problem("name", f"{len(view.name.strip()):,} characters", f"a name of 1 to {LONGEST_NAME}, on one line")
    size = sum(len(name) + len(value) for name, value in view.query)
    if len(view.query) > MOST_FILTERS or size > LONGEST_QUERY:
        yield Problem("filters", f"{len(view.query)} with {size:,} characters", f"at most {LONGEST_QUERY:,} characters")
