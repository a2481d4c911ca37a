"""What the demonstration's decisions were made from, drawn apart so that the decisions stay as they were."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_CONTRACTS = ("monthly", "one year", "two years")
_PAYMENTS = ("debit", "card", "invoice")


def draw_features(
    score: npt.NDArray[np.float64], language: npt.NDArray[np.str_], *, seed: Sequence[int]
) -> dict[str, Any]:
    """Columns of a log with our names: customers with a high score are new, pay more, call often and are free to go.

    Args:
        score: of each decision.
        language: of each decision; what the model reads of people directly.
        seed: of these features alone.
    """
    rng, n = np.random.default_rng(list(seed)), len(score)
    tenure = np.clip(np.round(rng.gamma(2, 18, n) * (1.4 - score)), 0, 180)
    fee = np.round(20 + 40 * rng.beta(2, 2, n) + 15 * score, 2)
    free = rng.random(n) < 0.2 + 0.6 * score
    contract = np.where(free, 0, rng.integers(1, 3, n))
    return {
        "n_tenure_months": pa.array(tenure, mask=rng.random(n) < 0.01),
        "n_monthly_fee": pa.array(fee),
        "n_support_calls": pa.array(rng.poisson(0.4 + 2.5 * score).astype(np.float64)),
        "c_contract": pa.array(np.array(_CONTRACTS)[contract], pa.string()),
        "c_payment": pa.array(np.array(_PAYMENTS)[rng.integers(0, 3, n)], pa.string()),
        "c_language": pa.array(language.tolist(), pa.string()),
    }
