"""Programs and pages share a port, and neither takes the other's address."""

from dashboard import server
from dashboard.routes.listing import routes
from dashboard.ui.navigation import ENTRIES


def test_no_page_is_shadowed() -> None:
    """No route begins with the address of a page, and none is the bare address."""
    pages = {entry.path for entry in ENTRIES}
    first = {str(getattr(route, "path", "/")).split("/")[1] for route in routes()}

    assert first & pages == set()


def test_no_address_is_given_out_twice() -> None:
    """Each route has an address and method of its own."""
    given = [(route.path, tuple(sorted(route.methods or ()))) for route in routes()]  # type: ignore[attr-defined]

    assert len(given) == len(set(given))


def test_streamlit_takes_the_routes() -> None:
    """Streamlit, which refuses routes under its own addresses, builds with ours."""
    assert server.build() is not None
