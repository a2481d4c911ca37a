"""Below the groups on the Fairness page: who was not tested, strata, crossings, months, and how to get it all again."""

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard.charts.month_heat import month_heat_figure
from dashboard.domain.metrics import METRICS
from dashboard.domain.wording import plural
from dashboard.services.screens.crossed import SHOWN, Crossed, CrossedLine, crossed_table, load_crossed
from dashboard.services.screens.like_for_like import LikeForLike, load_like_for_like
from dashboard.services.screens.month_heat import heat_numbers, load_month_heat, load_months
from dashboard.services.screens.reproduce import address_of, command_of
from dashboard.services.screens.untested_groups import load_not_tested, not_compared
from dashboard.ui import cache, page
from dashboard.ui.clicks import turns
from dashboard.ui.fairness_groups import ICONS
from dashboard.ui.fairness_pickers import WINDOWS, Opened, counted_alone, metric_words
from dashboard.ui.status import badge
from dashboard.ui.tables import escaped, plain_table, same_numbers
from dashboard.ui.text import plain


def not_tested(opened: Opened) -> None:
    """Attributes nobody collects and groups without a verdict; said also where there are none."""
    found = opened.found
    left_out = [*cache.cached(load_not_tested, found.use_case), *not_compared(found)]
    words = plain(found.attribute.replace("_", " "))
    if not left_out:
        st.markdown(
            f"**Groups not tested.** None: every group by {words} has a verdict, and no attribute was left out."
        )
        return
    said = [f"{badge('not_assessed', text=f'? {one.kind}')} {plain(one.who)}: {plain(one.why)}" for one in left_out]
    st.markdown(f"**Groups not tested.** {plural(len(left_out), 'gap')}:  \n" + "  \n".join(said))


def like_for_like(opened: Opened) -> None:
    """All decisions together beside like for like, and every stratum; nothing where no stratum was declared."""
    found = opened.found
    strata = cache.cached_over(opened.here, load_like_for_like)
    if strata is None:
        why = "No stratum was declared for this use case, or this measure has no reference."
        st.markdown(f"**Like for like.** {counted_alone(opened) or why}")
        return
    page.section(
        "Like for like beside all decisions together",
        f"{plain(metric_words(found.metric))} · like for like: the mean over strata (Mantel–Haenszel); a small p says "
        "that the strata disagree",
    )
    _strata(strata)


def _strata(found: LikeForLike) -> None:
    plain_table(escaped(found.beside), alt="All decisions together and like for like, by group")
    for remark in found.remarks:
        st.markdown(f":small[{plain(remark)}]")
    name = f"strata-{found.strata.attribute}"
    same_numbers(found.strata.numbers, name=name, title="Every stratum as a table")


def crossed(opened: Opened) -> None:
    """Groups where attributes meet, the small ones in one row."""
    asked = opened.asked
    found = cache.cached_over(opened.here, load_crossed)
    if found is None:
        why = "Nothing was crossed, or this measure compares extremes only."
        st.markdown(f"**Where attributes meet.** {counted_alone(opened) or why}")
        return
    page.section(
        plain(found.title),
        f"{plain(metric_words(opened.found.metric))} · whole months of the window · judged from {found.least:,} "
        f"decisions on, {'smaller groups gathered in the last row' if found.gathered else 'no group is smaller'}",
    )
    _crossed(found)
    same_numbers(crossed_table(found), name=f"crossed-{asked.use_case}", title="Every crossed group as a table")


def _crossed(found: Crossed) -> None:
    table = crossed_table(found)
    shown = escaped(table).assign(Compared=[*map(_marked, found.lines), *table["Compared"].iloc[len(found.lines) :]])
    rows = [*range(min(SHOWN, len(found.lines))), *range(len(found.lines), len(table))]
    plain_table(shown.iloc[rows][["Group", "n", "Share", "Compared"]], alt="Crossed groups, worst first")
    if found.among:
        st.caption(plain(found.among))
    if len(found.lines) > SHOWN:
        st.caption(f"The {SHOWN} worst of {len(found.lines)}; all of them are in the table below.")


def _marked(line: CrossedLine) -> str:
    words = plain(line.compared)
    mark = badge(line.status, text=f"{ICONS[line.status]} {words}") if line.status else words
    return f"{mark} :small[{plain(line.interval)}]"


def months(opened: Opened) -> None:
    """The heat map; a click opens that attribute and its worst-off group."""
    metric = opened.found.metric
    heat = cache.cached_over(opened.here.counts, load_month_heat, metric)
    if heat is None:
        extremes = "This measure compares the extremes of all groups, so no cell has a worst one."
        scores = "Scores are not compared in every month at once." if METRICS[metric].scores else ""
        st.markdown(f"**Month by month.** {scores or extremes}")
        return
    page.section(
        plain(heat.title),
        f"{plain(metric_words(metric))} · worst-off group of each attribute in each month · click a cell to open it",
    )
    key = "chart-month-heat"
    figure = cache.drawn(month_heat_figure, heat, page.colours())
    clicked = turns(key, lambda point: dict(zip(("attribute", "group"), point["customdata"], strict=True)))
    page.clickable(figure, alt=heat.title, key=key, clicked=clicked)
    if heat.among:
        st.caption(plain(heat.among))
    _shown_above(opened)
    name = f"months-{opened.asked.use_case}"
    same_numbers(lambda: _months(opened), name=name, title="Every group in every month as a table")


def _shown_above(opened: Opened) -> None:
    """A click here turns what stands above, out of sight: so it is said where the click was."""
    if opened.group is not None:
        words = opened.found.attribute.replace("_", " ")
        st.caption(plain(f"Shown above now: {words} {opened.group.against.group}"))


def _months(opened: Opened) -> pd.DataFrame:
    return heat_numbers(cache.cached_over(opened.here.counts, load_months, opened.found.metric))


def again(opened: Opened) -> None:
    """The address of this view and the command that says the same numbers."""
    group = opened.group.against.group if opened.group else None
    others = {"window": WINDOWS[str(opened.asked.days)], "looks": "true" if st.session_state.get("looks") else ""}
    parts = address_of(opened.asked, opened.found, group, others)
    page.section("The same again", "The address opens this view with every picker; the command says the same numbers")
    here = (st.context.url or "fairness").split("?")[0]
    st.code(f"{here}?{urlencode(parts)}", language=None, wrap_lines=True)
    st.code(command_of(cache.sources(), opened.asked, opened.found), language=None, wrap_lines=True)
