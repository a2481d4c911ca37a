"""The public register on the Reports page: what is public, how it differs, and the acts on one entry."""

import io
import zipfile

from streamlit.testing.v1 import AppTest

from dashboard.adapters.database import Database
from dashboard.adapters.publications import public_now
from dashboard.adapters.repository import load_registry, use_case_record
from dashboard.reports.register_site import site, zipped
from dashboard.services.screens.public_register import OTHER, SAME, load_entry_page, load_register, load_register_page
from tests.public_entries import publish
from tests.views.conftest import Opened
from tests.views.test_board_pack import sources


def text(app: AppTest) -> str:
    """All markdown of the page."""
    return "\n".join(str(one.value) for one in (*app.title, *app.markdown, *app.caption, *app.subheader, *app.header))


def press(app: AppTest, label: str) -> AppTest:
    """Click a button by what it says."""
    return next(one for one in app.button if one.label == label).click().run()


def live(store: Database) -> str:
    """The first use case in service."""
    return next(one.id for one in load_registry(store).use_cases if one.lifecycle == "live")


def titled(store: Database, name: str) -> str:
    """What the screen calls it."""
    found = use_case_record(store, name)
    assert found is not None
    return found[0].title


def test_the_section_says_how_many_are_public(store: Database, opened: Opened) -> None:
    """Nothing is public in the beginning, and every use case in service is listed."""
    app = opened("reports", section="Public register")
    assert not app.exception
    assert "0 of 24 use cases in service are public" in text(app)
    assert len(load_register_page(sources(store)).table) == 24


def test_asking_on_the_page_publishes_nothing(store: Database, opened: Opened) -> None:
    """Publication is asked for with a reason; nothing is public until somebody else grants it."""
    name = live(store)
    app = opened("reports", section="Public register", entry=titled(store, name))
    assert "Nothing is public about it" in text(app)
    next(one for one in app.text_area if one.label == "Why it is to be published").set_value("It is live.")
    app = press(app, "Ask for publication")
    assert not app.exception
    assert "Asked for" in "".join(str(one.value) for one in app.success)
    with store.read() as connection:
        assert public_now(connection) == {}
    assert load_entry_page(sources(store), name).waits


def test_what_is_public_stands_beside_what_would_be(store: Database, opened: Opened) -> None:
    """After a change of the record the page says which field differs, and the ZIP still holds what was approved."""
    name = live(store)
    publish(sources(store), [name])
    states = load_register_page(sources(store)).table["Register"].value_counts()
    assert states[SAME] == 1
    app = opened("reports", section="Public register", entry=titled(store, name))
    assert "Published on" in text(app)
    assert "and nothing differs" in text(app)
    assert states.get(OTHER, 0) == 0
    with zipfile.ZipFile(io.BytesIO(zipped(site(load_register(store), ["en"])))) as archive:
        assert f"public-register/en/uses/{name}.html" in archive.namelist()


def test_taking_out_needs_a_reason(store: Database, opened: Opened) -> None:
    """Without one nothing happens; with one it is gone from the register and told."""
    name = live(store)
    publish(sources(store), [name])
    app = press(opened("reports", section="Public register", entry=titled(store, name)), "Take it out")
    assert "a reason in words" in "".join(str(one.value) for one in app.error)
    next(one for one in app.text_area if one.label == "Why it is to be taken out").set_value("Switched off.")
    app = press(app, "Take it out")
    assert "Taken out" in "".join(str(one.value) for one in app.success)
    with store.read() as connection:
        assert public_now(connection) == {}
    assert list(load_register_page(sources(store)).history["What"]) == ["Taken out", "Published"]
