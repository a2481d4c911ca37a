"""What a draft of the charter would do, as a page and the command say it: a headline, and tables."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.domain.charter_trial import Trial
from dashboard.domain.draft_flips import WAYS, FindingFlip
from dashboard.domain.facts import Facts
from dashboard.domain.frameworks import Frameworks
from dashboard.services.screens.charter_trial_cases import cases_table
from dashboard.services.screens.charter_trial_tables import (
    clause_table,
    items_table,
    laws_table,
    required_table,
)
from dashboard.services.screens.charter_trial_words import headline, left_behind_words, told_words

ORGANISATION = "The organisation"
SPELLED = 12  # flips whose reasons a page spells out at once


@dataclass(frozen=True, slots=True)
class TrialView:
    """The answer in words; tables keep the id of the use case in a column `id` ("" for the organisation).

    Attributes:
        headline: what would happen, in two or three sentences.
        ways: how many findings go which way, in the order of WAYS.
        clauses: columns Clause, Title, Worse, Better, Comes in, Drops out, Findings; most findings first.
        use_cases: columns id, Use case, Now, Then, Worse, Better, Other, Clause; those of which anything flips.
        flips: columns id, Use case, Clause, Severity, Way, Now, Then; `reason_table` says why.
        items: columns id, Use case, Clause, Severity, What, For, Due.
        cases: columns case, Case, Use case, Way, Now, Then, Due now, Due then, For, Clause, Step.
        required: columns id, Use case, What, Asked by, Because, Enough on file,
            Needed by.
        left_behind: a sentence for each clause that goes while waivers or open items name it.
        laws: columns Law or standard, Article, Clauses now, Clauses then, Which now, Which then.
    """

    headline: str
    ways: tuple[int, ...]
    clauses: pd.DataFrame
    use_cases: pd.DataFrame
    flips: pd.DataFrame
    items: pd.DataFrame
    cases: pd.DataFrame
    required: pd.DataFrame
    laws: pd.DataFrame
    left_behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Which:
    """Flips of one use case ("" is the organisation), of one clause, of one way; None is all of them."""

    use_case: str | None = None
    clause: str | None = None
    way: str | None = None

    def has(self, flip: FindingFlip) -> bool:
        """Whether the flip is one of these."""
        told = (flip.use_case, flip.clause.id, flip.way)
        return all(
            asked in (None, own) for asked, own in zip((self.use_case, self.clause, self.way), told, strict=True)
        )


def view_of(trial: Trial, people: Mapping[str, str], frameworks: Frameworks | None) -> TrialView:
    """The trial in words.

    Args:
        trial: the answer.
        people: user id to what the screen calls them.
        frameworks: names of laws and standards, where the file is there.
    """
    names = {"": ORGANISATION, **names_of(trial.was.facts)}
    return TrialView(
        headline=headline(trial),
        ways=tuple(sum(flip.way == way for flip in trial.flips) for way in WAYS),
        clauses=clause_table(trial),
        use_cases=_use_cases(trial, names),
        flips=flip_table(trial, names),
        items=items_table(trial, names, people),
        cases=cases_table(trial.cases, names, people),
        required=required_table(trial, names),
        laws=laws_table(trial, frameworks),
        left_behind=tuple(map(left_behind_words, trial.left_behind)),
    )


def names_of(facts: Facts) -> dict[str, str]:
    """Use case to its title."""
    table = facts.use_cases.table
    return {one.id: str(one.title) for one in table.records}


def _use_cases(trial: Trial, names: Mapping[str, str]) -> pd.DataFrame:
    own = {one.use_case: one for one in trial.own}
    counted: dict[str, dict[str, int]] = {}
    for flip in trial.flips:
        ways = counted.setdefault(flip.use_case, dict.fromkeys(WAYS, 0))
        ways[flip.way] += 1
    rows = []
    for use_case in sorted({*counted, *own}, key=lambda one: (one not in own, names[one])):
        ways, moved = counted.get(use_case, dict.fromkeys(WAYS, 0)), own.get(use_case)
        status = (told_words(moved.was), told_words(moved.becomes)) if moved else ("unchanged", "unchanged")
        rows.append((use_case, names[use_case], *status, ways["worse"], ways["better"],
                     ways["comes in"] + ways["drops out"], (moved.clause if moved else None) or ""))  # fmt: skip
    return pd.DataFrame(rows, columns=["id", "Use case", "Now", "Then", "Worse", "Better", "Other", "Clause"])


def flip_table(trial: Trial, names: Mapping[str, str]) -> pd.DataFrame:
    """Every flip without its reasons: columns id, Use case, Clause, Severity, Way, Now, Then."""
    rows = [
        (flip.use_case, names[flip.use_case], flip.clause.id, flip.clause.severity.value, flip.way,
         told_words(flip.was), told_words(flip.becomes))
        for flip in _in_order(trial, names)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["id", "Use case", "Clause", "Severity", "Way", "Now", "Then"])


def reason_table(trial: Trial, which: Which | None = None, *, most: int | None = None) -> pd.DataFrame:
    """Flips with both reasons, which take a millisecond or more each: columns id, Use case, Clause, Way, Why now, Why
    then.

    Args:
        trial: the answer.
        which: of these alone.
        most: no more than so many.
    """
    names = {"": ORGANISATION, **names_of(trial.was.facts)}
    flips = [flip for flip in _in_order(trial, names) if which is None or which.has(flip)][:most]
    rows = [
        (flip.use_case, names[flip.use_case], flip.clause.id, flip.way,
         trial.was.words(flip, after=False), trial.now.words(flip, after=True))
        for flip in flips
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["id", "Use case", "Clause", "Way", "Why now", "Why then"])


def _in_order(trial: Trial, names: Mapping[str, str]) -> list[FindingFlip]:
    return sorted(trial.flips, key=lambda one: (WAYS.index(one.way), names[one.use_case], one.clause.id))
