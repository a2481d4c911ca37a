"""Gathers facts from a registry and from counts."""

from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd

from dashboard.domain.cases import CaseRegister
from dashboard.domain.charter import Charter, Clause
from dashboard.domain.counts import COUNTS, JOINT_KEYS, SINGLE_KEYS
from dashboard.domain.decision_windows import DecisionWindows
from dashboard.domain.facts import Facts, build_facts, existing
from dashboard.domain.findings import assess
from dashboard.domain.registry import Registry, UseCase
from dashboard.domain.roster import Roster
from dashboard.domain.statuses import Status


def no_windows() -> DecisionWindows:
    """Where no log was read."""
    return DecisionWindows(_nothing(SINGLE_KEYS), _nothing(JOINT_KEYS))


def facts_of(  # noqa: PLR0913  # one argument for each kind of proof
    registry: Registry,
    charter: Charter,
    as_of: date,
    windows: DecisionWindows,
    roster: Roster | None = None,
    *,
    cases: CaseRegister | None = None,
    now: datetime | None = None,
) -> Facts:
    """Facts of a registry at a date; `roster` is None where no staff was ever read, `cases` where no register was."""
    ids = [case.id for case in existing(registry, as_of)]
    rates = None if windows.interactions is None else windows.interactions.facts(ids, as_of)
    counted = windows.facts(charter, ids, as_of)
    return build_facts(registry, as_of, counted, roster, rates, cases=cases, now=now)


def clauses_that_apply(charter: Charter, use_case: UseCase, as_of: date) -> tuple[Clause, ...]:
    """The clauses that hold for one record at a date; those of which nobody can say whether they apply are among them.

    Its lifecycle counts as live, so that what applies in service is known before it goes there.
    """
    serving = use_case.model_copy(update={"lifecycle": "live", "registered_at": None, "go_live": None})
    found = assess(charter, build_facts(Registry(use_cases=[serving]), as_of), as_of).use_cases
    return tuple(
        clause for row, clause in enumerate(found.clauses) if found.says(row, 0)[0] is not Status.NOT_APPLICABLE
    )


def _nothing(keys: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=[*keys, *COUNTS]).astype(dict.fromkeys(COUNTS, "int64"))
