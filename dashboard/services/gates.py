"""Training gates: without the courses that the charter names, nobody owns, oversees, signs or approves.

They stand once any training was taken in, and in this one place. Stopping a use case, reporting an incident and handing
over are never held up, and neither is the dashboard itself when it loads files.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from dashboard.adapters import staff_store as store
from dashboard.adapters.database import Transaction
from dashboard.adapters.holdings import overseer_of
from dashboard.domain.actors import Role
from dashboard.domain.charter import Charter
from dashboard.domain.coverage_lapses import shortest_windows
from dashboard.domain.registry import UseCase
from dashboard.domain.roster import Completion, Course
from dashboard.domain.wording import listed, named
from dashboard.errors import NotPermitted
from dashboard.services.promise import charter_in
from dashboard.settings import load_settings


def refuse_untrained(tx: Transaction, doing: Mapping[str, str], on: date) -> None:
    """Let through where everybody has every course that the charter in force names as a gate.

    Args:
        tx: the open write.
        doing: user id to what they are to do, such as `approve lead-scoring`.
        on: the day.

    Raises:
        NotPermitted: the sentence says who lacks which course, and where it is brought.
    """
    if not doing or tx.actor.role is Role.SYSTEM or not store.has_training(tx.connection):
        return
    charter = charter_in(tx, load_settings().charter, on)
    if not charter.defaults.training_gates:
        return
    courses = store.courses(tx.connection)
    for user, act in doing.items():
        lacking = list(_lacking(charter, store.completions_of_user(tx.connection, user), courses, on))
        if lacking:
            called = listed([f"“{_title(courses, course)}” ({course})" for course in lacking])
            who = "You" if user == tx.actor.user_id else user
            raise NotPermitted(
                f"{who} may not {act} without a current course {called}, as the charter says. The Staff page shows who "
                "has what; somebody else records it there, or it comes with `ingest training FILE`. Nothing was saved."
            )


def refuse_untrained_holders(tx: Transaction, changes: Sequence[tuple[UseCase | None, UseCase]]) -> None:
    """The same for whoever becomes owner or overseer of a use case, given before and after; who is so already stays."""
    doing: dict[str, str] = {}
    for before, after in changes:
        if after.owner and after.owner != (before.owner if before else None):
            doing.setdefault(after.owner, f"own {after.id}")
        overseer = overseer_of(after)
        if overseer and overseer != (overseer_of(before) if before else None):
            doing.setdefault(overseer, f"oversee {after.id}")
    refuse_untrained(tx, doing, tx.now.date())


def _lacking(charter: Charter, done: Sequence[Completion], courses: Mapping[str, Course], on: date) -> Iterator[str]:
    windows = shortest_windows(charter)
    for course in charter.defaults.training_gates:
        valid, window = courses.get(course), windows.get(course)
        days = [length for length in (valid.valid_days if valid else None, window) if length is not None]
        if not any(
            one.course == course and one.on <= on and (one.valid_until is None or one.valid_until >= on)
            and all((on - one.on).days <= length for length in days)
            for one in done
        ):  # fmt: skip
            yield course


def _title(courses: Mapping[str, Course], course: str) -> str:
    return courses[course].title if course in courses else named(course)
