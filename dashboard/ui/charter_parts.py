"""The parts of the Charter page: what is promised in words, and each clause with how it is kept."""

import streamlit as st

from dashboard.charts.coverage import coverage
from dashboard.domain.wording import ICONS, SHOWN_ORDER, label, plural
from dashboard.services.screens.charter import CharterPage, ClausePage, coverage_table, principle_coverage
from dashboard.services.screens.coverage import SHOWN, counted, load_clause_findings
from dashboard.services.screens.laws import law_table
from dashboard.services.screens.words import clause_no
from dashboard.ui import cache, links, page
from dashboard.ui.status import badge, quiet_badge
from dashboard.ui.tables import data_table, downloads, same_numbers
from dashboard.ui.text import plain

_UNBOUND = "not_applicable"


def promises(found: CharterPage) -> None:
    """Purpose, principles, and the parts that are read and not decided."""
    st.markdown(plain(found.purpose))
    page.section(f"{plural(len(found.principles), 'principle')}")
    with st.grid(2, min_column_width=320):
        for _, title, commitment in found.principles:
            st.markdown(f"**{plain(title)}.** {plain(commitment)}")
    for part in found.parts:
        with st.expander(f"{part.title} ({len(part.entries)})"):
            st.markdown("\n".join(f"- **{plain(name)}.** {plain(text)}" for name, text in part.entries))


def legend() -> None:
    """What the colours in the bars mean."""
    st.markdown(" ".join(badge(status) for status in SHOWN_ORDER))


def overview(found: CharterPage) -> None:
    """How the clauses of each principle are kept, in one chart; every clause in the table below it."""
    page.section(
        f"How {plural(len(found.clauses), 'clause')} under {plural(len(found.principles), 'principle')} are kept",
        "Bars: findings of all clauses under a principle, by status, where they apply to a use case in service",
    )
    legend()
    parts = principle_coverage(found)
    figure = coverage(parts, page.colours())
    page.chart(figure, alt=". ".join(map(counted, parts)), key="coverage-principles")
    same_numbers(coverage_table(found.clauses), name="charter-coverage", title="The same by clause, as a table")


def principle(title: str, clauses: tuple[ClausePage, ...]) -> None:
    """The clauses of one principle, each with its counts and to be opened; a closed one sends nothing."""
    page.section(f"{plain(title)}: {plural(len(clauses), 'clause')}", level=3)
    inside = st.container(gap="xxsmall")
    for clause in clauses:
        box = inside.expander(
            f"**{clause_no(clause.id)} {plain(clause.title)}** · {clause.severity} · {_counted(clause)}",
            key=f"open-{clause.id}",
            on_change="rerun",
        )
        if box.open:
            with box:
                bar(clause)
                one(clause)
                links.to_clause(clause.id, f"Open {clause_no(clause.id)} alone, with its use cases")


def _counted(clause: ClausePage) -> str:
    counts = zip(SHOWN, clause.coverage.counts, strict=True)
    said = [
        badge(status, text=f"{ICONS[status]} {count:,}") for status, count in counts if count and status != _UNBOUND
    ]
    return " ".join(said) or "binds no use case in service"


def bar(clause: ClausePage) -> None:
    """How this clause is kept, as one bar and in words."""
    st.markdown(f"**{clause.severity.capitalize()} severity.** {plain(clause.said)}")
    if clause.coverage.total:
        figure = coverage((clause.coverage,), page.colours())
        page.chart(figure, alt=f"{clause.id}: {clause.said}", key=f"coverage-{clause.id}")


def one(clause: ClausePage) -> None:
    """The clause, its rule, whom it binds, what is not checked, and the laws behind it."""
    st.markdown(f"**The clause.** {plain(clause.requirement)}")
    st.markdown(f"**The rule.** {plain(clause.rule)}")
    st.markdown(f"**Whom it binds.** {plain(clause.scope)}.")
    st.markdown(
        f"**If breached.** Put right within {plain(clause.remediate)}; the threshold is set by {clause.set_by}."
    )
    if clause.not_checked:
        st.markdown(f"**Not checked.** {plain(clause.not_checked)}")
    if clause.note:
        st.markdown(f"**Note.** {plain(clause.note)}")
    _laws(clause)


def _laws(clause: ClausePage) -> None:
    binding = sum(law.binding for law in clause.laws)
    if not clause.laws:
        st.markdown("**Laws.** None mapped: our own promise.")
        return
    aligned = quiet_badge(f"{len(clause.laws) - binding} aligned")
    st.markdown(f"**Laws and standards.** {quiet_badge(f'{binding} binding')} {aligned}")
    table = law_table(clause.laws)
    data_table(table, alt=f"Laws and standards behind {clause.id}", key=f"laws-{clause.id}")
    downloads(table, name=f"laws-{clause.id.lower()}")


def use_cases(clause: ClausePage) -> None:
    """Every use case in service under this clause, breaches first."""
    table = cache.cached(load_clause_findings, clause.id)
    if table.empty:
        st.markdown("No use case in service is held against it.")
        return
    st.markdown(f"**{plural(len(table), 'use case')} in service**")
    for row in table[table["Status"].isin(["non_compliant", "watch", "waived"])].head(12).itertuples():
        with page.row():
            st.markdown(badge(str(row.Status)), width=128)
            links.to_use_case(str(row.id), plain(row[2]), width=190)
            st.markdown(f":small[{plain(row.Because)}]", width=420)
    shown = table.assign(Status=table["Status"].map(label)).drop(columns="id")
    data_table(
        shown,
        alt=f"Use cases under {clause.id}",
        columns={"Since": st.column_config.DateColumn(format="D MMM YYYY")},
        key=f"use-cases-{clause.id}",
    )
    downloads(shown, name=f"use-cases-{clause.id.lower()}")
