"""One use case's fairness from its counts: the picture that the pickers ask for, with nothing hidden."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pandas as pd

from dashboard.adapters.queries import fairness as query
from dashboard.domain.counts import CROSS, NOT_RECORDED
from dashboard.domain.fairness import METRICS, compare
from dashboard.domain.wording import day
from dashboard.services.screens.counts import joint_counts, monthly_counts, single_counts, summed
from dashboard.services.screens.group_plot import GroupPlot
from dashboard.services.screens.group_table import GroupLine, group_lines, plot_of, reversal
from dashboard.services.screens.terms import Terms, terms_for
from dashboard.services.screens.trend import Against, Trend, trend_of
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Asked:
    """What the pickers ask for; None means the first sensible choice."""

    use_case: str
    attribute: str | None = None
    metric: str | None = None
    crossed: bool = False
    within: bool = False
    group: str | None = None
    days: int = 90


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be picked here."""

    attributes: tuple[str, ...]
    crossings: tuple[str, ...]
    metrics: tuple[str, ...]
    strata: tuple[str, ...]
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explorer:
    """One use case, one attribute, one metric."""

    use_case: str
    title: str
    attribute: str
    metric: str
    rule: Terms
    choices: Choices
    window: str
    n: int
    undecided: int
    not_recorded: str
    lines: tuple[GroupLine, ...]
    suppressed: int
    within: bool
    reversal: str
    plot: GroupPlot | None
    trend: Trend | None


def load_with_counts(sources: Sources) -> dict[str, str]:
    """Use cases that have decision counts: id to title."""
    rows = query.with_counts(sources.database)
    return dict(zip(rows["id"], rows["title"], strict=True))


def load_choices(sources: Sources, use_case: str, *, days: int) -> Choices:
    """What can be picked for a use case in this window."""
    since = sources.as_of - timedelta(days=days - 1)
    joint = joint_counts(sources, use_case)
    single = single_counts(sources, use_case, since=since)
    known = sorted({str(name) for name in single["group"]})
    return replace(_choices(single, joint), groups=tuple(known))


def load_explorer(sources: Sources, asked: Asked) -> Explorer | None:
    """The picture asked for; None where the use case has no counts in reach."""
    joint = joint_counts(sources, asked.use_case)
    since = sources.as_of - timedelta(days=asked.days - 1)
    single = single_counts(sources, asked.use_case, since=since)
    choices = _choices(single, joint)
    names = choices.crossings if asked.crossed else choices.attributes
    if not names:
        return None
    attribute = asked.attribute if asked.attribute in names else names[0]
    metric = asked.metric if asked.metric in choices.metrics else _usual_metric(sources, choices)
    rule = terms_for(sources, metric)
    monthly = asked.crossed or asked.within
    here = _of(_recent(joint, since) if monthly else single, attribute)
    within = "stratum" if asked.within and choices.strata else None
    found = compare(here, by=["attribute"], within=within, **_asked(rule))
    groups = summed(here, "group")
    lines = group_lines(groups, found, rule)
    group = asked.group if asked.group in set(groups["group"]) else _worst(lines)
    return Explorer(
        use_case=asked.use_case,
        title=load_with_counts(sources).get(asked.use_case, asked.use_case),
        attribute=attribute,
        metric=metric,
        rule=rule,
        choices=replace(choices, groups=tuple(line.group for line in lines if not line.suppressed)),
        window=f"{day(since.replace(day=1) if monthly else since)} to {day(sources.as_of)}",
        n=int(groups["n"].sum()),
        undecided=int(groups["undecided"].sum()),
        not_recorded=_not_recorded(groups),
        lines=lines,
        suppressed=sum(line.suppressed for line in lines),
        within=within is not None,
        reversal=_turned(_of(_recent(joint, since), attribute), rule) if choices.strata else "",
        plot=plot_of(lines, rule, attribute),
        trend=trend_of(
            sources,
            asked.use_case,
            _months(sources, asked, joint, attribute),
            terms=rule,
            group=Against(group, _reference(lines)) if group else None,
        ),
    )


def _asked(rule: Terms) -> dict[str, Any]:
    return {
        "metric": rule.metric,
        "reference": rule.reference,
        "confidence": rule.confidence,
        "min_group": rule.min_group,
    }


def _choices(single: pd.DataFrame, joint: pd.DataFrame) -> Choices:
    attributes = list(dict.fromkeys([*single["attribute"], *joint["attribute"]]))
    labelled = bool(joint["labelled"].sum() or single["labelled"].sum())
    return Choices(
        attributes=tuple(name for name in attributes if CROSS not in name),
        crossings=tuple(name for name in attributes if CROSS in name),
        metrics=tuple(name for name, metric in METRICS.items() if labelled or metric.rates == ("selection_rate",)),
        strata=tuple(sorted(str(name) for name in joint["stratum"].unique() if name)),
    )


def _usual_metric(sources: Sources, choices: Choices) -> str:
    promised = [metric for metric in choices.metrics if terms_for(sources, metric).lower is not None]
    return (promised or list(choices.metrics))[0]


def _of(counts: pd.DataFrame, attribute: str) -> pd.DataFrame:
    return counts[counts["attribute"] == attribute]


def _turned(counts: pd.DataFrame, rule: Terms) -> str:
    """Said whether or not like for like was asked for: a reversal is not to be found by luck."""
    if METRICS[rule.metric].over != "reference" or counts.empty:
        return ""
    return reversal(
        compare(counts, by=["attribute"], within="stratum", **_asked(rule)), str(counts["attribute"].iloc[0])
    )


def _months(sources: Sources, asked: Asked, joint: pd.DataFrame, attribute: str) -> pd.DataFrame:
    months = joint if asked.crossed else monthly_counts(sources, asked.use_case)
    return months[months["attribute"] == attribute]


def _recent(joint: pd.DataFrame, since: object) -> pd.DataFrame:
    return joint[pd.to_datetime(joint["month"]) >= pd.Timestamp(str(since)).replace(day=1)]


def _worst(lines: tuple[GroupLine, ...]) -> str | None:
    judged = [line for line in lines if line.value is not None and not line.suppressed]
    return min(judged, key=lambda line: line.order).group if judged else None


def _reference(lines: tuple[GroupLine, ...]) -> str | None:
    return next((line.group for line in lines if line.is_reference), None)


def _not_recorded(groups: pd.DataFrame) -> str:
    missing, total = groups.loc[groups["group"] == NOT_RECORDED, "n"].sum(), groups["n"].sum()
    return f"{100 * missing / total:.1f} % of decisions" if total else "no decisions"
