"""Model versions as numbered events on a chart over time."""

from collections.abc import Sequence

from dashboard.adapters.queries import use_case as query
from dashboard.services.screens.trend import Event, Point
from dashboard.services.screens.words import as_date
from dashboard.services.sources import Sources


def versions_of(sources: Sources, use_case: str, points: Sequence[Point]) -> tuple[Event, ...]:
    """Model versions that went live within the months of these points, oldest first."""
    if not points:
        return ()
    models = query.parts(sources.database, use_case)["models"]
    live = [(as_date(row.deployed_at), f"{row.name} {row.version} went live") for row in models.itertuples(index=False)]
    inside = sorted((on, text) for on, text in live if on is not None and points[0].month <= on <= sources.as_of)
    return tuple(Event(number, on, text, "version") for number, (on, text) in enumerate(inside, 1))
