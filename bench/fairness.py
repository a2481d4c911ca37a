"""One million decisions from Parquet to every parity metric with intervals, against Fairlearn's MetricFrame.

MetricFrame does selection rate, TPR, FPR and count only, by use case and month, on rows already in memory. It takes
about a minute, so by default it gets the rows of two of the twenty use cases, a tenth of the rows and of the cells, and
its time is multiplied by ten; `--full` lets it do everything.
"""

import argparse
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

from dashboard.adapters.table_reader import read_table
from dashboard.domain.fairness import METRICS, compare_all, group_rates
from dashboard.services.audit_request import AuditRequest
from dashboard.services.file_counts import PERIOD, STRATUM, joint_counts

ROWS, USE_CASES, MONTHS, SHARE = 1_000_000, 20, 24, 10
TIMES_FASTER = 200.0


def decisions() -> pd.DataFrame:
    """Use case, month, sex, decision and label, drawn from one seed."""
    draws = np.random.default_rng(7)
    frame = pd.DataFrame({"use_case": draws.integers(0, USE_CASES, ROWS), "month": draws.integers(0, MONTHS, ROWS)})
    frame["use_case"] = "case-" + frame["use_case"].astype(str)
    frame["month"] = pd.to_datetime("2024-01-01") + pd.to_timedelta(frame["month"] * 31, unit="D")
    frame["month"] = frame["month"].dt.strftime("%Y-%m-01")
    frame["sex"] = draws.choice(["F", "M", "X"], ROWS, p=[0.48, 0.48, 0.04])
    frame["label"] = (draws.random(ROWS) < 0.4).astype(int)
    frame["decision"] = (draws.random(ROWS) < 0.3 + 0.3 * frame["label"]).astype(int)
    return frame


def every_metric(path: Path) -> int:
    """Read, count, and measure all rates and all metrics with intervals; returns how many values there are."""
    request = AuditRequest(
        path=path, decision="decision", favourable=("1",), attributes=("sex",),
        label="label", positive=("1",), time="month", within="use_case",
    )  # fmt: skip
    counts = joint_counts(read_table(path, request.columns), request).rename(columns={"sex": "group"})
    rates = group_rates(counts)
    return len(rates) * 8 + len(compare_all(counts, by=[STRATUM, PERIOD]))


def metric_frame(rows: pd.DataFrame) -> None:
    """Four figures per use case, month and sex."""
    import fairlearn.metrics as theirs  # noqa: PLC0415  # a test oracle, not needed to run the dashboard

    theirs.MetricFrame(
        metrics={
            "selection_rate": theirs.selection_rate,
            "true_positive_rate": theirs.true_positive_rate,
            "false_positive_rate": theirs.false_positive_rate,
            "count": theirs.count,
        },
        y_true=rows["label"],
        y_pred=rows["decision"],
        sensitive_features=rows["sex"],
        control_features=rows[["use_case", "month"]],
    ).by_group.to_numpy()


def seconds(job: Callable[[], Any], times: int = 1) -> float:
    """The shortest of some runs."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        job()
        best = min(best, time.perf_counter() - start)
    return best


def run(*, full: bool = False) -> list[dict[str, Any]]:
    """Figures with their bounds; nothing here is a test."""
    warnings.simplefilter("ignore")  # Fairlearn's imports warn
    rows = decisions()
    part = rows if full else rows[rows["use_case"].isin([f"case-{i}" for i in range(USE_CASES // SHARE)])]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "decisions.parquet"
        rows.to_parquet(path, index=False)
        ours = seconds(lambda: every_metric(path), times=3)
    metric_frame(part.head(2000))  # its imports are not its work
    measured = seconds(lambda: metric_frame(part))
    theirs = measured * (1 if full else SHARE)
    how = "whole" if full else f"{len(part):,} rows of {USE_CASES // SHARE} use cases took {measured:.1f} s, x {SHARE}"
    return [
        {"name": f"{ROWS:,} decisions from Parquet to {len(METRICS)} metrics and 8 rates with intervals",
         "figure": ours, "unit": "s", "bound": "", "ok": True},
        {"name": f"MetricFrame, 4 figures, same rows in memory ({how})", "figure": theirs, "unit": "s", "bound": "",
         "ok": True},
        {"name": "times faster than MetricFrame", "figure": theirs / ours, "unit": "x",
         "bound": f"at least {TIMES_FASTER:g}", "ok": theirs / ours >= TIMES_FASTER},
    ]  # fmt: skip


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="MetricFrame does all rows, which takes more than a minute")
    for row in run(full=parser.parse_args().full):
        bound = f"   ({row['bound']}: {'yes' if row['ok'] else 'NO'})" if row["bound"] else ""
        print(f"{row['figure']:10.3f} {row['unit']:2} {row['name']}{bound}")  # noqa: T201  # a benchmark prints


if __name__ == "__main__":
    main()
