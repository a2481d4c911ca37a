"""Random decisions for comparing with other libraries."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.counts import COUNTS


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    decided, known = rows["decision"].notna(), rows["decision"].notna() & rows["label"].notna()
    chosen, good = rows["decision"] == 1, rows["label"] == 1
    sides = (known & chosen & good, known & chosen & ~good, known & ~chosen & good, known & ~chosen & ~good)
    columns = (decided, ~decided, decided & chosen, known, *sides)
    frame = pd.DataFrame({name: column.astype(int) for name, column in zip(COUNTS, columns, strict=True)})
    return frame.groupby(rows["group"]).sum().reset_index()


@pytest.fixture
def counted() -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Rows of decision, label, group to counts, written apart from the product's own reduction."""
    return _counted


def _drawn(seed: int) -> pd.DataFrame:
    draws = np.random.default_rng(seed)
    size, groups = int(draws.integers(200, 2000)), int(draws.integers(2, 7))
    rows = pd.DataFrame({"group": draws.choice(list("ABCDEF")[:groups], size)})
    tilt = rows["group"].map(dict(zip("ABCDEF", draws.normal(0, 0.6, 6), strict=True))).to_numpy()
    rows["label"] = (draws.random(size) < 1 / (1 + np.exp(-tilt))).astype(float)
    rows["decision"] = (draws.random(size) < 1 / (1 + np.exp(-tilt - rows["label"]))).astype(int)
    rows.loc[draws.random(size) < 0.1, "label"] = np.nan
    return rows


@pytest.fixture
def drawn() -> Callable[[int], pd.DataFrame]:
    """Random decisions in two to six groups, a tenth of them without a label."""
    return _drawn
