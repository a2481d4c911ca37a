"""Findings of a past day for programs: as they were reported, in the form of the list of today's."""

from datetime import UTC, date, datetime
from typing import Any

from dashboard.adapters.queries.listed import Chosen
from dashboard.domain.charter import Charter
from dashboard.domain.reported import Held
from dashboard.services.reported import Reported, charter_then, findings_as_reported
from dashboard.services.screens.listed import Part, load_findings
from dashboard.services.sources import Sources
from dashboard.settings import load_settings

_NOT_KEPT = ("reason_code", "reason", "threshold", "measured", "due", "waived_until")


def load_reported(sources: Sources, chosen: Chosen, *, limit: int, offset: int) -> Part:
    """What was reported on the day of `sources`; of the newest assessment with its explanations.

    Raises:
        InputRejected: the day has not come.
        NotFound: nothing was assessed until then.
    """
    found = findings_as_reported(sources.database, sources.as_of, today=_today())
    if found.newest:
        return load_findings(sources, chosen, limit=limit, offset=offset)
    rows = [(key, one) for key, one in found.findings.items() if _wanted(key, one, chosen)]
    charter = charter_then(sources.database, load_settings().charter, found.run)
    items = [_item(key, one, found, charter) for key, one in rows[offset : offset + limit]]
    return Part(len(rows), items)


def _today() -> date:
    return datetime.now(UTC).date()


def _wanted(key: tuple[str, str], one: Held, chosen: Chosen) -> bool:
    given = ((chosen.use_case, key[0]), (chosen.clause, key[1]), (chosen.status, one.status))
    return all(wanted in (None, value) for wanted, value in given) and (not chosen.among or key[0] in chosen.among)


def _item(key: tuple[str, str], one: Held, found: Reported, charter: Charter | None) -> dict[str, Any]:
    clause = next((each for each in charter.clauses if each.id == key[1]), None) if charter else None
    return {
        **dict.fromkeys(_NOT_KEPT),
        "use_case": key[0] or None, "clause": key[1], "status": one.status, "since": one.since,
        "reason_code": "waived" if one.waived else None, "as_of": found.run.as_of,
        "principle": clause.principle if clause else None, "severity": clause.severity.value if clause else None,
    }  # fmt: skip
