"""Board figures, each by hand from a few records: numerator, denominator, and what cannot be measured apart."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.domain.kpis import DEFINITIONS, Kpi
from dashboard.services.screens.kpi_findings import fairness, lapsed_waivers, open_findings, overdue, remediation
from dashboard.services.screens.kpi_inventory import assessed, classified, inventory
from dashboard.services.screens.kpi_people import cycle
from dashboard.services.screens.kpis import load_kpis
from dashboard.services.sources import Sources
from dashboard.settings import load_settings
from tests.assessing import case, charter, clause, registry

TODAY = date(2026, 11, 23)
DPIA = {"evidence": "dpia", "max_age": "365d"}


def ago(days: int) -> date:
    """A day so many days before."""
    return TODAY - timedelta(days=days)


def numbers(found: Iterable[Kpi]) -> list[tuple[str, str, int | None, int | None, int]]:
    """about, value, numerator, denominator, not measurable."""
    return [(one.about, one.value, one.numerator, one.denominator, one.not_measurable) for one in found]


def findings(*rows: tuple[str, str, str, str, int]) -> pd.DataFrame:
    """Use case, clause, severity, status, days since."""
    made = [
        {"use_case_id": u, "clause": c, "severity": s, "status": t, "since": ago(d), "waived_until": None, "due": None}
        for u, c, s, t, d in rows
    ]
    return pd.DataFrame(made)


def test_a_discovered_system_that_nobody_registered_lowers_the_coverage() -> None:
    """Two registered, one of them discovered too, and a stranger: two of three. Without a list nobody can say."""
    known = [case(id="a"), case(id="b")]
    found = registry(*known, organisation={"name": "O", "discovered_systems": ["a", "stranger"]})

    assert numbers(inventory(found)) == [("", "66.7 %", 2, 3, 0)]
    assert inventory(registry(*known))[0].value == "–"


def test_only_an_approved_tier_counts_as_classified() -> None:
    """A tier that nobody approved does not count, and a retired use case is in neither number."""
    approved = {"risk_tier": "high", "triage": {"approved_by": "deputy"}}
    found = registry(
        case(id="a", **approved), case(id="b", risk_tier="high"), case(id="c"), case(id="d", lifecycle="retired")
    )

    assert numbers(classified(found)) == [("", "33.3 %", 1, 3, 0)]


def test_an_assessment_counts_while_the_charter_lets_it() -> None:
    """Accepted and young enough counts; old, unaccepted or missing does not; an unknown tier is counted apart."""

    def paper(age: int, **more: Any) -> dict[str, Any]:
        return {"evidence": [{"type": "dpia", "effective": ago(age), "uploaded_by": "a", "accepted_by": "b"} | more]}

    high = {"risk_tier": "high"}
    found = registry(
        case(id="a", **high, **paper(100)), case(id="b", **high, **paper(400)),
        case(id="c", **high, **paper(100, accepted_by=None)), case(id="d", **high), case(id="e"),
        case(id="f", risk_tier="limited"), case(id="g", automated_decision=True, significant_effect=True, **paper(1)),
    )  # fmt: skip

    assert numbers(assessed(found, charter(clause(DPIA)), TODAY)) == [("", "40.0 %", 2, 5, 1)]


def test_open_breaches_are_counted_by_severity_and_age() -> None:
    """Two critical of three decided, one of them old; what is not assessed is counted apart; medium is not asked."""
    found = open_findings(
        findings(
            ("a", "X", "critical", "non_compliant", 10), ("b", "X", "critical", "non_compliant", 200),
            ("c", "X", "critical", "compliant", 1), ("d", "X", "critical", "not_assessed", 1),
            ("a", "Y", "medium", "non_compliant", 1),
        ),
        TODAY,
    )  # fmt: skip

    assert numbers(found) == [("critical", "2", 2, 3, 1), ("high", "0", 0, 0, 0)]
    assert found[0].note == "1 up to 30 days, 0 31 to 90 days, 1 more than 90 days"


def test_a_waiver_that_ended_over_a_breach_stands_apart() -> None:
    """One ended and its clause is breached; another ended and its clause is kept; a third holds still."""
    held = [
        {"clause": name, "until": until, "reason": "r", "approved_by": "b", "granted": ago(90)}
        for name, until in {"X": ago(1), "Y": ago(1), "Z": ago(-9)}.items()
    ]
    rows = findings(*[("u", name, "high", status, 1) for name, status in
                      {"X": "non_compliant", "Y": "compliant", "Z": "non_compliant"}.items()])  # fmt: skip

    assert numbers(lapsed_waivers(rows, registry(case(waivers=held)), TODAY)) == [("", "1", 1, 3, 0)]


def test_open_breaches_are_censored_and_those_from_the_beginning_are_apart() -> None:
    """One took 30 days, one is open, one turned undecidable; one was there at the first assessment."""
    first = ago(300)
    flips = pd.DataFrame(
        [
            ("z", "X", "non_compliant", first), ("a", "X", "non_compliant", ago(100)), ("a", "X", "compliant", ago(70)),
            ("b", "X", "non_compliant", ago(10)), ("c", "X", "non_compliant", ago(60)),
            ("c", "X", "not_assessed", ago(55)),
        ],
        columns=["use_case_id", "clause", "became", "as_of"],
    )  # fmt: skip
    [found] = remediation(flips, {"X": "high"}, first, TODAY)

    assert (found.numerator, found.denominator, found.not_measurable) == (1, 3, 1)
    assert found.value == "30 days"
    assert "1 kept again, 2 open or not decided any more (censored)" in found.note


def test_a_watch_is_no_end_of_a_breach() -> None:
    """A finding that is only over the line any more is not kept again: its spell goes on."""
    flips = pd.DataFrame(
        [("a", "X", "non_compliant", ago(100)), ("a", "X", "watch", ago(70)), ("a", "X", "compliant", ago(40))],
        columns=["use_case_id", "clause", "became", "as_of"],
    )

    assert remediation(flips, {"X": "high"}, ago(300), TODAY)[0].value == "60 days"


def test_overdue_items_are_those_past_due_and_not_closed() -> None:
    """Closed in the last 90 days counts below the line, closed long ago not at all, undated ones apart."""
    items = pd.DataFrame(
        [("open", ago(5)), ("open", ago(200)), ("closed", ago(30)), ("closed", ago(200)), ("open", ago(-5)),
         ("open", None)],
        columns=["state", "due"],
    )  # fmt: skip
    [found] = overdue(items, TODAY)

    assert numbers([found]) == [("", "66.7 %", 2, 3, 1)]
    assert found.note == "the oldest was due 200 days ago"


def test_a_use_case_whose_fairness_nobody_can_decide_is_in_neither_number() -> None:
    """One worse off, one fair, one undecidable, one to which it does not apply."""
    check = {"fairness": "selection_rate_ratio", "between": [0.8, 1.25], "window": "90d"}
    statuses = {"a": "non_compliant", "b": "compliant", "c": "not_assessed", "d": "not_applicable"}
    rows = findings(*[(name, "X-01", "high", status, 1) for name, status in statuses.items()])

    assert numbers(fairness(rows, charter(clause(check)))) == [("", "50.0 %", 1, 2, 1)]


def test_an_undecided_request_is_censored(sqlite_database: Database) -> None:
    """Decided after 4 and 8 days, and one that waits since 20: the median waits with it; the old one is not counted."""
    settings = load_settings()
    sources = Sources(sqlite_database, load_charter(settings.charter), None, settings.decision_store, TODAY)
    requests = pd.DataFrame(
        [(ago(50), ago(46)), (ago(50), ago(42)), (ago(20), None), (ago(500), ago(499))], columns=["asked", "decided"]
    )
    [found] = cycle(requests, sources)

    assert (found.value, found.numerator, found.denominator) == ("8 days", 2, 3)
    assert found.note == "1 undecided (censored); 90 in 100 of those decided within 8 days"


def test_every_figure_is_there_and_an_empty_store_claims_nothing(sqlite_database: Database) -> None:
    """Each definition has a row; where nothing was read its value is a dash or a plain nought, never a full score."""
    settings = load_settings()
    sources = Sources(sqlite_database, load_charter(settings.charter), None, settings.decision_store, TODAY)
    found = load_kpis(sources).export

    assert set(found["Figure"]) >= {one.name for one in DEFINITIONS.values()} - {"Time to remediate"}
    assert not found["Value"].str.startswith("100").any()
    assert found["Numerator is"].ne("").all()
