"""The page that shows what the program says about real data, and whether that is right."""

import shlex
from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.domain.counts import CROSS
from dashboard.services.audit_request import AuditRequest
from dashboard.services.real_data import Studied, widest_first

_HEAD = """# Tried on real data

Written by `python -m dashboard real-data FOLDER`, FOLDER holding the public files named below; run it again to check.
Shares with their 95 % intervals; `n` counts decided rows. The figures of COMPAS, mortgages and Adult are also held
against Fairlearn's and AIF360's by `tests/real/test_real_data.py`, to 1e-9.
"""
Section = tuple[str, str]


def real_data_page(studied: Sequence[Studied], further: Sequence[Section] = ()) -> str:
    """The page as Markdown.

    Args:
        studied: the audited files.
        further: title and Markdown of what is not a decision log: the imported registers, the onboarded use cases.
    """
    sections = [_section(item) for item in studied] + [f"## {title}\n\n{text}" for title, text in further]
    return "\n\n".join([_HEAD.rstrip(), *sections]).rstrip() + "\n"


def _section(item: Studied) -> str:
    parts = [f"## {item.study.title}", item.study.about, f"```\n{command_line(item.study.request)}\n```"]
    parts.append(f"{item.audit.rows:,} rows.")
    if item.study.known:
        parts.append(_known(item))
    parts += [_groups(item), _extremes(item)]
    if item.study.request.within:
        parts.append(_within(item))
    if item.study.request.intersect:
        parts.append(_crossings(item))
    if item.months is not None:
        parts.append(_months(item))
    return "\n\n".join(parts)


def command_line(request: AuditRequest) -> str:
    """The command that gives the same figures; a file without a header has to be given one first."""
    words = ["python", "-m", "dashboard", "fairness", str(request.path), "--decision", request.decision]
    pairs = [("--favourable", value) for value in request.favourable]
    pairs += [("--attribute", name) for name in request.attributes]
    pairs += [("--label", request.label)] if request.label else []
    pairs += [("--positive", value) for value in request.positive]
    pairs += [(f"--{name}", getattr(request, name)) for name in ("score", "within") if getattr(request, name)]
    line = shlex.join([*words, *(word for pair in pairs for word in pair)]) + (" --intersect" * request.intersect)
    return line if not request.header else f"# after adding the header {','.join(request.header)}\n{line}"


def _known(item: Studied) -> str:
    rows = [
        (f"{known.rate}, {known.attribute} {known.group}", f"{known.value:.4f}", f"{found:.4f}",
         "equal" if round(found, 4) == known.value else "**DIFFERS**")
        for known, found in item.checks()
    ]  # fmt: skip
    return table(("figure", "known", "found", ""), rows)


def _groups(item: Studied) -> str:
    single = item.audit.groups[item.audit.groups["attribute"].isin(item.study.request.attributes)]
    labelled = ["false_positive_rate", "false_negative_rate"] if item.study.request.label else []
    rates = ["selection_rate", *labelled]
    rows = [
        (row["attribute"], row["group"], f"{row['n']:,}", *(_rate(row, rate) for rate in rates))
        for row in single.to_dict("records")
    ]
    return table(("attribute", "group", "n", *rates), rows)


def _rate(row: dict[Any, Any], rate: str) -> str:
    if pd.isna(row[rate]):
        return str(row[f"{rate}_undefined"])
    return f"{row[rate]:.4f} [{row[f'{rate}_low']:.4f}, {row[f'{rate}_high']:.4f}]"


def _interval(row: dict[Any, Any], prefix: str = "") -> str:
    if pd.isna(row[f"{prefix}value"]):
        return str(row["undefined"])
    return f"{row[f'{prefix}value']:.4f} [{row[f'{prefix}low']:.4f}, {row[f'{prefix}high']:.4f}]"


def _extremes(item: Studied) -> str:
    metrics = ["demographic_parity_ratio"] + ["equalized_odds_difference"] * bool(item.study.request.label)
    found = item.audit.measurements
    chosen = found[found["metric"].isin(metrics) & found["attribute"].isin(item.study.request.attributes)]
    rows = [
        (row["attribute"], row["metric"], row["group"] or "", row["reference"] or "", _interval(row))
        for row in chosen.to_dict("records")
    ]
    return table(("attribute", "metric", "worse off", "held against", "value"), rows)


def _within(item: Studied) -> str:
    found = widest_first(item.audit.measurements, "selection_rate_ratio").head(8)
    rows = [
        (row["attribute"], row["group"], row["reference"], _interval(row), _interval(row, "within_"),
         "yes" if row["within_reversed"] else "no")
        for row in found.to_dict("records")
    ]  # fmt: skip
    heads = ("attribute", "group", "reference", "crude ratio", f"like for like by {item.study.request.within}", "turns")
    return table(heads, rows)


def _crossings(item: Studied) -> str:
    found = item.audit.measurements
    crossed = found[found["attribute"].str.contains(CROSS, regex=False) & (found["metric"] == "selection_rate_ratio")]
    small = int(crossed["undefined"].notna().sum())
    rows = [
        (row["attribute"], row["group"], row["reference"], f"{row['n']:,}", _interval(row))
        for row in widest_first(crossed, "selection_rate_ratio").head(6).to_dict("records")
    ]
    text = (
        f"Crossings: {len(crossed):,} compared with their largest, {small:,} of them too small to judge. Lowest ratios:"
    )
    return f"{text}\n\n{table(('attributes', 'group', 'reference', 'n', 'selection_rate_ratio'), rows)}"


def _months(item: Studied) -> str:
    assert item.months is not None  # noqa: S101  # the caller looked
    groups = item.months.groups
    two = groups.groupby("group")["n"].sum().nlargest(2).index
    rows = []
    for period, part in groups[groups["group"].isin(two)].groupby("period"):
        rows.append((str(period), *(_month(part, group) for group in two)))
    return "False positive rate by month:\n\n" + table(("month", *(str(group) for group in two)), rows)


def _month(part: pd.DataFrame, group: str) -> str:
    rows = part[part["group"] == group].to_dict("records")
    return f"{_rate(rows[0], 'false_positive_rate')} (n {rows[0]['n']:,})" if rows else "no decisions"


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; text from a file cannot break out of its cell."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|").replace("<", "&lt;")
