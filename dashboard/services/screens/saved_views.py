"""Somebody's saved views of a page."""

from dashboard.adapters.views_store import views_of
from dashboard.domain.saved_views import SavedView
from dashboard.services.sources import Sources


def load_views(sources: Sources, user_id: str, page: str) -> tuple[SavedView, ...]:
    """By name."""
    with sources.database.read() as connection:
        return views_of(connection, user_id, page)
