"""The charter's terms for one fairness metric: its line, its window, whom it compares."""

from dataclasses import dataclass

from dashboard.domain.checks import FairnessCheck
from dashboard.services.screens.behind_leaves import leaves
from dashboard.services.screens.figures import SHARES, Figures, figures_of
from dashboard.services.screens.group_plot import band_of
from dashboard.services.screens.portfolio import fairness_clauses
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Terms:
    """What the charter says about a metric; limits are None, and `clause` empty, where it says nothing.

    `figures` says how its numbers are written.
    """

    metric: str
    lower: float | None
    upper: float | None
    min_group: int
    reference: str
    confidence: float
    days: int
    min_display: int
    multiplicity: str = "none"
    clause: str = ""
    figures: Figures = SHARES


def terms_for(sources: Sources, metric: str) -> Terms:
    """The charter's terms for a metric: of the first clause that names it, else its defaults."""
    defaults = sources.charter.defaults
    for clause in fairness_clauses(sources.charter).values():
        lower, upper = band_of(clause, metric)
        if lower is None and upper is None:
            continue
        check = next(part for part in leaves(clause.check) if isinstance(part, FairnessCheck))
        confidence = check.confidence or defaults.confidence
        return Terms(
            metric, lower, upper, check.min_group, check.reference, confidence, round(check.window.days),
            defaults.min_display, defaults.multiplicity, clause.id, figures_of(metric),
        )  # fmt: skip
    return Terms(
        metric, None, None, 200, "largest", defaults.confidence, 90, defaults.min_display, defaults.multiplicity,
        figures=figures_of(metric),
    )  # fmt: skip
