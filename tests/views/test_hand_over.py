"""On the People page somebody's work is shown, then goes to somebody else by a click; items are chosen together."""

from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.services.hand_over import belongings
from tests.views.conftest import Opened
from tests.views.test_approval import as_person, click, labels, text_of


def test_everything_is_shown_then_handed_over(store: Database, opened: Opened) -> None:
    """Four use cases of the Service lead: counted, named, and the Quality lead's after one click."""
    before = belongings(store, "lead-0")
    app = as_person(opened("people"), "deputy")
    app = app.selectbox(key="hand-over-from").set_value("lead-0").run()
    assert f"{len(before.owned)} owned" in text_of(app)
    app = app.selectbox(key="hand-over-to").set_value("lead-5").run()
    app = click(app, "Hand everything over")

    assert not app.exception
    assert belongings(store, "lead-0").nothing
    assert set(before.owned) <= set(belongings(store, "lead-5").owned)
    assert "Hand everything over" not in labels(app)


def test_who_has_nothing_has_nothing_to_hand_over(store: Database, opened: Opened) -> None:
    """The page says so and offers no button."""
    app = as_person(opened("people"), "deputy")
    app = app.selectbox(key="hand-over-from").set_value("deputy").run()

    assert "no use cases and no review items" in text_of(app)
    assert "Hand everything over" not in labels(app)


def test_choosing_several_is_offered_to_who_may_assign(store: Database, opened: Opened) -> None:
    """A lead has the switch and, with it on, is told to tick rows; the queue itself is unchanged."""
    app = as_person(opened("review_items"), "lead-0")
    switch = next(one for one in app.toggle if one.label == "Choose several")
    app = switch.set_value(True).run()

    assert not app.exception
    assert "Tick rows of open items in the table" in text_of(app)
    assert len(store.frame(text("SELECT id FROM review_items"))) > 0
