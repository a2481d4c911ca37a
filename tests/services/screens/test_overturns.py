"""The overturn rate on its pages: each use case with n and interval, months without decisions, incidents as events."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.adapters.cases_store import add_cases
from dashboard.adapters.charter_file import load_charter, load_frameworks
from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM
from dashboard.domain.cases import Case, Step
from dashboard.domain.registry import UseCase
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.screens.overturns import load_overturn_months, load_overturns
from dashboard.services.screens.trend import events
from dashboard.services.sources import Sources
from tests.registered import at, opened

AS_OF = date(2026, 11, 23)


@pytest.fixture
def sources(sqlite_database: Database, root: Path, tmp_path: Path) -> Sources:
    """Two use cases; the store of decisions is empty."""
    for name in ("u", "v"):
        register_use_case(sqlite_database, RegisterUseCase(UseCase(id=name, title=name.upper())), SYSTEM)
    charter, laws = load_charter(root / "charter" / "charter.yaml"), root / "charter" / "frameworks.yaml"
    return Sources(
        database=sqlite_database, charter=charter, frameworks=load_frameworks(laws), store=tmp_path, as_of=AS_OF
    )


def contests(use_case: str, many: int, overturned: int, month: str = "2026-10") -> list[Case]:
    """So many decided contests, the first of them overturned."""
    outcomes = ["overturned" if number < overturned else "upheld" for number in range(many)]
    return [
        Case(
            f"{use_case}-{month}-{number}", "contest", at(f"{month}-01"), use_case,
            steps=(Step("decided_by_human", at(f"{month}-10"), outcome=outcome),),
        )
        for number, outcome in enumerate(outcomes)
    ]  # fmt: skip


def put(sources: Sources, *cases: Case) -> None:
    """Store the cases."""
    with sources.database.write(SYSTEM, "cases") as tx:
        add_cases(tx, cases)


def test_nothing_decided_is_nothing_to_show(sources: Sources) -> None:
    """An open contest has no outcome yet."""
    put(sources, opened("contest", "2026-11-01", use_case="u"))

    assert load_overturns(sources) is None
    assert load_overturn_months(sources, "u") is None


def test_the_one_that_stands_out_is_named_with_the_others(sources: Sources) -> None:
    """19 of 41 against 5 of 60; the table holds decided, overturned, share and interval."""
    put(sources, *contests("u", 41, 19), *contests("v", 60, 5))
    found = load_overturns(sources)

    assert found is not None
    assert found.headline == (
        "U stands out: people overturned 19 of 41 (46 %) of what was contested and decided, of all others 5 of 60 (8 %)"
    )
    row = found.table.iloc[0]
    assert (row["Use case"], row["Decided"], row["Overturned"], row["Share"], row["Interval"]) == (
        "U", 41, 19, "46.3 %", "32.1 % to 61.3 %"
    )  # fmt: skip


def test_what_is_not_proven_does_not_stand_out(sources: Sources) -> None:
    """Two of four against six of thirty: all together."""
    put(sources, *contests("u", 4, 2), *contests("v", 30, 6))
    found = load_overturns(sources)

    assert found is not None
    assert found.headline == "People overturned 8 of 34 (24 %) of what was contested and decided"


def test_what_is_older_than_a_year_is_in_the_months_and_not_in_the_share(sources: Sources) -> None:
    """The months begin with the first decision; a month without any is a gap, not a zero."""
    put(sources, *contests("u", 3, 3, "2025-10"), *contests("u", 4, 1))
    trend = load_overturn_months(sources, "u")

    assert trend is not None
    assert trend.title == "People overturned 1 of 4 (25 %) of what was contested and decided in the last 365 days"
    values = {f"{point.month:%Y-%m}": (point.value, point.n, point.why_not) for point in trend.points}
    assert values["2025-10"] == (100.0, 3, "")
    assert values["2025-11"] == (None, 0, "nothing was decided")
    assert values["2026-10"] == (25.0, 4, "")
    assert list(values)[-1] == "2026-11"


def test_incidents_are_events_on_the_time_axis(sources: Sources) -> None:
    """Of the use case alone, from the day on which somebody became aware."""
    put(sources, opened("incident", "2026-10-05 09:00", id="inc-1", use_case="u"),
        opened("incident", "2026-10-06 09:00", id="inc-2", use_case="v"),
        opened("concern", "2026-10-07 09:00", id="con-1", use_case="u"))  # fmt: skip
    found = [(event.text, event.on, event.kind) for event in events(sources, "u", date(2026, 10, 1))]

    assert ("incident inc-1", date(2026, 10, 5), "incident") in found
    assert not [text for text, _, _ in found if "inc-2" in text or "con-1" in text]
