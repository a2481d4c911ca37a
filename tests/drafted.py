"""A practice of a dozen use cases and a charter of every kind of proof, for tests of charters that are tried."""

import copy
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.domain.charter import Charter
from dashboard.domain.counts import COUNTS
from dashboard.domain.decision_windows import DecisionWindows
from dashboard.domain.registry import Registry
from dashboard.services.stored_facts import Practice
from dashboard.services.try_charter import Ground, ground
from tests.assessing import AS_OF, case, charter, clause, registry

FAIR: dict[str, Any] = {
    "fairness": "selection_rate_ratio", "attributes": ["sex"], "between": [0.8, 1.25], "window": "90d",
    "min_group": 100,
}  # fmt: skip
CLAUSES: dict[str, dict[str, Any]] = {
    "F-01": clause(FAIR, id="F-01", applies_to={"decides_about_people": True}),
    "E-01": clause({"evidence": "dpia", "max_age": "365d"}, id="E-01", severity="medium"),
    "S-01": clause({"sign_off": "review", "max_age": "180d", "by_role": ["officer"]}, id="S-01"),
    "R-01": clause({"field": "team", "present": True}, id="R-01", severity="low"),
    "A-01": clause({"all_of": [{"field": "overseer.name", "present": True}, {**FAIR, "between": [0.9, 2.0]}]},
                   id="A-01", applies_to={"risk_tier": ["high", "limited"]}),
    "O-01": clause({"evidence": "policy"}, id="O-01", scope="organisation"),
}  # fmt: skip


def promise(change: Callable[[dict[str, dict[str, Any]]], object] | None = None, **other: Any) -> Charter:
    """The charter, its clauses changed in place by id."""
    clauses = copy.deepcopy(CLAUSES)
    if change is not None:
        change(clauses)
    return charter(*clauses.values(), **{"digest": f"sha256:{len(str(clauses))}", **other})


def practice() -> Practice:
    """Twelve use cases that differ in tier, team, papers, sign-offs, a waiver, and in how they decide about people."""
    return Practice(portfolio(), DecisionWindows(daily(), joint()), 0)


def portfolio() -> Registry:
    """The registry of it."""
    return registry(*(one(number) for number in range(12)))


def one(number: int) -> dict[str, Any]:
    """One use case by number; the last one is not in service yet."""
    old = AS_OF - timedelta(days=40 * number)
    papers = {"type": "dpia", "effective": old, "uploaded_by": "lead", "accepted_by": "officer"}
    fields: dict[str, Any] = {
        "id": f"u{number}", "owner": f"lead-{number % 3}", "risk_tier": ("minimal", "limited", "high")[number % 3],
        "decides_about_people": number % 2 == 0, "evidence": [papers] if number % 4 else [],
        "sign_offs": [{"kind": "review", "by": "x", "role": ("officer", "deputy")[number % 2], "on": old}],
        "protected_attributes": {"sex": "collected"},
    }  # fmt: skip
    if number % 5:
        fields |= {"team": "Service", "overseer": {"name": "o"}}
    if number in (0, 5):
        fields["waivers"] = [waiver("R-01"), waiver("E-01")]
    return case(**{**fields, "lifecycle": "inventoried" if number == 11 else "live"})


def waiver(name: str) -> Mapping[str, Any]:
    """A waiver of a clause in force."""
    return {
        "clause": name, "granted": AS_OF - timedelta(days=10), "until": AS_OF + timedelta(days=30),
        "reason": "Under way", "approved_by": "officer",
    }  # fmt: skip


def daily() -> pd.DataFrame:
    """Two days of decisions of every use case: the more its number, the less women are selected."""
    return pd.DataFrame([
        {**dict.fromkeys(COUNTS, 0), "use_case": f"u{number}", "model_version": "1", "attribute": "sex", "group": group,
         "n": n, "selected": round(n * rate), "day": pd.Timestamp(day)}
        for number in range(12)
        for day, n in ((AS_OF - timedelta(days=3), 900), (AS_OF - timedelta(days=70), 5_000))
        for group, rate in (("M", 0.5), ("F", 0.5 - 0.02 * number + (0.05 if n > 1_000 else 0)))
    ])  # fmt: skip


def joint() -> pd.DataFrame:
    """Joint counts of nothing."""
    return daily().rename(columns={"day": "month"}).assign(stratum="").iloc[:0]


def grounded(items: Any = (), *, before: Charter | None = None, as_of: date = AS_OF) -> Ground:
    """The practice held against the charter, which was published."""
    in_force = before or promise()
    return ground(in_force, practice(), as_of, published=[in_force], items=items)
