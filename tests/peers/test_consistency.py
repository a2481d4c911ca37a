"""Asked for AIF360's rules, consistency is AIF360's number."""

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.consistency import Rule, unlike
from dashboard.domain.nearest import Numbers

pytestmark = pytest.mark.peers


@pytest.mark.parametrize("neighbours", [1, 5, 12])
def test_aif360s_rules_give_aif360s_number(neighbours: int) -> None:
    """Euclidean distance on features as they are, each decision among its own neighbours, all decisions asked."""
    datasets, metrics = pytest.importorskip("aif360.datasets"), pytest.importorskip("aif360.metrics")
    draws = np.random.default_rng(4)
    features, selected = draws.normal(size=(300, 4)) * (1, 2, 3, 4), draws.random(300) < 0.4
    frame = pd.DataFrame(features, columns=list("abcd")).assign(sex=draws.integers(0, 2, 300), y=selected.astype(int))
    data = datasets.BinaryLabelDataset(df=frame, label_names=["y"], protected_attribute_names=["sex"])
    theirs = metrics.BinaryLabelDatasetMetric(data).consistency(n_neighbors=neighbours)
    columns = [Numbers(frame[name].to_numpy(dtype=float)) for name in (*"abcd", "sex")]
    rule = Rule(neighbours, "L2", own=True)
    ours = 1 - np.mean([unlike(columns, [1.0] * 5, selected, at, rule) for at in range(300)])
    assert ours == pytest.approx(theirs.item(), abs=1e-12)
