"""People for remedies, as our groups and as AIF360's datasets, for tests that hold ours against theirs."""

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.remedies import Cells, together
from dashboard.domain.score_histograms import Histogram
from dashboard.domain.threshold_ladders import Ladder


def people(seed: int, groups: str = "AB") -> pd.DataFrame:
    """Scores of two decimals, labels that go with them, decisions from 0.5; no group is like another."""
    draws = np.random.default_rng(seed)
    size = int(draws.integers(150, 900))
    rows = pd.DataFrame({"group": draws.choice(list(groups), size)})
    shift = rows["group"].map(dict(zip(groups, draws.normal(0, 0.15, len(groups)), strict=True))).to_numpy()
    rows["score"] = np.clip(draws.beta(2, 2, size) + shift, 0.01, 0.99).round(2)
    rows["label"] = (draws.random(size) < 0.15 + 0.7 * rows["score"] - shift / 2).astype(int)
    rows["decision"] = (rows["score"] >= 0.5).astype(int)
    return rows


def cells(rows: pd.DataFrame) -> list[Cells]:
    """The decided people of each group."""
    found = []
    for name, part in rows.groupby("group"):
        sides = [
            float(((part["decision"] == d) & (part["label"] == y)).sum()) for d, y in ((1, 1), (1, 0), (0, 1), (0, 0))
        ]
        found.append(Cells(str(name), *sides))
    return found


def ladders(rows: pd.DataFrame) -> list[Ladder]:
    """The scores of each group."""
    return [Ladder.of(str(name), Histogram.of(part["score"], part["label"])) for name, part in rows.groupby("group")]


def datasets(rows: pd.DataFrame) -> tuple[Any, Any]:
    """AIF360's two: actual outcomes, and decisions with scores; group A is unprivileged."""
    logging.disable(logging.WARNING)
    library = pytest.importorskip("aif360.datasets")
    logging.disable(logging.NOTSET)
    frame = pd.DataFrame({"y": rows["label"].astype(float), "g": (rows["group"] == "B").astype(float)})
    true = library.BinaryLabelDataset(df=frame, label_names=["y"], protected_attribute_names=["g"])
    predicted = true.copy()
    predicted.scores = rows["score"].to_numpy().reshape(-1, 1)
    predicted.labels = rows["decision"].to_numpy(float).reshape(-1, 1)
    return true, predicted


def accuracy(groups: Iterable[Cells]) -> float:
    """Of everybody."""
    whole = together(list(groups))
    return (whole.tp + whole.tn) / whole.people


def compas(shared: Path) -> pd.DataFrame:
    """COMPAS, two races: the outcome is not to reoffend, low scores are favourable."""
    file = pd.read_csv(shared / "data" / "decisions" / "compas_two_years.csv")
    file = file[file["race"].isin(["African-American", "Caucasian"]) & file["score_text"].notna()]
    return pd.DataFrame({
        "group": np.where(file["race"] == "Caucasian", "B", "A"), "score": 1 - file["decile_score"] / 10,
        "label": 1 - file["two_year_recid"], "decision": (file["score_text"] == "Low").astype(int),
    }).reset_index(drop=True)  # fmt: skip
