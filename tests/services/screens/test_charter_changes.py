"""Two charters are compared clause by clause in words; nothing that differs is passed over."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters.charter_file import load_charter
from dashboard.domain.charter_rules import next_version
from dashboard.domain.publication import differences
from dashboard.services.screens.charter_changes import compared
from tests.assessing import clause
from tests.drafted import promise

Change = Callable[[dict[str, dict[str, Any]]], object]


def said(change: Change, clause_id: str) -> tuple[str, ...]:
    """What is said of one clause after a change."""
    found = compared(promise(), promise(change))
    return next(one.sentences for one in found.clauses if one.id == clause_id)


def checked(name: str, **values: Any) -> Change:
    """A change of the check of a clause."""
    return lambda clauses: clauses[name]["check"].update(values)


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("F-01", checked("F-01", between=[0.85, 1.25]), "The line moves from 0.80–1.25 to 0.85–1.25."),
        ("F-01", checked("F-01", window="30d"), "The window goes from 90 to 30 days."),
        ("F-01", checked("F-01", window="12w"), "The window goes from 90 days to 12 weeks."),
        ("F-01", checked("F-01", min_group=200), "The smallest group judged goes from 100 to 200."),
        ("F-01", checked("F-01", confidence=0.9), "The confidence is now 0.90, before it was not set."),
        ("F-01", checked("F-01", attributes=["age_band"]), "The attributes: now also age band; no longer sex."),
        ("F-01", checked("F-01", intersections=True), "Intersections are now judged."),
        ("F-01", lambda clauses: clauses["F-01"].update(applies_to={"risk_tier": "high"}),
         "Now applies to use cases where “risk tier” is high; before to use cases where “decides about people” is "
         "true."),
        ("E-01", checked("E-01", max_age="180d"), "The highest age goes from 365 to 180 days."),
        ("E-01", lambda clauses: clauses["E-01"].update(severity="critical"), "Severity goes from medium to critical."),
        ("E-01", lambda clauses: clauses["E-01"].update(remediate_within="14d"),
         "The time to put a breach right goes from 30 to 14 days."),
        ("E-01", lambda clauses: clauses["E-01"].update(maps_to={"gdpr": ["35"]}),
         "Laws and standards: GDPR now also 35."),
        ("E-01", lambda clauses: clauses["E-01"].update(requirement="It is written down."),
         "The promise now reads “It is written down.”, before “It is kept.”."),
        ("R-01", lambda clauses: clauses["R-01"].update(check={"evidence": "dpia"}),
         "The rule is now “an accepted document of type “data protection impact assessment” is on file”; before “team "
         "is filled in”."),
        ("A-01", lambda clauses: clauses["A-01"]["check"]["all_of"].append({"evidence": "dpia"}),
         "Now also asks “an accepted document of type “data protection impact assessment” is on file”."),
        ("A-01", lambda clauses: clauses["A-01"]["check"]["all_of"].pop(0),
         "No longer asks “overseer: name is filled in”."),
        ("A-01", lambda clauses: clauses["A-01"]["check"]["all_of"][1].update(window="30d"),
         "“selection rate ratio”: the window goes from 90 to 30 days."),
    ],
)  # fmt: skip
def test_each_change_is_one_sentence(name: str, change: Change, sentence: str) -> None:
    """The changed clause says exactly that, and no other clause says anything."""
    found = compared(promise(), promise(change))
    assert [one.id for one in found.clauses] == [name]
    assert said(change, name) == (sentence,)


def test_clauses_come_and_go() -> None:
    """A new clause says promise, rule, whom it binds and by when; one that goes what it was."""

    def other(clauses: dict[str, dict[str, Any]]) -> None:
        del clauses["R-01"]
        clauses["N-01"] = clause({"evidence": "dpia"}, id="N-01")

    found = compared(promise(), promise(other, version="2", effective=date(2027, 1, 1)))
    new, gone = found.clauses
    assert (new.id, new.kind, gone.id, gone.kind) == ("N-01", "new", "R-01", "gone")
    assert new.sentences == (
        "New: It is kept.",
        "The rule: An accepted document of type “data protection impact assessment” is on file.",
        "It binds: Every use case.",
        "High severity, to be put right within 30 days.",
    )
    assert gone.sentences == ("No longer promised: It is kept.", "The rule was: Team is filled in.")
    assert found.headline == (
        "1 (1 Jan 2026) and 2 (1 Jan 2027): no clauses changed, 1 new, 1 gone; 2 changes beside the clauses"
    )
    assert found.table()["What"].tolist() == ["changed"] * 2 + ["new"] * 4 + ["gone"] * 2


def test_what_stands_beside_the_clauses_is_compared_too() -> None:
    """Defaults with what they mean, lists, and entries that are new, gone or say something else."""
    found = compared(
        promise(),
        promise(
            defaults={"confidence": 0.9}, protected_attributes=["sex", "age_band"],
            acceptable_uses={"answer": "Answer all", "help": "Help"},
        ),
    )  # fmt: skip
    assert found.whole == (
        "Acceptable uses: “answer” now reads “Answer all”, before “Answer”; “help” is new (Help).",
        "Protected attributes: now also age band.",
        "Default: the confidence goes from 0.95 to 0.90 (of every interval).",
    )
    assert found.clauses == ()


@settings(max_examples=60)
@given(data=st.data())
def test_nothing_that_differs_is_passed_over(root: Path, data: st.DataObject) -> None:
    """Of the shipped charter, with clauses left out or turned into others, every one is named and no other."""
    before = load_charter(root / "charter" / "charter.yaml")
    names = [one.id for one in before.clauses]
    gone = data.draw(st.sets(st.sampled_from(names), max_size=2))
    swapped = data.draw(st.dictionaries(st.sampled_from(names), st.sampled_from(before.clauses), max_size=4))
    clauses = [
        one if one.id not in swapped else swapped[one.id].model_copy(update={"id": one.id})
        for one in before.clauses
        if one.id not in gone
    ]
    after = before.model_copy(update={"clauses": clauses, "version": next_version(before.version)})
    found = compared(before, after)
    differing = {one.where.split(" ")[0] for one in differences(before, after)} & set(names)
    assert {one.id for one in found.clauses} == differing
    assert all(one.sentences and all(said.endswith((".", "…")) for said in one.sentences) for one in found.clauses)
    assert compared(after, after).clauses == ()
