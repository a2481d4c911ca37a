"""Of eight members of staff everybody reads the status, and only those who act read how many have the course."""

from datetime import date

from streamlit.testing.v1 import AppTest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.queries.listed import Chosen
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import Organisation, Registry
from dashboard.services.assess import run_assessment
from dashboard.services.registry_files import LoadRegistry, load_registry_into
from dashboard.services.screens.kpi_people import training
from dashboard.services.screens.listed import load_findings
from dashboard.services.screens.use_case import load_why
from dashboard.services.sources import Sources
from dashboard.settings import load_settings
from tests.views.conftest import Opened
from tests.views.test_staff import staffed

__all__ = ["staffed"]
TOLD = "AI literacy: fewer than 10 people, so it is not told how many have it (asked for 95 %)."


def assessed(store: Database) -> Sources:
    """The store after an assessment of today."""
    settings, day = load_settings(), date.today()  # noqa: DTZ011
    charter = load_charter(settings.charter)
    whole = Registry(organisation=Organisation(name="Example"), use_cases=[])
    load_registry_into(store, LoadRegistry(whole), SYSTEM)
    run_assessment(store, charter, as_of=day, actor=SYSTEM, store=DecisionStore(settings.decision_store))
    return Sources(store, charter, None, settings.decision_store, day)


def said(app: AppTest) -> str:
    """Everything on the page in words and tables."""
    parts = [*app.markdown, *app.caption, *(frame.value.to_csv() for frame in app.dataframe)]
    return "\n".join(str(getattr(part, "value", part)) for part in parts).replace("\\", "")


def test_a_program_is_told_no_number(staffed: Database) -> None:
    """The finding that a token reads has the status, and neither sentence nor measurement says how many of whom."""
    found = load_findings(assessed(staffed), Chosen(use_case="", clause="TRA-01"), limit=9, offset=0)
    [finding] = found.items
    assert finding["status"] == "non_compliant"
    assert finding["reason"].startswith(TOLD)
    assert {finding["measured"][name] for name in ("value", "n", "having")} == {None}
    assert {one["counted"] for one in finding["measured"]["by_group"]} == {None}


def test_the_why_tells_none_and_the_staff_page_all(staffed: Database, opened: Opened) -> None:
    """Whoever opens the Why reads the status and roles without numbers; the Staff page says who of how many."""
    shown = load_why(assessed(staffed), "organisation", "TRA-01")
    assert shown is not None
    assert shown.measured.startswith(TOLD)
    assert shown.behind.table is not None
    assert shown.behind.table[["Must have it", "Have it", "Lack it"]].isna().all(axis=None)
    assert set(shown.behind.table["Team"]) == {"Sales", "Voice"}
    assert "7,8" in said(opened("staff"))


def test_a_board_is_told_how_many_roles_are_too_small_and_nothing_of_them(staffed: Database) -> None:
    """One line for all roles of few people, without a number of theirs."""
    [found] = [one for one in training(assessed(staffed)) if one.about.startswith("Everybody understands AI")]
    assert found.about == "Everybody understands AI well enough: 2 roles of few people"
    assert (found.value, found.numerator, found.denominator, found.not_measurable) == ("–", None, None, 2)
