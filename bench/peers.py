"""The same decisions from ten thousand rows to ten million: we, Fairlearn, AIF360 and Aequitas, in one run.

Each answers for one attribute of four groups with what it has: we with every rate, every metric and all intervals;
Fairlearn with four figures by group; AIF360 with four metrics of one pair of groups; Aequitas with its group table and
disparities. Theirs start from a frame in memory, our engine as well; our whole command from a Parquet file, Python's
start included. A library that needs more than a minute is not given the next size.

Aequitas cannot live beside pandas 3. An environment of its own, bench/.aequitas, is used where there is one (python -m
venv bench/.aequitas && bench/.aequitas/bin/pip install aequitas pyarrow); without it its column stays empty.
"""

import importlib
import json
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dashboard.domain.counts import COUNTS
from dashboard.domain.fairness import compare_all, group_rates

SIZES = (10_000, 100_000, 1_000_000)
ALL_SIZES = (*SIZES, 10_000_000)
LONGEST = 60.0
AEQUITAS = Path(__file__).parent / ".aequitas" / "bin" / "python"
THEIR_SCRIPT = Path(__file__).with_name("_in_aequitas.py")


def decisions(rows: int) -> pd.DataFrame:
    """Decision, label and sex, drawn from one seed."""
    draws = np.random.default_rng(7)
    label = (draws.random(rows) < 0.4).astype(int)
    sex = draws.choice(["F", "M", "X", "N"], rows, p=[0.45, 0.45, 0.06, 0.04])
    return pd.DataFrame({"decision": (draws.random(rows) < 0.3 + 0.3 * label).astype(int), "label": label, "sex": sex})


def ours(rows: pd.DataFrame) -> int:
    """Counts by group, then every rate and metric with intervals."""
    group, names = pd.factorize(rows["sex"])
    cell = group * 4 + rows["decision"].to_numpy() * 2 + rows["label"].to_numpy()
    tn, fn, fp, tp = np.bincount(cell, minlength=4 * len(names)).reshape(-1, 4).T
    n = tn + fn + fp + tp
    columns = dict(zip(COUNTS, (n, 0 * n, fp + tp, n, tp, fp, fn, tn), strict=True))
    counts = pd.DataFrame({"cell": "all", "group": names, **columns})
    return len(group_rates(counts)) + len(compare_all(counts, by=["cell"]))


def fairlearn(rows: pd.DataFrame) -> None:
    """Four figures by group."""
    theirs = importlib.import_module("fairlearn.metrics")
    names = ("selection_rate", "true_positive_rate", "false_positive_rate", "count")
    theirs.MetricFrame(
        metrics={name: getattr(theirs, name) for name in names},
        y_true=rows["label"], y_pred=rows["decision"], sensitive_features=rows["sex"],
    ).by_group.to_numpy()  # fmt: skip


def aif360(rows: pd.DataFrame) -> None:
    """Four metrics of one pair of groups, which is what one object of it holds."""
    datasets, metrics = (importlib.import_module(f"aif360.{name}") for name in ("datasets", "metrics"))
    frame = pd.DataFrame({"y": rows["label"].astype(float), "g": (rows["sex"] == "F").astype(float)})
    asked = {"label_names": ["y"], "protected_attribute_names": ["g"], "favorable_label": 1.0, "unfavorable_label": 0.0}
    true = datasets.BinaryLabelDataset(df=frame, **asked)
    predicted = datasets.BinaryLabelDataset(df=frame.assign(y=rows["decision"].astype(float)), **asked)
    found = metrics.ClassificationMetric(true, predicted, [{"g": 0.0}], [{"g": 1.0}])
    for name in ("statistical_parity_difference", "disparate_impact", "equal_opportunity_difference"):
        getattr(found, name)()
    found.average_abs_odds_difference()


def whole_command(path: Path) -> None:
    """`python -m dashboard fairness FILE`, as somebody would type it."""
    asked = ["--decision", "decision", "--favourable", "1", "--attribute", "sex", "--label", "label", "--positive", "1"]
    command = [sys.executable, "-m", "dashboard", "fairness", str(path), *asked, "--format", "json"]
    subprocess.run(command, capture_output=True, check=True)  # noqa: S603  # this very program


def aequitas(path: Path) -> float:
    """Seconds in its own environment, without starting Python and reading the file."""
    done = subprocess.run(  # noqa: S603  # a script of this file
        [str(AEQUITAS), str(THEIR_SCRIPT), str(path)], capture_output=True, text=True, check=True
    )
    return float(json.loads(done.stdout.splitlines()[-1]))


def seconds(job: Callable[[], Any]) -> float:
    """The shorter of two runs, on the wall."""
    found = []
    for _ in range(2):
        start = time.perf_counter()
        job()
        found.append(time.perf_counter() - start)
    return min(found)


def measured(sizes: Sequence[int]) -> list[dict[str, float]]:
    """Seconds of each by size; a library that was too slow before is left out."""
    warnings.simplefilter("ignore")  # Fairlearn's and AIF360's imports warn
    small = decisions(1_000)
    fairlearn(small), aif360(small), ours(small)  # their imports are not their work
    table: list[dict[str, float]] = []
    slow = set() if AEQUITAS.exists() else {"aequitas"}
    for size in sizes:
        table.append(one_size(size, slow))
        slow |= {name for name, took in table[-1].items() if name != "rows" and took > LONGEST}
    return table


def one_size(size: int, slow: set[str]) -> dict[str, float]:
    """Seconds of each that is not too slow."""
    rows = decisions(size)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        rows.to_parquet(path, index=False)
        jobs: dict[str, Callable[[], float]] = {
            "ours": lambda: seconds(lambda: ours(rows)),
            "command": lambda: seconds(lambda: whole_command(path)),
            "fairlearn": lambda: seconds(lambda: fairlearn(rows)),
            "aif360": lambda: seconds(lambda: aif360(rows)),
            "aequitas": lambda: aequitas(path),
        }
        return {"rows": float(size)} | {name: job() for name, job in jobs.items() if name not in slow}


def run(sizes: Sequence[int] = SIZES) -> list[dict[str, Any]]:
    """How many times as long each of the others takes as our engine."""
    rows: list[dict[str, Any]] = []
    for found in measured(sizes):
        size = int(found["rows"])
        for name in ("fairlearn", "aif360", "aequitas"):
            if name in found:
                ratio = found[name] / found["ours"]
                rows.append({"name": f"{name} over our engine, {size:,} rows", "figure": ratio, "unit": "×",
                             "bound": "> 1" if size > 100_000 else "", "ok": ratio > 1 or size <= 100_000})  # fmt: skip
        whole = found["command"] / found["ours"]
        rows.append({"name": f"our whole command over our engine, {size:,} rows", "figure": whole, "unit": "×",
                     "bound": "", "ok": True})  # fmt: skip
    return rows


if __name__ == "__main__":
    for line in measured([int(size) for size in sys.argv[1:]] or ALL_SIZES):
        sys.stdout.write(json.dumps({name: round(value, 4) for name, value in line.items()}) + "\n")
