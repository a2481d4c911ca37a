"""Times counted of use cases, and what a check says of them, for tests."""

import math
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pandas as pd

from dashboard.domain.amount_facts import AmountSeries
from dashboard.domain.amounts import AMOUNT_KEYS
from dashboard.domain.explanations import Spelled, spell
from dashboard.domain.facts import Facts, Terms, build_facts
from dashboard.domain.findings import Assessment, assess
from dashboard.domain.rate_facts import InteractionSeries
from dashboard.domain.rates import EVENT_COUNTS, EVENT_KEYS
from tests.assessing import AS_OF, case, charter, clause, registry

FAIR: dict[str, Any] = {
    "quantile": "waiting_time", "p": 0.9, "compare": "opted_out", "to": "everyone", "ratio_at_most": 1.5,
    "window": "30d", "min_n": 200,
}  # fmt: skip

AGE: dict[str, Any] = {"quantile": "conversation_data_age", "p": 1, "at_most": {"field": "retention_days"}}

NEVER = math.inf
Rows = list[tuple[int, str, str, float, int]]


def counted(
    histogram: Mapping[float, int], measure: str = "opt_out_to_effective", *, of: str = "", ago: int = 0
) -> Rows:
    """Value -> n of one day, so many days ago."""
    return [(ago, measure, of, value, n) for value, n in histogram.items()]


def held(check: Mapping[str, Any], rows: Rows, **fields: Any) -> tuple[Assessment, Facts, Terms]:
    """One clause about one use case with these counts."""
    frame = pd.DataFrame(
        [("u", AS_OF - timedelta(days=ago), "chat", of, "", measure, value, n) for ago, measure, of, value, n in rows],
        columns=[*AMOUNT_KEYS, "n"],
    )
    frame["day"] = frame["day"].astype("datetime64[ns]")
    none = pd.DataFrame(columns=[*EVENT_KEYS, *EVENT_COUNTS]).astype({"day": "datetime64[ns]"})
    series = InteractionSeries(none, amounts=AmountSeries(frame))
    promise = charter(clause(check))
    facts = build_facts(registry(case(**fields)), AS_OF, interactions=series.facts(["u"], AS_OF))
    return assess(promise, facts, AS_OF), facts, Terms.of(promise, AS_OF)


def verdict(check: Mapping[str, Any], rows: Rows, **fields: Any) -> str:
    """`status` or `status (reason)`."""
    status, reason = held(check, rows, **fields)[0].use_cases.says(0, 0)
    return f"{status.value} ({reason.value})" if reason else status.value


def words(check: Mapping[str, Any], rows: Rows, **fields: Any) -> Spelled:
    """The finding spelled out."""
    found, facts, terms = held(check, rows, **fields)
    return spell(found.use_cases, facts.use_cases, terms, 0, 0)
