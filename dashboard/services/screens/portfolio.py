"""Who is treated worse than the charter allows, over the whole portfolio, from stored measurements."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.adapters.queries import fairness as query
from dashboard.domain.charter import Charter, Clause
from dashboard.domain.checks import FairnessCheck
from dashboard.domain.metrics import METRICS
from dashboard.domain.statuses import IN_SERVICE
from dashboard.domain.wording import day, plural
from dashboard.services.screens.behind_leaves import leaves
from dashboard.services.screens.figures import SHARES, Figures, figures_of
from dashboard.services.screens.group_plot import band_of
from dashboard.services.screens.suppression import withheld
from dashboard.services.screens.words import absent, as_date, clause_no
from dashboard.services.sources import Sources

_RANK = {"non_compliant": 0, "point_over": 1, "undecided": 2, "compliant": 3}
_SHOWN = {"point_over": "watch", "undecided": "not_assessed"}
_UNTESTED = {
    "not_collected": "Not collected",
    "too_few": "Too few",
    "not_recorded": "Not recorded",
    "no_data": "No data",
    "stale": "Stale data",
}


@dataclass(frozen=True, slots=True)
class Strip:
    """The worst-off group of one use case; `proven` where the interval does not cross the line.

    `figures` says how its numbers are written.
    """

    use_case: str
    title: str
    clause: str
    metric: str
    attribute: str
    group: str
    reference: str | None
    value: float
    low: float
    high: float
    n: int
    status: str
    proven: bool
    lower: float | None
    upper: float | None
    figures: Figures = SHARES


@dataclass(frozen=True, slots=True)
class Untested:
    """A group, an attribute or a use case that the chart cannot show, and why; `whole`: nothing of it was measured."""

    kind: str
    use_case: str
    title: str
    text: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Every use case's worst-off group by metric, and what was not tested."""

    strips: tuple[Strip, ...]
    untested: tuple[Untested, ...]
    metrics: tuple[str, ...]
    headline: str
    source: str

    @property
    def not_measurable(self) -> int:
        """How many use cases the chart cannot show at all."""
        return len({one.use_case for one in self.untested if one.whole})


def load_portfolio(sources: Sources) -> Portfolio:
    """The newest assessment's fairness measurements, worst first."""
    clauses = fairness_clauses(sources.charter)
    measured = query.newest_measurements(sources.database)
    measured = measured[measured["lifecycle"].isin(IN_SERVICE)]
    measured = measured[~withheld(measured, sources.charter.defaults.min_display)]
    units = query.amount_units(sources.database) if of_amounts(measured["metric"]) else {}
    strips = tuple(sorted(_worst(measured, clauses, units), key=severity))
    found = query.fairness_findings(sources.database, list(clauses))
    counted = pd.Series([strip.metric for strip in strips], dtype=object).value_counts()
    as_of = as_date(measured["as_of"].max()) if not measured.empty else None
    return Portfolio(
        strips=strips,
        untested=tuple(sorted(_untested(found, {strip.use_case for strip in strips}), key=lambda one: not one.whole)),
        metrics=tuple(str(name) for name in counted.index),
        headline=headline(strips),
        source=f"assessment of {day(as_of)}" if as_of else "",
    )


def fairness_clauses(charter: Charter) -> dict[str, Clause]:
    """Clauses that hold decision counts against a band."""
    return {
        clause.id: clause
        for clause in charter.clauses
        if any(isinstance(part, FairnessCheck) for part in leaves(clause.check))
    }


def headline(strips: tuple[Strip, ...]) -> str:
    """How many use cases treat a group worse than allowed, proven."""
    by_case = {strip.use_case: strip for strip in reversed(strips)}
    if not by_case:
        return "No fairness has been measured yet"
    breaches = sum(strip.status == "non_compliant" for strip in by_case.values())
    waived = sum(strip.status == "waived" for strip in by_case.values())
    tail = f"; {waived} {'is' if waived == 1 else 'are'} waived" if waived else ""
    if breaches + waived == 0:
        return f"No group is proven to be treated worse than allowed in {plural(len(by_case), 'use case')}"
    verb = "treats" if breaches + waived == 1 else "treat"
    return f"{breaches + waived} of {len(by_case)} use cases {verb} a group worse than allowed{tail}"


def severity(strip: Strip) -> tuple[int, float, str]:
    """Worst first: proven, then over, then undecided, then fine; within these by distance to equality."""
    rank = 0 if strip.status in ("non_compliant", "waived") else 1 if strip.status == "watch" else 2
    rank = 3 if strip.status == "compliant" else rank
    metric = METRICS.get(strip.metric)
    if metric is not None and metric.kind == "ratio":
        return rank, -abs(math.log(max(strip.value, 1e-6))), strip.title
    return rank, -abs(strip.value - (0.0 if metric is None else metric.ideal)), strip.title


def of_amounts(metrics: Iterable[object]) -> bool:
    """Whether any of these metrics is one of amounts, whose unit must be read."""
    return any(METRICS[str(name)].basis == "amounts" for name in set(metrics) if name in METRICS)


def _worst(measured: pd.DataFrame, clauses: dict[str, Clause], units: Mapping[str, str]) -> Iterator[Strip]:
    defined = measured[measured["value"].notna() & measured["clause"].isin(clauses)]
    for _, rows in defined.groupby(["use_case_id", "metric"], sort=False):
        strips = [_strip(row, clauses[str(row.clause)], units) for row in rows.itertuples()]
        yield min(strips, key=severity)


def _strip(row: Any, clause: Clause, units: Mapping[str, str]) -> Strip:
    lower, upper = band_of(clause, str(row.metric))
    verdict = str(row.verdict)
    waived = row.reason_code == "waived" and verdict in ("non_compliant", "point_over")
    return Strip(
        use_case=str(row.use_case_id),
        title=str(row.title),
        clause=str(row.clause),
        metric=str(row.metric),
        attribute=str(row.attribute),
        group=str(row.group),
        reference=None if absent(row.reference) else str(row.reference),
        value=float(row.value),
        low=float(row.low),
        high=float(row.high),
        n=int(row.n),
        status="waived" if waived else _SHOWN.get(verdict, verdict if verdict in _RANK else "not_assessed"),
        proven=verdict in ("non_compliant", "compliant"),
        lower=lower,
        upper=upper,
        figures=figures_of(str(row.metric), units.get(str(row.use_case_id), "")),
    )


def _untested(found: pd.DataFrame, measured: set[str]) -> Iterator[Untested]:
    for kind, words in _UNTESTED.items():
        for (use_case, title), rows in found[found["reason_code"] == kind].groupby(
            ["use_case_id", "title"], sort=False
        ):
            clauses = ", ".join(clause_no(str(clause)) for clause in rows["clause"])
            first = str(rows["reason"].iloc[0]).split(" Not tested:")[0]
            yield Untested(words, str(use_case), str(title), f"{first} ({clauses})", str(use_case) not in measured)
