"""Onboarding on the page: the officer plans a wave, its owner takes a system in, and the figures move."""

from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from tests.views.conftest import Opened
from tests.views.test_new_use_case import as_person, click, text_of


def test_a_wave_is_planned_and_taken_in(store: Database, opened: Opened) -> None:
    """Six imported systems: five planned for the lead, one of them onboarded."""
    app = as_person(opened("onboarding"), "ethics-officer")
    assert "0 of 6 imported systems onboarded, 6 in no wave yet" in text_of(app)
    app.text_input(key="wave-name").set_value("First wave")
    app.number_input(key="wave-size").set_value(5)
    app.selectbox(key="wave-owner").set_value("lead-1")
    app = as_person(click(app, "Plan the wave"), "lead-1")
    assert "First wave: 0 of 5" in str([one.proto for one in app.get("progress")]).replace("\\\\", "")
    assert "5 systems to onboard" in text_of(app)
    assert "Plan a wave" not in text_of(app)
    button = next(one for one in app.button if one.label == "Onboard")
    onboarded = button.key.removeprefix("onboard-")
    app = button.click().run()

    assert not app.exception
    assert "1 of 6 imported systems onboarded, 1 in no wave yet" in text_of(app)
    found = use_case_record(store, onboarded)
    assert found is not None
    assert (found[0].owner, found[0].lifecycle) == ("lead-1", "draft")
