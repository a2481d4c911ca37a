"""Against whom a group is compared: like for like, a named reference, the best, over intersections."""

import pytest

from tests.assessing import counts, decisions, verdict, words
from tests.domain.compared import COLLECTED, FAIR, RATIO


def test_intersections_judge_pairs() -> None:
    """With `intersections` the pairs are judged too: fair on each attribute, unfair where they meet."""
    alone = [counts(FAIR), counts({"old": (5000, 0.5), "young": (6000, 0.5)}, attribute="age_band")]
    groups = {"F × old": (2500, 0.3), "F × young": (2500, 0.7), "M × old": (2500, 0.7), "M × young": (3500, 0.36)}
    log = decisions(*alone, crossed=[counts(groups, attribute="sex × age_band")])
    fields = {"protected_attributes": {"sex": "collected", "age_band": "collected"}}
    assert verdict(RATIO, fields, log=log) == "compliant"
    assert verdict({**RATIO, "intersections": True}, fields, log=log) == "non_compliant"


def test_intersections_judge_each_attribute_as_well() -> None:
    """A single attribute has nothing to cross and is judged alone; one breach of a single attribute is a breach."""
    crossed = {**RATIO, "intersections": True}
    unfair = counts({"M": (6000, 0.5), "F": (5000, 0.3)})
    assert verdict(crossed, COLLECTED, log=decisions(counts(FAIR))) == "compliant"
    assert verdict({**crossed, "attributes": ["sex"]}, COLLECTED, log=decisions(unfair)) == "non_compliant"


def test_collected_attributes_that_were_never_crossed_stay_open() -> None:
    """Two collected attributes of which no crossing was counted leave an intersection clause without data."""
    alone = [counts(FAIR), counts({"old": (5000, 0.5), "young": (6000, 0.5)}, attribute="age_band")]
    fields = {"protected_attributes": {"sex": "collected", "age_band": "collected"}}
    assert verdict({**RATIO, "intersections": True}, fields, log=decisions(*alone)) == "not_assessed (no_data)"


def test_like_for_like() -> None:
    """`within` compares inside strata: a difference of mix alone is no breach."""
    mobile = counts({"F": (1000, 0.7), "M": (4000, 0.7)}, stratum="mobile")
    fixed = counts({"F": (4000, 0.35), "M": (1000, 0.35)}, stratum="fixed")
    crude = counts({"F": (5000, 0.42), "M": (5000, 0.63)})
    log = decisions(crude, strata=[mobile, fixed])
    assert verdict(RATIO, COLLECTED, log=log) == "non_compliant"
    assert verdict({**RATIO, "within": "product"}, COLLECTED, log=log) == "compliant"


def test_like_for_like_where_attributes_meet() -> None:
    """`within` and `intersections` together compare attributes and their crossings inside strata."""
    groups = {"F × old": (2500, 0.3), "F × young": (2500, 0.7), "M × old": (2500, 0.7), "M × young": (3500, 0.3)}
    crossing = counts(groups, attribute="sex × age_band", stratum="mobile")
    ages = counts({"old": (5000, 0.5), "young": (6000, 0.5)}, attribute="age_band", stratum="mobile")
    fields = {"protected_attributes": {"sex": "collected", "age_band": "collected"}}
    check = {**RATIO, "within": "product"}
    log = decisions(strata=[counts(FAIR, stratum="mobile"), ages, crossing])
    assert verdict(check, fields, log=log) == "compliant"
    assert verdict({**check, "intersections": True}, fields, log=log) == "non_compliant"


def test_like_for_like_needs_the_stratum_that_was_asked_for() -> None:
    """A log that is counted by another stratum holds no data for the clause."""
    log = decisions(strata=[counts(FAIR, stratum="mobile")])
    by_product = {**COLLECTED, "strata": ["product"]}
    assert verdict({**RATIO, "within": "product"}, by_product, log=log) == "compliant"
    assert verdict({**RATIO, "within": "channel"}, by_product, log=log) == "not_assessed (no_data)"


@pytest.mark.parametrize(("reference", "expected"), [("M", "compliant"), ("X", "not_assessed (too_few)")])
def test_a_named_reference(reference: str, expected: str) -> None:
    """A named group is held against the others; where it is not in the log, nothing is decided."""
    assert verdict({**RATIO, "reference": reference}, COLLECTED, log=decisions(counts(FAIR))) == expected


def test_best_as_reference_is_simultaneous() -> None:
    """Among many groups the best one proves a breach only with intervals that hold for every pair."""
    rates = {"M": (6000, 0.5), "X": (2000, 0.37), **dict.fromkeys("ABCDEFGH", (2000, 0.45))}
    two = {name: rates[name] for name in ("M", "X")}
    check = {**RATIO, "reference": "best"}
    assert verdict(check, COLLECTED, log=decisions(counts(two))) == "non_compliant"
    assert verdict(check, COLLECTED, log=decisions(counts(rates))) == "watch (point_over)"


def test_a_reference_that_selects_nobody_decides_nothing() -> None:
    """A ratio over nothing does not exist: it reads neither as compliance nor as 0, and the sentence says why."""
    log = decisions(counts({"M": (6000, 0.0), "F": (5000, 0.5)}))
    assert verdict(RATIO, COLLECTED, log=log) == "not_assessed (too_few)"
    said = words(RATIO, COLLECTED, log=log)
    assert (said.measured, "reference selects nobody" in said.reason) == (None, True)


def test_unrecorded_groups_are_no_comparison() -> None:
    """`(not recorded)` does not widen the corrected intervals of the groups that are judged."""
    rates = {"M": (6000, 0.5), "F": (2000, 0.365)}
    alone = words(RATIO, COLLECTED, log=decisions(counts(rates)), multiplicity="bonferroni")
    beside = counts({**rates, "(not recorded)": (900, 0.5)})
    assert words(RATIO, COLLECTED, log=decisions(beside), multiplicity="bonferroni").measured == alone.measured


def test_many_comparisons_may_be_corrected() -> None:
    """With `multiplicity: bonferroni` the intervals of one finding widen with the number of its groups."""
    rates = {"M": (6000, 0.5), **dict.fromkeys("ABCDEFGHIJ", (900, 0.352))}
    assert verdict(RATIO, COLLECTED, log=decisions(counts(rates))) == "non_compliant"
    assert verdict(RATIO, COLLECTED, log=decisions(counts(rates)), multiplicity="bonferroni") == "watch (point_over)"
