"""A draft of the charter is answered as publishing it and assessing does, on a small store and on the demonstration."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from dashboard.adapters import schema
from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.reviews_store import items_at_hand
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.charter_trial import Trial
from dashboard.domain.publication import first_days
from dashboard.domain.reviews import ReviewAction, Step
from dashboard.services.assess import AssessmentSummary, run_assessment
from dashboard.services.promise import charter_of
from dashboard.services.publish import ProposeCharter, PublishCharter, propose_charter, publish_charter
from dashboard.services.seed import SMALL, seed_demonstration
from dashboard.services.sources import Sources
from dashboard.services.stored_facts import read_practice
from dashboard.services.try_charter import load_ground, what_if
from tests.assessing import AS_OF, clause
from tests.case_items import as_foretold, held
from tests.drafted import grounded, promise
from tests.drafted import practice as dozen

OFFICER, DEPUTY = Actor("ethics-officer", Role.OFFICER), Actor("ethics-deputy", Role.DEPUTY)
EDITS = {
    "a narrower band": ("between: [0.8, 1.25]", "between: [0.9, 1.11]"),
    "a shorter window": ("window: 90d", "window: 30d"),
    "an older review": ("dark_pattern_review, max_age: 365d", "dark_pattern_review, max_age: 60d"),
    "other defaults": ("confidence: 0.95", "confidence: 0.9"),
    "every comparison weighed": ("multiplicity: none", "multiplicity: benjamini_hochberg"),
    "another first day": ("effective: 2026-10-01", "effective: 2026-11-20"),
    "whom it binds": ("applies_to: {acceptable_use: [offer, retain, price, collect, recommend]}",
                      "applies_to: {acceptable_use: [offer]}"),
    "less time to answer": ("deadline: rights_request, step: answered, within: 1 months",
                            "deadline: rights_request, step: answered, within: 5d"),
    "a person who decides sooner": ("step: decided_by_human\n      within: 30d",
                                    "step: decided_by_human\n      within: 5d"),
}  # fmt: skip


def test_the_answer_is_what_publishing_and_assessing_does(database: Database, tmp_path: Path) -> None:
    """Flips, own statuses, items opened and closed, for whom and by when: all as the run stores them."""
    store, known = DecisionStore(tmp_path), dozen()
    before = promise()
    run = {"as_of": AS_OF, "actor": SYSTEM, "store": store, "practice": known}
    run_assessment(database, before, **run)

    def other(clauses: dict[str, dict[str, Any]]) -> None:
        clauses["F-01"]["check"]["window"] = "30d"
        clauses["E-01"] |= {"severity": "high", "check": {"evidence": "dpia", "max_age": "90d"}}
        clauses["N-01"] = clause({"field": "overseer.stop_authority", "is": True}, id="N-01", severity="medium")
        del clauses["R-01"]

    draft = promise(other, version="2", digest="sha256:2")
    with database.read() as connection:
        trial = what_if(grounded(items_at_hand(connection, AS_OF)), draft)
    summary = run_assessment(database, draft.model_copy(update={"since": first_days([before, draft])}), **run)
    assert {one.step for one in trial.actions} >= {Step.OPENED, Step.CLOSED}
    assert {flip.clause.id for flip in trial.flips if flip.becomes is None} == {"R-01"}
    same(trial, database, summary)


def told_of(actions: Iterable[ReviewAction]) -> set[tuple[Any, ...]]:
    """What is done, to what, for whom and by when."""
    return {
        (one.step, one.item, one.use_case, one.clause, one.changes.get("assignee"), one.changes.get("due"))
        for one in actions
    }


def flips_of(database: Database, run: int) -> dict[tuple[str, str], tuple[str | None, str]]:
    """Use case and clause to status before and after, as a run stored them."""
    query = text("SELECT use_case_id, clause, was, became FROM flips WHERE assessment_id = :run")
    with database.read() as connection:
        return {(row[0], row[1]): (row[2], row[3]) for row in connection.execute(query, {"run": run})}


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a store with the small demonstration."""
    live = tmp_path_factory.mktemp("live")
    schema.upgrade(f"sqlite:///{live / 'dashboard.db'}")
    database = Database.open(f"sqlite:///{live / 'dashboard.db'}")
    seed_demonstration(database, live / "decisions", today=AS_OF, scale=SMALL)
    database.close()
    yield live
    shutil.rmtree(live, ignore_errors=True)


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS)
def test_on_the_demonstration_too(seeded: Path, tmp_path: Path, root: Path, edit: str) -> None:
    """Two people publish the edited charter, and the next assessment finds and does what had been answered."""
    shutil.copytree(seeded, tmp_path / "live")
    database = Database.open(f"sqlite:///{tmp_path / 'live' / 'dashboard.db'}")
    file, folder = root / "charter" / "charter.yaml", tmp_path / "live" / "decisions"
    was, becomes = EDITS[edit]
    written = file.read_text()
    assert was in written
    content = written.replace(was, becomes).replace('version: "2026.2"', 'version: "2026.3"').encode()
    practice = read_practice(database, DecisionStore(folder))
    ground = load_ground(Sources(database, load_charter(file), None, folder, AS_OF), practice)
    trial, stood = what_if(ground, load_charter(content)), held(database)
    published(database, content, tmp_path)
    in_force = charter_of(database, file, AS_OF)
    assert in_force.version == "2026.3"
    summary = run_assessment(database, in_force, as_of=AS_OF, actor=SYSTEM, store=DecisionStore(folder))
    same(trial, database, summary)
    assert as_foretold(database, stood, trial.cases.actions)
    assert bool(trial.cases.flips) == ("step: " in was)
    database.close()


def published(database: Database, content: bytes, folder: Path) -> None:
    """Proposed by the officer, published by the deputy."""
    propose_charter(database, None, ProposeCharter(content, "Tried", AS_OF), OFFICER)
    with database.read() as connection:
        number = connection.execute(text("SELECT max(id) FROM charter_proposals")).scalar_one()
    publish_charter(
        database, CheckpointFile(folder / "kept", folder / "key.pem"), PublishCharter(number, "Agreed", AS_OF), DEPUTY
    )


def same(trial: Trial, database: Database, summary: AssessmentSummary) -> None:
    """What was answered is what was stored."""
    assert told_of(trial.actions) == told_of(summary.actions)
    stored = flips_of(database, summary.id)
    quiet = {key for key, (was, became) in stored.items() if was is None and became == "not_applicable"}
    found = {flip.key: (flip.was and str(flip.was.status), str(flip.becomes.status))
             for flip in trial.flips if flip.becomes is not None}  # fmt: skip
    own = {(one.use_case, ""): (str(one.was.status), str(one.becomes.status)) for one in trial.own}
    assert {key: pair for key, pair in stored.items() if key not in quiet} == found | own
