"""What an earlier assessment reported is found again exactly, whatever came after it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.charter import Charter
from dashboard.domain.registry import Registry
from dashboard.domain.reported import Held, as_reported, own_then
from tests.assessing import case, charter, clause, registry
from tests.reporting import history

FIRST = date(2026, 3, 1)
TEAM = clause({"field": "team", "present": True})
OWNED = clause({"field": "risk_tier", "is": "high"}, id="X-02", severity="critical")
PAPER = clause({"field": "purpose", "present": True}, id="O-01", scope="organisation")
LAST = clause({"field": "purpose", "present": True}, id="X-03", applies_to={"team": "Care"})
CHARTERS = (
    charter(TEAM, OWNED, version="1").model_copy(update={"digest": "a"}),
    charter(OWNED, LAST, version="2").model_copy(update={"digest": "b"}),
    charter(TEAM, OWNED, LAST, version="3").model_copy(update={"digest": "c"}),
)
WAIVER = {"clause": "X-02", "reason": "r", "approved_by": "officer"}


@st.composite
def registers(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to three use cases in any lifecycle, with and without what the clauses ask for, waived for a while."""
    cases = []
    for name in draw(st.sets(st.sampled_from("uvw"))):
        fields = draw(st.fixed_dictionaries({}, optional={
            "team": st.sampled_from(["Care", "Bots"]), "risk_tier": st.just("high"), "purpose": st.just("p"),
        }))  # fmt: skip
        lifecycle = draw(st.sampled_from(["live", "live", "suspended", "inventoried", "draft"]))
        until = draw(st.sampled_from([None, 3, 20]))
        waivers = [] if until is None else [{**WAIVER, "until": FIRST + timedelta(days=until)}]
        cases.append(case(id=name, title=name, lifecycle=lifecycle, waivers=waivers, **fields))
    return cases


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[Charter, Registry, date]]:
    """Assessments in order of days, some of them on the same day."""
    day, made = FIRST, []
    for _ in range(draw(st.integers(1, 6))):
        day += timedelta(days=draw(st.integers(0, 5)))
        made.append((draw(st.sampled_from(CHARTERS)), registry(*draw(registers())), day))
    return made


@settings(max_examples=150)
@given(steps())
def test_every_past_report_is_found_again(made: Sequence[tuple[Charter, Registry, date]]) -> None:
    """After any history, what is reconstructed of each run equals the copy of the findings taken right after it."""
    told = history(made)
    for number, copy in enumerate(told.copies, start=1):
        assert as_reported(told.now(), told.changes, number) == copy


def test_a_finding_that_ended_is_still_known_for_the_days_before() -> None:
    """A use case that is suspended has no findings any more, and what it had is reported for the days before."""
    live, stopped = registry(case(team="Care")), registry(case(lifecycle="suspended", team="Care"))
    told = history([(CHARTERS[0], live, FIRST), (CHARTERS[0], stopped, FIRST + timedelta(days=1))])

    assert ("u", "X-01") not in told.now()
    then = as_reported(told.now(), told.changes, 1)
    assert then["u", "X-01"] == Held("compliant", waived=False, since=FIRST)
    assert ("u", "X-01") not in as_reported(told.now(), told.changes, 2)


def test_own_statuses_come_with_how_much_was_decided() -> None:
    """One of two applicable clauses is decided; one that does not apply is no denominator."""
    held = {
        ("u", ""): Held("not_assessed", waived=False, since=FIRST),
        ("u", "A"): Held("compliant", waived=False, since=FIRST),
        ("u", "B"): Held("not_assessed", waived=False, since=FIRST),
        ("u", "C"): Held("not_applicable", waived=False, since=FIRST),
    }
    own = own_then(held)["u"]
    assert (own.decided, own.applicable, own.held.status) == (1, 2, "not_assessed")
