"""Attribute × month: the worst-off group of every attribute in every month, held against the charter's line."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dashboard.domain.cells import EFFECTS
from dashboard.domain.columns import records
from dashboard.domain.counts import COUNTS, CROSS, NOT_RECORDED
from dashboard.domain.fairness import METRICS, RATES, compare
from dashboard.domain.summing import summed
from dashboard.domain.wording import plural
from dashboard.services.screens.apart import amounts_by_month
from dashboard.services.screens.compared import as_asked
from dashboard.services.screens.counts import CountsOf
from dashboard.services.screens.figures import Figures
from dashboard.services.screens.many import among_many, judge_many, p_in_words
from dashboard.services.screens.suppression import withheld, withheld_crossed
from dashboard.services.screens.terms import Terms, terms_for
from dashboard.services.screens.words import absent, count
from dashboard.services.sources import Sources

MONTHS = 12
_KEYS = ["attribute", "month", "group"]
_STATUS = {"non_compliant": "non_compliant", "point_over": "watch", "compliant": "compliant"}
_RANK = {"non_compliant": 0, "watch": 1, "compliant": 2, "not_assessed": 3}


@dataclass(frozen=True, slots=True)
class MonthCell:
    """One attribute in one month: status of its worst-off group, who that is, and the numbers in words."""

    status: str
    group: str
    said: str


@dataclass(frozen=True, slots=True)
class MonthHeat:
    """Attributes by months; `cells[row][column]`. `among` says how many comparisons, and what corrects for them."""

    title: str
    attributes: tuple[str, ...]
    months: tuple[date, ...]
    cells: tuple[tuple[MonthCell, ...], ...]
    among: str = ""


_NO_LINE = "Month by month: the charter sets no line for this measure"
_EMPTY = MonthCell("not_applicable", "", "no decisions")


def load_month_heat(sources: Sources, counts: CountsOf, metric: str) -> MonthHeat | None:
    """The newest twelve months under the charter's terms of a metric."""
    every, terms = _every(sources, counts, terms_for(sources, metric))
    return None if every is None else month_heat(every, terms)


def load_months(sources: Sources, counts: CountsOf, metric: str) -> pd.DataFrame:
    """Every group in every month, for the table."""
    every, terms = _every(sources, counts, terms_for(sources, metric))
    return pd.DataFrame() if every is None else judged_months(every, terms)


def _every(sources: Sources, counts: CountsOf, terms: Terms) -> tuple[pd.DataFrame | None, Terms]:
    """Every month of all attributes, crossed ones too of decisions; None for scores and metrics over all groups."""
    metric = METRICS[terms.metric]
    if metric.over != "reference" or metric.basis == "scores":
        return None, terms
    if metric.basis == "amounts":
        months, figures = amounts_by_month(sources, counts.key, metric=terms.metric)
        return months, replace(terms, figures=figures)
    joint, monthly = counts.months(), counts.monthly
    crossed = joint[joint["attribute"].str.contains(CROSS, regex=False)]
    alone = monthly[[name for name in (*_KEYS, *COUNTS, *EFFECTS) if name in monthly]]
    return pd.concat([alone, summed(crossed, *_KEYS)], ignore_index=True), terms


def month_heat(every: pd.DataFrame, terms: Terms) -> MonthHeat | None:
    """The newest twelve of these months; None where there is none."""
    rows = judged_months(every, terms, newest=MONTHS)
    if rows.empty:
        return None
    months = sorted(rows["month"].unique())
    worst = rows.sort_values(["rank", "far"], kind="stable").drop_duplicates(["attribute", "month"])
    cells = {(row["attribute"], row["month"]): _cell(row, terms.figures) for row in records(worst)}
    attributes = sorted({name for name, _ in cells}, key=lambda name: (CROSS in name, name))
    grid = tuple(tuple(cells.get((name, month), _EMPTY) for month in months) for name in attributes)
    among = among_many(terms, int((rows["status"] != "not_assessed").sum()), together="of the same month")
    title = _title(grid) if terms.lower is not None or terms.upper is not None else _NO_LINE
    return MonthHeat(title, tuple(attributes), tuple(pd.Timestamp(one).date() for one in months), grid, among)


def judged_months(every: pd.DataFrame, terms: Terms, *, newest: int | None = None) -> pd.DataFrame:
    """Every group against its reference in every month, or the newest few: status, rank (worst first), distance."""
    every = every[~every["group"].str.contains(NOT_RECORDED, regex=False)]
    if newest is not None:
        every = every[every["month"] >= min(sorted(every["month"].unique())[-newest:], default=pd.NaT)]
    found = compare(every, by=["attribute", "month"], **as_asked(terms))
    few = withheld(found.assign(stratum=found["month"]), terms.min_display).to_numpy() | _crossed(every, found, terms)
    value = found["value"].to_numpy(float)
    open_ = found["too_few"].to_numpy(bool) | np.isnan(value) | few
    many = judge_many(found, terms, left_out=open_, family=found["month"])
    open_ |= terms.lower is None and terms.upper is None  # nothing to be held against is never green
    status = np.where(open_, "not_assessed", [_STATUS.get(str(one), "not_assessed") for one in many.said])
    numbers = {name: np.where(few, np.nan, found[name].to_numpy(float)) for name in ("value", "low", "high")}
    why = f"withheld: fewer than {terms.min_display} {terms.figures.counted}, or beside such a group"
    return found.assign(
        **numbers, undefined=np.where(few, why, found["undefined"].to_numpy(object)), status=status.astype(object),
        rank=[_RANK[str(one)] for one in status], far=-_distance(value, terms), few=few, p=many.p,
        adjusted=many.adjusted,
    )  # fmt: skip


def _crossed(every: pd.DataFrame, found: pd.DataFrame, terms: Terms) -> np.ndarray:
    """Comparisons with a crossed group, on either side, which the attributes of the same month would give away."""
    gone = {
        (month, *key)
        for month, part in every[every["attribute"].str.contains(CROSS, regex=False)].groupby("month")
        for few in [part[withheld_crossed(part, terms.min_display)]]
        for key in zip(few["attribute"], few["group"], strict=True)
    }
    sides = [zip(found["month"], found["attribute"], found[name], strict=True) for name in ("group", "reference")]
    return np.array([bool(gone & {one, other}) for one, other in zip(*sides, strict=True)], dtype=bool)


def _distance(value: np.ndarray, terms: Terms) -> np.ndarray:
    """How much worse off a group is than its reference; who is better off comes after everybody who is not.

    Of amounts neither more nor less is worse: how far apart they are.
    """
    metric = METRICS[terms.metric]
    with np.errstate(all="ignore"):
        side = np.log(np.maximum(value, 1e-9)) if metric.kind == "ratio" else value
    oriented = np.abs(side) if metric.basis == "amounts" else side if RATES[metric.rate].error else -side
    return np.where(np.isnan(oriented), -math.inf, oriented)


def _cell(row: Mapping[str, Any], figures: Figures) -> MonthCell:
    group = str(row["group"])
    if absent(row["value"]):
        return MonthCell("not_assessed", group, f"{group}: {row['undefined']}")
    numbers = f"{figures.told(row['value'])} ({figures.span(row['low'], row['high'])})"
    few = ", too few to judge" if row["too_few"] else ""
    return MonthCell(str(row["status"]), group, f"{group} {numbers}, n {count(row['n'])}{few}")


def _title(grid: tuple[tuple[MonthCell, ...], ...]) -> str:
    cells = [cell for row in grid for cell in row if cell.status != "not_applicable"]
    bad, open_ = (sum(cell.status == status for cell in cells) for status in ("non_compliant", "not_assessed"))
    proven = f"{bad} of {plural(len(cells), 'cell')} proven outside the line"
    return f"Month by month: {proven}, {open_} not decided"


def heat_numbers(rows: pd.DataFrame) -> pd.DataFrame:
    """Every month, all of them, as a table; with both p where the charter corrects for many comparisons."""
    table = pd.DataFrame(
        {
            "Attribute": rows["attribute"].to_list(),
            "Month": [f"{month:%Y-%m}" for month in rows["month"]],
            "Group": rows["group"].to_list(),
            "Against": rows["reference"].to_list(),
            "Value": rows["value"].to_list(),
            "Low": rows["low"].to_list(),
            "High": rows["high"].to_list(),
            "n": [None if few else int(n) for n, few in zip(rows["n"], rows["few"], strict=True)],
            "Status": [status.replace("_", " ") for status in rows["status"]],
            "Note": ["" if absent(why) else str(why) for why in rows["undefined"]],
        }
    )
    if rows["p"].notna().any():
        table["p alone"], table["p adjusted"] = (list(map(p_in_words, rows[name])) for name in ("p", "adjusted"))
    return table
