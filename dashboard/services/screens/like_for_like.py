"""The strata of one attribute beside all decisions together, from counts that were already read."""

from dataclasses import dataclass

import pandas as pd

from dashboard.domain.metrics import METRICS
from dashboard.domain.reversals import QUARREL
from dashboard.services.screens.compared import Compared
from dashboard.services.screens.strata import Strata, strata_of
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class LikeForLike:
    """The strata, and a row a group: both values, and whether the strata agree; `remarks` where they do not."""

    strata: Strata
    beside: pd.DataFrame
    remarks: tuple[str, ...]


def load_like_for_like(sources: Sources, asked: Compared) -> LikeForLike | None:
    """Whole months that touch the window; None without strata, and for metrics over all groups."""
    del sources  # everything was read
    if asked.within_strata is None or not METRICS[asked.metric].like_for_like:
        return None
    strata = strata_of(asked.by_stratum, asked.within_strata, asked.attribute, asked.rule)
    lines = strata.compared
    beside = pd.DataFrame(
        {
            "Group": [f"{line.group} against {line.reference}" for line in lines],
            "All together": [line.together for line in lines],
            "Like for like": [line.within for line in lines],
            "Strata": [_agree(line.strata, line.homogeneity) for line in lines],
        }
    )
    remarks = tuple(f"{line.group}: {line.said}" for line in lines if (line.homogeneity or 1.0) < QUARREL)
    return LikeForLike(strata, beside, remarks)


def _agree(strata: int, p: float | None) -> str:
    return f"{strata}" if p is None else f"{strata}, p {'< 0.001' if p < 0.001 else f'{p:.3f}'}"
