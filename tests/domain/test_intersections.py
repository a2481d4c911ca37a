"""Crossings of attributes."""

import pandas as pd

from dashboard.domain.counts import COUNTS
from dashboard.domain.intersections import cross, crossings


def test_crossings_keep_the_order_given() -> None:
    """Each alone, then every combination, in the order in which the attributes were named."""
    assert crossings(["b", "a"], intersect=False) == [("b",), ("a",)]
    assert crossings(["c", "a", "b"], intersect=True)[3:] == [("c", "a"), ("c", "b"), ("a", "b"), ("c", "a", "b")]


def test_cross_sums_and_joins_names() -> None:
    """Groups are joined by ×, counts are summed, and a crossing of one person stays visible."""
    joint = pd.DataFrame({"sex": ["F", "F", "M"], "age": ["65+", "65+", "18-24"], "when": ["1", "2", "1"]})
    joint[list(COUNTS)] = 1
    result = cross(joint, ["sex", "age"])
    assert list(result["attribute"]) == ["sex × age"] * 2
    assert dict(zip(result["group"], result["n"], strict=True)) == {"F × 65+": 2, "M × 18-24": 1}
    assert len(cross(joint, ["sex"], keep=["when"])) == 3
