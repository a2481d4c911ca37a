"""The lines of groups as a picture and as a table, and the share of those of whom the group is not known."""

import pandas as pd

from dashboard.domain.counts import NOT_RECORDED
from dashboard.domain.metrics import METRICS
from dashboard.domain.wording import listed
from dashboard.services.screens.figures import SHARES, Figures
from dashboard.services.screens.group_plot import GroupDot, GroupPlot
from dashboard.services.screens.group_table import GroupLine
from dashboard.services.screens.suppression import withheld
from dashboard.services.screens.terms import Terms

_VERDICT = {"non_compliant": "non_compliant", "watch": "point_over", "compliant": "compliant"}


def plot_of(lines: tuple[GroupLine, ...], terms: Terms, attribute: str) -> GroupPlot | None:
    """The comparable groups as a picture; None where no group has a value."""
    metric = METRICS[terms.metric]
    dots = tuple(
        GroupDot(
            line.group, line.value, line.low, line.high, line.decisions, _VERDICT.get(line.status or "", "undecided")
        )
        for line in lines
        if line.value is not None and not line.suppressed
    )
    if not dots:
        return None
    reference = next((line.group for line in lines if line.is_reference), None)
    worst = [dot.group for dot in dots if dot.verdict in ("non_compliant", "point_over")]
    words = attribute.replace("_", " ")
    title = (
        f"{words.capitalize()}: {listed(worst)} outside the line"
        if worst
        else f"{words.capitalize()}: no group outside"
    )
    return GroupPlot(
        title=title,
        caption=f"{metric.plain}, against {reference or 'all groups'}, {terms.confidence * 100:g} % interval",
        metric=terms.metric,
        attribute=attribute,
        ratio=metric.kind == "ratio",
        reference=reference,
        lower=terms.lower,
        upper=terms.upper,
        dots=dots,
        numbers=group_frame(lines, attribute, terms.figures),
        figures=terms.figures,
    )


def group_frame(lines: tuple[GroupLine, ...], attribute: str, figures: Figures = SHARES) -> pd.DataFrame:
    """The lines as a table for the screen and for CSV; withheld groups stay visible and empty."""
    table = pd.DataFrame(
        {
            attribute.replace("_", " ").capitalize(): [line.group for line in lines],
            "n": [line.n for line in lines],
            figures.level_name: [line.rate for line in lines],
            f"Interval of {figures.level_name.split(',')[0].lower()}": [line.interval for line in lines],
            figures.compared_name: [line.compared for line in lines],
            "Interval": [figures.span(line.low, line.high) if line.low is not None else "" for line in lines],
            "Note": [line.why_not for line in lines],
        }
    )
    if any(line.p for line in lines):
        table["p alone"], table["p adjusted"] = ([getattr(line, name) for line in lines] for name in ("p", "adjusted"))
    return table


def not_recorded(groups: pd.DataFrame, least: int, figures: Figures = SHARES) -> str:
    """The share of the missing group, which times the total would be its number: withheld where that is."""
    unknown = groups["group"].str.contains(NOT_RECORDED, regex=False)
    if (withheld(groups, least) & unknown).any():
        return f"withheld, few {figures.counted}"
    missing, total = groups.loc[unknown, "n"].sum(), groups["n"].sum()
    share = f"{100 * missing / total:.1f} % of" if total else "no"
    return f"{share} {figures.counted}"
