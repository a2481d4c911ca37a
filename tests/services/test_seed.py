"""The demonstration tells its stories, in order, into an empty store only, and never ages."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard.adapters import schema
from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.demo_files import read_demo
from dashboard.adapters.publications import public_now, steps
from dashboard.adapters.repository import load_registry
from dashboard.adapters.synthetic import Period, write_decisions
from dashboard.domain.demonstration import as_it_stood
from dashboard.errors import Conflict
from dashboard.reports.register_site import site
from dashboard.services.reported import findings_as_reported
from dashboard.services.screens.public_register import load_entry_page, load_register, load_register_page
from dashboard.services.seed import DEMO, SMALL, month_ends, seed_demonstration
from dashboard.services.sources import Sources, read_in_force
from dashboard.settings import load_settings

TODAY = date(2026, 11, 23)


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Path]:
    """The folder of a store with the small demonstration."""
    live = tmp_path_factory.mktemp("live")
    patch = pytest.MonkeyPatch()
    patch.setenv("DASHBOARD_LIVE", str(live))
    schema.upgrade(f"sqlite:///{live / 'dashboard.db'}")
    database = Database.open(f"sqlite:///{live / 'dashboard.db'}")
    seed_demonstration(database, live / "decisions", today=TODAY, scale=SMALL)
    database.close()
    yield live
    patch.undo()
    shutil.rmtree(live, ignore_errors=True)


@pytest.fixture
def store(seeded: Path) -> Iterator[Database]:
    """That store, open."""
    database = Database.open(f"sqlite:///{seeded / 'dashboard.db'}")
    yield database
    database.close()


def _rows(seeded: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(seeded / "dashboard.db") as connection:
        return connection.execute(query).fetchall()


ORDER = ("compliant", "watch", "non_compliant", "not_assessed")
STORIES = {
    ("retention-offers", "FAI-02"): ("non_compliant", None),  # drifted slowly
    ("churn-score", "FAI-02"): ("compliant", None),  # repaired by a retrain
    ("next-best-offer", "FAI-02"): ("compliant", None),  # fair on each attribute …
    ("next-best-offer", "FAI-04"): ("non_compliant", None),  # … and unfair where they meet
    ("call-routing", "FAI-02"): ("non_compliant", None),  # reversed by stratum
    ("bereavement-desk", "FAI-02"): ("not_assessed", "too_few"),
    ("document-check", "FAI-02"): ("not_assessed", "stale"),
    ("move-home-upgrades", "FAI-02"): ("not_assessed", "not_collected"),
    ("goodwill-credit", "FAI-02"): ("compliant", None),  # as often as others …
    ("goodwill-credit", "FAI-06"): ("non_compliant", None),  # … but not as much
    ("callback-priority", "FAI-02"): ("compliant", None),  # attributes left out with a reason and a decider
    ("collections-priority", "PRV-02"): ("non_compliant", None),  # lapsed
    ("renewal-pricing", "FAI-01"): ("watch", "waived"),
    ("tariff-check", "FAI-01"): ("not_assessed", "requested"),
    ("", "TRA-01"): ("compliant", None),  # Voice lapses next week
    ("", "GOV-10"): ("non_compliant", None),  # the charter did not reach a team
    ("credit-limit", "TRA-03"): ("compliant", None),  # training took the place of the document
    ("", "GOV-07"): ("compliant", None),  # two incidents, reported in time
    ("", "GOV-08"): ("compliant", None),
    ("", "PRV-07"): ("compliant", None),  # one was extended, and the person told
    ("credit-limit", "TRN-09"): ("non_compliant", None),  # one explanation is overdue
    ("payment-plans", "TRN-09"): ("compliant", None),
    ("payment-plans", "OVS-08"): ("compliant", None),  # in time, although half of it is overturned
    ("service-language-match", "GOV-04"): ("non_compliant", None),  # overdue review
}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story[0]} {story[1]}")
def test_each_planted_story_ends_as_it_is_told(seeded: Path, story: tuple[str, str]) -> None:
    """The newest assessment finds what was planted."""
    found = _rows(
        seeded,
        f"select status, reason_code from findings where use_case_id = '{story[0]}' and clause = '{story[1]}'",  # noqa: S608
    )
    assert found == [STORIES[story]]


def test_the_prohibited_pilot_was_suspended_and_its_items_closed_by_the_officer(tmp_path: Path) -> None:
    """The pilot is in the registry as prohibited and suspended; before that day it was live."""
    portfolio = read_demo(DEMO, today=TODAY).portfolio
    pilots = {
        day: next(one for one in as_it_stood(portfolio, day).use_cases if one.id == "staff-voice-analytics")
        for day in (TODAY, TODAY - timedelta(days=290))
    }
    assert [pilot.lifecycle for pilot in pilots.values()] == ["suspended", "live"]
    assert pilots[TODAY].risk_tier == "prohibited"


def test_drift_and_repair_flipped_statuses_on_the_way(seeded: Path) -> None:
    """Assessments were replayed in order, so the flips tell the drift and the repair."""
    flips = _rows(seeded, "select use_case_id, became from flips where clause = 'FAI-02' order by as_of, id")
    assert ("retention-offers", "non_compliant") in flips
    assert flips.index(("retention-offers", "non_compliant")) > 0


def test_the_ledger_is_whole_and_the_organisation_is_marked(store: Database, seeded: Path) -> None:
    """Everything went through the services, and the screen can say that this is a demonstration."""
    assert verify_chain(store) == ()
    assert _rows(seeded, "select demonstration from organisation") == [(1,)]


def test_a_store_that_holds_anything_is_left_alone(store: Database, seeded: Path) -> None:
    """A second seeding is refused and writes nothing."""
    version = store.data_version()
    with pytest.raises(Conflict, match="empty store only"):
        seed_demonstration(store, seeded / "decisions", today=TODAY)
    assert store.data_version() == version


def test_most_use_cases_in_service_have_no_breach(seeded: Path) -> None:
    """A real portfolio is not all red."""
    counted = dict(_rows(seeded, "select status, count(*) from use_case_statuses where use_case_id != '' group by 1"))
    assert sum(int(str(number)) for number in counted.values()) > 30
    assert int(str(counted.get("non_compliant", 0))) <= 7


@pytest.mark.parametrize("today", [date(2024, 2, 29), TODAY, date(2031, 1, 1)])
def test_the_portfolio_is_the_same_whenever_it_is_seeded(root: Path, today: date) -> None:
    """Nothing in it has a calendar date: on any day it has the same use cases, none of them ahead of its time."""
    registry = as_it_stood(read_demo(DEMO, today=today).portfolio, today)
    assert len(registry.use_cases) == 36
    assert sum(case.lifecycle == "live" for case in registry.use_cases) >= 26
    assert all(case.registered_at is not None and case.registered_at <= today for case in registry.use_cases)
    uses = load_charter(root / "charter" / "charter.yaml").acceptable_uses
    assert {case.acceptable_use for case in registry.use_cases} <= {*uses, None}


def test_the_past_holds_nothing_of_the_future() -> None:
    """As it stood on an earlier day, no document, sign-off, waiver or model is younger than that day."""
    day = TODAY - timedelta(days=400)
    for case in as_it_stood(read_demo(DEMO, today=TODAY).portfolio, day).use_cases:
        dates = [paper.effective for paper in case.evidence] + [sign.on for sign in case.sign_offs]
        dates += [model.deployed_at for model in case.models] + [waiver.granted for waiver in case.waivers]
        assert all(found is not None and found <= day for found in dates)


def test_it_names_roles_and_teams_only() -> None:
    """Every owner is one of the authored users, whose ids and titles are functions."""
    portfolio = read_demo(DEMO, today=TODAY).portfolio
    ids = {user["id"] for user in portfolio.users}
    assert {entry["owner"] for entry in portfolio.use_cases} <= ids
    assert all(word in " ".join(user["title"] for user in portfolio.users) for word in ("officer", "Team lead"))


def test_decisions_are_the_same_for_the_same_day(tmp_path: Path) -> None:
    """Two drawings of a story are the same bytes."""
    story = read_demo(DEMO, today=TODAY).stories["churn-score"]
    period = Period(TODAY - timedelta(days=40), TODAY)
    for name in ("a", "b"):
        write_decisions(tmp_path / name, "churn-score", story, period=period, versions=[(period.first, "1")])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_month_ends_are_the_last_days_of_the_months_before() -> None:
    """Oldest first, leap years included."""
    assert month_ends(date(2024, 3, 15), 3) == [date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29)]


def test_what_people_did_is_kept_with_their_names(store: Database, seeded: Path) -> None:
    """Actions on review items stand in the notes under the role that acted."""
    assert {("voice-lead",), ("ethics-officer",)} <= set(_rows(seeded, "select distinct by from review_notes"))
    assert len(load_registry(store).use_cases) == 36


def test_the_public_register_is_alive(store: Database) -> None:
    """Entries are public that somebody else approved, one differs in its words, and one was taken out with a reason."""
    settings = load_settings()
    promise, laws = read_in_force(settings, store, TODAY)
    sources = Sources(store, promise, laws, settings.decision_store, TODAY)
    table = load_register_page(sources).table.set_index("Use case")
    assert table["Register"].value_counts().to_dict() == {
        "Not public": 28, "Public, as it is now": 2, "Public, differs": 2,
    }  # fmt: skip
    assert list(load_entry_page(sources, "support-chatbot").changes["Field"]) == ["How you reach a person"]
    with store.read() as connection:
        told, now = list(steps(connection)), public_now(connection)
    assert [(one.use_case, one.by) for one in told if one.published is None] == [("renewal-pricing", "ethics-officer")]
    assert all(one.reason for one in told)
    assert sorted(now) == ["credit-limit", "retention-offers", "support-chatbot", "voiceprint-login"]
    assert all(one.asked_by != one.approved_by for one in now.values())
    assert {f"en/uses/{name}.html" for name in now} < set(site(load_register(store), ["en"]))


def test_every_past_report_adds_up_to_the_figures_of_its_day(store: Database, seeded: Path) -> None:
    """What is reconstructed of each assessment counts as many of each status, in service, as that assessment stored."""
    columns = "as_of, compliant, watch, non_compliant, not_assessed, clauses_decided"
    figures = _rows(seeded, f"select {columns} from assessments")  # noqa: S608  # columns of this test
    assert len(figures) == 7
    for day, *counted in figures:
        found = findings_as_reported(store, date.fromisoformat(str(day)), today=TODAY)
        own = found.served.values()
        told = [sum(one.held.status == status for one in own) for status in ORDER]
        assert ([*told, sum(one.decided for one in own)], found.lost) == (counted, 0)
