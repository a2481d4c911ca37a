"""Single cases under a draft of the charter: whose time would be over, and which items, as an assessment does it."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.adapters.cases_store import add_cases, add_statement
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import save_use_cases
from dashboard.adapters.reviews_store import items_at_hand, items_of_cases
from dashboard.domain.actors import SYSTEM
from dashboard.domain.case_clocks import LATE, OVERDUE
from dashboard.domain.case_trial import CasePractice, try_cases
from dashboard.domain.cases import Case, Step
from dashboard.domain.charter import Charter
from dashboard.domain.deadline_findings import Clocked
from dashboard.domain.findings import assess
from dashboard.domain.outcomes import NOT_APPLICABLE
from dashboard.domain.publication import first_days
from dashboard.services.assess import run_assessment
from dashboard.services.screens.charter_trial_cases import cases_table, cases_words
from dashboard.services.stored_facts import Practice
from dashboard.services.try_charter import Ground, ground, what_if
from tests.assessing import AS_OF, charter, clause
from tests.case_items import as_foretold, held
from tests.drafted import practice as dozen
from tests.registered import complete, opened
from tests.services.test_tried_for_real import same

CLAUSES: dict[str, dict[str, Any]] = {
    "D-01": clause({"deadline": "contest", "step": "decided_by_human", "within": "30d"}, id="D-01",
                   applies_to={"decides_about_people": True}),
    "D-02": clause({"deadline": "incident", "step": "authority_notified", "where": {"personal_data_breach": True},
                    "within": "72h"}, id="D-02", scope="organisation", severity="critical"),
    "D-03": clause({"deadline": "rights_request", "step": "answered", "within": "1 months", "extension": "2 months"},
                   id="D-03"),
    "R-01": clause({"field": "team", "present": True}, id="R-01", severity="low"),
}  # fmt: skip
STEPS = {"contest": "decided_by_human", "incident": "authority_notified", "rights_request": "answered"}
TIMES = st.sampled_from(["1d", "72h", "10d", "30d", "5 business_days", "2 months"])


def promised(edits: Mapping[str, Mapping[str, Any]] | None = None, **other: Any) -> Charter:
    """The charter, clauses replaced by what is edited; one of which nothing is left is gone."""
    changed = {name: {**one, **(edits or {}).get(name, {})} for name, one in CLAUSES.items()}
    kept = [one for name, one in changed.items() if one.get("check")] + list((edits or {}).get("new", {}).values())
    return charter(*kept, **{"digest": f"sha256:{len(str(kept))}", **other})


@st.composite
def drafts(draw: st.DrawFn) -> Charter:
    """Other times, severities and subjects; a clause that goes, and one that asks the same step sooner."""
    edits: dict[str, dict[str, Any]] = {
        name: {"check": {**CLAUSES[name]["check"], "within": draw(TIMES)}} for name in ("D-01", "D-02", "D-03")
    }
    edits["D-01"]["severity"] = draw(st.sampled_from(["high", "low"]))
    edits["D-01"]["applies_to"] = draw(st.sampled_from([{"decides_about_people": True}, {"risk_tier": "high"}]))
    if draw(st.booleans()):
        edits["D-03"] = {"check": None}
    if draw(st.booleans()):
        edits["new"] = {"D-04": clause({**CLAUSES["D-01"]["check"], "within": "3d"}, id="D-04")}
    if draw(st.booleans()):
        edits["D-02"]["check"]["where"] = {"widespread": True}
    return promised(edits, version="2", digest="sha256:2")


@st.composite
def registers(draw: st.DrawFn) -> tuple[Case, ...]:
    """Cases of the last year about anybody and nobody, done in time, late or not at all, extended or not."""
    made = []
    for number in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(list(STEPS)))
        start = datetime.combine(AS_OF, datetime.min.time(), UTC) - timedelta(hours=draw(st.integers(0, 9_000)))
        steps = [Step(STEPS[kind], start + timedelta(hours=taken))
                 for taken in draw(st.lists(st.integers(1, 2_000), max_size=1))]  # fmt: skip
        if kind == "rights_request" and draw(st.booleans()):
            steps.append(Step("extended", start + timedelta(days=3), told=True))
        told = {} if kind != "incident" else draw(st.sampled_from([{}, {"personal_data_breach": True}]))
        whose = draw(st.sampled_from([None, *(f"u{one}" for one in range(12))]))
        made.append(Case(f"{kind.replace('_', '-')}-{number}", kind, start, whose, facts=told, steps=tuple(steps)))
    return tuple(made)


def practised(cases: tuple[Case, ...]) -> Practice:
    """The dozen use cases with these cases, whose registers were stated complete."""
    return replace(dozen(), cases=complete(*cases, kinds=tuple(STEPS)))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draft=drafts(), cases=registers())
def test_cases_are_answered_as_publishing_and_assessing_leaves_them(
    empty_sqlite: Path, draft: Charter, cases: tuple[Case, ...]
) -> None:
    """Findings, own statuses and items of findings as ever; and every item of a case: title, due, severity, whose."""
    known, before = practised(cases), promised()
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(f"sqlite:///{shutil.copy(empty_sqlite, Path(folder) / 'dashboard.db')}")
        with database.write(SYSTEM, "practice") as tx:
            save_use_cases(tx, list(known.registry.use_cases), kind="use_case.registered")
            add_cases(tx, cases)
            for kind in STEPS:
                add_statement(tx, kind, AS_OF, "counted")
        run = {"as_of": AS_OF, "actor": SYSTEM, "store": DecisionStore(Path(folder)), "practice": known}
        run_assessment(database, before, **run)
        with database.read() as connection:
            items = (*items_at_hand(connection, AS_OF), *items_of_cases(connection))
        stood = held(database)
        trial = what_if(ground(before, known, AS_OF, published=[before], items=items), draft)
        summary = run_assessment(database, draft.model_copy(update={"since": first_days([before, draft])}), **run)
        same(trial, database, summary)
        assert as_foretold(database, stood, trial.cases.actions)
        database.close()


@settings(max_examples=60, deadline=None)
@given(draft=drafts(), cases=registers())
def test_who_is_late_is_who_the_findings_count_late(draft: Charter, cases: tuple[Case, ...]) -> None:
    """Newly late, and no longer: where the cases behind the findings of two assessments differ, one by one."""
    known, before = practised(cases), promised()
    trial = what_if(ground(before, known, AS_OF, published=[before], items=()), draft)
    was, now = late(before, known), late(draft, known)
    told = {way: {(flip.case.id, flip.clause.id) for flip in trial.cases.flips if flip.way == way}
            for way in ("newly late", "no longer late")}  # fmt: skip
    assert told == {"newly late": now - was, "no longer late": was - now}


def late(promise: Charter, known: Practice) -> set[tuple[str, str]]:
    """Case and clause of every case that missed its time, of clauses that apply to its use case."""
    facts = known.facts(promise, AS_OF)
    found: set[tuple[str, str]] = set()
    for findings, judged in assess(promise, facts, AS_OF).parts():
        for at, one in enumerate(findings.clauses):
            behind = findings.outcomes[at].behind
            if isinstance(behind, Clocked):
                clocked = behind.standing
                found |= {
                    (case.id, one.id)
                    for case, row, code in zip(clocked.cases.cases, clocked.cases.row, clocked.code, strict=True)
                    if row >= 0 and code in (LATE, OVERDUE) and judged[row]
                    and findings.status[at, row] != NOT_APPLICABLE
                }  # fmt: skip
    return found


OPEN = opened("contest", "2026-11-10", use_case="u0", id="contest-1")
DONE = opened("contest", "2026-09-01", {"decided_by_human": "2026-09-11"}, use_case="u0", id="contest-2")
FAR = opened("contest", "2026-11-22", use_case="u2", id="contest-3")


def grounded(*cases: Case) -> Ground:
    """These cases under the charter."""
    return ground(promised(), practised(cases), AS_OF, published=[promised()], items=())


def shorter(within: str) -> Charter:
    """A contest is decided within this."""
    return promised({"D-01": {"check": {**CLAUSES["D-01"]["check"], "within": within}}}, digest="sha256:2")


def test_a_shorter_deadline_says_who_is_late_and_when_the_others_are_due() -> None:
    """Ten days: opened on 10 Nov, late since the 20th; decided after ten days, in time; opened yesterday: 2 Dec."""
    trial = what_if(grounded(OPEN, DONE, FAR), shorter("10d")).cases
    table = cases_table(trial, {"u0": "Bot", "u2": "Line"}, {"lead-0": "Lead of bots"})
    assert table.drop(columns=["case", "Clause", "Step"]).to_numpy().tolist() == [
        ["Contest 1", "Bot", "newly late", "running", "overdue", "10 Dec 2026", "20 Nov 2026", "Lead of bots"],
        ["Contest 3", "Line", "due earlier", "running", "running", "22 Dec 2026", "2 Dec 2026", "lead-2"],
    ]
    assert cases_words(trial) == "1 case would newly be late and 1 case would be due earlier."
    (item,) = trial.actions
    assert (item.step.value, item.changes["title"], item.changes["due"]) == (
        "opened", "Contest 1: decided by human by 20 Nov 2026", date(2026, 11, 20),
    )  # fmt: skip


def test_what_was_late_can_be_in_time() -> None:
    """Decided after ten days, five allowed; with thirty it is no longer late, and no item asks for anything."""
    known = ground(shorter("5d"), practised((DONE,)), AS_OF, published=[shorter("5d")], items=())
    trial = what_if(known, promised(digest="sha256:3")).cases
    assert ([flip.way for flip in trial.flips], trial.actions) == (["no longer late"], ())
    assert cases_words(trial) == "1 case (closed by now) would no longer be late."


def test_what_is_open_stands_before_what_is_done() -> None:
    """Two that would newly be late, one of which is decided: the other comes first, and the sentence counts it."""
    trial = what_if(grounded(DONE, OPEN), shorter("5d")).cases
    assert [flip.case.id for flip in trial.flips] == ["contest-1", "contest-2"]
    assert cases_words(trial) == "2 cases (1 of them open) would newly be late."


def test_a_draft_that_moves_no_clock_says_nothing_of_cases() -> None:
    """Another title and another clause leave every case alone."""
    draft = promised({"R-01": {"severity": "high"}, "D-01": {"title": "Other"}}, digest="sha256:2")
    trial = what_if(grounded(OPEN, DONE, FAR), draft).cases
    assert (trial.flips, trial.actions, cases_words(trial)) == ((), (), "")


def test_a_register_without_cases_is_no_question() -> None:
    """Nothing is compared where nothing was ever taken in."""
    nothing = CasePractice((), (), {}, datetime(2026, 11, 23, tzinfo=UTC), AS_OF)
    known = grounded()
    pair = (known.held.charter, known.held.found)
    assert try_cases(nothing, pair, (shorter("1d"), known.held.found)).flips == ()
