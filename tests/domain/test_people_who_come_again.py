"""People who come again in a stored log: findings take the widened interval, and say so in a sentence."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from dashboard.domain.cells import EFFECTS
from dashboard.domain.counts import COUNTS
from dashboard.domain.decision_facts import NOBODY, DecisionFacts
from dashboard.domain.decision_windows import DecisionWindows
from dashboard.domain.fairness import compare
from dashboard.domain.recurring_sentences import recurring_sentence
from dashboard.domain.repeated_subjects import ASSUMED, SUBJECT_SUMS
from tests.assessing import AS_OF, charter, clause, verdict, words

RATIO: dict[str, Any] = {"fairness": "selection_rate_ratio", "between": [0.8, 1.25], "window": "90d", "min_group": 200}
COLLECTED = {"protected_attributes": {"sex": "collected"}}


def singles(**groups: tuple[int, float]) -> pd.DataFrame:
    """Counts of the day before `as_of`: group to decisions and share of favourable ones."""
    keys = {"use_case": "u", "model_version": "1", "day": pd.Timestamp(AS_OF - timedelta(days=1)), "attribute": "sex"}
    nothing = dict.fromkeys(COUNTS, 0)
    return pd.DataFrame([
        keys | {"group": group} | nothing | {"n": n, "selected": round(n * rate)}
        for group, (n, rate) in groups.items()
    ])  # fmt: skip


def people(month: date, **groups: tuple[int, int, float]) -> pd.DataFrame:
    """Sums of a month in which each of so many people has so many decisions, all alike: group to people, n, rate."""
    rows = []
    for group, (many, each, rate) in groups.items():
        n, k = many * each, round(many * rate) * each
        sums = (many, n, n * each, k * each, k * each, k, 0)
        keys = {"use_case": "u", "month": pd.Timestamp(month), "attribute": "sex", "group": group}
        rows.append(keys | dict(zip(SUBJECT_SUMS, sums, strict=True)))
    return pd.DataFrame(rows)


def facts(counts: pd.DataFrame, sums: pd.DataFrame | None, check: dict[str, Any] = RATIO) -> DecisionFacts:
    """Of the one use case, at `as_of`."""
    empty = pd.DataFrame(columns=["use_case", "month", "attribute", "group", "stratum", *COUNTS])
    return DecisionWindows(counts, empty, None, sums).facts(charter(clause(check)), ["u"], AS_OF)


def test_a_breach_that_rests_on_a_few_people_is_not_proven() -> None:
    """0.74 against 0.8 is proven with 6,000 decisions of 6,000 people, and not where each person has ten of them."""
    log = singles(M=(6000, 0.5), F=(6000, 0.37))
    assert verdict(RATIO, COLLECTED, log=facts(log, None)) == "non_compliant"
    sums = people(AS_OF.replace(day=1), M=(600, 10, 0.5), F=(600, 10, 0.37))
    assert verdict(RATIO, COLLECTED, log=facts(log, sums)) == "watch (point_over)"


def test_the_interval_is_that_of_the_widened_comparison() -> None:
    """The finding's limits are those of `compare` with the same effects, and its sentence names the effect."""
    log, sums = singles(M=(7000, 0.5), F=(6000, 0.37)), people(AS_OF.replace(day=1), M=(600, 10, 0.5), F=(3000, 2, 0.4))
    said = words(RATIO, COLLECTED, log=facts(log, sums))
    wide = log.assign(effect=[10.0, 2.0], most_effect=[10.0, 2.0])
    found = compare(wide, by=["attribute"], metric="selection_rate_ratio").iloc[0]
    assert said.measured is not None
    assert said.measured["low"] == pytest.approx(found["low"], rel=1e-3)
    assert said.measured["high"] == pytest.approx(found["high"], rel=1e-3)
    assert (
        "People come again (within a month; who comes in two months counts as two): design effect 2.0 for F and 10.0 "
        "for M, and the interval is as wide as with that many times fewer decisions."
    ) in said.reason


def test_months_that_the_window_touches_are_summed() -> None:
    """Ninety days touch four months: ten decisions of each person in the first and one in the last make 5.5."""
    first = (AS_OF - timedelta(days=89)).replace(day=1)
    months = [people(first, F=(600, 10, 0.5)), people(AS_OF.replace(day=1), F=(6000, 1, 0.5))]
    before = people(first - timedelta(days=20), F=(900, 40, 0.5))
    found = facts(singles(F=(10, 0.5)), pd.concat([before, *months])).people[90]
    assert found["decided"].tolist() == [12000]
    assert found[EFFECTS[1]].tolist() == [5.5]


def test_who_names_nobody_is_said_to() -> None:
    """No log with names, or this one without: every decision is its own person, and nothing is widened."""
    log = singles(M=(6000, 0.5), F=(6000, 0.37))
    assert ASSUMED in words(RATIO, COLLECTED, log=facts(log, None)).reason
    other = people(AS_OF.replace(day=1), F=(600, 10, 0.37)).assign(use_case="other")
    assert ASSUMED in words(RATIO, COLLECTED, log=facts(log, other)).reason
    assert verdict(RATIO, COLLECTED, log=facts(log, other)) == "non_compliant"
    assert recurring_sentence(NOBODY, ("F", "M"), labels=False, least=10) == ASSUMED


def told(unnamed: int, effect: float = 1.8, sides: tuple[Any, Any] = ("F", "M")) -> str:
    """About 5,000 decisions each of F and M, of which so many of F name nobody."""
    columns = {"group": ["F", "M"], "decided": [5000, 5000], "unnamed": [unnamed, 0]}
    frame = pd.DataFrame(columns).assign(effect=[effect, 1.2], most_effect=[3.0, 1.5])
    return recurring_sentence(frame, sides, labels=False, least=10)


def test_logs_that_name_some_people_only_say_how_many() -> None:
    """Beside the effect: how many decisions name nobody, by number unless they are very few."""
    assert told(1200).endswith(
        " The log names nobody in 1,200 of 10,000 decisions of these months: each counts as its own person."
    )
    assert "names nobody in fewer than 10 of 10,000 decisions" in told(3)
    assert "names nobody" not in told(0)


def test_a_figure_over_all_groups_names_the_largest_effect() -> None:
    """No side is a group of its own: the largest effect of all is said, at most."""
    assert "design effect up to 1.8, and the interval" in told(0, sides=("everyone", None))


def test_a_log_in_which_nobody_comes_again_says_so() -> None:
    """An effect of 1 widens nothing; that is known then, not assumed."""
    frame = pd.DataFrame({"group": ["F"], "decided": [5000], "unnamed": [0], "effect": [1.0], "most_effect": [1.0]})
    said = recurring_sentence(frame, ("F", "M"), labels=True, least=10)
    assert said.startswith("Hardly anybody comes again (")
    assert said.endswith("design effect 1.0, the interval is not widened.")


def test_an_auc_says_that_its_interval_is_not_widened() -> None:
    """Where people recur neither is every decision its own person nor the interval widened."""
    frame = pd.DataFrame({"group": ["F"], "decided": [5000], "unnamed": [0], "effect": [1.8], "most_effect": [3.0]})
    said = recurring_sentence(frame, ("F", "M"), labels=True, least=10, basis="scores")

    assert said == (
        "People come again (within a month; who comes in two months counts as two): design effect 3.0 for F, but "
        "intervals of figures from scores are not widened: here every score counts as a person's only one."
    )


def test_a_mean_of_amounts_says_that_its_interval_is_not_widened() -> None:
    """The gap of means counts every amount as its own person's, and says so where people recur."""
    frame = pd.DataFrame({"group": ["F"], "decided": [5000], "unnamed": [0], "effect": [1.8], "most_effect": [3.0]})
    said = recurring_sentence(frame, ("F", "M"), labels=False, least=10, basis="amounts")

    assert said == (
        "People come again (within a month; who comes in two months counts as two): design effect 1.8 for F, but "
        "intervals of figures from amounts are not widened: here every amount counts as a person's only one."
    )


def test_a_clause_of_amounts_is_given_who_comes_again() -> None:
    """A charter that judges by amounts alone still learns of the people of its window."""
    check = {"fairness": "mean_gap", "between": [-5, 5], "window": "30d", "min_group": 200}
    sums = people(AS_OF.replace(day=1), F=(600, 10, 0.37))

    assert facts(singles(F=(6000, 0.37)), sums, check).people[30]["decided"].tolist() == [6000]


def test_a_clause_of_scores_is_given_who_comes_again() -> None:
    """A charter that judges by scores alone still learns of the people of its window."""
    check = {"fairness": "auc_gap", "between": [-0.1, 0.1], "window": "30d", "min_group": 200}
    sums = people(AS_OF.replace(day=1), F=(600, 10, 0.37))

    assert facts(singles(F=(6000, 0.37)), sums, check).people[30]["decided"].tolist() == [6000]
