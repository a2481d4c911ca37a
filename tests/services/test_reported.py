"""What was reported on a past day stays what it was, and what is known now about it is said apart."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.reported_store import kept
from dashboard.domain.actors import SYSTEM
from dashboard.domain.charter import Charter
from dashboard.domain.registry import Registry
from dashboard.domain.reported import Held
from dashboard.errors import CannotAssess, InputRejected, NotFound
from dashboard.services.assess import run_assessment
from dashboard.services.facts import no_windows
from dashboard.services.known_now import known_now
from dashboard.services.reported import findings_as_reported
from dashboard.services.sources import Sources
from dashboard.services.stored_facts import Practice
from dashboard.settings import load_settings
from tests.assessing import AS_OF, case, charter, clause, registry
from tests.late_rows import CHARTER, DAY, promise_in, reported_then_late

TEAM = clause({"field": "team", "present": True})
STRICT = charter(TEAM, clause({"field": "purpose", "present": True}, id="X-02"), version="2")
FIRST, SECOND = charter(TEAM).model_copy(update={"digest": "a"}), STRICT.model_copy(update={"digest": "b"})
TODAY = AS_OF + timedelta(days=30)
Run = Callable[[Registry, date, Charter], None]


@pytest.fixture
def run(database: Database, tmp_path: Path) -> Run:
    """Assess a registry on a day by a charter."""

    def assess(practice: Registry, day: date, promise: Charter) -> None:
        known = Practice(practice, no_windows(), database.data_version())
        store = DecisionStore(tmp_path / "decisions")
        run_assessment(database, promise, as_of=day, actor=SYSTEM, store=store, practice=known)

    return assess


def test_each_past_day_is_what_the_tables_were(database: Database, run: Run) -> None:
    """Through another charter, a use case that leaves and one that comes, on both engines."""
    days = [AS_OF + timedelta(days=2 * step) for step in range(4)]
    steps = [
        (registry(case(team="Care")), FIRST), (registry(case(), case(id="v", title="V", team="Bots")), SECOND),
        (registry(case(lifecycle="suspended"), case(id="v", title="V", team="Bots")), FIRST),
        (registry(case(team="Care", purpose="p")), SECOND),
    ]  # fmt: skip
    copies = []
    for (practice, promise), day in zip(steps, days, strict=True):
        run(practice, day, promise)
        copies.append(kept(database).now)

    for day, copy in zip(days, copies, strict=True):
        for later in (day, day + timedelta(days=1)):
            found = findings_as_reported(database, later, today=TODAY)
            assert (dict(found.held), found.run.as_of, found.lost) == (copy, day, 0)


def test_days_that_cannot_be_asked_for_are_refused_in_a_sentence(database: Database, run: Run) -> None:
    """A day to come, a day before the first assessment, and a store in which nothing was assessed."""
    with pytest.raises(
        NotFound, match=r"^Nothing was assessed yet, so nothing was reported\. `assess` makes the first"
    ):
        findings_as_reported(database, AS_OF, today=TODAY)
    run(registry(case()), AS_OF, FIRST)
    with pytest.raises(
        NotFound, match=r"^Nothing was reported on 22 Nov 2026: the first assessment is of 23 Nov 2026\.$"
    ):
        findings_as_reported(database, AS_OF - timedelta(days=1), today=TODAY)
    with pytest.raises(InputRejected, match=r"^24 Dec 2026 has not come yet, so nothing was reported on it\."):
        findings_as_reported(database, TODAY + timedelta(days=1), today=TODAY)


def test_what_limits_the_answer_is_said(database: Database, run: Run) -> None:
    """That nothing was assessed on the day itself, that it was stored later, and findings of which nothing is known."""
    run(registry(case(team="Care")), AS_OF - timedelta(days=400), FIRST)
    run(registry(case(lifecycle="suspended", team="Care")), AS_OF, FIRST)
    with database.writer.begin() as connection:
        connection.execute(text("DELETE FROM ended"))

    told = " ".join(findings_as_reported(database, AS_OF - timedelta(days=399), today=TODAY).notes)
    assert "Nothing was assessed between 19 Oct 2025 and 20 Oct 2025: the assessment of 19 Oct 2025 was what" in told
    assert f"stored on {datetime.now(UTC).day} " in told
    assert "1 finding of this assessment cannot be shown" in told


@pytest.fixture
def late(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    """A fair report, and 1,000 rows of the same day that came after it."""
    store, promise = DecisionStore(tmp_path / "decisions"), promise_in(tmp_path, monkeypatch)
    reported_then_late(sqlite_database, store, tmp_path, promise)
    return Sources(sqlite_database, promise, None, tmp_path / "decisions", DAY)


def test_late_rows_rewrite_nothing_and_are_known_now(late: Sources) -> None:
    """F 1,000 of 2,000 was fair; with 1,000 late rows 1,000 of 3,000 against half is a ratio of 0.67, a breach."""
    found = findings_as_reported(late.database, DAY, today=DAY)
    version = late.database.data_version()
    now = known_now(late, load_settings(), found)

    assert found.held["loans", "F-01"] == Held("compliant", waived=False, since=DAY)
    assert now.held["loans", "F-01"].status == now.held["loans", ""].status == "non_compliant"
    measured = now.records[0].spelled.measured
    assert measured is not None
    assert (round(measured["value"], 2), measured["group"]) == (0.67, "F")
    assert late.database.data_version() == version
    assert findings_as_reported(late.database, DAY, today=DAY).held == found.held


def test_a_charter_that_is_gone_is_said_and_no_other_takes_its_place(late: Sources, tmp_path: Path) -> None:
    """Where the charter file changed and the one of then was never published, nothing is computed by another."""
    found = findings_as_reported(late.database, DAY, today=DAY)
    (tmp_path / "charter.yaml").write_text(CHARTER.replace("0.8", "0.9"), encoding="utf-8")
    with pytest.raises(CannotAssess, match=r"^What is known now about 13 Nov 2026 cannot be computed: charter 1, by"):
        known_now(late, load_settings(), found)
