"""Which protected attributes a fairness check must look at, and which it may leave out because somebody said why."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.checks import FairnessCheck
from dashboard.domain.counted import Counted
from dashboard.domain.counts import CROSS
from dashboard.domain.facts import Subject, Terms

NOT_ASKED, COLLECTED, EXPLAINED, UNEXPLAINED = range(4)
_STATES = {"collected": COLLECTED, "explained": EXPLAINED, "unexplained": UNEXPLAINED}


@dataclass(frozen=True, slots=True)
class Plan:
    """`state` int8 of shape (records, attributes): not asked, collected, explained or unexplained."""

    attributes: tuple[str, ...]
    state: NDArray[np.int8]

    def places(self, counts: Counted) -> NDArray[np.int64]:
        """Where the attribute of each count stands among the attributes, -1 for others."""
        index = {name: place for place, name in enumerate(self.attributes)}
        return np.array([index.get(name, -1) for name in counts.attributes], dtype=np.int64)[counts.attribute]


def plan_attributes(check: FairnessCheck, subject: Subject, terms: Terms, counts: Counted) -> Plan:
    """What the check asks of each record.

    With `collected`, every attribute that the charter protects, the record names or its log holds is asked for; an
    attribute that a log holds counts as collected whatever the record says. With intersections the collected
    attributes are judged alone and crossed by two.
    """
    alone = _alone(check, subject, terms, counts)
    if not check.intersections:
        return _logged_is_collected(alone, counts)
    return _with_pairs(alone, counts)


def _alone(check: FairnessCheck, subject: Subject, terms: Terms, counts: Counted) -> Plan:
    column = subject.table.column("attribute_plan")
    tables = [dict(value) for value in column.values]
    attributes = _asked(check, terms, tables, counts)
    rows = [[_STATES.get(table.get(name, ""), UNEXPLAINED) for name in attributes] for table in tables]
    state = np.array([*rows, [UNEXPLAINED] * len(attributes)], dtype=np.int8)[column.codes]
    if check.attributes == "collected":
        named = np.array([*([name in table for name in attributes] for table in tables), [False] * len(attributes)])
        protected = np.array([name in terms.protected_attributes for name in attributes], dtype=bool)
        state = np.where(named.astype(bool)[column.codes] | protected, state, NOT_ASKED).astype(np.int8)
    return Plan(attributes, state)


def _asked(check: FairnessCheck, terms: Terms, tables: Sequence[dict[str, str]], counts: Counted) -> tuple[str, ...]:
    if check.attributes != "collected":
        return tuple(dict.fromkeys(check.attributes))
    logged = [name for joined in counts.attributes for name in joined.split(CROSS)]
    named = [name for table in tables for name in table]
    return tuple(dict.fromkeys([*terms.protected_attributes, *named, *logged]))


def _logged_is_collected(plan: Plan, counts: Counted) -> Plan:
    place = plan.places(counts)
    held = place >= 0
    plan.state[counts.row[held], place[held]] = COLLECTED
    return plan


def _with_pairs(alone: Plan, counts: Counted) -> Plan:
    """Beside the attributes alone each pair of those that a record collects."""
    pairs = list(combinations(range(len(alone.attributes)), 2))
    collected = _logged_is_collected(alone, counts).state == COLLECTED
    both = [np.where(collected[:, one] & collected[:, other], COLLECTED, NOT_ASKED) for one, other in pairs]
    state = np.column_stack([alone.state, *both]).astype(np.int8)
    names = [_pair_name(alone, one, other, counts) for one, other in pairs]
    return _logged_is_collected(Plan((*alone.attributes, *names), state), counts)


def _pair_name(alone: Plan, one: int, other: int, counts: Counted) -> str:
    """The order in which the log declares the two."""
    first, second = alone.attributes[one], alone.attributes[other]
    turned = f"{second}{CROSS}{first}"
    return turned if turned in counts.attributes else f"{first}{CROSS}{second}"
