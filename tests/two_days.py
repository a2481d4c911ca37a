"""Two days of people's acts: what was known on 13 November, and what came on the 14th, some of it about the 13th."""

from datetime import UTC, date, datetime, time, timedelta

from dashboard.adapters.database import Database
from dashboard.adapters.reviews_store import items_of
from dashboard.domain.actors import Role
from dashboard.domain.reviews import ReviewItem
from dashboard.domain.users import User
from dashboard.services import reviews
from dashboard.services.case_acts import RecordStep, ReportCase, record_step, report_case
from dashboard.services.people import AddUsers, add_users
from tests.acts_of_others import OTHERS
from tests.histories import CHIEF, LEAD, SetClock, World, assess_on, settle

ACTED = date(2026, 11, 13)
NEXT = ACTED + timedelta(days=1)
BREACH = {"personal_data_breach": True, "serious_high_risk": False, "death": False, "widespread": False}


def item_about(database: Database, use_case: str, clause: str) -> ReviewItem:
    """The open item of a finding."""
    with database.read() as connection:
        return next(one for one in items_of(connection) if (one.use_case, one.clause) == (use_case, clause))


def at(day: date, hour: int) -> datetime:
    """An hour of a day, UTC."""
    return datetime.combine(day, time(hour), UTC)


def act_on_two_days(world: World) -> None:
    """An incident is reported and assessed; the day after, its triage and an older request are recorded late."""
    database = world.database
    SetClock.at = at(ACTED, 8)
    settle(database)
    SetClock.at = at(ACTED, 9)
    report = ReportCase("incident", "Addresses were shown", at(ACTED, 7), SetClock.at, "u", facts=BREACH)
    case = report_case(database, report, LEAD).case
    assess_on(world, ACTED)
    SetClock.at = at(ACTED, 11)
    one = item_about(database, "u", "T-01")
    reviews.assign_item(database, reviews.AssignItem(one.id, "lead", one.revision, ACTED), CHIEF)
    SetClock.at = at(NEXT, 9)
    record_step(database, RecordStep(case, "triaged", at(ACTED, 10), SetClock.at, "Looked at"), CHIEF)
    one = item_about(database, "u", "T-01")
    reviews.comment_item(database, reviews.CommentItem(one.id, "We look into it", one.revision, NEXT), LEAD)
    for act in ("ask", "pack", "account"):
        OTHERS[act](database, NEXT, [0, 1, 0, 0, 0])
    add_users(database, AddUsers((User("lead", "Lead of Mail", Role.TEAM_LEAD, "Mail"),)), CHIEF)
    report_case(database, ReportCase("rights_request", "Asks for data", at(ACTED, 7), SetClock.at, "v"), LEAD)
    assess_on(world, NEXT)
