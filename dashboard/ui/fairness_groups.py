"""The groups of one attribute on the Fairness page: shares, comparisons, reversals, and who was withheld."""

import streamlit as st

from dashboard.charts.group_rates import group_rates
from dashboard.domain.metrics import METRICS
from dashboard.domain.wording import plural
from dashboard.services.screens.compared import LIKE
from dashboard.services.screens.explorer import Explorer
from dashboard.services.screens.group_picture import group_frame
from dashboard.services.screens.group_table import GroupLine
from dashboard.services.screens.words import count
from dashboard.ui import page
from dashboard.ui.fairness_pickers import Opened, metric_words
from dashboard.ui.status import badge
from dashboard.ui.tables import data_table, downloads, escaped, plain_table
from dashboard.ui.text import plain

ICONS = {"non_compliant": "✕", "watch": "▲", "compliant": "✓", "not_assessed": "?"}


def groups(opened: Opened) -> None:
    """Every group's share with interval and how it compares, tiny ones withheld in plain sight."""
    found = opened.found
    words = plain(found.attribute.replace("_", " "))
    page.section(f"Groups by {words}{_how(found)}", plain(_caption(found)))
    if found.reversal:
        st.warning(plain(found.reversal), icon=":material/swap_vert:")
    picture, table = st.columns([1, 1], gap="large")
    with picture:
        figure = group_rates(found, page.colours())
        if figure is not None and found.plot is not None:
            page.chart(figure, alt=found.plot.title, key="chart-groups")
        else:
            extremes = f"This measure compares the two extremes: the table has every {_level(found)}."
            alone = METRICS[found.metric].over == "reference"
            page.empty("No group can be drawn.", "None has a value: the table says why." if alone else extremes)
    with table:
        _table(found, words)


def _how(found: Explorer) -> str:
    if found.within == LIKE:
        return f", like for like within {plural(len(found.choices.strata), 'stratum', 'strata')}"
    return f", only {plain(found.within)}" if found.within else ""


def _table(found: Explorer, words: str) -> None:
    figures = found.rule.figures
    table = group_frame(found.lines, found.attribute, figures)
    level, compared = plain(figures.level_name), plain(figures.compared_name)
    shown = escaped(table).set_axis([plain(name) for name in table], axis=1)
    shown[compared] = [_compared(line.compared, line.status) for line in found.lines]
    if len(shown) <= 14:  # fits a screen
        shown[level] = shown[level] + " :small[" + shown.pop(f"Interval of {_level(found)}") + "]"
        shown[compared] = shown[compared] + " :small[" + shown.pop("Interval") + " " + shown.pop("Note") + "]"
        if "p alone" in shown:
            shown["p alone, adjusted"] = [_chance(line) for line in found.lines]
            shown = shown.drop(columns=["p alone", "p adjusted"])
        plain_table(shown, alt=f"Groups by {words}")
    else:
        data_table(table, alt=f"Groups by {words}", key="groups")
    downloads(table, name=f"groups-{found.use_case}")
    if found.corrected:
        st.caption(plain(found.corrected))
    st.caption(plain(f"Not recorded: {found.not_recorded}. {found.apart}."))


def _level(found: Explorer) -> str:
    return "mean" if found.rule.figures.unit else "share"


def _chance(line: GroupLine) -> str:
    return plain(f"{line.p}, {line.adjusted}".replace("< ", "<\u00a0")) if line.p else ""


def _caption(found: Explorer) -> str:
    rule = found.rule
    limits = [f"{limit:g}".replace("-", "−") for limit in (rule.lower, rule.upper) if limit is not None]
    line = (
        f"charter's line {rule.figures.with_unit(' to '.join(limits))}"
        if limits
        else "the charter sets no line for this measure"
    )
    few = f"fewer than {rule.min_display} {rule.figures.counted} or beside such a group"
    withheld = f" · {plural(found.suppressed, 'group')} withheld, {few}"
    what = f"{metric_words(found.metric)} · {found.window} · n {count(found.n)}"
    return f"{what} · {rule.confidence * 100:g} % interval · {line}{withheld if found.suppressed else ''}"


def _compared(value: str, status: str | None) -> str:
    return badge(status, text=f"{ICONS[status]} {value}") if status in ICONS else plain(value)
