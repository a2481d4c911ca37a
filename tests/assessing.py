"""Small charters, use cases and counts for tests of findings: one clause about one use case at a time."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dashboard.domain.charter import Charter
from dashboard.domain.counts import COUNTS
from dashboard.domain.decision_facts import DecisionFacts
from dashboard.domain.explanations import Spelled, spell
from dashboard.domain.facts import Facts, Terms, build_facts
from dashboard.domain.findings import Assessment, assess
from dashboard.domain.registry import Registry

AS_OF = date(2026, 11, 23)
OLD = {"registered_at": date(2025, 1, 1), "go_live": date(2025, 2, 1)}


def clause(check: Mapping[str, Any], **other: Any) -> dict[str, Any]:
    """A clause of high severity that is to be put right in 30 days."""
    basis = {
        "id": "X-01", "principle": "p", "title": "A promise", "requirement": "It is kept.", "severity": "high",
        "remediate_within": "30d", "threshold_set_by": "policy", "check": check,
    }  # fmt: skip
    return {**basis, **other}


def charter(*clauses: Mapping[str, Any], **other: Any) -> Charter:
    """A charter in effect since the start of 2026 that protects sex alone."""
    basis = {
        "format": 1, "title": "T", "version": "1", "effective": date(2026, 1, 1), "owner": "o", "purpose": "p",
        "principles": {"p": {"title": "P", "commitment": "c"}}, "acceptable_uses": {"answer": "Answer"},
        "protected_attributes": ["sex"], "clauses": list(clauses),
    }  # fmt: skip
    return Charter.model_validate({**basis, **other})


def case(**fields: Any) -> dict[str, Any]:
    """A live use case that was registered long ago."""
    return {"id": "u", "title": "U", "lifecycle": "live", "owner": "lead", **OLD, **fields}


def registry(*cases: Mapping[str, Any], **other: Any) -> Registry:
    """A registry of these use cases."""
    return Registry.model_validate({"format": 1, "use_cases": list(cases), **other})


def counts(
    rates: Mapping[str, tuple[int, float]], *, attribute: str = "sex", stratum: str | None = None
) -> pd.DataFrame:
    """Windowed counts of the first use case: group to decisions and share of favourable ones."""
    rows = []
    for group, (n, rate) in rates.items():
        values = dict.fromkeys(COUNTS, 0) | {"n": n, "selected": round(n * rate)}
        rows.append({"row": 0, "attribute": attribute, "group": group, "stratum": stratum or "", **values})
    return pd.DataFrame(rows)


def decisions(
    *frames: pd.DataFrame, crossed: Sequence[pd.DataFrame] = (), strata: Sequence[pd.DataFrame] = (),
    last: date = AS_OF, first: date = date(2025, 2, 1), window: int = 90,
) -> DecisionFacts:  # fmt: skip
    """Counts of the first use case in a window of 90 days, whose log runs from `first` to `last`."""
    together = [*frames, *crossed]
    held = [{window: pd.concat(list(part))} if part else {} for part in (frames, together, strata)]
    days = [np.array([day], dtype="datetime64[D]") for day in (first, last)]
    return DecisionFacts(held[0], held[1], held[2], first_day=days[0], last_day=days[1])


def assessed(
    promise: Charter, practice: Registry, *, as_of: date = AS_OF, log: DecisionFacts | None = None
) -> tuple[Assessment, Facts]:
    """Findings, and the facts they were found from."""
    facts = build_facts(practice, as_of, log)
    return assess(promise, facts, as_of), facts


def verdict(  # a finding depends on each of these
    check: Mapping[str, Any],
    fields: Mapping[str, Any] | None = None,
    *,
    as_of: date = AS_OF,
    log: DecisionFacts | None = None,
    when: Mapping[str, Any] | None = None,
    **defaults: Any,
) -> str:
    """`status` or `status (reason)` of one clause about one use case."""
    found, _ = assessed(_one(check, when, defaults), registry(case(**(fields or {}))), as_of=as_of, log=log)
    status, reason = found.use_cases.says(0, 0)
    return f"{status.value} ({reason.value})" if reason else status.value


def words(
    check: Mapping[str, Any], fields: Mapping[str, Any] | None = None, *, log: DecisionFacts | None = None, **more: Any
) -> Spelled:
    """The finding of one clause about one use case, spelled out."""
    promise = _one(check, more.pop("when", None), more)
    found, facts = assessed(promise, registry(case(**(fields or {}))), log=log)
    return spell(found.use_cases, facts.use_cases, Terms.of(promise, AS_OF), 0, 0)


def _one(check: Mapping[str, Any], when: Mapping[str, Any] | None, defaults: Mapping[str, Any]) -> Charter:
    applies = {} if when is None else {"applies_to": dict(when)}
    return charter(clause(check, **applies), defaults=dict(defaults))
