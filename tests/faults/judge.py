"""Reads a ledger and says who judged own work, in code that shares nothing with the services that wrote it."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from dashboard.adapters.database import Database

TIERS = ("out_of_scope", "minimal", "limited", "high", "needs_review", "prohibited")  # lowest first, written again


@dataclass(slots=True)
class Judge:
    """Reads a ledger from its first event on and notes every act by somebody who may not judge that use case."""

    owners: dict[str, set[Any]] = field(default_factory=lambda: defaultdict(set))
    hands: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    askers: dict[str, tuple[str, str]] = field(default_factory=dict)
    before: dict[str, dict[str, Any]] = field(default_factory=dict)
    approved: dict[str, bool] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    judged: Counter[str] = field(default_factory=Counter)

    def read(self, database: Database) -> None:
        """Judge every event in order."""
        rows = database.frame(text("SELECT actor, role, kind, entity, entity_id, body FROM events ORDER BY seq"))
        for row in rows.itertuples():
            read = getattr(self, f"_{row.entity}", None)
            if read is not None:
                read(str(row.actor), str(row.kind), str(row.entity_id), json.loads(str(row.body))["record"])

    def _judge(self, actor: str, kind: str, key: str, *, also: str = "") -> None:
        self.judged[kind] += 1
        if actor in self.owners[key] | self.hands[key] | {also}:
            self.wrong.append(f"{actor} {kind} {key}")

    def _use_case(self, actor: str, kind: str, key: str, record: dict[str, Any]) -> None:
        if kind == "use_case.signed":
            self._judge(actor, kind, key)
        was = self.before.get(key, record)
        self._effects(f"{actor} {kind} {key}", kind, was, record)
        self.owners[key].add(record.get("owner"))
        wrote = {"registered", "changed", "onboarded", "document_filed", "triaged"}
        if kind.removeprefix("use_case.") in wrote:
            self.hands[key].add(actor)
        self.before[key] = record

    def _effects(self, told: str, kind: str, was: dict[str, Any], now: dict[str, Any]) -> None:
        """What a decision sets changes by that kind of event only."""
        ranks = [TIERS.index(one["risk_tier"]) if "risk_tier" in one else -1 for one in (was, now)]
        accepted = [[paper for paper in one.get("evidence", []) if paper.get("accepted_by")] for one in (was, now)]
        steps = {
            "use_case.tier_granted": ranks[1] < ranks[0],
            "use_case.waiver_granted": was.get("waivers") != now.get("waivers"),
            "use_case.evidence_granted": accepted[0] != accepted[1],
            "use_case.signed": was.get("sign_offs") != now.get("sign_offs"),
        }
        self.wrong += [f"{told} did what {right} does" for right, done in steps.items() if done and kind != right]
        if now["lifecycle"] == "live" and was["lifecycle"] not in {"live", "stop_ordered", "inventoried"}:
            self.judged["went live"] += 1
            self.wrong += [] if self.approved.get(now["id"]) else [f"{told} with no approval"]
        if was["lifecycle"] == "stop_ordered" and now["lifecycle"] not in {"stop_ordered", "suspended", "live"}:
            self.wrong.append(f"{told} left an ordered stop")

    def _approval(self, actor: str, kind: str, key: str, _record: dict[str, Any]) -> None:
        if kind == "approval.asked":
            self.hands[key].add(actor)
            return
        self._judge(actor, kind, key)
        self.approved[key] = kind.startswith("approval.approved")
        if self.approved[key]:
            self.hands[key] = set()

    def _request(self, actor: str, kind: str, key: str, record: dict[str, Any]) -> None:
        if kind.endswith(".asked"):
            self.askers[key] = (actor, record["use_case_id"])
            return
        asker, use_case = self.askers[key]
        self._judge(actor, kind, use_case, also=asker)

    def _lifecycle(self, actor: str, kind: str, key: str, _record: dict[str, Any]) -> None:
        if kind == "lifecycle.withdraw_stop":
            self.judged[kind] += 1
            self.wrong += [f"{actor} {kind} {key}"] if actor in self.owners[key] else []
