"""The audit of one file as tables for a terminal; text from the file is shown as text, never as markup."""

from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboard.domain.fairness import METRICS, RATES
from dashboard.domain.repeated_subjects import ASSUMED
from dashboard.services.audit_file import Audit
from dashboard.services.audit_remarks import audit_remarks

WIDTH = 140


def audit_text(audit: Audit) -> str:
    """What `print_audit` prints."""
    console = Console(width=WIDTH, color_system=None)
    with console.capture() as captured:
        print_audit(audit, console)
    return captured.get()


def print_audit(audit: Audit, to: Console | None = None) -> None:
    """Groups, then measurements; metrics that need a label are left out where there is none, and that is said."""
    console = to or Console(width=None if Console().is_terminal else WIDTH)
    labelled, least = bool(audit.request.label), f"groups of {audit.request.min_group:,} or more are compared"
    console.print(Text(f"{audit.rows:,} rows; intervals at {audit.request.confidence:.0%}; {least}"))
    console.print(_groups(audit, labelled=labelled))
    console.print(_measurements(audit, labelled=labelled))
    for line in _amounts(audit):
        console.print(Text(shown(line)))
    for remark in audit_remarks(audit):
        console.print(Text(shown(remark, most=2000)))
    if not audit.request.metrics:
        more = sum(not METRICS[name].usual for name in (*audit.request.measured, *audit.request.ranked))
        console.print(Text(f"{more} more metrics: name them with --metric, or take all with --format json."))
    if not audit.request.subject:
        console.print(Text(f"{ASSUMED} Name --subject where people recur."))
    if not labelled:
        console.print(Text("No --label was named, so nothing is said about right and wrong decisions."))


def _amounts(audit: Audit) -> list[str]:
    """The gap in means of a numeric outcome and their ratio, a line for each group."""
    rows = [] if audit.amounts is None else audit.amounts.gaps.to_dict("records")
    said = {"mean_gap": f"Mean gap in {audit.request.amount}", "mean_ratio": f"Ratio of mean {audit.request.amount}"}
    return [
        f"{said[row['metric']]}, {row['attribute']} {row['group']} against {row['reference']} {row['period']}: "
        f"{_interval(row)}"
        for row in rows
    ]


def _table(title: str, heads: list[str], numbers: int) -> Table:
    table = Table(title=title, title_justify="left")
    for place, head in enumerate(heads):
        table.add_column(
            head.replace("_", " ") if numbers > 1 else head,
            justify="right" if place >= len(heads) - numbers else "left",
            overflow="fold",
        )
    return table


def _groups(audit: Audit, *, labelled: bool) -> Table:
    rates = [name for name, rate in RATES.items() if rate.usual and (labelled or not rate.labels)]
    keys = ["attribute", "group", *(["period"] if audit.request.time else [])]
    scores = ["score_mean", "score_auc"] if audit.request.score else []
    table = _table("Groups", [*keys, "n", "undecided", *rates, *scores], 2 + len(rates) + len(scores))
    for row in audit.groups.to_dict("records"):
        counts = [f"{row['n']:,}", f"{row['undecided']:,}"]
        cells = [*(shown(row[key]) for key in keys), *counts, *(_rate(row, name) for name in rates)]
        table.add_row(*map(Text, [*cells, *(_number(row[name]) for name in scores)]))
    return table


def _measurements(audit: Audit, *, labelled: bool) -> Table:
    keys = ["attribute", *(["period"] if audit.request.time else []), "metric", "group", "reference"]
    table = _table("Measurements", [*keys, "value", "like for like"] if audit.request.within else [*keys, "value"], 1)
    for row in audit.measurements.to_dict("records"):
        metric = METRICS[row["metric"]]
        if (labelled or not metric.labels) and (metric.usual or audit.request.metrics):
            within = [_interval(row, "within_")] if audit.request.within else []
            table.add_row(*map(Text, [*(shown(row[key]) for key in keys), _interval(row), *within]))
    return table


def _rate(row: dict[Any, Any], name: str) -> str:
    if pd.isna(row[name]):
        return f"({row[f'{name}_undefined']})"
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return f"{row[name]:.1%} {100 * low:.1f}–{100 * high:.1f}"


def _interval(row: dict[Any, Any], prefix: str = "") -> str:
    if pd.isna(row.get(f"{prefix}value")):
        return "" if prefix else f"({row['undefined']})"
    return f"{row[f'{prefix}value']:.4f} [{row[f'{prefix}low']:.4f}, {row[f'{prefix}high']:.4f}]"


def _number(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.4g}"


def shown(value: Any, *, most: int = 200) -> str:
    """Text on one line without control characters, which could write to the terminal."""
    if value is None or pd.isna(value):
        return ""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in str(value)[:most])
