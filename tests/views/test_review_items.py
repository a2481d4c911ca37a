"""The queue is sorted by what is urgent; people act on items once, and nobody acts on a stale one."""

from dataclasses import replace

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.queries.review_items import notes
from dashboard.domain.actors import Actor, Role
from dashboard.errors import NotPermitted
from dashboard.services.reviews import AssignItem, assign_item
from tests.views.conftest import Opened


def as_person(app: object, user_id: str) -> object:
    """The same page, acting as somebody else."""
    switch = next(box for box in app.selectbox if box.label == "Acting as")  # type: ignore[attr-defined]
    return switch.set_value(user_id).run()


def test_the_queue_starts_with_what_is_urgent(store: Database, opened: Opened) -> None:
    """Severity first, then due date; overdue items are counted in the headline."""
    app = opened("review_items")

    table = app.dataframe[0].value
    order = ["critical", "high", "medium", "low"]
    ranks = [order.index(name) for name in table["Severity"]]
    assert not app.exception
    assert ranks == sorted(ranks)
    assert app.title[0].value.startswith(f"{len(table)} review items are open, ")


def test_filters_live_in_the_url(store: Database, opened: Opened) -> None:
    """A filtered queue can be linked to."""
    app = opened("review_items", severity="high", q="voice")

    table = app.dataframe[0].value
    assert set(table["Severity"]) == {"high"}
    assert all("oice" in title for title in table["Use case"])


def test_an_unknown_number_leads_back(store: Database, opened: Opened) -> None:
    """A wrong link is a sentence."""
    for number in ("999999", "abc", "99999999999999999999"):
        app = opened("review_items", item=number)
        assert not app.exception
        assert app.title[0].value == "There is no review item under this address"


def test_a_comment_is_written_once(store: Database, opened: Opened) -> None:
    """The same words sent twice are one note, kept with who said them."""
    app = opened("review_items", item="1")
    for _ in range(2):
        box = next(area for area in app.text_area if area.key == "comment-1")
        box.set_value("Asked the vendor for the log.")
        app = next(button for button in app.button if button.label == "Add comment").click().run()

    written = notes(store, 1)
    assert not app.exception
    assert written["text"].tolist() == ["Asked the vendor for the log."]
    assert written["by"].tolist() == ["ethics-officer"]


def test_a_stale_page_is_told_and_keeps_the_words(store: Database, opened: Opened) -> None:
    """Somebody else's change in between is said in words, nothing is written and nothing typed is lost."""
    app = opened("review_items", item="1")
    assign_item(store, _command(app), Actor("deputy", Role.DEPUTY))
    area = next(area for area in app.text_area if area.key == "comment-1")
    area.set_value("My view.")
    app = next(button for button in app.button if button.label == "Add comment").click().run()

    assert any("changed since you opened it" in part.value for part in app.error)
    assert next(area for area in app.text_area if area.key == "comment-1").value == "My view."
    assert "commented" not in set(notes(store, 1)["action"])


def _command(app: object) -> AssignItem:
    del app
    from datetime import date  # noqa: PLC0415

    return AssignItem(1, "lead-1", 1, date.today())  # noqa: DTZ011


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.READER])
def test_who_only_reads_sees_no_form(store: Database, opened: Opened, role: Role) -> None:
    """Auditor and reader see no form, and the service refuses them anyway."""
    app = as_person(opened("review_items", item="1"), f"local-{role.value}")

    assert not app.text_area  # type: ignore[attr-defined]
    with pytest.raises(NotPermitted):
        assign_item(store, replace(_command(app), key="k"), Actor("x", role))


def test_a_breach_cannot_be_closed_away(store: Database, opened: Opened) -> None:
    """Closing an item whose clause is still breached is refused in a sentence."""
    app = opened("review_items", item="1")
    next(area for area in app.text_area if area.key == "resolve-1").set_value("Looks fine to me.")
    app = next(button for button in app.button if button.label == "Close item").click().run()

    assert any("still breached" in part.value for part in app.error)


def test_an_empty_store_is_quiet(empty_store: Database, opened: Opened) -> None:
    """Nothing open is a sentence, not an empty table."""
    app = opened("review_items")

    assert not app.exception
    assert app.title[0].value == "No review item is open"
    assert not app.dataframe
