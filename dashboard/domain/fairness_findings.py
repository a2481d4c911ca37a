"""Decision counts held against a band with certainty: `fairness` checks as columns.

One finding comes from many groups. Per attribute the worst decided group decides; attributes then combine like the
parts of `all_of`, and those that are not collected for a recorded reason drop out.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.domain import verdicts
from dashboard.domain.attribute_plans import COLLECTED, NOT_ASKED, UNEXPLAINED, Plan, plan_attributes
from dashboard.domain.checks import FairnessCheck
from dashboard.domain.counted import Counted
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.fairness_bands import Bands, bands_of
from dashboard.domain.fairness_measures import Comparisons, measure
from dashboard.domain.outcomes import (
    COMPLIANT,
    NO_REASON,
    NON_COMPLIANT,
    NOT_APPLICABLE,
    NOT_ASSESSED,
    REASON_CODE,
    WATCH,
    Outcome,
)
from dashboard.domain.record_columns import NO, Truth
from dashboard.domain.statuses import Reason

Grid = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measurements:
    """What a fairness finding was decided from.

    `worst` marks the one comparison of each record that stands for its finding.
    `status` and `reason`: codes of shape (records, attributes); `coverage` and `missing`: shares of that shape.
    """

    check: FairnessCheck
    plan: Plan
    made: Comparisons
    worst: Truth
    status: NDArray[np.int8]
    reason: NDArray[np.int8]
    coverage: Grid
    missing: Grid


def assess_fairness(check: FairnessCheck, subject: Subject, terms: Terms) -> Outcome:
    """Status and reason by record; `behind` holds Measurements."""
    bands = bands_of(check, subject)
    counts = _counts(check, subject, terms, bands)
    plan = plan_attributes(check, subject, terms, counts)
    place = plan.places(counts)
    counts, place = counts.only(place >= 0), place[place >= 0]
    made = measure(check, counts, place, (bands, terms), width=max(len(plan.attributes), 1))
    status, reason, coverage, missing = _per_attribute(check, terms, plan, (counts, place), made)
    own, why = _per_record(status, reason, subject, terms=terms, known=bands.known)
    worst = _worst(made, own, why)
    return Outcome(check, own, why, Measurements(check, plan, made, worst, status, reason, coverage, missing))


def _counts(check: FairnessCheck, subject: Subject, terms: Terms, bands: Bands) -> Counted:
    """Windowed counts of the records that are asked about."""
    wanted = bands.known if terms.wanted is None else bands.known & terms.wanted
    if check.within is not None:
        wanted = wanted & _counted_by(check.within, subject)
    held = subject.decisions.columns(check)
    return held.only(wanted[held.row])


def _counted_by(stratum: str, subject: Subject) -> Truth:
    """False where the record says that its log is counted by other strata than the one asked for."""
    return np.asarray(subject.table.column("strata").decide(lambda names: int(stratum in names)) != NO)


def _per_attribute(
    check: FairnessCheck, terms: Terms, plan: Plan, counted: tuple[Counted, NDArray[np.int64]], made: Comparisons
) -> tuple[NDArray[np.int8], NDArray[np.int8], Grid, Grid]:
    """Status and reason codes, share covered and share not recorded, each of shape (records, attributes)."""
    shape, (counts, place) = plan.state.shape, counted
    n, places = counts.values["n"], (counts.row, place)
    total, known = _grid(places, n, shape), _grid(places, n * counts.recorded, shape)
    missing, says, size = _share(total - known, total), made.says, made.numbers["n"]
    where = (made.row, made.cell)
    few, undecided = (_grid(where, size * (says == code), shape) for code in (verdicts.TOO_FEW, verdicts.UNDECIDED))
    coverage = _share(_grid(where, made.numbers["covered"], shape) + _reference(made, shape), known)
    enough = check.min_coverage if check.min_coverage is not None else terms.defaults.min_coverage
    lack = np.where(few >= undecided, REASON_CODE[Reason.TOO_FEW], REASON_CODE[Reason.UNDECIDED])
    cases = [
        (plan.state == NOT_ASKED, NOT_APPLICABLE, NO_REASON),
        (plan.state == UNEXPLAINED, NOT_ASSESSED, REASON_CODE[Reason.NOT_COLLECTED]),
        (plan.state != COLLECTED, NOT_APPLICABLE, NO_REASON),
        (total <= 0, NOT_ASSESSED, REASON_CODE[Reason.NO_DATA]),
        (missing > terms.defaults.max_not_recorded, NOT_ASSESSED, REASON_CODE[Reason.NOT_RECORDED]),
        (_grid(where, says == verdicts.NON_COMPLIANT, shape) > 0, NON_COMPLIANT, NO_REASON),
        (_grid(where, says == verdicts.POINT_OVER, shape) > 0, WATCH, REASON_CODE[Reason.POINT_OVER]),
        ((coverage >= enough) & (coverage > 0), COMPLIANT, NO_REASON),
    ]
    conditions = [condition for condition, _, _ in cases]
    status = np.select(conditions, [code for _, code, _ in cases], NOT_ASSESSED).astype(np.int8)
    reason = np.select(conditions, [code for _, _, code in cases], lack).astype(np.int8)
    return status, reason, coverage, missing


def _per_record(
    cells: NDArray[np.int8], why: NDArray[np.int8], subject: Subject, *, terms: Terms, known: Truth
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    rows = np.arange(len(subject))
    status = np.full(len(rows), NOT_APPLICABLE, dtype=np.int8)
    reason = np.full(len(rows), NO_REASON, dtype=np.int8)
    if cells.shape[1]:
        worst = np.argmin(cells, axis=1)
        status, reason = cells[rows, worst], why[rows, worst]
    last = subject.decisions.last_day
    oldest = terms.today - np.timedelta64(round(terms.defaults.stale_after.days), "D")
    overrides = [
        (~known, Reason.INTAKE_INCOMPLETE),
        (np.isnat(last), Reason.NO_DATA),
        (last < oldest, Reason.STALE),
        (status == NOT_APPLICABLE, Reason.NOT_COLLECTED),
    ]
    conditions = [condition for condition, _ in overrides]
    codes = [REASON_CODE[name] for _, name in overrides]
    return (
        np.where(np.any(conditions, axis=0), NOT_ASSESSED, status).astype(np.int8),
        np.select(conditions, codes, reason).astype(np.int8),
    )


def _worst(made: Comparisons, status: NDArray[np.int8], reason: NDArray[np.int8]) -> Truth:
    """Marks the one comparison of each record that stands for its finding: same verdict, furthest over the line."""
    marked = np.zeros(len(made.row), dtype=bool)
    if not len(marked):
        return marked
    few = reason == REASON_CODE[Reason.TOO_FEW]
    says = np.select([status == NON_COMPLIANT, status == WATCH, status == COMPLIANT, few], [0, 1, 2, 3], 4)
    beyond = np.nan_to_num(made.numbers["beyond"], nan=-1e6, posinf=1e6, neginf=-1e6)
    score = beyond + np.where(made.says == says[made.row], 1e7, 0.0)
    starts = np.unique(made.row, return_index=True)[1]
    best = np.repeat(np.maximum.reduceat(score, starts), np.diff(np.append(starts, len(score))))
    hits = np.flatnonzero(score == best)
    marked[hits[np.unique(made.row[hits], return_index=True)[1]]] = True
    return marked


def _grid(places: tuple[NDArray[np.int64], NDArray[np.int64]], values: NDArray[Any], shape: tuple[int, ...]) -> Grid:
    """Sums by (record, attribute)."""
    where = places[0] * shape[1] + places[1]
    sums = np.bincount(where, weights=values.astype(float), minlength=shape[0] * shape[1])
    return np.asarray(sums, dtype=float).reshape(shape)


def _reference(made: Comparisons, shape: tuple[int, ...]) -> Grid:
    """Decisions of the reference group, where any group was proven against it."""
    held = np.flatnonzero(made.numbers["covered"] > 0)
    first = held[np.unique(made.row[held] * shape[1] + made.cell[held], return_index=True)[1]]
    return _grid((made.row[first], made.cell[first]), made.numbers["reference_n"][first], shape)


def _share(part: Grid, whole: Grid) -> Grid:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
