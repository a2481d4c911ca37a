"""One finding explained on screen: the shared frame of *Why*, filled and escaped, with what lies behind it."""

from collections.abc import Callable

import streamlit as st

from dashboard.charts.why_groups import why_groups
from dashboard.services.screens.group_plot import GroupPlot
from dashboard.services.screens.laws import law_table, said_together
from dashboard.services.screens.why import WhyFinding, why_frame
from dashboard.services.screens.words import clause_no
from dashboard.ui import links, page
from dashboard.ui.dispute_parts import dispute
from dashboard.ui.status import badge, quiet_badge
from dashboard.ui.tables import data_table, downloads, thousands
from dashboard.ui.text import plain
from dashboard.ui.why import Why, why_panel


def finding_panel(found: WhyFinding, use_case: str, *, expanded: bool = False, to_item: bool = True) -> None:
    """The explanation of one finding; `use_case` keeps the names of its downloads apart."""
    name = f"{use_case}-{found.clause}".lower()
    title = f"**{clause_no(found.clause)} {plain(found.title)}**"
    disputed = f" {quiet_badge('Disputed')}" if found.dispute else ""
    why = Why(
        heading=f"{title} · {badge(found.status)}{disputed} · severity {found.severity} · since {found.since[0]}",
        clause=plain(found.requirement),
        rule=plain(found.rule),
        measured=plain(found.measured),
        not_checked=plain(found.not_checked),
        command=found.command,
        facts={
            "Behind it": _lines(found.behind.said),
            "Since": _lines(found.since),
            "Who acts, by when": _who(found),
            "Law behind it": _lines(said_together(found.laws)) or "Our own promise, no law mapped.",
        },
    )
    why_panel(why, name=name, expanded=expanded, evidence=_picture(found.groups, name) if found.groups else None)
    _below(found, name, use_case, to_item=to_item)


def _picture(plot: GroupPlot, name: str) -> Callable[[], None]:
    def draw() -> None:
        page.section(plain(plot.title), plain(plot.caption), level=3)
        page.chart(why_groups(plot, page.colours()), alt=f"{plot.title}. {plot.caption}", key=f"why-{name}")

    return draw


def _below(found: WhyFinding, name: str, use_case: str, *, to_item: bool) -> None:
    with st.container(horizontal=True, gap="small"):
        if to_item and found.item is not None:
            links.to_review_item(found.item, f"Open review item RI\u2011{found.item:03d}")
        if found.behind.cases:
            links.to_page(links.CASES, "Open the register of cases")
        links.to_clause(found.clause, f"Read clause {clause_no(found.clause)}")
        downloads(why_frame(found), name=f"why-{name}", title="Download this explanation")
    dispute(found.dispute, use_case, found.clause)
    behind = st.expander("What is behind it", key=f"open-behind-{name}", on_change="rerun")
    if behind.open:
        with behind:
            _sources(found, name)


def _sources(found: WhyFinding, name: str) -> None:
    if found.groups is not None:
        st.markdown("**Every measurement**")
        data_table(found.groups.numbers, alt=f"Measurements of {found.clause}", key=f"measured-{name}")
        downloads(found.groups.numbers, name=f"measured-{name}")
    for turn, (title, table) in enumerate(found.counts):
        st.markdown(f"**{plain(title)}**")
        columns = thousands(table) | {"Day": st.column_config.DateColumn(format="D MMM YYYY")}
        alt = f"{title} behind {found.clause}"
        data_table(table, alt=alt, columns=columns, key=f"counts-{turn}-{name}", at_once=8)
        downloads(table, name=f"counts-{turn}-{name}")
    if found.behind.table is not None:
        st.markdown(f"**{found.behind.name.capitalize()}**")
        data_table(found.behind.table, alt=f"{found.behind.name} behind {found.clause}", key=f"behind-{name}")
        downloads(found.behind.table, name=f"behind-{name}")
    if found.laws:
        st.markdown("**Laws and standards**")
        laws = law_table(found.laws)
        data_table(laws, alt=f"Laws and standards behind {found.clause}", key=f"laws-{name}")
        downloads(laws, name=f"laws-{name}")


def _who(found: WhyFinding) -> str:
    who, when = found.acts
    return f"{plain(who)}  \n" + (f":red[**{plain(when)}**]" if found.overdue else plain(when))


def _lines(lines: tuple[str, ...]) -> str:
    return "  \n".join(plain(line) for line in lines)
