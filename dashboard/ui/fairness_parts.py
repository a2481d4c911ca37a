"""The pickers and the two halves of the Fairness page: the whole portfolio, and one use case."""

import streamlit as st

from dashboard.charts.group_rates import group_rates
from dashboard.charts.portfolio import MOST, portfolio
from dashboard.charts.trend import trend
from dashboard.domain.fairness import METRICS
from dashboard.domain.wording import plural
from dashboard.services.screens.explorer import Asked, Choices, Explorer
from dashboard.services.screens.group_table import group_frame
from dashboard.services.screens.portfolio import Portfolio, Strip, strip_table
from dashboard.services.screens.trend import trend_table
from dashboard.ui import links, page
from dashboard.ui.picks import pick
from dashboard.ui.status import badge
from dashboard.ui.tables import data_table, download_csv, plain_table, same_numbers
from dashboard.ui.text import plain

WINDOWS = {"30": "30 days", "90": "90 days", "365": "12 months"}


def metric_words(name: str) -> str:
    """The plain name first, the term behind it."""
    metric = METRICS.get(name)
    return f"{metric.plain} ({name.replace('_', ' ')})" if metric else name.replace("_", " ")


def measure(found: Portfolio) -> str:
    """Which metric: those of the charter's clauses first, then every other."""
    names = [*found.metrics, *(name for name in METRICS if name not in found.metrics)]
    return pick("metric", "Measure", names, {name: metric_words(name) for name in names}) or names[0]


def pickers(choices: Choices, worst: Strip | None, *, crossed: bool) -> tuple[str | None, str | None]:
    """Attribute (or crossing) and group; the one with the worst-off group comes first."""
    names = list(choices.crossings if crossed else choices.attributes)
    names.sort(key=lambda name: worst is None or name != worst.attribute)
    words = {name: name.replace("_", " ") for name in names}
    attribute = pick("crossing" if crossed else "attribute", "Attribute", names, words)
    return attribute, pick("group", "Group over time", choices.groups, optional=True)


def strips(found: Portfolio, metric: str) -> None:
    """The worst-off group of each use case under this metric, and what cannot be shown."""
    shown = tuple(strip for strip in found.strips if strip.metric == metric)
    others = {strip.use_case for strip in found.strips} - {strip.use_case for strip in shown}
    if not shown:
        page.empty(
            "No use case is judged by this measure.",
            "Pick one of the charter's measures, or explore a use case with it on this page.",
        )
        return
    page.section(
        f"Worst-off group in {plural(len(shown), 'use case')}",
        f"{metric_words(metric)} · shaded: what the charter allows · filled dot: proven, open dot: interval crosses "
        f"the line · n {sum(strip.n for strip in shown):,}",
    )
    figure = portfolio(shown, page.colours(), ratio=METRICS[metric].kind == "ratio")
    page.chart(figure, alt=f"{found.headline}. Worst: {_said(shown[0])}", key="chart-portfolio")
    if len(shown) > MOST:
        st.caption(f"The {MOST} worst are drawn; all {len(shown)} are in the table.")
    same_numbers(strip_table(shown), name="fairness-portfolio")
    if others:
        st.caption(
            f"{plural(len(others), 'more use case')} {'is' if len(others) == 1 else 'are'} judged by another measure."
        )


def _said(strip: Strip) -> str:
    return f"{strip.title}, {strip.attribute} {strip.group}, {strip.value:.2f}"


def untested(found: Portfolio) -> None:
    """Groups that no chart can show, each with its reason."""
    page.section(f"Not tested: {plural(len(found.untested), 'finding')}", "What the chart above cannot show", level=3)
    for one in found.untested[:12]:
        with st.container(gap=None):
            with page.row():
                st.markdown(badge("not_assessed", text=f"? {one.kind}"), width=116)
                links.to_use_case(one.use_case, plain(one.title))
            st.markdown(f":small[{plain(one.text)}]")
    if len(found.untested) > 12:  # what fits beside the chart
        st.caption(f"and {len(found.untested) - 12} more, on the pages of their use cases")


def over_time(found: Explorer) -> None:
    """The group's months, with what happened meanwhile."""
    if found.trend is None:
        page.empty("There is no month to show.", "Pick another group, or read a longer log.")
        return
    page.section(f"{plain(found.title)}: {plain(found.trend.title)}", plain(found.trend.caption))
    page.chart(trend(found.trend, page.colours()), alt=f"{found.title}: {found.trend.title}", key="chart-trend")
    if found.trend.key:
        st.markdown(f":small[{plain(found.trend.key)}]")
    same_numbers(trend_table(found.trend), name=f"trend-{found.use_case}")


def groups(found: Explorer, asked: Asked) -> None:
    """Every group's share with interval and how it compares, tiny ones withheld in plain sight."""
    words = plain(found.attribute.replace("_", " "))
    like = f", like for like within {plural(len(found.choices.strata), 'stratum', 'strata')}" if found.within else ""
    page.section(f"Groups by {words}{like}", plain(_caption(found)))
    if asked.within and not found.within:
        st.markdown("Like for like is not possible: no stratum was declared for this use case.")
    if found.reversal:
        st.warning(plain(found.reversal), icon=":material/swap_vert:")
    figure = group_rates(found, page.colours())
    if figure is not None and found.plot is not None:
        page.chart(figure, alt=found.plot.title, key="chart-groups")
    table = group_frame(found.lines, found.attribute)
    shown = table.map(plain).assign(Compared=[_compared(line.compared, line.status) for line in found.lines])
    if len(shown) <= 14:  # fits a screen
        shown["Share"] = shown["Share"] + " :small[" + shown.pop("Interval of share") + "]"
        shown["Compared"] = shown["Compared"] + " :small[" + shown.pop("Interval") + " " + shown.pop("Note") + "]"
        plain_table(shown, alt=f"Groups by {words}")
    else:
        data_table(table, alt=f"Groups by {words}", key="groups")
    download_csv(table, name=f"groups-{found.use_case}")
    st.caption(plain(f"Not recorded: {found.not_recorded}. Undecided cases, counted apart: {found.undecided:,}."))


def _caption(found: Explorer) -> str:
    rule = found.rule
    limits = [f"{limit:g}" for limit in (rule.lower, rule.upper) if limit is not None]
    line = f"charter's line {' to '.join(limits)}" if limits else "the charter sets no line for this measure"
    withheld = f" · {plural(found.suppressed, 'group')} withheld, fewer than {rule.min_display} decisions"
    return (
        f"{metric_words(found.metric)} · {found.window} · n {found.n:,} · {rule.confidence * 100:g} % interval · {line}"
        f"{withheld if found.suppressed else ''}"
    )


def _compared(value: str, status: str | None) -> str:
    icons = {"non_compliant": "✕", "watch": "▲", "compliant": "✓", "not_assessed": "?"}
    return badge(status, text=f"{icons[status]} {value}") if status in icons else plain(value)
