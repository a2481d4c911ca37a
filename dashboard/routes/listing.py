"""Every route beside Streamlit's own: the one place where an address is given out, so that none is given twice."""

from starlette.routing import BaseRoute, Route

from dashboard.routes.ready import readyz


def routes() -> list[BaseRoute]:
    """In the order in which they are tried; endpoints that are plain functions run in a thread."""
    return [
        Route("/readyz", readyz),
    ]
