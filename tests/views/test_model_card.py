"""On the page of a use case: its model card is a download, and another's card is taken in field by field."""

from dashboard.adapters.database import Database
from tests.views.conftest import Opened
from tests.views.test_lifecycle import approved
from tests.views.test_record_forms import press, record, unfolded

__all__ = ["approved"]  # the fixture
CARD = b'{"schema_version": "0.0.2", "model_details": {"name": "x", "overview": "Answers about bills"}}'


def test_a_card_is_compared_then_taken_in(approved: Database, opened: Opened) -> None:
    """The first click shows the difference and writes nothing; the second changes what was chosen."""
    before = record(approved).purpose
    app = unfolded(opened, "card")
    assert [one.label for one in app.get("download_button") if one.label.startswith("Model card")] == [
        "Model card as JSON", "Model card as README",
    ]  # fmt: skip
    app.file_uploader(key="card-file").set_value(("card.json", CARD, "application/json"))
    app = press(app, "Show what it proposes")
    shown = next(one.value for one in app.dataframe if "In the card" in one.value.columns)
    assert shown["In the card"].to_list() == ["Answers about bills"]
    assert record(approved).purpose == before
    app = press(app, "Take these fields in")
    assert not app.exception
    assert record(approved).purpose == "Answers about bills"
