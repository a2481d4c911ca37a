"""The demonstration's staff as the rows of the three files that a company would hand over."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dashboard.domain.demonstration import merge, resolve_offsets
from dashboard.domain.durations import parse_duration
from dashboard.domain.staff_columns import COLUMNS

Table = tuple[list[str], list[list[Any]]]
_WIDEST = 20  # days between the first and the last of a group
_FIRST = timedelta(days=20)  # after joining, the first time


def demo_staff(
    data: Mapping[str, Any], *, today: date, version: str, systems: Mapping[str, Sequence[date]] | None = None
) -> dict[str, Table]:
    """Kind of file to header and rows, in the order in which they are taken in; see data/demo/staff.yaml.

    `version` is that of the charter; `systems` are the days on which systems of each team went live.
    """
    staff: list[dict[str, Any]] = []
    training: list[dict[str, Any]] = []
    for group in data["groups"]:
        spec = resolve_offsets({**group, "trained": merge(data["trained"], group.get("trained", {}))}, today)
        people = list(_people(spec, first=len(staff) + 1))
        staff += people
        for course, pace in spec["trained"].items():
            if pace is not None:
                extra = [day + _FIRST for day in (systems or {}).get(spec["team"], ()) if pace.get("systems")]
                training += _completions(course, {**pace, "extra": extra}, people, today=today, version=version)
                training += _earlier(course, pace, people, today=today)
    return {
        "courses": _table("courses", data["courses"]),
        "staff": _table("staff", staff),
        "training": _table("training", training),
    }


def _table(kind: str, rows: list[dict[str, Any]]) -> Table:
    names = [column.name for column in COLUMNS[kind]]
    return names, [[row.get(name) for name in names] for row in rows]


def _people(spec: Mapping[str, Any], *, first: int) -> Iterator[dict[str, Any]]:
    users = spec.get("users", [])
    many = len(users) or int(spec["people"])
    basis = {name: spec.get(name) for name in ("role", "team", "joined", "left")}
    for at in range(many):
        own = {"person": f"P{first + at:04}", "contractor": at < spec.get("contractors", 0)}
        yield {**basis, **own, "user": users[at] if users else None}


def _completions(
    course: str, pace: Mapping[str, Any], people: list[dict[str, Any]], *, today: date, version: str
) -> Iterator[dict[str, Any]]:
    having = people[: len(people) - int(pace.get("lacking", 0))]
    edition = version if pace.get("edition") == "current" else pace.get("edition")
    for at, person in enumerate(having):
        newest = pace["last"] - timedelta(days=(at * int(pace.get("step", 0))) % _WIDEST)
        for day in sorted({newest, *pace["extra"], *_before(newest, pace, person["joined"])}):
            if person["joined"] <= day <= (person["left"] or today):
                yield {"person": person["person"], "course": course, "completed": day, "edition": edition}


def _earlier(
    course: str, pace: Mapping[str, Any], people: list[dict[str, Any]], *, today: date
) -> Iterator[dict[str, Any]]:
    """What was acknowledged before the charter in force: by everybody, soon after joining."""
    for person in people if "edition" in pace else ():
        if person["joined"] + _FIRST <= today:
            day = person["joined"] + _FIRST
            yield {"person": person["person"], "course": course, "completed": day, "edition": "earlier"}


def _before(newest: date, pace: Mapping[str, Any], joined: date) -> Iterator[date]:
    if "every" not in pace:
        return
    yield min(joined + _FIRST, newest)
    step = round(parse_duration(pace["every"]).days)
    yield from (newest - timedelta(days=back) for back in range(step, (newest - joined).days, step))
