"""Two columns of one file: crossed attributes, people who come again, and what cannot be compared."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from dashboard.domain.paired_auc import ranked_twice
from dashboard.errors import InputRejected
from tests.comparing import of, run, said

OF_FILE = ("--decision", "old", "--against", "new", "--favourable", "1", "--label", "good", "--positive", "1")


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """400 people of two sexes and two ages: `new` selects every tenth of F whom `old` passed over."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    rows = ["id,sex,age,old,new,good"]
    for at in range(400):
        sex, age, old = "FM"[at % 2], ("young", "old")[at // 2 % 2], int(at % 7 < 3)
        new = 1 if sex == "F" and at % 20 == 1 else old
        rows.append(f"{at},{sex},{age},{old},{new},{int(at % 5 < 2)}")
    return rows


def write(path: Path, lines: list[str]) -> str:
    """The file, and where it is."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_crossed_attributes_are_compared(tmp_path: Path, lines: list[str]) -> None:
    """Of 100 young F 42 are selected by `old` and 56 by `new`; every crossed group has every rate, paired."""
    found = said(write(tmp_path / "a.csv", lines), *OF_FILE, "--attribute", "sex", "--attribute", "age", "--intersect")
    crossed = [row for row in found["rates"] if row["attribute"] == "sex × age"]
    assert {row["group"] for row in crossed} == {"F × old", "F × young", "M × old", "M × young"}
    young = of(crossed, "selection_rate", "F × young")
    old = [line.split(",") for line in lines[1:] if ",F,young," in line]
    assert (young["champion"], young["challenger"]) == (
        sum(row[3] == "1" for row in old) / 100, sum(row[4] == "1" for row in old) / 100,
    )  # fmt: skip
    assert (young["n"], young["paired"]) == (100, True)
    assert young["low"] <= young["change"] <= young["high"]
    metrics = [row for row in found["metrics"] if row["attribute"] == "sex × age"]
    assert of(metrics, "demographic_parity_difference", None)["paired"]
    assert "sex × age" not in {row["attribute"] for row in said(str(tmp_path / "a.csv"), *OF_FILE, "--attribute", "sex",
                                                               "--attribute", "age")["rates"]}  # fmt: skip


def test_people_who_come_three_times_prove_what_they_prove_once(tmp_path: Path, lines: list[str]) -> None:
    """The file three times over: without --subject intervals are narrower, with it those of the file once."""
    once = write(tmp_path / "once.csv", lines)
    thrice = write(tmp_path / "thrice.csv", [lines[0], *lines[1:], *lines[1:], *lines[1:]])
    asked = (*OF_FILE, "--attribute", "sex", "--min-group", "1")
    plain, more, named = (
        said(path, *asked, *options) for path, options in ((once, ()), (thrice, ()), (thrice, ("--subject", "id")))
    )
    for name, group in (("selection_rate", "F"), ("true_positive_rate", "M"), ("f1_score", "F")):
        one, wrong, right = (of(found["rates"], name, group) for found in (plain, more, named))
        assert (right["low"], right["high"]) == pytest.approx((one["low"], one["high"]), abs=2e-4)
        assert wrong["high"] - wrong["low"] < 0.75 * (one["high"] - one["low"])
    gap, again = (of(found["metrics"], "accuracy_gap", "M") for found in (plain, named))
    assert (again["low"], again["high"]) == pytest.approx((gap["low"], gap["high"]), abs=2e-4)


def test_a_crossing_with_too_many_groups(tmp_path: Path, lines: list[str]) -> None:
    """Crossed with an identifier there would be a group for each row: a sentence, nothing compared."""
    wide = [f"{line},{'x' if at else 'place'}{at % 900}" for at, line in enumerate(lines * 4)]
    path = write(tmp_path / "wide.csv", [lines[0] + ",place", *(line for line in wide if not line.startswith("id"))])
    with pytest.raises(InputRejected, match="too many groups to compare") as refused:
        run(path, *OF_FILE, "--attribute", "sex", "--attribute", "place", "--attribute", "age", "--intersect")
    assert "at most 1,000" in str(refused.value.problems[0])


@pytest.fixture
def measured(tmp_path: Path, lines: list[str]) -> str:
    """Beside the decisions two scores and two prices: `s2` ranks better, `p2` asks F for 3 less and M for 1 more."""
    random = np.random.default_rng(8)
    rows = [lines[0] + ",s1,s2,p1,p2"]
    for line in lines[1:]:
        sex, good = line.split(",")[1], int(line[-1])
        base, price = random.normal(), round(100 + random.normal() * 20, 2)
        moved = price + (-3 if sex == "F" else 1) + random.normal()
        rows.append(f"{line},{base + good:.6f},{base + 1.6 * good:.6f},{price},{moved:.2f}")
    return write(tmp_path / "measured.csv", rows)


def test_scores_and_amounts_of_both_are_paired(measured: str) -> None:
    """AUC by DeLong, the mean by Student of the differences, the gap of means by Welch of the differences."""
    found = said(measured, *OF_FILE, "--attribute", "sex", "--score", "s1", "--against-score", "s2",
                 "--amount", "p1", "--against-amount", "p2")  # fmt: skip
    table = pd.read_csv(measured)
    of_f = table[table["sex"] == "F"]
    ranked = ranked_twice(of_f[["s1", "s2"]].to_numpy(float).T, of_f["good"].to_numpy(float))
    auc = of(found["rates"], "auc", "F")
    half = 1.959964 * ranked.variance**0.5
    assert (auc["low"], auc["high"]) == pytest.approx((ranked.change - half, ranked.change + half), abs=1e-6)
    assert auc["paired"]
    assert of(found["metrics"], "auc_gap", "M")["paired"]
    assert not of(found["metrics"], "auc_difference", None)["paired"]
    apart = {sex: part["p2"] - part["p1"] for sex, part in table.groupby("sex")}
    mean, expected = of(found["rates"], "mean_amount", "F"), stats.ttest_1samp(apart["F"], 0).confidence_interval(0.95)
    assert mean["change"] == pytest.approx(apart["F"].mean())
    assert (mean["low"], mean["high"]) == pytest.approx((expected.low, expected.high), abs=1e-6)
    gap = of(found["metrics"], "mean_gap", "M")
    welch = stats.ttest_ind(apart["M"], apart["F"], equal_var=False).confidence_interval(0.95)
    assert (gap["low"], gap["high"]) == pytest.approx((welch.low, welch.high), abs=1e-2)
    assert gap["change"] == pytest.approx(apart["M"].mean() - apart["F"].mean())
    assert not of(found["metrics"], "mean_ratio", "M")["paired"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--score", "s1"), "--score and --against-score go together"),
        (("--against-amount", "p2"), "--amount and --against-amount go together"),
    ],
)
def test_one_column_alone_is_not_compared(measured: str, options: tuple[str, ...], words: str) -> None:
    """A score or an amount of one model has nothing beside it."""
    assert words in " ".join(run(measured, *OF_FILE, "--attribute", "sex", *options).output.split())


def test_a_score_without_outcomes(measured: str) -> None:
    """An AUC holds scores against outcomes, so a file without a label has none."""
    done = run(measured, "--decision", "old", "--against", "new", "--favourable", "1", "--attribute", "sex",
               "--score", "s1", "--against-score", "s2")  # fmt: skip
    assert "--score needs --label" in done.output
