"""Rules about measured evidence in plain words."""

from typing import Any

from dashboard.domain.charter import Defaults
from dashboard.domain.checks import (
    CountCheck,
    CoverageCheck,
    DeadlineCheck,
    FairnessCheck,
    FieldOperand,
    QuantileCheck,
    RateCheck,
)
from dashboard.domain.durations import Duration
from dashboard.domain.field_words import plain_field
from dashboard.domain.metrics import METRICS
from dashboard.services.screens.conditions import condition_in_words, listed


def length_in_words(duration: Duration) -> str:
    """`90d` as `90 days`."""
    return duration.words


def share(value: float) -> str:
    """A share as a percentage without needless digits."""
    return f"{value * 100:.4g} %"


def fairness_in_words(check: FairnessCheck, defaults: Defaults) -> str:
    """A fairness rule."""
    metric = f"{plain_metric(check.fairness)} ({check.fairness.replace('_', ' ')})"
    if check.metric_from:
        metric = f"the fairness metric chosen at intake (else {check.fairness.replace('_', ' ')})"
    confidence = share(check.confidence or defaults.confidence)
    reference = {"largest": "the largest group", "best": "the best-off group"}.get(check.reference, check.reference)
    attributes = "each collected attribute" if check.attributes == "collected" else listed(check.attributes, "and")
    unit = " in the unit of the amounts" if check.fairness == "mean_gap" else ""
    parts = [
        f"{metric} {_band(check)}{unit} with the whole {confidence} interval",
        f"held against {reference}, by {attributes}",
        f"over {length_in_words(check.window)}, groups of at least {check.min_group}",
    ]
    parts += [f"like-for-like within {plain_field(check.within)}"] if check.within else []
    parts += ["intersections included"] if check.intersections else []
    return ", ".join(parts)


def _band(check: FairnessCheck) -> str:
    if isinstance(check.between, dict):
        bands = dict.fromkeys((low, high) for low, high in check.between.values())
        named = {band: [name for name, item in check.between.items() if tuple(item) == band] for band in bands}
        said = [
            f"between {low:g} and {high:g} for {listed([name.replace('_', ' ') for name in names], 'and')}"
            for (low, high), names in named.items()
        ]
        return "; ".join(said)
    if check.between:
        return f"between {check.between[0]:g} and {check.between[1]:g}"
    return f"at least {check.at_least:g}" if check.at_least is not None else f"at most {check.at_most:g}"


def _limit(check: RateCheck | QuantileCheck) -> str:
    def say(value: Any) -> str:
        if isinstance(value, Duration):
            return length_in_words(value)
        if isinstance(value, FieldOperand):
            return f"the value of {plain_field(value.field)}"
        return f"{value:g}" if not isinstance(check, RateCheck) else _per(value, check.per)

    if check.at_least is not None:
        return f"is at least {say(check.at_least)}"
    return f"is at most {say(check.at_most)}" if check.at_most is not None else ""


def _per(value: float, per: int) -> str:
    return share(value) if per == 1 else f"{value:g} per {per:,}"


def rate_in_words(check: RateCheck, _defaults: Defaults) -> str:
    """A rule about a share of events."""
    subject = f"the share “{plain_field(check.rate)}”"
    if check.gap_across:
        across = [check.gap_across] if isinstance(check.gap_across, str) else check.gap_across
        subject = f"the gap across {listed([plain_field(name) for name in across], 'and')} in {subject}"
    parts = [f"{subject} {_limit(check)}".strip()]
    parts += [f"{check.trend.replace('_', ' ')} over {check.periods or 3} periods"] if check.trend else []
    parts += [f"over {length_in_words(check.window)}"]
    parts += [f"from at least {check.min_n:,} events"] if check.min_n > 1 else []
    parts += [f"during {check.during.replace('_', ' ')}"] if check.during else []
    return ", ".join(parts)


def quantile_in_words(check: QuantileCheck, _defaults: Defaults) -> str:
    """A rule about times or amounts."""
    extreme = {0.0: " at its smallest", 1.0: " at its largest"}.get(check.p)
    subject = f"“{check.quantile.replace('_', ' ')}”{extreme or f', which {share(check.p)} of cases do not exceed,'}"
    if check.ratio_at_most is not None:
        whom = plain_field(check.compare or "one group")
        limit = f"for {whom} is at most {check.ratio_at_most:g} times that of {plain_field(check.to or 'everyone')}"
    else:
        limit = _limit(check)
    window = f", over {length_in_words(check.window)}" if check.window else ""
    least = f", from at least {check.min_n:,} cases" if check.min_n > 1 else ""
    return f"{subject} {limit}{window}{least}"


def count_in_words(check: CountCheck, _defaults: Defaults) -> str:
    """A rule about events that must not happen."""
    window = f" in {length_in_words(check.window)}" if check.window else ""
    grace = f", {length_in_words(check.grace)} of grace" if check.grace else ""
    how_often = f"happens at most {check.at_most:,} times" if check.at_most else "never happens"
    return f"“{plain_field(check.count)}” {how_often}{window}{grace}"


def deadline_in_words(check: DeadlineCheck, _defaults: Defaults) -> str:
    """A rule about a clock."""
    where = f" where {condition_in_words(check.where)}" if check.where else ""
    more = f" (extension {length_in_words(check.extension)})" if check.extension else ""
    return (
        f"every {check.deadline.replace('_', ' ')}{where} reaches “{check.step.replace('_', ' ')}” "
        f"within {length_in_words(check.within)}{more}"
    )


def coverage_in_words(check: CoverageCheck, _defaults: Defaults) -> str:
    """A rule about training or acknowledgement."""
    whom = plain_field(check.of) if check.of else "people"
    if check.by_role:
        whom = listed([f"{share(least)} of {plain_field(role)}s" for role, least in check.by_role.items()], "and")
    elif check.at_least is not None:
        whom = f"{share(check.at_least)} of {whom}"
    window = f" within the last {length_in_words(check.window)}" if check.window else ""
    grace = f"; newcomers have {length_in_words(check.grace)}" if check.grace else ""
    again = [f"{length_in_words(one.within)} after “{one.event.replace('_', ' ')}”" for one in check.refreshes]
    refresh = f"; again within {listed(again, 'and')}" if again else ""
    before = f"; each before {check.before.replace('_', ' ')}" if check.before else ""
    return f"at least {whom} have “{plain_field(check.coverage)}”{window}{grace}{refresh}{before}"


def plain_metric(name: str) -> str:
    """The plain name of a metric, or its own name where nobody gave it one."""
    metric = METRICS.get(name)
    return metric.plain if metric else name.replace("_", " ")
