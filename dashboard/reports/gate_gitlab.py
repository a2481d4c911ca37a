"""Findings as a GitLab code quality report, which a merge request shows beside the changed lines."""

import hashlib
import json
from typing import Any

from dashboard.domain.statuses import Severity, Status
from dashboard.services.check_places import Place
from dashboard.services.gate import Gate, GateItem

_SEVERITY = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
}
_NO_FILE = Place("registry")


def gitlab(gate: Gate) -> str:
    """A list of issues; GitLab needs a path in each, so findings of a store stand in a file called `registry`."""
    rows = [_issue(trouble.text, "bad-input", "blocker", trouble.place, key=trouble.text) for trouble in gate.troubles]
    rows += [_finding(item) for item in gate.items if item.level is not None]
    return json.dumps(rows, indent=1) + "\n"


def _finding(item: GateItem) -> dict[str, Any]:
    breach = item.finding.status == Status.NON_COMPLIANT
    severity = _SEVERITY[item.clause.severity] if breach else "info" if item.level == "notice" else "minor"
    key = f"{item.subject}\n{item.clause.id}"
    return _issue(f"{item.clause.id}: {item.text}", item.clause.id, severity, item.place, key=key)


def _issue(text: str, name: str, severity: str, place: Place | None, *, key: str) -> dict[str, Any]:
    where = place or _NO_FILE
    return {
        "description": text,
        "check_name": name,
        "fingerprint": hashlib.sha256(f"{name}\n{key}".encode()).hexdigest(),
        "severity": severity,
        "location": {"path": where.path, "lines": {"begin": where.line or 1}},
    }
