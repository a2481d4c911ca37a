"""`fairness FILE`: the stable contract of its JSON, its options, and what it says about bad input."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard.domain.counts import NOT_RECORDED
from tests.audits import BASE, audit, group, log, measurement, refusal, run

__all__ = ["log"]


def test_counts_and_rates(log: Path) -> None:
    """Counts by group equal those by hand; an undecided row counts apart, an unlabelled one has no outcome."""
    found = audit(log, *BASE, "--label", "label", "--positive", "1")
    assert found["rows"] == 8
    men = group(found, "M")
    counts = {"n": 3, "undecided": 1, "selected": 2, "labelled": 2, "true_positives": 1, "false_positives": 0}
    assert {name: men[name] for name in counts} == counts
    assert men["selection_rate"]["value"] == pytest.approx(2 / 3)
    assert men["selection_rate"]["low"] < 2 / 3 < men["selection_rate"]["high"]
    assert group(found, "F")["true_positive_rate"]["value"] == 0.5


def test_not_recorded_is_visible_and_not_compared(log: Path) -> None:
    """A missing attribute is a group of its own that no measurement names."""
    found = audit(log, *BASE)
    assert group(found, NOT_RECORDED)["n"] == 1
    named = {item[side] for item in found["measurements"] for side in ("group", "reference")}
    assert named == {"F", "M", None}


def test_measurement_names_the_worse_off(log: Path) -> None:
    """The ratio over all groups is lowest over highest, and says who is worse off than whom."""
    entry = measurement(audit(log, *BASE), "demographic_parity_ratio")
    assert entry["value"] == pytest.approx(0.5)
    assert (entry["group"], entry["reference"], entry["n"]) == ("F", "M", 3)
    assert entry["attribute"] == "sex"


def test_undefined_has_a_reason(log: Path) -> None:
    """Without labels, what needs one is null with its reason, in groups and in measurements."""
    found = audit(log, *BASE)
    assert group(found, "F")["true_positive_rate"] == {"undefined": "no labels"}
    entry = measurement(found, "equal_opportunity_difference")
    assert (entry["value"], entry["undefined"]) == (None, "no labels")


def test_small_groups_are_shown_and_not_compared(log: Path) -> None:
    """Below the default minimum of 30 the groups keep their rates and no comparison has a value."""
    found = audit(log, *BASE[:-2])
    assert group(found, "F")["selection_rate"]["value"] == pytest.approx(1 / 3)
    assert {item["value"] for item in found["measurements"]} == {None}
    assert measurement(found, "selection_rate_ratio")["undefined"].startswith("too few: 3 decisions in group")


def test_intersections(log: Path) -> None:
    """Crossings name attributes and groups joined in the order given, small ones included."""
    found = audit(log, *BASE, "--attribute", "age", "--intersect")
    crossed = {item["group"] for item in found["groups"] if item["attribute"] == "sex × age"}
    assert crossed == {"F × young", "F × old", "M × old", "M × young", f"{NOT_RECORDED} × old"}


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("day", "2026-01-05"), ("week", "2026-W02"), ("month", "2026-01"), ("quarter", "2026-Q1"), ("year", "2026"),
    ],
)  # fmt: skip
def test_periods_of_dates(log: Path, period: str, expected: str) -> None:
    """Dates fall into named periods; every row is in exactly one."""
    found = audit(log, *BASE, "--time", "day", "--period", period)
    assert found["groups"][0]["period"] == expected
    assert sum(item["n"] + item["undecided"] for item in found["groups"]) == 8


def test_numeric_years_are_taken_as_they_are(log: Path) -> None:
    """A column of years needs no date format."""
    found = audit(log, *BASE, "--time", "year", "--period", "year")
    assert {item["period"] for item in found["groups"]} == {"1998", "1999"}
    assert group(found, "F", "1998")["n"] == 2


def test_numbers_are_compared_as_text(tmp_path: Path) -> None:
    """`1` matches 1.0 of a column with blanks, in Parquet, in CSV as pandas writes it, and in JSONL."""
    frame = pd.DataFrame(
        {"decision": [1.0, 0.0, None, 1.0], "g": [1.0, 2.0, 2.0, None], "y": [True, False, True, True]}
    )
    frame.to_parquet(tmp_path / "a.parquet")
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.to_json(tmp_path / "a.jsonl", orient="records", lines=True)
    options = ("--decision", "decision", "--favourable", "1", "--attribute", "g", "--min-group", "1")
    results = [audit(tmp_path / f"a.{suffix}", *options) for suffix in ("parquet", "csv", "jsonl")]
    assert results[0] == results[1] == results[2]
    assert [(item["group"], item["n"], item["selected"]) for item in results[0]["groups"]] == [
        (NOT_RECORDED, 1, 1), ("1", 1, 1), ("2", 1, 0)
    ]  # fmt: skip


def test_a_column_of_row_numbers_without_a_name_is_no_obstacle(tmp_path: Path) -> None:
    """What table tools write under no name is called by its place, and the rest is audited."""
    path = tmp_path / "log.csv"
    path.write_text('"",decision,sex\n1,yes,F\n2,no,M\n')

    assert audit(path, *BASE)["rows"] == 2
    assert "column 1" in refusal(path, "--decision", "outcome", "--favourable", "yes", "--attribute", "sex")


def test_like_for_like(log: Path) -> None:
    """Within strata the like-for-like value stands beside the crude one."""
    found = audit(log, *BASE, "--within", "channel")
    entry = measurement(found, "selection_rate_gap")
    assert entry["value"] == pytest.approx(2 / 3 - 1 / 3) or entry["value"] == pytest.approx(1 / 3 - 2 / 3)
    assert entry["within"]["column"] == "channel"
    assert entry["within"]["strata"] == 2


def test_score(log: Path) -> None:
    """A score gives its mean and, with labels, its AUC per group."""
    found = audit(log, *BASE, "--label", "label", "--positive", "1", "--score", "score")
    assert group(found, "F")["score"]["mean"] == pytest.approx(1.4 / 3)
    assert group(found, "F")["score"]["auc"] == 1.0
    assert 0 < group(found, "F")["score"]["auc_low"] < 1.0
    assert group(found, "F")["score"]["roc"][0] == {
        "threshold": None, "false_positive_rate": 0, "true_positive_rate": 0,
    }  # fmt: skip
    assert sum(row["n"] for row in group(found, "F")["score"]["calibration"]) == group(found, "F")["labelled"]


def test_each_value_against_the_rest(tmp_path: Path) -> None:
    """Three kinds of decision: each is audited as selected or not, and their rates add up to 1."""
    path = tmp_path / "log.csv"
    path.write_text("offer,sex,truth\n" + "gold,F,gold\nsilver,F,gold\nnone,F,none\ngold,M,silver\nnone,M,none\n")
    found = audit(path, "--decision", "offer", "--each", "--attribute", "sex", "--label", "truth")["values"]
    assert list(found) == ["gold", "none", "silver"]
    rates = [group(one, "F")["selection_rate"]["value"] for one in found.values()]
    assert rates == pytest.approx([1 / 3] * 3)
    assert group(found["gold"], "F")["true_positive_rate"]["value"] == 0.5
    neither = run(path, "--decision", "offer", "--attribute", "sex")
    assert (neither.exit_code, "one of both" in neither.output) == (2, True)


def test_amount(log: Path) -> None:
    """A numeric outcome gives each group's mean and the gap between means; a word in the column is refused."""
    found = audit(log, *BASE, "--amount", "score", "--min-group", "2")["amounts"]
    means = {row["group"]: row["mean"] for row in found["groups"] if row["attribute"] == "sex"}
    gap, ratio = (row for row in found["measurements"] if row["attribute"] == "sex")
    assert (gap["metric"], ratio["metric"]) == ("mean_gap", "mean_ratio")
    assert gap["value"] == pytest.approx(means[gap["group"]] - means[gap["reference"]])
    assert gap["low"] < gap["value"] < gap["high"]
    assert "The amount column holds something else than numbers." in refusal(log, *BASE, "--amount", "channel")


def test_named_reference(log: Path) -> None:
    """A named group is the reference where it exists; other attributes keep their largest."""
    found = audit(log, *BASE, "--attribute", "age", "--reference", "F")
    gaps = [item for item in found["measurements"] if item["metric"] == "selection_rate_gap"]
    assert {(item["attribute"], item["reference"]) for item in gaps} == {("sex", "F"), ("age", "old")}


def test_table_says_it_in_words(log: Path) -> None:
    """The table shows groups and measurements and says what is missing."""
    result = run(log, *BASE)
    assert result.exit_code == 0
    for text in ("8 rows", "demographic_parity_ratio", NOT_RECORDED, "No --label was named"):
        assert text in result.stdout


def test_a_shrink_within_strata_is_told(tmp_path: Path) -> None:
    """Equal on each channel and 30 points apart together: the audit says both, in words."""
    rows = [("F", "phone", 400, 0.2), ("M", "phone", 100, 0.2), ("F", "web", 100, 0.7), ("M", "web", 400, 0.7)]
    lines = [
        f"{'yes' if place < n * rate else 'no'},{sex},{channel}" for sex, channel, n, rate in rows for place in range(n)
    ]
    path = tmp_path / "log.csv"
    path.write_text("\n".join(["decision,sex,channel", *lines]) + "\n")
    found = audit(path, *BASE, "--within", "channel", "--reference", "M")
    (told,) = [remark for remark in found["remarks"] if "gap" in remark]
    assert "Within channel the gap of F to M is 0.0 points, taken together −30.0 points" in told
    assert measurement(found, "selection_rate_gap")["within"]["homogeneity"] == pytest.approx(1.0)


def test_labels_of_the_favoured_only_are_told(tmp_path: Path) -> None:
    """Where the outcome is known of the favoured alone, the audit says whose outcome its figures describe."""
    lines = [f"yes,{sex},{place % 2}" for sex in "FM" for place in range(60)]
    lines += [f"no,{sex}," for sex in "FM" for place in range(60)]
    path = tmp_path / "log.csv"
    path.write_text("\n".join(["decision,sex,label", *lines]) + "\n")
    (told,) = audit(path, *BASE, "--label", "label", "--positive", "1")["remarks"]
    assert told.startswith("Sex. The actual outcome is known for 100 % (60 of 60) of the favourable and 0 % (0 of 60)")


def test_the_worst_subgroup_is_searched(tmp_path: Path) -> None:
    """Old women get a fifth where all others get half: found among 8 groups, in words and with its p."""
    rows = [
        (sex, age, "yes" if place % 10 < (2 if (sex, age) == ("F", "old") else 5) else "no")
        for sex in "FM" for age in ("old", "young") for place in range(200)
    ]  # fmt: skip
    path = tmp_path / "log.csv"
    path.write_text("\n".join(["sex,age,decision", *map(",".join, rows)]) + "\n")
    found = audit(path, *BASE, "--attribute", "age", "--search")
    (searched,) = found["searches"]
    assert (searched["rate"], searched["searched"]) == ("selection_rate", 8)
    assert searched["worst"][0]["group"] == "F × old"
    assert searched["worst"][0]["p"] == pytest.approx(0.001)
    assert (
        "Of 8 subgroups searched, the worst is sex × age F × old: 20.0 % of 200 against 50.0 %" in found["remarks"][-1]
    )
    assert "searches" not in audit(path, *BASE)


def test_people_who_recur_widen_intervals(tmp_path: Path) -> None:
    """60 people with the same answer five times each: intervals are those of 60 decisions, the values stay."""
    rows = [(sex, f"{sex}{who}", "yes" if who % 2 else "no") for sex in "FM" for who in range(60) for _ in range(5)]
    path = tmp_path / "log.csv"
    path.write_text("\n".join(["sex,customer,decision", *map(",".join, rows)]) + "\n")
    plain, known = (group(audit(path, *BASE, *more), "F") for more in ((), ("--subject", "customer")))
    assert known["design_effect"] == pytest.approx(5.0)
    assert (known["n"], known["selection_rate"]["value"]) == (plain["n"], plain["selection_rate"]["value"])
    width = [one["selection_rate"]["high"] - one["selection_rate"]["low"] for one in (plain, known)]
    assert width[1] / width[0] == pytest.approx(5**0.5, rel=0.05)
    assert "customer" not in str(audit(path, *BASE, "--subject", "customer"))
    searched = audit(path, *BASE, "--subject", "customer", "--search")["remarks"][-1]
    assert searched.endswith("In the search every decision is counted as its own person.")
