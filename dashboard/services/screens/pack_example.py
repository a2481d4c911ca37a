"""One number of an evidence pack that a reader can work out by hand from its counts."""

from dataclasses import dataclass, replace
from datetime import date
from math import isclose

from dashboard.domain.charter import Charter
from dashboard.domain.checks import FairnessCheck
from dashboard.domain.metrics import METRICS
from dashboard.services.screens.behind_leaves import leaves
from dashboard.services.screens.evidence_pack import EvidencePack
from dashboard.services.screens.listed import load_measurements
from dashboard.services.screens.pack_counts import Row
from dashboard.services.screens.pack_tables import counts
from dashboard.services.sources import Sources

_BY_HAND = "selection_rate_ratio"


@dataclass(frozen=True, slots=True)
class Example:
    """A ratio of shares: selected / n of the group over selected / n of the reference; `value` is the one assessed."""

    use_case: str
    clause: str
    metric: str
    attribute: str
    first_day: date
    group: str
    selected: int
    n: int
    reference: str
    reference_selected: int
    reference_n: int
    value: float


def load_example(sources: Sources, pack: EvidencePack) -> Example | None:
    """The first ratio whose counts are all shown, of one attribute and without strata; None where there is none."""
    windows = _windows(sources.charter, pack.assessment["as_of"])
    for subject in filter(None, pack.subjects):
        measured = [row for row in load_measurements(sources, subject)[0] if _simple(row, windows)]
        if not measured:
            continue
        counted = list(counts(sources, replace(pack, subjects=(subject,))))
        found = next(filter(None, (_example(subject, row, (counted, windows)) for row in measured)), None)
        if found is not None:
            return found
    return None


def _windows(charter: Charter, last: date) -> dict[str, date]:
    """Clause to the first day of its window, of clauses that compare groups of one attribute as they are."""
    return {
        clause.id: check.window.before(last)
        for clause in charter.clauses
        for check in leaves(clause.check)
        if isinstance(check, FairnessCheck) and check.within is None and not check.intersections
    }


def _simple(row: Row, windows: dict[str, date]) -> bool:
    return row["metric"] == _BY_HAND and row["clause"] in windows and bool(row["reference"]) and bool(row["value"])


def _example(use_case: str, row: Row, held: tuple[list[Row], dict[str, date]]) -> Example | None:
    counted, windows = held
    first = windows[row["clause"]]
    groups = {
        one["group"]: one
        for one in counted
        if one["attribute"] == row["attribute"] and one["first_day"] == first and not one["withheld"]
    }
    group, reference = groups.get(row["group"]), groups.get(row["reference"])
    if group is None or reference is None or not reference["selected"]:
        return None
    value = (group["selected"] / group["n"]) / (reference["selected"] / reference["n"])
    if not isclose(value, row["value"], rel_tol=1e-9):
        return None  # counted since the assessment
    return Example(
        use_case, row["clause"], METRICS[_BY_HAND].plain, row["attribute"], first, row["group"],
        group["selected"], group["n"], row["reference"], reference["selected"], reference["n"], row["value"],
    )  # fmt: skip
