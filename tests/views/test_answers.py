"""What was attached to a review item stands on its page: what was asked, of which data, and the whole answer."""

from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor, Role
from dashboard.services.answers import attach_answer
from tests.services.test_answers import command
from tests.views.conftest import Opened


def test_an_item_shows_the_answers_that_were_attached(store: Database, opened: Opened) -> None:
    """The sentence, when and by whom it was attached, what of, and the command that asks again."""
    attach_answer(store, command(), Actor("ethics-officer", Role.OFFICER))
    app = opened("review_items", item="1")
    assert not app.exception
    assert "1 answer attached as evidence" in [one.value for one in (*app.header, *app.subheader)]
    said = " ".join(one.value for one in app.markdown)
    assert "Two findings would flip" in said
    captions = " ".join(one.value for one in app.caption)
    assert "Attached by Chief AI Ethics Officer" in captions
    assert "it reads as it was attached" in captions.replace("\\", "")
    assert "python -m dashboard charter try FILE" in [one.value for one in app.code]
