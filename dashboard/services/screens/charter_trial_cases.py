"""What a draft of the charter would do to single cases, as a page and the command say it."""

from collections.abc import Mapping

import pandas as pd

from dashboard.domain.case_clocks import STANDING
from dashboard.domain.case_promises import Clock
from dashboard.domain.case_trial import CASE_WAYS, CaseFlip, CaseTrial, CaseWay
from dashboard.domain.field_words import plain_field
from dashboard.domain.wording import listed, plural, sentence_case

_SAID: Mapping[CaseWay, str] = {
    "newly late": "would newly be late", "no longer late": "would no longer be late",
    "newly asked": "would newly have a clock", "no longer asked": "would have one clock less",
    "due earlier": "would be due earlier", "due later": "would be due later", "other": "would stand otherwise",
}  # fmt: skip
NO_CLOCK, NO_USE_CASE = "not asked", "no use case named"


def cases_table(trial: CaseTrial, names: Mapping[str, str], people: Mapping[str, str]) -> pd.DataFrame:
    """Clocks of cases that would stand otherwise: columns case, Case, Use case, Way, Now, Then, Due now,
    Due then, For, Clause, Step.
    """
    rows = [
        (flip.case.id, flip.case.called, _about(flip.case.use_case, names), flip.way, _stands(flip.was),
         _stands(flip.becomes), _due(flip.was), _due(flip.becomes), _whose(flip, trial, people), flip.clause.id,
         plain_field(flip.step))
        for flip in trial.flips
    ]  # fmt: skip
    columns = ["case", "Case", "Use case", "Way", "Now", "Then", "Due now", "Due then", "For", "Clause", "Step"]
    return pd.DataFrame(rows, columns=columns)


def _about(use_case: str | None, names: Mapping[str, str]) -> str:
    return names.get(use_case, use_case) if use_case else NO_USE_CASE


def _stands(clock: Clock | None) -> str:
    return NO_CLOCK if clock is None else STANDING[clock.code]


def _due(clock: Clock | None) -> str:
    return "" if clock is None else clock.until


def _whose(flip: CaseFlip, trial: CaseTrial, people: Mapping[str, str]) -> str:
    owner = (trial.owners or {}).get(flip.case.use_case or "")
    return people.get(owner, owner) if owner else "nobody yet"


def cases_words(trial: CaseTrial) -> str:
    """How many cases go which way, and how many of these are open, in one sentence; empty where none does."""
    parts = [_counted(trial, way) for way in CASE_WAYS if any(flip.way == way for flip in trial.flips)]
    return f"{sentence_case(listed(parts))}." if parts else ""


def _counted(trial: CaseTrial, way: CaseWay) -> str:
    mine = [flip for flip in trial.flips if flip.way == way]
    cases, waiting = ({flip.case.id for flip in mine if flip.open or not only} for only in (False, True))
    open_ = "" if cases == waiting else f" ({len(waiting):,} of them open)" if waiting else " (closed by now)"
    return f"{plural(len(cases), 'case')}{open_} {_SAID[way]}"
