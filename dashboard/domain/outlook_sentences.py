"""What a fairness finding says beside its figure: when it will be settled, and whose outcome it rests on."""

from typing import Any

import numpy as np

from dashboard.domain.cells import Cells
from dashboard.domain.checks import FairnessCheck
from dashboard.domain.counted import cells_of
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.fairness_bands import limits
from dashboard.domain.fairness_findings import Measurements
from dashboard.domain.label_coverage import coverage_sentence, differing, label_coverage
from dashboard.domain.metrics import METRICS, RATES
from dashboard.domain.outlook import Pace, roughly, times_needed, unit_of
from dashboard.domain.references import Rule


def settling_sentence(found: Measurements, subject: Subject, row: int, worst: dict[str, Any], *, terms: Terms) -> str:
    """For a comparison whose interval crosses the line: how many more of its own denominator settle it, and when."""
    check, metric, cells = found.check, str(worst["metric"]), cells_behind(found, subject, row, worst)
    rule = Rule(check.reference, _confidence(found, row, terms), check.min_group)
    times = times_needed(cells, metric, rule, limits(check, metric), group=worst["group"])
    when = pace_of(subject, row, terms, check).when(times)
    if not np.isfinite(times):
        return f"How many more would settle it: {when}."
    more = roughly((times - 1) * int(worst["denominator"]))
    what = f"About {more:,} more {unit_of(metric)} of {worst['group']}, the others growing alike"
    return f"{what}, would settle it: {when}."


def extremes_sentence(found: Measurements, subject: Subject, row: int, worst: dict[str, Any], *, terms: Terms) -> str:
    """For a metric over all groups of which fewer than two are large enough: how far the second one is from it."""
    check, cells = found.check, cells_behind(found, subject, row, worst)
    rates = [RATES[name] for name in METRICS[str(worst["metric"])].rates]
    sizes = [np.sort(rate.evidence(cells.counts)[cells.recorded]) for rate in rates]
    held, rate = min(((int(size[-2]) if len(size) > 1 else 0, one) for size, one in zip(sizes, rates, strict=True)),
                     key=lambda pair: pair[0])  # fmt: skip
    if len(sizes[0]) < 2 or not 0 < held < check.min_group:
        return ""
    if held < terms.defaults.min_display:
        return f"The second largest has fewer than {terms.defaults.min_display} {rate.unit}."
    more, when = check.min_group - held, pace_of(subject, row, terms, check).when(check.min_group / held)
    return f"The second largest has {held:,} {rate.unit}, {more:,} more are needed; {when}."


def pace_of(subject: Subject, row: int, terms: Terms, check: FairnessCheck) -> Pace:
    """How many days of the window the log covers."""
    first, last, window = subject.decisions.first_day[row], subject.decisions.last_day[row], round(check.window.days)
    start = np.fmax(first, terms.today - np.timedelta64(window - 1, "D"))
    return Pace(window, max(int((last - start) / np.timedelta64(1, "D")) + 1, 1), terms.as_of)


def cells_behind(found: Measurements, subject: Subject, row: int, worst: dict[str, Any]) -> Cells:
    """The counts of the attribute that a comparison is about."""
    counts = subject.decisions.columns(found.check)
    here = (counts.row == row) & (counts.attribute == counts.attributes.index(str(worst["attribute"])))
    counts = counts.only(here)
    return cells_of(counts, np.zeros(len(counts), dtype=np.int64))


def _confidence(found: Measurements, row: int, terms: Terms) -> float:
    """Of one interval, where the charter corrects for the comparisons of a finding."""
    confidence: float = found.check.confidence or terms.defaults.confidence
    if terms.defaults.multiplicity != "bonferroni":
        return confidence
    held = found.made.of(row)
    comparisons: int = max(held.stop - held.start, 1)
    return 1 - (1 - confidence) / comparisons


def labels_sentence(found: Measurements, subject: Subject, row: int, worst: dict[str, Any], *, terms: Terms) -> str:
    """Whose outcome is known, where a metric needs it and it is known of some more than of others."""
    rates = METRICS[str(worst["metric"])].rates
    if not any(RATES[name].labels for name in rates):
        return ""
    cells = cells_behind(found, subject, row, worst)
    known = label_coverage([str(name) for name in cells.names], cells.counts)
    return coverage_sentence(differing(known, metric_rates=rates, least=terms.defaults.min_display))
