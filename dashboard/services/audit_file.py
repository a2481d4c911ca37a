"""Fairness of one file, with no registration: read the named columns, count, and measure on the counts."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.adapters.paths import readable_path
from dashboard.adapters.table_reader import read_table
from dashboard.domain.counts import COUNTS
from dashboard.domain.fairness import METRICS, RATES, Metric, Rule, compare_all, group_rates
from dashboard.domain.intersections import cross, crossings
from dashboard.domain.subgroups import Search
from dashboard.errors import InputRejected, Problem
from dashboard.services.audit_amounts import Amounts, amounts_by_group
from dashboard.services.audit_request import AuditRequest
from dashboard.services.audit_search import searched
from dashboard.services.audit_subjects import effects_by_group, widened
from dashboard.services.file_counts import PERIOD, STRATUM, joint_counts, nearest
from dashboard.services.scores import ranked_groups, score_by_group
from dashboard.settings import load_settings

MOST_GROUPS = 1000
WITHIN: tuple[str, ...] = ("value", "low", "high", "strata", "reversed", "homogeneity")


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found.

    Attributes:
        rows: of the file.
        groups: attribute, group, period (empty without a time column), COUNTS, the columns of `group_rates`, and
            score_n, score_mean, score_auc where a score was named.
        measurements: attribute, period and the columns of `compare`, all metrics; where strata were named also
            within_ and each of WITHIN (metrics against a reference only).
        searches: for the worst subgroup, one per rate, where that was asked for.
        amounts: means and gaps of a numeric outcome, where one was named.
    """

    request: AuditRequest
    rows: int
    groups: pd.DataFrame
    measurements: pd.DataFrame
    searches: tuple[Search, ...] = ()
    amounts: Amounts | None = None


def audit_file(request: AuditRequest) -> Audit:
    """Read, count, measure.

    Raises:
        PathRefused: a URL, a network share or a wildcard.
        DecisionLogInvalid: the file cannot be read, or a column or a value is not there.
        InputRejected: no such reference group, or an attribute that is an identifier.
    """
    path = readable_path(request.path, [Path(Path.cwd().anchor)], max_mb=load_settings().max_upload_mb)
    table = read_table(path, request.columns, names=request.header or None)
    joint = joint_counts(table, request)
    effects = effects_by_group(table, request)
    counts = widened(_views(joint, request), effects)
    _require_reference(request, counts)
    groups = group_rates(widened(_crude(counts), effects), confidence=request.confidence)
    if request.score:
        groups = groups.merge(score_by_group(table, request), on=["attribute", "group", PERIOD], how="left")
    named = {PERIOD: "period"}
    measurements = _all_measurements(counts, groups, request).rename(columns=named)
    amounts = amounts_by_group(table, request)
    return Audit(request, table.rows, groups.rename(columns=named), measurements, searched(joint, request), amounts)


def _views(joint: pd.DataFrame, request: AuditRequest) -> pd.DataFrame:
    many = {name: joint[name].nunique() for name in request.attributes if joint[name].nunique() > MOST_GROUPS}
    if many:
        hint = "Is it an identifier or a number?"
        raise InputRejected(
            "An attribute has too many groups to compare.",
            [
                Problem(name, f"{size:,} groups", f"at most {MOST_GROUPS:,}", suggestion=hint)
                for name, size in many.items()
            ],
        )
    names = crossings(request.attributes, intersect=request.intersect)
    return pd.concat([cross(joint, view, keep=[PERIOD, STRATUM]) for view in names], ignore_index=True)


def _crude(counts: pd.DataFrame) -> pd.DataFrame:
    return counts.groupby(["attribute", PERIOD, "group"], sort=False)[list(COUNTS)].sum().reset_index()


def _require_reference(request: AuditRequest, counts: pd.DataFrame) -> None:
    names = list(dict.fromkeys(counts["group"]))
    if names and request.reference not in ("largest", "best", *names):
        expected = f"largest, best, or one of {', '.join(names[:40])}{' …' if len(names) > 40 else ''}"
        found, hint = f"{request.reference!r}, which is no group", nearest(request.reference, names)
        problem = Problem("--reference", found, expected, suggestion=hint)
        raise InputRejected("The reference group does not occur.", [problem])


def _all_measurements(counts: pd.DataFrame, groups: pd.DataFrame, request: AuditRequest) -> pd.DataFrame:
    parts = [_measurements(counts, request)] if request.measured else []
    if request.ranked and request.label:
        ranked = replace(request, within=None, metrics=request.ranked)
        parts.append(_measurements(ranked_groups(groups), ranked))
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=["attribute", PERIOD, "metric"])


def _measurements(counts: pd.DataFrame, request: AuditRequest) -> pd.DataFrame:
    """Sorted by attribute as given, then metric, then period; an attribute without the reference uses its largest."""
    if counts.empty:
        return pd.DataFrame(columns=["attribute", PERIOD, "metric"])
    named = counts["attribute"].isin(counts.loc[counts["group"] == request.reference, "attribute"])
    fallback = "best" if request.reference == "best" else "largest"
    sides = [(counts[named], request.reference), (counts[~named], fallback)]
    frame = pd.concat([_measured(part, name, request) for part, name in sides if len(part)], ignore_index=True)
    places = {name: place for place, name in enumerate([*dict.fromkeys(counts["attribute"]), *METRICS])}
    order = ["attribute", "metric"]
    return _without_small(frame.sort_values(order, key=lambda names: names.map(places), kind="stable"), request)


def _measured(counts: pd.DataFrame, reference: str, request: AuditRequest) -> pd.DataFrame:
    rule, keys = Rule(reference, request.confidence, request.min_group), ["attribute", PERIOD]
    if not request.within:
        return compare_all(counts, by=keys, metrics=request.measured or request.ranked, rule=rule)
    paired, conditional, others = (
        [name for name in request.measured if _within(METRICS[name]) == way] for way in ("crude too", "only", "no")
    )
    frame = compare_all(counts, by=keys, metrics=paired, rule=rule, within=STRATUM) if paired else pd.DataFrame()
    frame = frame.rename(columns={name: f"within_{name}" for name in WITHIN})
    frame = frame.rename(columns={"crude": "value", "crude_low": "low", "crude_high": "high"})
    alike = compare_all(counts, by=keys, metrics=conditional, rule=rule, within=STRATUM) if conditional else frame[:0]
    rest = compare_all(counts, by=keys, metrics=others, rule=rule) if others else frame[:0]
    return pd.concat([part for part in (frame, alike, rest) if len(part)], ignore_index=True)


def _within(metric: Metric) -> str:
    """What strata mean to a metric: a second value beside the crude one, its only value, or nothing."""
    if metric.way == "conditional":
        return "only"
    return "crude too" if metric.way == "pair" else "no"


def _without_small(frame: pd.DataFrame, request: AuditRequest) -> pd.DataFrame:
    """A group below the minimum is shown with its own rates and not compared."""
    small = frame["too_few"].to_numpy(bool)
    units = [RATES[METRICS[name].rate].unit for name in frame.loc[small, "metric"]]
    reasons = [
        f"too few: {min(sizes)[0]:,} {unit} in group {min(sizes)[1]}, at least {request.min_group:,} needed"
        for unit, *sizes in (
            (unit, (row["denominator"], row["group"]), (row["denominator_reference"], row["reference"]))
            for unit, row in zip(units, frame[small].to_dict("records"), strict=True)
        )
    ]
    frame.loc[small, "undefined"] = reasons
    for name in {"value", "low", "high", "within_value"} & set(frame.columns):
        frame.loc[small, name] = np.nan
    return frame
