"""Fairness shows the whole portfolio from measurements, and one use case from counts."""

from sqlalchemy import update

from dashboard.adapters.database import Database
from dashboard.adapters.repository import table
from dashboard.adapters.tables import CountSetRow
from dashboard.domain.actors import SYSTEM
from tests.views.conftest import Opened


def test_an_empty_store_says_what_to_do(empty_store: Database, opened: Opened) -> None:
    """Without measurements and logs the page names the command that reads one."""
    app = opened("fairness")

    assert not app.exception
    assert app.title[0].value == "No fairness has been measured yet"
    assert any("ingest decisions" in part.value for part in app.markdown)


def test_missing_counts_leave_the_portfolio_standing(store: Database, opened: Opened) -> None:
    """Where count files are gone, the half that needs them says so and the other half stays."""
    hashes = {"single_sha256": "0" * 64, "joint_sha256": "0" * 64}
    rows = table(CountSetRow)
    with store.write(SYSTEM) as tx:
        tx.connection.execute(update(rows).values(attributes=hashes))
        tx.append("counts.lost", "portfolio", "lost", {})

    app = opened("fairness")

    assert not app.exception
    assert any("Worst-off group in 12 use cases" in part.value for part in app.header)
    assert any("cannot be used" in part.value for part in app.error)


def test_groups_not_tested_are_on_screen(store: Database, opened: Opened) -> None:
    """What a chart cannot show is listed with its reason."""
    app = opened("fairness")

    assert any("Not tested" in part.value for part in app.subheader)
