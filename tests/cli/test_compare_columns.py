"""Two columns of one file: crossed attributes, people who come again, and what cannot be compared."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import cli
from dashboard.errors import InputRejected

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


def run(*arguments: str) -> Result:
    """The command."""
    return CliRunner().invoke(cli, ["compare-models", *arguments], catch_exceptions=False)


def said(*arguments: str) -> Any:
    """What it says, as JSON."""
    done = run(*arguments, "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def of(rows: list[dict[str, Any]], name: str, group: str | None) -> dict[str, Any]:
    """One comparison."""
    return next(row for row in rows if (row["name"], row["group"]) == (name, group))


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
