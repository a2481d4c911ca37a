"""On the page of a use case: a fairness report that is filed shows what it reports against what its counts give."""

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database
from tests.services.test_fairness_evidence import GROUPS, HEAD
from tests.views.conftest import Opened
from tests.views.test_approval import as_person, text_of
from tests.views.test_evidence import asked, fill, form, papers

__all__ = ["asked"]  # the fixture
STANDING = "SELECT clause, status FROM findings WHERE use_case_id = :one AND clause LIKE 'FAI%' ORDER BY 1"


@pytest.mark.parametrize(("figure", "said"), [("0.75", "none of them differs"), ("0.85", "1 of them differs")])
def test_reported_against_recomputed(store: Database, asked: str, opened: Opened, figure: str, said: str) -> None:
    """The form fills what the report says itself; the table marks the figure; no finding about fairness moves."""
    before = store.frame(text(STANDING), {"one": asked})
    report = (HEAD + GROUPS.replace("0.75", figure)).encode()
    app = fill(form(as_person(opened("use_case", id=asked), "lead-bots"), asked), report)
    (filed,) = papers(store, asked)
    assert filed.states["n_per_group"] == "sex F: 100; sex M: 200"
    app.selectbox(key="fairness-report").set_value(filed.sha256)
    app = app.run()
    assert not app.exception
    assert said in text_of(app)
    assert "A report stands in for no counts of our own" in text_of(app)
    shown = next(one.value for one in app.dataframe if "Verdict" in one.value.columns)
    assert shown["Verdict"].str.startswith("✕").sum() == (figure == "0.85")
    assert store.frame(text(STANDING), {"one": asked}).equals(before)
