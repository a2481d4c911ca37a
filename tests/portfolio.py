"""A small but realistic store for tests of pages: written straight into the tables, the same every time."""

import random
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from dashboard.adapters.database import Database
from dashboard.adapters.tables import (
    AssessmentRow,
    CountSetRow,
    EvidenceRow,
    FindingRow,
    FlipRow,
    MeasurementRow,
    OrganisationRow,
    ReviewItemRow,
    SignOffRow,
    UseCaseRow,
    UseCaseStatusRow,
    UserRow,
    WaiverRow,
)
from dashboard.domain.actors import SYSTEM
from dashboard.domain.charter import Charter
from tests.portfolio_rows import (
    OFFICER,
    TITLES,
    assessments,
    document,
    findings,
    flips,
    items,
    log,
    measurements,
    organisation_findings,
    review,
    status,
    waiver,
)

TEAMS = ("Service", "Sales outreach", "Retention", "Payments", "Identity", "Quality")
TIERS = ("minimal", "limited", "limited", "high")
OWN: dict[str, Any] = {"id": 1, "revision": 1, "name": "Example", "demonstration": True, "record": {"name": "Example"}}


def plant(database: Database, charter: Charter, *, as_of: date, live: int = 24, inventoried: int = 0) -> None:
    """Write `live` use cases in service with findings, and `inventoried` ones without, in one transaction."""
    dice = random.Random(7)  # noqa: S311  # data for tests
    rows: dict[Any, list[dict[str, Any]]] = {UserRow: people()}
    cases = [use_case(number, "live", as_of) for number in range(live)]
    cases += [use_case(live + number, "inventoried", as_of) for number in range(inventoried)]
    rows[OrganisationRow] = [OWN]
    rows[UseCaseRow], rows[AssessmentRow] = cases, assessments(as_of, live, inventoried)
    newest = len(rows[AssessmentRow])
    served = cases[:live]
    judged = [row for case in served for row in findings(case, charter, dice, newest, as_of)]
    rows[FindingRow] = [*judged, *organisation_findings(charter, newest, as_of)]
    rows[UseCaseStatusRow] = [status(case, rows[FindingRow], newest, as_of) for case in served]
    rows[FlipRow] = flips(served, rows[UseCaseStatusRow], newest, as_of)
    rows[EvidenceRow] = [document(case, as_of, dice) for case in served]
    rows[SignOffRow] = [review(case, as_of, dice) for case in served]
    rows[WaiverRow] = [waiver(case, as_of) for case in served[10:12]]
    rows[CountSetRow] = [log(case, as_of, late=number % 9 == 7) for number, case in enumerate(served)]
    rows[MeasurementRow] = [one for case in served[::2] for one in measurements(case, newest, as_of, dice)]
    rows[ReviewItemRow] = items(rows[FindingRow], as_of, dice)
    with database.write(SYSTEM) as tx:
        for table, values in rows.items():
            if values:
                tx.connection.execute(insert(table), values)
        for person in rows[UserRow]:
            tx.append("user.saved", "user", person["id"], person)
        tx.append("portfolio.planted", "portfolio", "test", {"use_cases": len(cases)})


def use_case(number: int, lifecycle: str, as_of: date) -> dict[str, Any]:
    """One use case by number."""
    title = TITLES[number % len(TITLES)] + (f" {number // len(TITLES) + 1}" if number >= len(TITLES) else "")
    key = title.lower().replace(" ", "-")
    tier = TIERS[number % 4]
    columns: dict[str, Any] = {
        "id": key, "title": title, "lifecycle": lifecycle, "team": TEAMS[number % 6], "owner": f"lead-{number % 6}",
        "kind": "classifier", "risk_tier": tier, "registered_at": date(2024, 10, 1),
        "go_live": as_of - timedelta(days=400),
    }  # fmt: skip
    record = {name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()}
    record["channels"] = [{"id": "voice"}, {"id": "chat"}][: 1 + number % 2]
    return {**columns, "revision": 1, "last_material_change": None, "record": record}


def people() -> list[dict[str, Any]]:
    """The officer, a deputy, and a lead for each team."""
    leads = [
        {"id": f"lead-{at}", "title": f"{team} lead", "role": "team_lead", "team": team}
        for at, team in enumerate(TEAMS)
    ]
    first = [
        {"id": OFFICER, "title": "Chief AI Ethics Officer", "role": "officer", "team": None},
        {"id": "deputy", "title": "Deputy officer", "role": "deputy", "team": None},
    ]
    return [{**person, "active": True} for person in [*first, *leads]]
