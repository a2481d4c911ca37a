"""Each sentence of the charter format about fairness findings, on small literal counts."""

from datetime import timedelta
from typing import Any

import pytest

from dashboard.domain.decision_facts import DecisionFacts
from dashboard.domain.decision_windows import DecisionWindows
from dashboard.domain.metrics import COUNTED, METRICS
from tests.assessing import AS_OF, assessed, case, charter, clause, counts, decisions, registry, verdict, words
from tests.domain.compared import COLLECTED, FAIR, RATIO


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        (FAIR, "compliant"),
        ({"M": (6000, 0.5), "F": (5000, 0.3)}, "non_compliant"),
        ({"M": (600, 0.5), "F": (500, 0.39)}, "watch (point_over)"),
        ({"M": (600, 0.5), "F": (500, 0.42)}, "not_assessed (undecided)"),
        ({"M": (6000, 0.5), "F": (199, 0.1)}, "not_assessed (too_few)"),
        ({"M": (6000, 0.5), "F": (5000, 0.9)}, "non_compliant"),
    ],
)
def test_the_whole_interval_decides(rates: dict[str, tuple[int, float]], expected: str) -> None:
    """Wholly inside meets the charter, wholly outside breaches it; else the estimate says watch or undecided."""
    assert verdict(RATIO, COLLECTED, log=decisions(counts(rates))) == expected


def test_the_worst_decided_group_decides() -> None:
    """One breach among many groups, or among many attributes, is the finding."""
    rates = {"M": (6000, 0.5), "F": (5000, 0.5), "X": (5000, 0.3)}
    found = words(RATIO, COLLECTED, log=decisions(counts(rates)))
    assert found.measured is not None
    assert (found.measured["group"], found.measured["reference"], found.measured["n"]) == ("X", "M", 5000)
    other = counts({"old": (5000, 0.3), "young": (6000, 0.5)}, attribute="age_band")
    assert verdict(RATIO, COLLECTED, log=decisions(counts(FAIR), other)) == "non_compliant"


def test_compliant_needs_coverage() -> None:
    """Decided groups must cover `min_coverage` of the decisions; a small undecided rest is listed, not fatal."""
    small, large = (
        {**FAIR, "X": (150, 0.5)},
        {**FAIR, "X": (190, 0.5), "Y": (190, 0.5), "Z": (190, 0.5), "W": (190, 0.5)},
    )
    assert verdict(RATIO, COLLECTED, log=decisions(counts(small))) == "compliant"
    assert verdict(RATIO, COLLECTED, log=decisions(counts(large))) == "not_assessed (too_few)"
    assert verdict({**RATIO, "min_coverage": 0.9}, COLLECTED, log=decisions(counts(large))) == "compliant"


def test_not_recorded_is_shown_and_never_judged() -> None:
    """Above `max_not_recorded` nothing is judged; below it the missing decisions count neither way."""
    few, many = {**FAIR, "(not recorded)": (1000, 0.0)}, {**FAIR, "(not recorded)": (3000, 0.0)}
    assert verdict(RATIO, COLLECTED, log=decisions(counts(few))) == "compliant"
    assert verdict(RATIO, COLLECTED, log=decisions(counts(many))) == "not_assessed (not_recorded)"
    assert verdict(RATIO, COLLECTED, log=decisions(counts(many)), max_not_recorded=0.3) == "compliant"
    assert "21 %" in words(RATIO, COLLECTED, log=decisions(counts(many))).reason


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ({"sex": "collected", "ethnicity": {"not_collected": "no basis", "decided_by": "dpo"}}, "compliant"),
        ({"sex": "collected", "ethnicity": {"not_collected": "no basis"}}, "not_assessed (not_collected)"),
        ({"sex": {"not_collected": "no basis", "decided_by": "dpo"}}, "not_assessed (no_data)"),
    ],
)
def test_an_attribute_left_out_needs_a_reason_and_a_decider(plan: dict[str, Any], expected: str) -> None:
    """With both it is listed under groups not tested; without, the finding stays open."""
    log = decisions(counts(FAIR)) if plan["sex"] == "collected" else None
    assert verdict(RATIO, {"protected_attributes": plan}, log=log) == expected


def test_an_attribute_of_the_charter_that_nobody_mentions_stays_open() -> None:
    """Each attribute the charter protects is collected, or left out by somebody who said why."""
    promise = charter(clause(RATIO), protected_attributes=["sex", "language"])
    found, _ = assessed(promise, registry(case(**COLLECTED)), log=decisions(counts(FAIR)))
    assert [str(item) for item in found.use_cases.says(0, 0)] == ["not_assessed", "not_collected"]


def test_groups_not_tested_stand_in_the_sentence() -> None:
    """The reason names what was left out, why, and who decided it."""
    plan = {"sex": "collected", "ethnicity": {"not_collected": "no legal basis", "decided_by": "dpo"}}
    said = words(RATIO, {"protected_attributes": plan}, log=decisions(counts(FAIR))).reason
    assert said.endswith("Not tested: ethnicity (no legal basis, decided by dpo).")


def test_a_listed_attribute_that_is_not_collected() -> None:
    """A list asks for these attributes and for no others."""
    log = decisions(counts(FAIR))
    assert verdict({**RATIO, "attributes": ["sex"]}, {}, log=log) == "compliant"
    assert verdict({**RATIO, "attributes": ["language"]}, {}, log=log) == "not_assessed (not_collected)"


def test_stale_and_missing_logs() -> None:
    """No log at all is no data; a newest decision older than `stale_after` is stale, whatever the counts say."""
    unfair = counts({"M": (6000, 0.5), "F": (5000, 0.3)})
    assert verdict(RATIO, COLLECTED) == "not_assessed (no_data)"
    assert verdict(RATIO, COLLECTED, log=decisions(unfair, last=AS_OF - timedelta(days=15))) == "not_assessed (stale)"
    assert verdict(RATIO, COLLECTED, log=decisions(unfair, last=AS_OF - timedelta(days=14))) == "non_compliant"


def test_too_few_says_how_many_more_and_about_when() -> None:
    """The pace so far tells when a window will hold enough, or that it never will."""
    rates = {"M": (6000, 0.5), "F": (100, 0.5)}
    young = decisions(counts(rates), first=AS_OF - timedelta(days=19))
    full = decisions(counts(rates))
    assert (
        "100 of the 200 decisions needed, 100 more; at the present pace about 13 Dec 2026"
        in words(RATIO, COLLECTED, log=young).reason
    )
    assert "at the present pace a window of 90 days never holds as many" in words(RATIO, COLLECTED, log=full).reason


BANDS = {"selection_rate_ratio": [0.8, 1.25], "demographic_parity_difference": [0, 0.1]}
CHOSEN = {**RATIO, "metric_from": "fairness_metric", "between": BANDS}


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (None, "selection_rate_ratio"),
        ("selection_rate_ratio", "selection_rate_ratio"),
        ("demographic_parity_difference", "demographic_parity_difference"),
    ],
)
def test_the_metric_recorded_at_intake(metric: str | None, expected: str) -> None:
    """`metric_from` takes the metric that was recorded, with its own band; where none was, the clause's."""
    fields = {**COLLECTED, **({"fairness_metric": metric} if metric else {})}
    found = words(CHOSEN, fields, log=decisions(counts({"M": (6000, 0.5), "F": (5000, 0.35)})))
    assert found.measured is not None
    assert found.measured["metric"] == expected
    assert verdict(CHOSEN, fields, log=decisions(counts({"M": (6000, 0.5), "F": (5000, 0.35)}))) == "non_compliant"


def test_a_recorded_metric_without_a_band_is_not_assessed() -> None:
    """A metric that nobody gave a line, or that does not exist, leaves the intake incomplete."""
    for metric in ("precision_gap", "vibes"):
        said = verdict(CHOSEN, {**COLLECTED, "fairness_metric": metric}, log=decisions(counts(FAIR)))
        assert said == "not_assessed (intake_incomplete)"


def test_labels_decide_the_denominator() -> None:
    """Of a true positive rate the positives count, not the decisions."""
    check = {"fairness": "true_positive_rate_gap", "between": [-0.1, 0.1], "window": "90d", "min_group": 200}
    frame = counts({"M": (6000, 0.5), "F": (5000, 0.5)})
    labelled = frame.assign(labelled=frame["n"], tp=[1000, 90], fn=[500, 45], fp=[2000, 2410], tn=[2500, 2455])
    assert verdict(check, COLLECTED, log=decisions(labelled)) == "not_assessed (too_few)"
    assert "135 of the 200 positives needed" in words(check, COLLECTED, log=decisions(labelled)).reason
    assert verdict({**check, "min_group": 100}, COLLECTED, log=decisions(labelled)) == "compliant"


def test_windows_end_at_as_of() -> None:
    """Daily counts enter for `window` days up to and including `as_of`; monthly ones for every month it touches."""
    import pandas as pd  # noqa: PLC0415

    def day(when: Any, column: str, **keys: Any) -> dict[str, Any]:
        row = counts({"F": (10, 0.5)}).drop(columns=["row", "stratum"]).iloc[0].to_dict()
        return {**row, "use_case": "u", "model_version": "1", column: pd.Timestamp(when), **keys}

    days = [AS_OF + timedelta(days=shift) for shift in (-90, -89, 0, 1)]
    singles = pd.DataFrame([day(when, "day") for when in days])
    months = [
        day(when.replace(day=1), "month", stratum="", attribute="sex × age_band", group="F × old") for when in days[:2]
    ]
    promise = charter(clause(RATIO), clause({**RATIO, "intersections": True}, id="X-02"))
    facts: DecisionFacts = DecisionWindows(singles, pd.DataFrame(months)).facts(promise, ["other", "u"], AS_OF)
    assert facts.singles[90]["n"].tolist() == [20]
    assert facts.singles[90]["row"].tolist() == [1]
    assert facts.crossed[90].groupby("attribute")["n"].sum().to_dict() == {"sex": 20, "sex × age_band": 20}
    assert str(facts.last_day[1]) == AS_OF.isoformat()


def labelled(groups: dict[str, tuple[int, int, int, int]]) -> Any:
    """Windowed counts from tp, fp, fn, tn of each group."""
    frame = counts({name: (sum(cells), (cells[0] + cells[1]) / sum(cells)) for name, cells in groups.items()})
    for column, values in zip(("tp", "fp", "fn", "tn"), zip(*groups.values(), strict=True), strict=True):
        frame[column] = values
    return frame.assign(labelled=frame["n"])


@pytest.mark.parametrize("metric", COUNTED)
def test_every_metric_can_stand_in_a_clause(metric: str) -> None:
    """Whatever the metric, wide limits are kept, limits far off are broken, and the sentence names value and metric."""
    log = decisions(labelled({"M": (1800, 600, 600, 3000), "F": (1500, 500, 500, 2500)}))
    check = {"fairness": metric, "window": "90d", "min_group": 200}
    assert verdict({**check, "between": [-9, 9]}, COLLECTED, log=log) == "compliant"
    assert verdict({**check, "between": [50, 60]}, COLLECTED, log=log) == "non_compliant"
    found = words({**check, "between": [50, 60]}, COLLECTED, log=log)
    assert METRICS[metric].plain in found.reason
    assert "None" not in found.reason


def test_a_figure_about_everyone_says_so() -> None:
    """The Theil index is of no group: its sentence speaks of everyone and names no reference."""
    log = decisions(labelled({"M": (180, 60, 60, 300), "F": (150, 50, 50, 250)}))
    found = words({"fairness": "theil_index", "at_most": 0.5, "window": "90d", "min_group": 50}, COLLECTED, log=log)
    assert found.reason.startswith("Inequality of benefit (Theil) (theil index), sex everyone: 0.1")
    assert found.measured is not None
    assert found.measured["reference"] is None
