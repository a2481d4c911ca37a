"""Groups held against a reference, each with its interval: what the picture inside a *Why* shows."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.domain.charter import Clause
from dashboard.domain.checks import FairnessCheck
from dashboard.domain.field_words import plain_words
from dashboard.domain.metrics import METRICS
from dashboard.domain.statuses import Status
from dashboard.domain.wording import label
from dashboard.services.screens.behind_leaves import leaves
from dashboard.services.screens.figures import SHARES, Figures, figures_of
from dashboard.services.screens.suppression import withheld
from dashboard.services.screens.words import absent, count


@dataclass(frozen=True, slots=True)
class GroupDot:
    """One group: value with interval, or the reason why there is none; verdict as in domain.verdicts."""

    group: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    verdict: str
    undefined: str | None = None


@dataclass(frozen=True, slots=True)
class GroupPlot:
    """Dots against a band; limits are None where the charter sets none on that side.

    `figures` says how both are written.
    """

    title: str
    caption: str
    metric: str
    attribute: str
    ratio: bool
    reference: str | None
    lower: float | None
    upper: float | None
    dots: tuple[GroupDot, ...]
    numbers: pd.DataFrame
    figures: Figures = SHARES


def band_of(clause: Clause, metric: str) -> tuple[float | None, float | None]:
    """The charter's lower and upper limit for a metric in this clause."""
    for check in leaves(clause.check):
        if not isinstance(check, FairnessCheck):
            continue
        between = check.between.get(metric) if isinstance(check.between, dict) else check.between
        if between and (isinstance(check.between, dict) or metric == check.fairness or check.metric_from):
            return between[0], between[1]
        if metric == check.fairness:
            return check.at_least, check.at_most
    return None, None


def group_plot(clause: Clause, measured: pd.DataFrame, confidence: float, *, least: int = 1) -> GroupPlot | None:
    """The groups of the attribute whose worst group decided the clause; None where nothing was measured.

    Groups of fewer than `least` decisions are withheld.
    """
    rows = measured[measured["clause"] == clause.id]
    rows = rows[~withheld(rows, least)]
    if rows.empty:
        return None
    worst = rows[rows["worst"].astype(bool)]
    lead = (worst if not worst.empty else rows).iloc[0]
    same = rows[(rows["attribute"] == lead["attribute"]) & (rows["metric"] == lead["metric"])].sort_values("group")
    metric = METRICS.get(str(lead["metric"]))
    lower, upper = band_of(clause, str(lead["metric"]))
    reference = None if absent(lead["reference"]) else str(lead["reference"])
    total = int(same["n"].sum()) + (int(lead["n_reference"]) if reference else 0)
    name, against = metric.plain if metric else lead["metric"], f", against {reference}" if reference else ""
    return GroupPlot(
        title=_title(lead),
        caption=f"{name}, {confidence * 100:g} % interval{against} · n {count(total)}",
        metric=str(lead["metric"]),
        attribute=str(lead["attribute"]),
        ratio=metric is not None and metric.kind == "ratio",
        reference=reference if metric and metric.over == "reference" else None,
        lower=lower,
        upper=upper,
        dots=tuple(_dot(row) for _, row in same.iterrows()),
        numbers=measurement_table(rows),
        figures=figures_of(str(lead["metric"])),
    )


def _title(lead: "pd.Series[Any]") -> str:
    where = {
        "non_compliant": "lies wholly outside the charter's line",
        "point_over": "lies over the charter's line, not proven",
        "undecided": "cannot be told from the charter's line",
        "compliant": "lies inside the charter's line",
    }.get(str(lead["verdict"]), "could not be judged")
    attribute = str(lead["attribute"]).replace("_", " ")
    return f"{attribute[:1].upper()}{attribute[1:]} {lead['group']} {where}"


def _dot(row: "pd.Series[Any]") -> GroupDot:
    def known(name: str) -> float | None:
        return None if absent(row[name]) else float(row[name])

    undefined = None if absent(row["undefined"]) else str(row["undefined"])
    verdict = str(row["verdict"])
    return GroupDot(
        str(row["group"]),
        known("value"),
        known("low"),
        known("high"),
        int(row["n"]),
        verdict,
        undefined,
    )


def measurement_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Measurements with every number that a chart shows, the worst first; why some have no value where any has none."""
    order = rows["verdict"].map({status: place for place, status in enumerate(Status)}).fillna(len(Status))
    rows = rows.loc[order.sort_values(kind="stable").index]
    table = pd.DataFrame(
        {
            "Attribute": [plain_words(str(value)) for value in rows["attribute"]],
            "Group": rows["group"].to_list(),
            "Against": ["all groups" if absent(value) else str(value) for value in rows["reference"]],
            "Metric": [_plain(str(value)) for value in rows["metric"]],
            "Value": rows["value"].astype(float).to_list(),
            "Low": rows["low"].astype(float).to_list(),
            "High": rows["high"].astype(float).to_list(),
            "n": rows["n"].astype(int).to_list(),
            "n of reference": rows["n_reference"].astype(int).to_list(),
            "Verdict": [label(str(value)) for value in rows["verdict"]],
            "Undefined because": ["" if absent(value) else str(value) for value in rows["undefined"]],
        },
        index=rows.index,
    )
    return table if table["Undefined because"].any() else table.drop(columns="Undefined because")


def _plain(metric: str) -> str:
    return METRICS[metric].plain if metric in METRICS else plain_words(metric)


def measured_in_words(dot: GroupDot, plot: GroupPlot, confidence: float) -> str:
    """`Ratio of favourable decisions: 0.71 (95 % interval 0.68 to 0.74) …`."""
    name = _plain(plot.metric)
    words = plot.attribute.replace("_", " ")
    if dot.value is None:
        return f"{name} for {words} {dot.group}: not defined, {dot.undefined or 'no data'}."
    against, figures = f" against {plot.reference}" if plot.reference else "", plot.figures
    return (
        f"{name} for {words} {dot.group}{against}: {figures.told(dot.value)} "
        f"({confidence:.0%} interval {figures.span(dot.low, dot.high)}), from {count(dot.n)} {figures.counted}."
    ).replace("%", " %", 1)
