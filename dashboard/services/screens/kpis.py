"""Every board figure of one day, each with its numbers, and what cannot be measured counted apart."""

from dataclasses import dataclass

import pandas as pd

from dashboard.adapters.queries import kpis as query
from dashboard.adapters.repository import load_registry
from dashboard.domain.kpis import DASH, DEFINITIONS, Kpi
from dashboard.services.screens import kpi_customers, kpi_findings, kpi_inventory, kpi_people
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class BoardKpis:
    """The figures in the order of the definitions; `table` is for the screen, `export` says everything."""

    headline: str
    table: pd.DataFrame
    export: pd.DataFrame


def load_kpis(sources: Sources) -> BoardKpis:
    """Computed from what is stored on the day."""
    rows = _rows(sources)
    order = list(DEFINITIONS)
    rows.sort(key=lambda one: order.index(one.kpi))
    known = {one.kpi for one in rows if one.value != DASH}
    headline = f"{len(known)} of {len(DEFINITIONS)} board figures can be told today"
    shown = pd.DataFrame([_shown(one) for one in rows])
    if not shown["Interval"].any():  # all of them are counts of everything there is
        shown = shown.drop(columns="Interval")
    return BoardKpis(headline, shown, pd.DataFrame([_told(one) for one in rows]))


def _rows(sources: Sources) -> list[Kpi]:
    database, charter, as_of = sources.database, sources.charter, sources.as_of
    registry, findings = load_registry(database), query.findings(database)
    severities = {clause.id: str(clause.severity) for clause in charter.clauses}
    return [
        *kpi_inventory.inventory(registry),
        *kpi_inventory.classified(registry),
        *kpi_inventory.assessed(registry, charter, as_of),
        *kpi_findings.open_findings(findings, as_of),
        *kpi_findings.lapsed_waivers(findings, registry, as_of),
        *kpi_findings.remediation(
            query.flips(database, until=as_of), severities, query.first_assessment(database), as_of
        ),
        *kpi_findings.overdue(query.items(database), as_of),
        *kpi_findings.fairness(findings, charter),
        *kpi_customers.customers(sources),
        *kpi_people.training(sources),
        *kpi_people.incidents(sources),
        *kpi_people.cycle(query.requests(database), sources),
    ]  # fmt: skip


def _shown(one: Kpi) -> dict[str, object]:
    name = DEFINITIONS[one.kpi].name
    return {
        "Figure": name, "About": one.about or "all", "Value": one.value, "Of": _of(one),
        "Interval": one.interval, "Not measurable": one.not_measurable, "Period": DEFINITIONS[one.kpi].period,
        "Note": one.note,
    }  # fmt: skip


def _of(one: Kpi) -> str:
    if one.denominator is None:
        return DASH
    return f"{one.denominator:,}" if one.numerator is None else f"{one.numerator:,} of {one.denominator:,}"


def _told(one: Kpi) -> dict[str, object]:
    meant = DEFINITIONS[one.kpi]
    return {
        "Figure": meant.name, "About": one.about, "Value": one.value, "Numerator": one.numerator,
        "Denominator": one.denominator, "Interval": one.interval, "Not measurable": one.not_measurable,
        "Period": meant.period, "Numerator is": meant.numerator, "Denominator is": meant.denominator,
        "Computed from": meant.drawn_from, "Why": meant.source, "Note": one.note,
    }  # fmt: skip
