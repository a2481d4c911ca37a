"""A finding is disputed where it is explained; the mark shows on every page until somebody else decides."""

from typing import Any

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.adapters.disputes_store import open_disputes, settlements_of
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.users import User
from dashboard.services.people import AddUsers, add_users
from tests.views.conftest import Opened
from tests.views.test_approval import as_person, click, labels, text_of

PEOPLE = (
    User("lead-bots", "Team lead, Bots", Role.TEAM_LEAD), User("the-officer", "Officer for bots", Role.OFFICER),
    User("an-auditor", "Auditor", Role.AUDITOR),
)  # fmt: skip
BREACHED = (
    "SELECT f.use_case_id, f.clause, r.id FROM findings f JOIN review_items r "
    "ON r.use_case_id = f.use_case_id AND r.clause = f.clause AND r.state = 'open' "
    "WHERE f.status = 'non_compliant' AND f.use_case_id <> '' ORDER BY 1, 2 LIMIT 1"
)


@pytest.fixture
def breach(store: Database) -> tuple[str, str, int]:
    """A breach with an open item: use case, clause, number of the item."""
    add_users(store, AddUsers(PEOPLE), SYSTEM)
    row = store.frame(text(BREACHED)).iloc[0]
    return str(row.iloc[0]), str(row.iloc[1]), int(row.iloc[2])


def unfolded(app: Any, kind: str, name: str) -> Any:
    """The page with one form open."""
    app.session_state[f"open-{kind}-{name}"] = True
    return app.run()


def raised(opened: Opened, breach: tuple[str, str, int]) -> Any:
    """The lead disputes the breach on the page of its item."""
    name = f"{breach[0]}-{breach[1]}".lower()
    app = unfolded(as_person(opened("review_items", item=str(breach[2])), "lead-bots"), "dispute", name)
    app.selectbox(key=f"category-{name}").set_value("bad_data")
    app.text_area(key=f"objection-{name}").set_value("Two days are missing")
    return click(app, "Dispute it")


def test_a_dispute_shows_everywhere_and_the_finding_stands(
    store: Database, breach: tuple[str, str, int], opened: Opened
) -> None:
    """On the item, in the queue and on the page of the use case; who raised it gets no decision."""
    app = raised(opened, breach)
    assert not app.exception
    assert "Two days are missing" in text_of(app)
    assert "Record decision" not in labels(app)
    app = as_person(opened("use_case", id=breach[0]), "an-auditor")
    assert "Two days are missing" in text_of(app)
    assert not {"Dispute it", "Record decision"} & labels(app)
    queue = next(table.value for table in opened("review_items").dataframe if "State" in table.value.columns)
    assert "Open, disputed" in set(queue["State"])
    with store.read() as connection:
        assert [one.status for one in open_disputes(connection).values()] == ["non_compliant"]


def test_the_officer_accepts_with_a_correction(store: Database, breach: tuple[str, str, int], opened: Opened) -> None:
    """What is corrected, by whom and until when; the mark is gone."""
    raised(opened, breach)
    name = f"{breach[0]}-{breach[1]}".lower()
    app = unfolded(as_person(opened("review_items", item=str(breach[2])), "the-officer"), "settle", name)
    app.selectbox(key=f"settled-{name}").set_value("accepted")
    app.text_area(key=f"settled-why-{name}").set_value("The import stopped early")
    app = click(app, "Record decision")
    assert "one where it is accepted" in text_of(app)
    app.text_input(key=f"fix-{name}").set_value("Import both days")
    app.selectbox(key=f"fix-by-{name}").set_value("lead-bots")
    app.date_input(key=f"fix-due-{name}").set_value(app.date_input(key=f"fix-due-{name}").min)
    app = click(app, "Record decision")

    assert not app.exception
    with store.read() as connection:
        (settled,) = settlements_of(connection, breach[0])
    assert settled.correction is not None
    assert (settled.decided_by, settled.correction.by, settled.correction.what) == (
        "the-officer", "lead-bots", "Import both days",
    )  # fmt: skip
    assert "Disputed since" not in text_of(app)
