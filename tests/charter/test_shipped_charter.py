"""The charter that is shipped: whole, expressible and mapped to articles that exist."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard.adapters.charter_file import load_charter, load_frameworks
from dashboard.domain.charter import Charter
from dashboard.domain.charter_walk import checks_of
from dashboard.domain.checks import KINDS, kind_of
from dashboard.domain.field_rules import fields_read
from dashboard.domain.frameworks import Frameworks

PRINCIPLES = {
    "privacy", "transparency", "fairness", "consent", "accountability", "acceptable_use", "oversight", "training",
}  # fmt: skip
CLAUSES = (
    *(f"ACC-0{n}" for n in range(1, 5)), *(f"GOV-0{n}" for n in range(1, 9)), *(f"PRV-0{n}" for n in range(1, 8)),
    *(f"CNS-0{n}" for n in range(1, 6)), *(f"TRN-0{n}" for n in range(1, 8)), *(f"FAI-0{n}" for n in range(1, 4)),
    *(f"OVS-0{n}" for n in range(1, 7)), *(f"TRA-0{n}" for n in range(1, 4)),
)  # fmt: skip
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def frameworks(root: Path) -> Frameworks:
    """Laws and standards as shipped."""
    return load_frameworks(root / "charter" / "frameworks.yaml")


@pytest.fixture(scope="module")
def charter(root: Path, frameworks: Frameworks) -> Charter:
    """The charter as shipped, every article checked."""
    return load_charter(root / "charter" / "charter.yaml", frameworks=frameworks)


def test_at_least_forty_clauses_over_all_eight_principles(charter: Charter) -> None:
    """Nothing that was promised is left without a clause."""
    spread = Counter(clause.principle for clause in charter.clauses)

    assert len(charter.clauses) >= 40
    assert set(charter.principles) == PRINCIPLES
    assert set(spread) == PRINCIPLES
    assert min(spread.values()) >= 3


def test_every_proposed_clause_is_expressed(charter: Charter) -> None:
    """Each of the 43 clauses of the reference has its clause here."""
    assert len(CLAUSES) == 43
    assert [clause for clause in CLAUSES if charter.clause(clause) is None] == []


def test_every_kind_of_check_is_used_and_parsed(charter: Charter) -> None:
    """The shipped charter exercises the whole format."""
    used = {kind_of(placed.check) for placed in checks_of(charter)}

    assert used == set(KINDS)


def test_lines_drawn_by_nobody_do_not_exist(charter: Charter) -> None:
    """Each clause says who drew its line and leads to some law, standard or our own words."""
    for clause in charter.clauses:
        assert clause.maps_to, clause.id
        assert clause.requirement.endswith("."), clause.id


def test_acceptable_uses_and_their_clause_agree(charter: Charter) -> None:
    """A use added to the list is accepted by ACC-06 too."""
    clause = charter.clause("ACC-06")

    assert clause is not None
    assert clause.check.model_dump(by_alias=True)["in"] == list(charter.acceptable_uses)


def test_band_of_every_metric_contains_its_ideal(charter: Charter) -> None:
    """Perfect equality never breaks the charter."""
    for placed in checks_of(charter):
        between = getattr(placed.check, "between", None)
        for metric, (low, high) in (between if isinstance(between, dict) else {}).items():
            assert low <= (1 if metric.endswith("ratio") else 0) <= high


def test_fields_read_by_clauses_are_known(charter: Charter) -> None:
    """The field table can say who reads what."""
    readers = fields_read(charter)

    assert "GOV-02" in readers["overseer.stop_authority"]
    assert readers["organisation.discovered_systems"] == ["GOV-09"]


def test_sources_are_recent(frameworks: Frameworks) -> None:
    """No statement about the law is older than 90 days on the day this was written, and later the stale ones show."""
    assert frameworks.unchecked(TODAY) == ()
    assert "gdpr 22(3)" in frameworks.unchecked(TODAY + timedelta(days=91))


def test_standards_bind_nobody(frameworks: Frameworks) -> None:
    """Only laws bind: a standard is followed by choice."""
    for law in frameworks.frameworks.values():
        bound = [article for article in law.articles.values() if article.binds]
        assert bool(bound) is (law.kind == "law")


def test_a_duty_binds_from_its_day_and_for_its_tier(frameworks: Frameworks) -> None:
    """High-risk duties wait until 2 December 2027; transparency holds since 2 August 2026; an open date stays open."""
    oversight, notice = frameworks.article("eu_ai_act", "26(2)"), frameworks.article("eu_ai_act", "50(1)")
    explanation = frameworks.article("eu_ai_act", "86(1)")

    assert oversight is not None
    assert notice is not None
    assert explanation is not None
    assert oversight.binds_on(TODAY, tier="high") is False
    assert oversight.binds_on(date(2027, 12, 2), tier="high") is True
    assert oversight.binds_on(date(2027, 12, 2), tier="limited") is False
    assert notice.binds_on(TODAY) is True
    assert explanation.binds_on(TODAY, tier="high") is None


def test_next_legal_dates_are_coming_up(frameworks: Frameworks) -> None:
    """Nine days before it ends, the grace for marking stands first."""
    coming = frameworks.coming(TODAY, within=timedelta(days=30))

    assert coming[0].date == date(2026, 12, 2)
    assert "marking_grace_ends" in [item.id for item in coming]
