"""Which protected attributes a fairness check must look at, and which it may leave out because somebody said why."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.checks import FairnessCheck
from dashboard.domain.facts import Subject, Terms

NOT_ASKED, COLLECTED, EXPLAINED, UNEXPLAINED = range(4)
_STATES = {"collected": COLLECTED, "explained": EXPLAINED, "unexplained": UNEXPLAINED}


@dataclass(frozen=True, slots=True)
class Plan:
    """`state` int8 of shape (records, attributes): not asked, collected, explained or unexplained."""

    attributes: tuple[str, ...]
    state: NDArray[np.int8]

    def codes(self, names: pd.Series) -> NDArray[np.int64]:
        """The index of each name among the attributes, -1 for others."""
        return pd.Categorical(names, categories=list(self.attributes)).codes.astype(np.int64)


def plan_attributes(check: FairnessCheck, subject: Subject, terms: Terms, counts: pd.DataFrame) -> Plan:
    """What the check asks of each record.

    With `collected`, every attribute that the charter protects, the record names or its log holds is asked for; an
    attribute that a log holds counts as collected whatever the record says.
    """
    column = subject.table.column("attribute_plan")
    logged = [str(name) for name in counts["attribute"].unique()]
    if check.attributes == "collected":
        named = [name for value in column.values for name, _ in value]
        attributes = _distinct([*terms.protected_attributes, *named, *logged])
    else:
        attributes = _distinct(check.attributes)
    state = np.full((len(subject), len(attributes)), UNEXPLAINED, dtype=np.int8)
    tables = [dict(value) for value in column.values]
    for index, name in enumerate(attributes):
        states = [_STATES.get(table.get(name, ""), UNEXPLAINED) for table in tables]
        state[:, index] = np.array([*states, UNEXPLAINED], dtype=np.int8)[column.codes]
    plan = Plan(attributes, _ask_less(state, check, terms, attributes, named_by(tables, column.codes, attributes)))
    return _logged_is_collected(plan, counts)


def named_by(tables: list[dict[str, str]], codes: NDArray[np.int32], attributes: tuple[str, ...]) -> NDArray[np.bool_]:
    """Whether each record names each attribute, of shape (records, attributes)."""
    rows = [[name in table for name in attributes] for table in tables]
    return np.array([*rows, [False] * len(attributes)], dtype=bool).reshape(-1, len(attributes))[codes]


def _ask_less(
    state: NDArray[np.int8], check: FairnessCheck, terms: Terms, attributes: tuple[str, ...], named: NDArray[np.bool_]
) -> NDArray[np.int8]:
    """With `collected`, what only other records name is not asked of this one."""
    if check.attributes != "collected":
        return state
    protected = np.array([name in terms.protected_attributes for name in attributes], dtype=bool)
    return np.where(named | protected, state, NOT_ASKED).astype(np.int8)


def _logged_is_collected(plan: Plan, counts: pd.DataFrame) -> Plan:
    codes = plan.codes(counts["attribute"])
    held = codes >= 0
    plan.state[counts["row"].to_numpy()[held], codes[held]] = COLLECTED
    return plan


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
