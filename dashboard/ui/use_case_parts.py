"""The sections of a use case's page that hold tables."""

import pandas as pd
import streamlit as st

from dashboard.charts.versions import versions
from dashboard.domain.wording import SHOWN_ORDER, WORDS, label, plural, sentence_case
from dashboard.services.screens.kept_features import load_keeping, load_team, theirs
from dashboard.services.screens.use_case import ClauseLine, UseCasePage, load_why
from dashboard.services.screens.use_case_record import UseCaseRecord
from dashboard.ui import cache, dates, filters, identity, links, page
from dashboard.ui.card_parts import model_card
from dashboard.ui.fact_parts import facts
from dashboard.ui.finding_panel import finding_panel
from dashboard.ui.measured_parts import measurements
from dashboard.ui.model_parts import model_comparison
from dashboard.ui.picks import pick
from dashboard.ui.record_forms import record_forms
from dashboard.ui.status import badge, quiet_badge, status_column
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain


def summary(found: UseCasePage) -> None:
    """Badges, purpose, how the tier was set, and four facts."""
    shown = [badge(found.status)] if found.status else []
    st.markdown(" ".join([*shown, *(quiet_badge(plain(chip)) for chip in found.chips)]))
    if found.purpose:
        st.markdown(plain(found.purpose))
    if found.tier:
        st.caption(plain(found.tier))
    facts((fact.label, fact.value, fact.note) for fact in found.facts)


def other_clauses(found: UseCasePage) -> None:
    """Every clause that needs no explanation at once, by status, and a picker that explains any of them."""
    counted = {status: sum(line.status == status for line in found.others) for status in SHOWN_ORDER}
    said = ", ".join(f"{count} {WORDS[status].lower()}" for status, count in counted.items() if count)
    page.section(
        "The other clauses" if found.breaches else "The clauses", f"{plural(len(found.others), 'clause')}: {said}"
    )
    options = {status: label(status) for status, count in counted.items() if count}
    wanted = filters.several("status", "Show", options)
    lines = [line for line in found.others if not wanted or line.status in wanted]
    _show_clauses(_clause_table(lines), found.id)
    chosen = pick("why", "Explain a clause", [line.clause for line in found.others], _words(found), none="None")
    explained = cache.cached(load_why, found.id, chosen) if chosen else None
    if explained is not None:
        finding_panel(explained, found.id, expanded=True)


def _show_clauses(table: pd.DataFrame, use_case: str) -> None:
    data_table(
        table.assign(Status=table["Status"].map(lambda value: [value])),
        alt="The other clauses of this use case",
        columns={
            "Status": status_column(),
            "Clause": st.column_config.TextColumn(pinned=True, width=80),
            "Promise": st.column_config.TextColumn(width=290),
            "Because": st.column_config.TextColumn(width=330),
            "Since": st.column_config.DateColumn(format="D MMM YYYY"),
        },
        key="other-clauses",
    )
    downloads(table, name=f"clauses-{use_case}")


def _words(found: UseCasePage) -> dict[str, str]:
    return {line.clause: f"{line.clause} {line.title}" for line in found.others}


def _clause_table(lines: list[ClauseLine]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Clause": [line.clause for line in lines],
            "Promise": [line.title for line in lines],
            "Status": [label(line.status) for line in lines],
            "Because": [line.because for line in lines],
            "Severity": [line.severity for line in lines],
            "Since": [line.since for line in lines],
        }
    )


def fairness(found: UseCasePage) -> None:
    """What was measured of groups, and what was not tested."""
    page.section(
        f"Fairness: {plural(len(found.measurements), 'measurement')} in the newest assessment",
        "Each group held against its reference, with its interval",
    )
    if found.measurements.empty:
        page.empty("No decisions were measured.", "Read a log with `python -m dashboard ingest decisions FILE`.")
    else:
        measurements(found.measurements, alt=f"fairness {found.id}", name=f"fairness-{found.id}", at_once=8)
    if found.not_tested:
        st.markdown("**Groups not tested**")
        for text in found.not_tested:
            st.markdown(f"{badge('not_assessed', text='? Not collected')} {plain(text)}")
    if found.has_fairness:
        links.to_fairness(found.id, "Explore its fairness by month, crossing and stratum")


def data(record: UseCaseRecord, use_case: str) -> None:
    """Lawful basis, retention, sensitive data."""
    page.section("Data", "Purposes with their lawful basis, retention and sensitive data")
    left, right = st.columns([1, 1], gap="large")
    with left:
        _table(record.purposes, f"purposes-{use_case}", empty="No purpose is recorded.")
        _table(record.attributes, f"attributes-{use_case}", empty="No protected attribute is recorded.")
    with right:
        _table(record.data, f"data-{use_case}")
    actor = identity.actor()
    if any(
        one.use_case == use_case
        for one in theirs(cache.cached(load_keeping), actor, cache.cached(load_team, actor.user_id))
    ):
        links.to_single_decisions(use_case, "Look at single decisions")


def models(record: UseCaseRecord, use_case: str) -> None:
    """Versions on one time axis."""
    page.section(
        sentence_case(f"{plural(len(record.models), 'model version')} with a known date"),
        "Bar: days in service; in colour: serving now",
    )
    if record.models:
        figure = versions(record.models, page.colours(), as_of=dates.as_of())
        page.chart_with_numbers(figure, record.model_table, name=f"models-{use_case}", alt="Model versions over time")
    else:
        _table(record.model_table, f"models-{use_case}", empty="No deployed model is recorded.")
    if not record.reported.empty:
        st.markdown("**Reported about these versions**")
        st.caption("As its source reports it; nothing here was recomputed, and no clause reads it as measured")
        _table(record.reported, f"reported-{use_case}")
    model_comparison(use_case)


def papers(record: UseCaseRecord, use_case: str) -> None:
    """Evidence with its age, where nobody files any on this page."""
    page.section(f"{plural(len(record.evidence), 'document')} on file", "Age in days at the date of this page")
    _table(record.evidence, f"evidence-{use_case}", empty="No document is on file.")

    st.markdown("**Sign-offs**")
    _table(record.sign_offs, f"sign-offs-{use_case}", empty="No sign-off is on record.")


def waivers(record: UseCaseRecord, use_case: str) -> None:
    """Waivers of any time."""
    st.markdown("**Waivers**")
    _table(record.waivers, f"waivers-{use_case}", empty="No waiver is on record.")


def fields_and_history(record: UseCaseRecord, use_case: str) -> None:
    """Every field of the registry, unknown ones too, and what happened."""
    page.section(
        "Record", f"{len(record.record)} fields, {record.unknown} unknown; an unknown field is never read as no"
    )
    box = st.expander("All fields", key="open-record", on_change="rerun")
    if box.open:
        with box:
            _table(record.record, f"record-{use_case}")
    record_forms(use_case)
    model_card(use_case)
    page.section("History", f"{plural(len(record.history), 'entry', 'entries')}, newest first, from the ledger")
    _table(record.history, f"history-{use_case}", empty="Nothing has happened yet.")


def _table(table: pd.DataFrame, name: str, *, empty: str = "Nothing is recorded.") -> None:
    if table.empty:
        st.markdown(empty)
        return
    dated = {
        column: st.column_config.DateColumn(format="D MMM YYYY") for column in table.columns if _is_date(table[column])
    }
    wide = {"What happened": st.column_config.TextColumn(width=720)} if "What happened" in table.columns else {}
    data_table(table, alt=name.replace("-", " "), columns=dated | wide, at_once=8, key=f"table-{name}")
    downloads(table, name=name)


def _is_date(column: "pd.Series[str]") -> bool:
    known = [value for value in column if value is not None and not isinstance(value, float)]
    return bool(known) and all(hasattr(value, "isoformat") for value in known)
