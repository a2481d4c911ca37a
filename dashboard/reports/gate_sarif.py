"""Findings as SARIF 2.1.0, the format of code scanning: a rule for each clause, a result for each that is not kept.

Clauses that are kept are no results: GitHub leaves `kind` unread and would show them as alerts.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from dashboard.domain.plain_text import escaped
from dashboard.domain.statuses import SEVERITY_ORDER
from dashboard.reports.gate_rules import rule, taxonomies
from dashboard.reports.gate_words import literal
from dashboard.services.check_places import Place
from dashboard.services.gate import EXITS, Gate, GateItem, Trouble

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_NOTES = {"error": "error", "warning": "warning", "notice": "note"}


def sarif(gate: Gate) -> str:
    """The log file; the same findings give the same bytes."""
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(gate)]}, indent=1) + "\n"


def _run(gate: Gate) -> dict[str, Any]:
    clauses = {item.clause.id: item.clause for item in gate.items}
    laws = taxonomies(clauses.values(), gate.laws)
    places = {name: index for index, name in enumerate(clauses)}
    driver = {
        "name": "AI charter",
        "fullName": f"python -m dashboard {gate.command}",
        "version": "0.1.0",
        "semanticVersion": "0.1.0",
        "rules": [rule(clause, gate.laws, laws) for clause in clauses.values()],
    }
    return {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"ai-charter/{gate.command}/"},
        "invocations": [_invocation(gate)],
        "columnKind": "unicodeCodePoints",
        "taxonomies": list(laws.values()),
        "results": [_result(item, places) for item in gate.items if item.level is not None],
        **_properties(gate),
    }


def _properties(gate: Gate) -> dict[str, Any]:
    if gate.result is None:
        return {}
    charter = {"title": gate.result.charter.title, "version": gate.result.charter.version}
    told = {"charter": charter | {"digest": gate.result.charter.digest}, "as_of": gate.result.as_of.isoformat()}
    return {"properties": told | {"summary": gate.result.summary}}


def _invocation(gate: Gate) -> dict[str, Any]:
    return {
        "executionSuccessful": not gate.troubles,
        "exitCode": gate.exit_code,
        "exitCodeDescription": EXITS[gate.exit_code],
        "toolExecutionNotifications": [_notification(trouble) for trouble in gate.troubles],
    }


def _notification(trouble: Trouble) -> dict[str, Any]:
    held = {"locations": [_location(trouble.place)]} if trouble.place else {}
    return {"level": "error", "message": {"text": literal(trouble.text)}, **held}


def _result(item: GateItem, places: Mapping[str, int]) -> dict[str, Any]:
    key = hashlib.sha256(f"{item.subject}\n{item.clause.id}".encode()).hexdigest()
    return {
        "ruleId": item.clause.id,
        "ruleIndex": places[item.clause.id],
        **_weight(item),
        "message": {"text": literal(item.text)},
        "locations": [_location(item.place, item.subject)],
        "partialFingerprints": {"useCaseAndClause/v1": key},
        **_suppressions(item),
        "rank": 100.0 - 25.0 * SEVERITY_ORDER.index(item.clause.severity),
        "properties": _told(item),
    }


def _weight(item: GateItem) -> dict[str, str]:
    """What nobody could decide is open, and then has no level, unless unknown was made to fail."""
    if item.level is None or item.level == "notice":
        return {"kind": "open", "level": "none"}
    return {"kind": "fail", "level": _NOTES[item.level]}


def _told(item: GateItem) -> dict[str, Any]:
    finding = item.finding
    return {
        "use_case": item.subject,
        "status": finding.status.value,
        "reason_code": None if finding.reason_code is None else finding.reason_code.value,
        "severity": item.clause.severity.value,
        "fails": item.fails,
        "measured": finding.spelled.measured,
        "threshold": finding.spelled.threshold,
    }


def _suppressions(item: GateItem) -> dict[str, Any]:
    if not item.waived:
        return {}
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": item.text}]}


def _location(place: Place | None, subject: str | None = None) -> dict[str, Any]:
    named = {"logicalLocations": [{"name": subject, "kind": "member"}]} if subject else {}
    if place is None:
        return named
    lines = {"region": {"startLine": place.line}} if place.line else {}
    return {"physicalLocation": {"artifactLocation": _artifact(place.path), **lines}, **named}


def _artifact(path: str) -> dict[str, str]:
    if PurePosixPath(path).is_absolute():
        return {"uri": f"file://{quote(path)}"}
    return {"uri": quote(escaped(path)), "uriBaseId": "SRCROOT"}
