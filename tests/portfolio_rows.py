"""Rows of a small but realistic store, table by table, the same every time."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dashboard.domain.charter import Charter

TITLES = (
    "Lead scoring", "Complaint triage", "Voice identity check", "Credit-limit pre-check", "Waiting-queue priority",
    "Sentiment routing", "Review moderation", "Warranty triage", "Refund approval", "Payment-reminder timing",
    "Churn offers", "Loyalty offers", "Chat assistant", "Voice assistant", "Refund fraud hold", "E-mail reply drafts",
    "Call summaries", "Product suggestions", "Appointment reminders", "Chat translation", "Knowledge search",
    "Agent hints", "Delay notices", "Survey invitations",
)  # fmt: skip
OFFICER = "ethics-officer"


def assessments(as_of: date, live: int, inventoried: int) -> list[dict[str, Any]]:
    """Twenty-four monthly runs of a growing portfolio; the newest equals the present."""
    runs = []
    for back in range(23, -1, -1):
        day, served = as_of - timedelta(days=30 * back), max(live - back // 2, 1)
        bad, watched, unknown = min(3, (24 - back) // 8), min(served // 6, 4), served // 5
        runs.append({
            "id": 24 - back, "as_of": day, "recorded_at": datetime(day.year, day.month, day.day, 4, tzinfo=UTC),
            "data_version": 0, "charter_version": "2026.2", "charter_digest": "sha256:0", "in_service": served,
            "inventoried": inventoried, "compliant": served - bad - watched - unknown, "watch": watched,
            "waived": watched // 2, "non_compliant": bad, "not_assessed": unknown,
            "clauses_decided": served * 30, "clauses_applicable": served * (37 + back // 6),
        })  # fmt: skip
    return runs


def outcome(number: int, at: int, dice: random.Random) -> tuple[str, str | None]:
    """Status and reason of the finding of use case `number` under clause `at`."""
    if number in (0, 1, 2) and at == 5 + number * 9:
        return "non_compliant", None
    if number in (8, 9) and at == 12:
        return "watch", "point_over"
    if number in (10, 11) and at == 12 + number % 4:
        return "watch", "waived"
    if number % 6 == 4 and at % 9 == 3:
        return "not_assessed", "too_few"
    return ("not_applicable", None) if dice.random() < 0.2 else ("compliant", None)


def findings(
    case: dict[str, Any], charter: Charter, dice: random.Random, run: int, as_of: date
) -> list[dict[str, Any]]:
    """One finding a clause that is about use cases."""
    number = TITLES.index(case["title"]) if case["title"] in TITLES else 20
    clauses = [clause for clause in charter.clauses if clause.scope == "use_case"]
    made = []
    for at, clause in enumerate(clauses):
        found, reason = outcome(number, at, dice)
        made.append(finding(case["id"], clause, found, reason, run=run, as_of=as_of))
    return made


def finding(owner: str, clause: Any, found: str, reason: str | None, *, run: int, as_of: date) -> dict[str, Any]:
    """One row of findings."""
    breach = found == "non_compliant"
    return {
        "use_case_id": owner, "clause": clause.id, "assessment_id": run, "principle": clause.principle,
        "severity": clause.severity.value, "status": found, "reason_code": reason,
        "waived_until": as_of + timedelta(days=40) if reason == "waived" else None,
        "reason": "No person reached in 6.2 % of 3,110 hand-offs; 2 % allowed" if breach else "As promised",
        "threshold": None, "measured": None, "since": as_of - timedelta(days=20),
        "due": as_of - timedelta(days=2) if breach else None,
    }  # fmt: skip


def organisation_findings(charter: Charter, run: int, as_of: date) -> list[dict[str, Any]]:
    """The organisation's own row: one thing not assessed, the rest met."""
    own = [clause for clause in charter.clauses if clause.scope == "organisation"]
    return [
        finding("", clause, "not_assessed" if at == 1 else "compliant", None, run=run, as_of=as_of)
        for at, clause in enumerate(own)
    ]


def status(case: dict[str, Any], every: list[dict[str, Any]], run: int, as_of: date) -> dict[str, Any]:
    """The roll-up as charter format 1 says, for the statuses that occur here."""
    own = [row for row in every if row["use_case_id"] == case["id"]]
    order = ("non_compliant", "watch", "not_assessed", "compliant")
    found = next(name for name in order if any(row["status"] == name for row in own) or name == "compliant")
    worst = next((row for row in own if row["status"] == found and found != "compliant"), None)
    applicable = [row for row in own if row["status"] != "not_applicable"]
    return {
        "use_case_id": case["id"], "assessment_id": run, "status": found,
        "waived": found == "watch" and any(row["reason_code"] == "waived" for row in own),
        "worst_clause": worst["clause"] if worst else None, "worst_severity": worst["severity"] if worst else None,
        "decided": sum(row["status"] != "not_assessed" for row in applicable), "applicable": len(applicable),
        "since": as_of - timedelta(days=20),
    }  # fmt: skip


def flips(cases: list[dict[str, Any]], statuses: list[dict[str, Any]], run: int, as_of: date) -> list[dict[str, Any]]:
    """Four use cases changed with the newest assessment, each with a cause."""
    causes = (
        (1, "compliant", "No person reached in 6.2 % of 3,110 hand-offs, 2 % allowed"),
        (9, "compliant", "Disability ratio 0.79: over the line, not proven"),
        (4, "compliant", "Decision log is 9 days late, 8 are allowed"),
        (22, "watch", "Disclosure back at 99.8 % of 41,200 contacts"),
    )
    return [
        {
            "assessment_id": run, "as_of": as_of - timedelta(days=1), "use_case_id": cases[at]["id"], "clause": "",
            "was": was, "became": statuses[at]["status"], "was_reason": None, "became_reason": None, "cause": cause,
        }
        for at, was, cause in causes
        if at < len(cases)
    ]  # fmt: skip


def document(case: dict[str, Any], as_of: date, dice: random.Random) -> dict[str, Any]:
    """An accepted impact assessment, up to a year old."""
    return {
        "use_case_id": case["id"], "type": "dpia", "effective": as_of - timedelta(days=dice.randrange(30, 360)),
        "expires": as_of + timedelta(days=dice.randrange(5, 400)), "accepted_by": OFFICER, "states": {},
    }  # fmt: skip


def review(case: dict[str, Any], as_of: date, dice: random.Random) -> dict[str, Any]:
    """A sign-off by the officer."""
    signed = as_of - timedelta(days=dice.randrange(20, 300))
    return {"use_case_id": case["id"], "kind": "review", "by": OFFICER, "role": "officer", "on": signed}


def waiver(case: dict[str, Any], as_of: date) -> dict[str, Any]:
    """An approved waiver that ends in forty days."""
    return {
        "use_case_id": case["id"], "clause": "FAI-02", "granted": as_of - timedelta(days=50),
        "until": as_of + timedelta(days=40), "reason": "retraining under way", "approved_by": OFFICER,
    }  # fmt: skip


def log(case: dict[str, Any], as_of: date, *, late: bool) -> dict[str, Any]:
    """The current counts of a decision log; a late one ended a month ago."""
    last = as_of - timedelta(days=31 if late else 1)
    return {
        "use_case_id": case["id"], "single_path": "none", "joint_path": "none", "sha256": "0" * 64, "attributes": {},
        "first_day": as_of - timedelta(days=700), "last_day": last, "decisions": 77_820, "updated_seq": 1,
    }  # fmt: skip


def measurements(case: dict[str, Any], run: int, as_of: date, dice: random.Random) -> list[dict[str, Any]]:
    """Twelve months of the worst ratio, drifting."""
    level, slope = 0.8 + dice.random() * 0.2, dice.random() * 0.02 - 0.012
    return [
        {
            "assessment_id": run - back, "as_of": as_of - timedelta(days=30 * back), "use_case_id": case["id"],
            "clause": "FAI-02", "metric": "selection_rate_ratio", "attribute": "age_band", "group": "65+",
            "reference": "25-34", "value": level + slope * (12 - back), "low": 0.7, "high": 0.9, "n": 12_410,
            "n_reference": 21_640, "undefined": None, "verdict": "met", "worst": True,
        }
        for back in range(11, -1, -1)
    ]  # fmt: skip


def items(every: list[dict[str, Any]], as_of: date, dice: random.Random) -> list[dict[str, Any]]:
    """An open item for every breach and every case on watch, and a few older ones."""
    asked = [row for row in every if row["status"] in {"non_compliant", "watch"} and row["reason_code"] != "waived"]
    older = [row for row in every if row["status"] == "not_assessed" and row["use_case_id"]][:5]
    return [
        {
            "revision": 1, "use_case_id": row["use_case_id"], "clause": row["clause"], "kind": "breach",
            "severity": row["severity"], "title": f"{row['clause']} is not kept", "state": "open",
            "opened": as_of - timedelta(days=dice.randrange(1, 100)), "assignee": None if at % 2 else OFFICER,
            "due": as_of + timedelta(days=dice.randrange(-8, 40)), "times_reopened": 0,
        }
        for at, row in enumerate([*asked, *older])
    ]  # fmt: skip
