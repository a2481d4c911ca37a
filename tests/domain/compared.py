"""A fairness check and what it says, for tests."""

from typing import Any

RATIO: dict[str, Any] = {"fairness": "selection_rate_ratio", "between": [0.8, 1.25], "window": "90d", "min_group": 200}
COLLECTED = {"protected_attributes": {"sex": "collected"}}
FAIR = {"M": (6000, 0.5), "F": (5000, 0.5)}
