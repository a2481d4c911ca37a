"""Filters are saved under a name and opened again by their address, each person's own."""

from dashboard.adapters.database import Database
from dashboard.adapters.views_store import views_of
from tests.views.conftest import Opened
from tests.views.test_approval import as_person, click, labels


def test_filters_are_saved_listed_and_removed(store: Database, opened: Opened) -> None:
    """The filters in the address come back as a link with the same address; another person has none."""
    app = as_person(opened("use_cases", team="Service"), "lead-0")
    app.text_input(key="view-name-use-cases").set_value("Service only")
    app = click(app, "Save view")

    assert not app.exception
    with store.read() as connection:
        (saved,) = views_of(connection, "lead-0", "use-cases")
    assert saved.query == (("team", "Service"),)
    link = next(one.proto for one in app.get("page_link") if one.proto.label == "Service only")
    assert "team=Service" in link.query_string
    app = click(app, "Remove view")
    with store.read() as connection:
        assert views_of(connection, "lead-0", "use-cases") == ()
    assert "Remove view" not in labels(app)


def test_review_items_have_views_of_their_own(store: Database, opened: Opened) -> None:
    """Saved on one page, not offered on the other."""
    app = as_person(opened("review_items", severity="high"), "lead-0")
    app.text_input(key="view-name-review-items").set_value("Grave")
    click(app, "Save view")

    with store.read() as connection:
        assert [one.query for one in views_of(connection, "lead-0", "review-items")] == [(("severity", "high"),)]
        assert views_of(connection, "lead-0", "use-cases") == ()
