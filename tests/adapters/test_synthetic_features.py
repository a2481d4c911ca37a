"""The demonstration's features are drawn apart: the decisions stay as they were, and the record allows each of them."""

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from dashboard.adapters.demo_files import read_demo
from dashboard.adapters.synthetic import Period, write_decisions
from dashboard.services.seed import DEMO

TODAY = date(2026, 11, 23)
DAYS = Period(date(2026, 9, 1), date(2026, 10, 30))
VERSIONS = ((date(2026, 4, 1), "3"),)


def test_features_move_no_decision(tmp_path: Path) -> None:
    """With and without them every other column is the same; who scores high calls more and is newer."""
    story = read_demo(DEMO, today=TODAY).stories["churn-score"].scaled(0.05)
    assert story.features
    tables = []
    for features in (True, False):
        path = tmp_path / f"{features}.parquet"
        write_decisions(
            path, "churn-score", story.model_copy(update={"features": features}), period=DAYS, versions=VERSIONS
        )
        tables.append(pq.read_table(path))
    with_features, without = tables
    assert with_features.select(without.column_names).equals(without)
    frame = with_features.to_pandas()
    high, low = frame[frame["score"] > 0.7], frame[frame["score"] < 0.3]
    assert high["n_support_calls"].mean() > low["n_support_calls"].mean() + 0.5
    assert high["n_tenure_months"].mean() < low["n_tenure_months"].mean() - 5


def test_the_record_allows_every_feature(tmp_path: Path) -> None:
    """What is drawn is what `kept_features` names, so that nothing is left out."""
    demo = read_demo(DEMO, today=TODAY)
    entry = next(one for one in demo.portfolio.use_cases if one["id"] == "churn-score")
    path = tmp_path / "log.parquet"
    write_decisions(path, "churn-score", demo.stories["churn-score"].scaled(0.05), period=DAYS, versions=VERSIONS)
    drawn = {name[2:] for name in pq.read_schema(path).names if name[:2] in {"n_", "c_"}}
    assert drawn == set(entry["kept_features"]["names"])
