"""The queue of review items and the page of one."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.review_ages import review_ages
from dashboard.domain.wording import label, plural
from dashboard.services.screens.case_file import ORGANISATION
from dashboard.services.screens.item_ages import ages, ages_table, ages_title
from dashboard.services.screens.review_item import ItemPage
from dashboard.services.screens.review_items import STATES, TASK_MEANINGS, Filters, Item, Queue, queue_table
from dashboard.services.screens.why import WhyFinding
from dashboard.services.screens.words import clause_no
from dashboard.ui import filters, identity, links, page, review_forms
from dashboard.ui.answer_parts import attached
from dashboard.ui.bulk_parts import bulk, chosen_under, several_at_once
from dashboard.ui.fact_parts import facts
from dashboard.ui.finding_panel import finding_panel
from dashboard.ui.status import badge, quiet_badge, status_column
from dashboard.ui.tables import downloads
from dashboard.ui.text import plain

_SEVERITIES = ("critical", "high", "medium", "low")


def age_chart(items: tuple[Item, ...]) -> None:
    """Open items by age."""
    bands = ages(items)
    page.section(ages_title(bands), "Open items by days since they were opened; red: overdue")
    figure = review_ages(bands, page.colours())
    page.chart_with_numbers(figure, ages_table(bands), name="review-ages", alt=ages_title(bands))


def asked(queue: Queue) -> Filters:
    """What the URL asks for."""
    search = filters.search("q", "Search", placeholder="use case, clause, team")
    severities = filters.several("severity", "Severity", {name: name for name in _SEVERITIES})
    states = filters.several("state", "State", STATES)
    team = filters.one_long("team", "Team", queue.teams)
    mine = filters.switch("mine", "Only mine")
    return Filters(search, severities, states, team, identity.actor().user_id if mine else None)


def queue(items: tuple[Item, ...]) -> None:
    """The queue as a table; a row opens its item, or is chosen with others to be assigned."""
    several = several_at_once()
    table = queue_table(items)
    event: Any = st.dataframe(
        _styled(table, items),
        hide_index=True,
        row_height=34,
        height="content" if len(table) <= 20 else 34 * 21,  # a screenful
        column_config=_columns(items),
        placeholder="–",
        alt=f"{plural(len(items), 'review item')}",
        key=chosen_under(items) if several else "queue",
        on_select="rerun",
        selection_mode="multi-row" if several else "single-row",
    )
    rows = [row for row in event.selection.rows if row < len(items)] if event else []
    if several:
        bulk(tuple(items[row] for row in rows))
    elif rows:
        st.switch_page(links.REVIEW_ITEMS, query_params={"item": str(items[rows[0]].id)})
    downloads(_for_csv(table), name="review-items")


def _styled(table: pd.DataFrame, items: tuple[Item, ...]) -> Any:
    """Statuses as badges, days that are past in red."""
    shown = table.assign(Status=table["Status"].map(lambda status: [label(status)])).drop(columns="Overdue")
    red = f"color: {page.colours().tone('non_compliant').text}; font-weight: 600"
    styled: Any = shown.style.apply(
        lambda due: [red if item.overdue else "" for item in items[: len(due)]], subset=["Due"]
    )
    return styled.format(subset=["Due"], formatter=lambda value: f"{value:%d %b %Y}" if value is not None else "–")


def _columns(items: tuple[Item, ...]) -> dict[str, Any]:
    """Widths in pixels; what matters on a phone comes first."""
    return {
        "Item": st.column_config.TextColumn(pinned=True, width=70),
        "Status": status_column(width=140),
        "Use case": st.column_config.TextColumn(width=160),
        "What": st.column_config.TextColumn(width=235),
        "Severity": st.column_config.TextColumn(width=75),
        "Age (days)": st.column_config.ProgressColumn(
            format="%d",
            min_value=0,
            max_value=max([item.age for item in items], default=1),
            color="gray",
            width=100,
        ),
        "Due": st.column_config.DateColumn(format="D MMM YYYY", width=95),
    }


def _for_csv(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(Status=table["Status"].map(label))


def item(found: ItemPage, why: WhyFinding | None) -> None:
    """One item: what it asks, why, what was said, and what can be done."""
    one = found.item
    state_of(found)
    review_forms.outcome()
    left, right = st.columns([3, 2], gap="large")
    with left:
        notes(found)
    with right:
        page.section("What can be done")
        review_forms.forms(found, identity.actor())
    attached(one.id)
    _why(one, why)
    if found.case:
        links.to_case(found.case, "Open the case")
    links.to_use_case(one.use_case_id or ORGANISATION, f"Open {plain(one.use_case)}")


def _why(one: Item, why: WhyFinding | None) -> None:
    page.section("Why it was opened")
    if one.kind in TASK_MEANINGS:
        st.markdown(TASK_MEANINGS[one.kind])
    elif why is None:
        st.markdown(plain(one.reason) or "The finding behind it is no longer in the newest assessment.")
        links.to_clause(one.clause, f"Read clause {clause_no(one.clause)}")
    else:
        finding_panel(why, one.use_case_id or ORGANISATION, expanded=True, to_item=False)


def _badges(one: Item) -> str:
    shown = [badge(one.status), quiet_badge(f"{one.severity} severity"), quiet_badge(STATES[one.state])]
    return " ".join([*shown, quiet_badge("Disputed")] if one.disputed else shown)


def state_of(found: ItemPage) -> None:
    """How it stands: state, holder, age and due day; a proposed closing and what resolved it."""
    one = found.item
    st.markdown(_badges(one))
    facts(found.facts)
    if one.state == "recovered":
        st.markdown(f"**Closing is proposed:** the newest assessment finds the clause met. {plain(found.proof)}")
    if one.resolution:
        st.markdown(f"**Resolution.** {plain(one.resolution)}")


def notes(found: ItemPage) -> None:
    """What was said and done, oldest first."""
    page.section(f"What was said and done: {plural(len(found.notes), 'entry', 'entries')}")
    if not found.notes:
        st.markdown("Nothing yet. Comments, assignments and changes by the assessment appear here.")
    for note in found.notes:
        st.markdown(f"**{plain(note.by)}** {plain(note.action)} :small[{plain(note.when)}]  \n{plain(note.text)}")
