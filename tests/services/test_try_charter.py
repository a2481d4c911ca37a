"""A draft of the charter is answered as if it had been published and assessed, finding by finding."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.charter import Charter
from dashboard.domain.findings import Assessment, assess
from dashboard.domain.flips import Told
from dashboard.domain.publication import first_days
from dashboard.domain.redecided import to_decide
from dashboard.domain.reviews import ReviewItem, Step
from dashboard.services.screens.charter_trial import Which, reason_table
from dashboard.services.screens.charter_trial_tables import clause_table
from dashboard.services.screens.charter_trial_words import left_behind_words
from dashboard.services.try_charter import what_if
from tests.assessing import AS_OF, clause
from tests.drafted import CLAUSES, grounded, practice, promise

GROUND = grounded()
LATER: dict[str, Any] = {"version": "2", "effective": AS_OF, "digest": "sha256:2"}


EDITS = st.fixed_dictionaries({}, optional={
    "F-01": st.sampled_from([{"between": [0.9, 1.1]}, {"window": "30d"}, {"min_group": 2_000}, {"confidence": 0.8}]),
    "E-01": st.sampled_from([{"max_age": "100d"}, {"grace": "5d"}, {"evidence": "fria"}, {"require": ["scope"]}]),
    "S-01": st.sampled_from([{"by_role": ["officer", "deputy"]}, {"max_age": "20d"}, {"sign_off": "handover"}]),
    "R-01": st.sampled_from([{"field": "risk_tier"}, {"present": None, "is": "Service"}]),
})  # fmt: skip
FRAME = st.fixed_dictionaries({
    "severity": st.sampled_from(["critical", "high", "low"]),
    "applies_to": st.sampled_from([None, {"risk_tier": "high"}, {"decides_about_people": True}]),
    "gone": st.sampled_from([None, *CLAUSES]),
    "new": st.booleans(),
    "defaults": st.sampled_from([
        {}, {"confidence": 0.99}, {"evidence_grace": "400d"}, {"max_waiver": "5d"}, {"stale_after": "1d"},
        {"multiplicity": "bonferroni"}, {"multiplicity": "benjamini_hochberg"}, {"min_coverage": 1.0},
    ]),
    "effective": st.sampled_from([date(2026, 1, 1), date(2026, 11, 1), AS_OF]),
    "protected": st.sampled_from([["sex"], ["sex", "age_band"]]),
})  # fmt: skip


def drafted(edits: dict[str, Any], frame: dict[str, Any]) -> Charter:
    """The charter with these edits."""

    def change(clauses: dict[str, dict[str, Any]]) -> None:
        for name, one in edits.items():
            clauses[name]["check"] = {k: v for k, v in {**clauses[name]["check"], **one}.items() if v is not None}
        clauses["E-01"]["severity"] = frame["severity"]
        if frame["applies_to"] is not None:
            clauses["F-01"]["applies_to"] = frame["applies_to"]
        clauses.pop(frame["gone"], None)
        if frame["new"]:
            clauses["N-01"] = clause({"evidence": "fria", "max_age": "90d"}, id="N-01")

    return promise(
        change, version="2", digest="sha256:2", defaults=frame["defaults"], effective=frame["effective"],
        protected_attributes=frame["protected"],
    )  # fmt: skip


def for_real(draft: Charter) -> Assessment:
    """Everything decided anew, as an assessment does once the draft is published."""
    published = draft.model_copy(update={"since": first_days([promise(), draft])})
    return assess(published, practice().facts(published, AS_OF), AS_OF)


@settings(max_examples=40)
@given(edits=EDITS, frame=FRAME)
def test_a_draft_is_answered_as_an_assessment_would_find(edits: dict[str, Any], frame: dict[str, Any]) -> None:
    """Status, reason and waiver of every finding are those of an assessment that decides every clause anew."""
    draft = drafted(edits, frame)
    trial, real = what_if(GROUND, draft), for_real(draft)
    for (tried, _), (found, _) in zip(trial.now.found.parts(), real.parts(), strict=True):
        assert [one.id for one in tried.clauses] == [one.id for one in found.clauses]
        assert np.array_equal(tried.status, found.status)
        assert np.array_equal(tried.reason, found.reason)
        assert np.array_equal(tried.waived_until, found.waived_until, equal_nan=True)


@settings(max_examples=25)
@given(edits=EDITS, frame=FRAME)
def test_flips_are_where_two_assessments_differ(edits: dict[str, Any], frame: dict[str, Any]) -> None:
    """Of judged use cases no flip is left out and none is made up, each with both reasons in words."""
    draft = drafted(edits, frame)
    trial, real, was = what_if(GROUND, draft), said(for_real(draft)), said(GROUND.held.found)
    differing = {key for key in {*real, *was} if real.get(key) != was.get(key)}
    assert {flip.key for flip in trial.flips} == differing
    for flip in trial.flips:
        assert bool(trial.was.words(flip, after=False)) == (flip.was is not None)
        assert bool(trial.now.words(flip, after=True)) == (flip.becomes is not None)


def said(found: Assessment) -> dict[tuple[str, str], tuple[str, bool]]:
    """Status, and whether a waiver stands over it, of every finding that applies."""
    told = {}
    for findings, judged in found.parts():
        for at, one in enumerate(findings.clauses):
            for row in np.flatnonzero(judged):
                status, reason = findings.says(at, int(row))
                if status.value != "not_applicable":
                    told[findings.ids[row], one.id] = (status.value, reason == "waived")
    return told


def test_only_clauses_that_demand_something_else_are_decided() -> None:
    """A moved line decides its own clause; a title, a severity or a law decides none."""

    def renamed(clauses: dict[str, dict[str, Any]]) -> None:
        clauses["E-01"] |= {"title": "Other", "severity": "critical", "maps_to": {"gdpr": ["35"]}}
        clauses["F-01"]["check"]["between"] = [0.9, 1.1]

    draft = promise(renamed, **LATER)
    later = draft.model_copy(update={"since": first_days([promise(), draft])})
    assert to_decide(GROUND.held.charter.model_copy(update={"since": first_days([promise()])}), later, AS_OF) == {
        "F-01"
    }


def test_a_line_that_moves_says_who_flips_and_why() -> None:
    """At 0.97, men at 0.922 of women's rate (0.890 to 0.954 of 5,900) are a breach; 0.995 (0.960 to) proves nothing."""

    def stricter(clauses: dict[str, dict[str, Any]]) -> None:
        clauses["F-01"]["check"]["between"] = [0.97, 1.25]

    trial = what_if(GROUND, promise(stricter, **LATER))
    flips = {flip.use_case: flip for flip in trial.flips}
    assert {flip.key for flip in trial.flips} == {("u0", "F-01"), ("u2", "F-01")}
    assert (flips["u0"].was, flips["u0"].becomes) == (Told("compliant"), Told("non_compliant"))
    assert flips["u2"].becomes == Told("not_assessed", "undecided")
    assert [(flips[one].way, flips[one].breach) for one in ("u0", "u2")] == [("worse", 1), ("worse", 0)]
    assert "the line is between 0.8 and 1.25" in trial.was.words(flips["u0"], after=False)
    assert "0.922 (interval 0.890 to 0.954" in trial.now.words(flips["u0"], after=True)


def test_new_items_say_whose_they_are_and_when_they_are_due() -> None:
    """A breach that the draft makes opens an item of the owner, due after the clause's time; a waived one none."""

    def demanded(clauses: dict[str, dict[str, Any]]) -> None:
        clauses["R-01"]["check"] = {"field": "overseer.stop_authority", "is": True}
        clauses["E-01"]["check"]["max_age"] = "30d"

    trial = what_if(GROUND, promise(demanded, **LATER))
    opened = {(one.use_case, one.clause): one.changes for one in trial.actions}
    assert opened["u3", "E-01"]["assignee"] == "lead-0"
    assert opened["u3", "E-01"]["due"] == AS_OF + timedelta(days=30)
    assert ("u5", "E-01") not in opened  # waived
    assert {one.step for one in trial.actions} == {Step.OPENED}


def test_items_of_a_clause_that_goes_are_put_right() -> None:
    """A removed clause closes its low items and proposes to close high ones, as the next assessment would."""
    items = [
        ReviewItem("u0", "R-01", "breach", "low", "Team", "open", date(2026, 11, 1), id=1),
        ReviewItem("u1", "S-01", "breach", "high", "Review", "open", date(2026, 11, 1), id=2),
    ]

    def shorter(clauses: dict[str, dict[str, Any]]) -> None:
        del clauses["R-01"], clauses["S-01"]

    trial = what_if(grounded(items), promise(shorter, **LATER))
    assert {(one.item, one.step) for one in trial.actions} == {(1, Step.CLOSED), (2, Step.PROPOSED)}
    assert {flip.way for flip in trial.flips} == {"drops out"}


def test_evidence_is_newly_required_where_no_clause_asked_or_what_is_there_no_longer_does() -> None:
    """A document of a new type is asked of everybody; a shorter life only of those whose document is older."""

    def more(clauses: dict[str, dict[str, Any]]) -> None:
        clauses["E-01"]["check"]["max_age"] = "100d"
        clauses["N-01"] = clause({"evidence": "fria"}, id="N-01", applies_to={"risk_tier": "high"})

    trial = what_if(GROUND, promise(more, **LATER))
    fresh = {one.use_case: one for one in trial.required if one.type == "fria"}
    older = {one.use_case: one for one in trial.required if one.type == "dpia"}
    assert set(fresh) == {"u2", "u5", "u8"}
    assert not any(one.before for one in fresh.values())
    assert fresh["u2"].until == AS_OF + timedelta(days=30)  # the grace of what never was asked for
    assert set(older) == {"u3", "u5", "u6", "u7", "u9"}  # 120 to 360 days old; u10's had lapsed before
    assert all(one.before and not one.held and one.until is None for one in older.values())


def test_laws_are_counted_by_the_clauses_that_refer_to_them() -> None:
    """One clause more refers to Art. 35, and one fewer to Art. 5."""
    before = promise(lambda clauses: clauses["R-01"].update(maps_to={"gdpr": ["5", "35"]}))

    def other(clauses: dict[str, dict[str, Any]]) -> None:
        clauses["R-01"]["maps_to"] = {"gdpr": ["35"]}
        clauses["E-01"]["maps_to"] = {"gdpr": ["35"]}

    laws = what_if(grounded(before=before), promise(other, **LATER)).laws
    assert [(one.article, one.more, one.before, one.after) for one in laws] == [
        ("35", 1, ("R-01",), ("E-01", "R-01")), ("5", -1, ("R-01",), ()),
    ]  # fmt: skip


def test_figures_stand_before_and_after() -> None:
    """The portfolio's own statuses add up to the use cases in service on both sides, and differ by what flips."""
    old = {"version": "2", "digest": "sha256:2", "effective": date(2026, 1, 1)}
    trial = what_if(GROUND, promise(lambda clauses: clauses["S-01"]["check"].update(max_age="10d"), **old))
    totals = [sum((one.compliant, one.watch, one.non_compliant, one.not_assessed)) for one in trial.figures]
    assert totals == [11, 11]
    was, now = (Counter(getattr(one, side).status for one in trial.own) for side in ("was", "becomes"))
    assert now["non_compliant"] - was["non_compliant"] == 1
    assert trial.figures[1].non_compliant - trial.figures[0].non_compliant == 1


def test_a_demand_that_changes_begins_a_new_grace() -> None:
    """A sign-off that must be another's from today on is no breach until thirty days have passed."""
    trial = what_if(GROUND, promise(lambda clauses: clauses["S-01"]["check"].update(by_role=["auditor"]), **LATER))
    assert {flip.becomes for flip in trial.flips} == {Told("not_assessed", "requested")}
    assert {one.until for one in trial.required} == {AS_OF + timedelta(days=30)}


def test_the_same_charter_changes_nothing() -> None:
    """Other words, and the same demands, flip nothing."""
    trial = what_if(GROUND, promise(lambda clauses: clauses["R-01"].update(title="Otherwise"), **LATER))
    assert (trial.flips, trial.own, trial.actions, trial.required, trial.laws) == ((), (), (), (), ())


def test_a_clause_that_goes_names_the_waivers_and_items_that_name_it() -> None:
    """Two waivers in force and one open item name R-01; nothing names O-01, which goes too."""
    items = [ReviewItem("u0", "R-01", "breach", "low", "Team", "open", date(2026, 11, 1), id=1)]

    def shorter(clauses: dict[str, dict[str, Any]]) -> None:
        del clauses["R-01"], clauses["O-01"]

    (found,) = what_if(grounded(items), promise(shorter, **LATER)).left_behind
    assert left_behind_words(found).startswith("R-01 goes, while 2 waivers in force and 1 open review item name it")


def test_flips_are_counted_by_clause_and_way_and_chosen_by_them() -> None:
    """A narrower line makes two worse; a low clause that goes drops out of twelve use cases less the one not served."""

    def other(clauses: dict[str, dict[str, Any]]) -> None:
        clauses["F-01"]["check"]["between"] = [0.97, 1.25]
        del clauses["R-01"]

    trial = what_if(GROUND, promise(other, **LATER))
    table = clause_table(trial).drop(columns="Title")
    assert table.to_numpy().tolist() == [["R-01", 0, 0, 0, 11, 11], ["F-01", 2, 0, 0, 0, 2]]
    worse = reason_table(trial, Which(clause="F-01", way="worse"))
    assert worse["id"].tolist() == ["u0", "u2"]
    assert reason_table(trial, Which(use_case="u0"))["Clause"].tolist() == ["F-01", "R-01"]
    assert reason_table(trial, Which("u1", "F-01")).empty
