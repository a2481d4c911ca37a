"""Possible exposure: the legal duties that may stand behind open breaches, with their sources, for Legal to judge."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.adapters.queries import kpis as query
from dashboard.adapters.repository import load_registry
from dashboard.domain.exposure import LATER, NOT_OURS, POSSIBLE, UNCLEAR, Bearing, Duty, duties, standing
from dashboard.domain.registry import Registry
from dashboard.domain.wording import day, plural
from dashboard.services.screens.words import as_date
from dashboard.services.sources import Sources

NO_ADVICE = (
    "This is information, not legal advice: a breach of the charter is not a breach of law. Which clause maps to which "
    "article is our judgement; whether a duty exists, and whether it was broken, is for Legal to say."
)
SET_BY = {"law": "law", "policy": "our policy", "mixed": "law and our policy"}
STATES = {
    POSSIBLE: "Possible legal duty, ask Legal", UNCLEAR: "Unclear whether a legal duty", LATER: "No legal duty yet",
    NOT_OURS: "Binds others", "charter only": "Charter only",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exposure:
    """Open breaches with what may stand behind each; `breaches` has a row for each, `articles` one for each article."""

    headline: str
    breaches: pd.DataFrame
    articles: pd.DataFrame


def load_exposure(sources: Sources) -> Exposure:
    """Every open breach of use cases in service and of the organisation, waived ones too and marked."""
    found = query.findings(sources.database)
    found = found[found["status"] == "non_compliant"]
    registry = load_registry(sources.database)
    rows = [(row, _behind(sources, registry, row)) for row in found.to_dict("records")]
    states = [standing(behind) for _, behind in rows]
    order = sorted(range(len(rows)), key=lambda at: (list(STATES).index(states[at]), str(rows[at][0]["clause"])))
    lines = {clause.id: SET_BY.get(str(clause.threshold_set_by), "unknown") for clause in sources.charter.clauses}
    breaches = pd.DataFrame([_breach(*rows[at], states[at], lines) for at in order])
    articles = [_article(row, one) for row, behind in (rows[at] for at in order) for one in behind]
    return Exposure(_headline(states, breaches), breaches, pd.DataFrame(articles))


def _headline(states: list[str], breaches: pd.DataFrame) -> str:
    if not states:
        return "no breach of the charter is open"
    possible, charter = states.count(POSSIBLE), states.count("charter only")
    whole = plural(len(states), "open breach", "open breaches")
    drawn = breaches[breaches["Behind it"] == STATES[POSSIBLE]]["Line set by"]
    policy = int((drawn == SET_BY["policy"]).sum())
    return (
        f"behind {possible} of {whole} there may be a legal duty in force; {policy} of these crossed a line of our "
        f"policy alone, and {charter} more concern the charter only"
    )


def _behind(sources: Sources, registry: Registry, row: dict[Any, Any]) -> tuple[Duty, ...]:
    clause = next((one for one in sources.charter.clauses if one.id == row["clause"]), None)
    if clause is None or sources.frameworks is None:
        return ()
    breached = as_date(row["since"]) or sources.as_of
    bearing = _bearing(registry, str(row["use_case_id"]))
    return duties(dict(clause.maps_to), sources.frameworks, bearing, breached, sources.as_of)


def _bearing(registry: Registry, use_case: str) -> Bearing:
    case = next((one for one in registry.use_cases if one.id == use_case), None)
    if case is None:
        places = registry.organisation.jurisdictions if registry.organisation else []
        return Bearing(jurisdictions=tuple(places))
    return Bearing(case.risk_tier, case.role, tuple(case.jurisdictions or ()), case.uses_personal_data)


def _name(row: dict[Any, Any]) -> str:
    return str(row["title"]) if isinstance(row["title"], str) else "The organisation"


def _breach(row: dict[Any, Any], behind: tuple[Duty, ...], state: str, lines: dict[str, str]) -> dict[str, object]:
    near = [one for one in behind if one.state == state]
    since = min((one.since for one in near if one.since is not None), default=None)
    return {
        "Use case": _name(row), "Clause": row["clause"], "Breach since": as_date(row["since"]),
        "Behind it": STATES[state], "Line set by": lines.get(str(row["clause"]), "unknown"),
        "Both since": since if state == POSSIBLE else None,
        "Binds from": since if state == LATER else None,
        "Articles": ", ".join(f"{one.law} {one.article}" for one in near),
        "Waived until": as_date(row["waived_until"]),
    }  # fmt: skip


def _article(row: dict[Any, Any], one: Duty) -> dict[str, object]:
    found = one.found
    return {
        "Use case": _name(row), "Clause": row["clause"], "Law": one.law, "Article": one.article,
        "Asks for": found.title, "State": STATES[one.state], "Because": one.why, "Binds": ", ".join(found.binds),
        "Tiers": ", ".join(found.tiers) or "all", "Where": ", ".join(found.jurisdictions) or "everywhere",
        "In force from": _from(found.from_), "Both since": one.since if one.state == POSSIBLE else None,
        "Source": found.source, "Checked": day(found.checked_at), "Confidence": found.confidence,
    }  # fmt: skip


def _from(first: date | None) -> str:
    return day(first, missing="unclear")
