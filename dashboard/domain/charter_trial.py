"""What another charter would do to the portfolio: which findings flip, which review items open or close, what people
would have to bring, which laws would be referred to. Pure: the same facts, held against two promises.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dashboard.domain.case_trial import CasePractice, CaseTrial, try_cases
from dashboard.domain.charter import Charter, Clause
from dashboard.domain.draft_flips import FindingFlip, OwnFlip, finding_flips, own_flips
from dashboard.domain.explanations import Spelled, spell
from dashboard.domain.facts import Facts, Terms
from dashboard.domain.findings import Assessment, Findings
from dashboard.domain.law_references import Referred, references_moved
from dashboard.domain.newly_required import Required, newly_required
from dashboard.domain.outcomes import NON_COMPLIANT, WATCH
from dashboard.domain.reviews import CLOSED, ReviewAction, ReviewItem, reconcile
from dashboard.domain.rollup import Portfolio, portfolio, roll_up
from dashboard.domain.verdict_rows import FindingRecord
from dashboard.domain.waivers import waived_until

Key = tuple[str, str]
_UNSPELLED = Spelled("", None, None)


@dataclass(frozen=True, slots=True)
class Held:
    """A charter with what it was found to be from these facts."""

    charter: Charter
    facts: Facts
    found: Assessment

    def words(self, flip: FindingFlip, *, after: bool) -> str:
        """The reason of a flipped finding under this charter; empty where it has no such clause."""
        at = flip.places[1 if after else 0]
        whole = not flip.use_case
        findings = self.found.organisation if whole else self.found.use_cases
        subject = self.facts.organisation if whole else self.facts.use_cases
        terms = Terms.of(self.charter, self.found.as_of)
        return "" if at < 0 else spell(findings, subject, terms, at, flip.row).reason


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A clause that goes, with the waivers in force and the open review items that name it."""

    clause: Clause
    waivers: int
    items: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The answer: what the draft would change, beside what is in force.

    Attributes:
        was, now: both charters with their findings; `now` holds every finding of the draft.
        flips: findings that would flip; `own` the use cases whose own status would.
        actions: what would be done to review items because of the draft, and not without it.
        required: documents and sign-offs that would newly be needed.
        laws: articles that would be referred to by other clauses.
        figures: of the portfolio, before and after.
        items: the review items that stand now.
        left_behind: clauses that the draft has no more, while waivers or open items name them.
        cases: single cases whose clocks would stand otherwise, and what would be done to their items.
    """

    was: Held
    now: Held
    flips: tuple[FindingFlip, ...]
    own: tuple[OwnFlip, ...]
    actions: tuple[ReviewAction, ...]
    required: tuple[Required, ...]
    laws: tuple[Referred, ...]
    figures: tuple[Portfolio, Portfolio]
    items: tuple[ReviewItem, ...]
    left_behind: tuple[LeftBehind, ...] = ()
    cases: CaseTrial = field(default_factory=CaseTrial)


def try_charter(was: Held, now: Held, items: Sequence[ReviewItem], known: CasePractice) -> Trial:
    """Compare two charters that were held against the same practice on the same day.

    Args:
        was: the charter in force.
        now: the draft.
        items: review items of findings that are not closed, or were closed lately.
        known: single cases and their items.
    """
    flips = finding_flips(was.found, now.found)
    return Trial(
        was=was,
        now=now,
        flips=flips,
        own=own_flips(was.found, now.found),
        actions=_actions(was, now, flips, items),
        required=newly_required(was.found, now.found),
        laws=references_moved(was.charter, now.charter),
        figures=(_figures(was.found), _figures(now.found)),
        items=(*items, *known.items),
        left_behind=tuple(_left_behind(was, now, items)),
        cases=try_cases(known, (was.charter, was.found), (now.charter, now.found)),
    )


def _left_behind(was: Held, now: Held, items: Sequence[ReviewItem]) -> Iterator[LeftBehind]:
    kept, table, longest = (
        {clause.id for clause in now.charter.clauses},
        was.facts.use_cases.table,
        was.charter.defaults,
    )
    for clause in was.charter.clauses:
        if clause.id not in kept:
            until = waived_until(table.records, [clause.id], was.found.as_of, longest.max_waiver)
            waivers = int((~np.isnat(until)).sum())
            named = sum(item.clause == clause.id and item.state != CLOSED for item in items)
            if waivers or named:
                yield LeftBehind(clause, waivers, named)


def _figures(found: Assessment) -> Portfolio:
    return portfolio(found, roll_up(found.use_cases))


def _actions(
    was: Held, now: Held, flips: tuple[FindingFlip, ...], items: Sequence[ReviewItem]
) -> tuple[ReviewAction, ...]:
    """What the next assessment would do under the draft and would not do under the charter in force."""
    moved = {flip.key for flip in flips} | set(_reweighed(was, now))
    gone = {clause.id for clause in was.charter.clauses} - {clause.id for clause in now.charter.clauses}
    moved |= {item.key for item in items if item.clause in gone}
    concerned = [item for item in items if item.key in moved]
    before, after = (_asked(held, moved, concerned) for held in (was, now))
    known = {_same(action) for action in before}
    return tuple(action for action in after if _same(action) not in known)


def _same(action: ReviewAction) -> tuple[Any, ...]:
    return action.step, action.item, action.use_case, action.clause, *(
        action.changes.get(name) for name in ("kind", "due", "severity")
    )  # fmt: skip


def _asked(held: Held, keys: set[Key], items: Sequence[ReviewItem]) -> tuple[ReviewAction, ...]:
    return reconcile(list(_records(held.found, keys)), items, held.found.as_of, owners=held.facts.owners)


def _records(found: Assessment, keys: set[Key]) -> Iterator[FindingRecord]:
    for findings, _ in found.parts():
        rows = {name: row for row, name in enumerate(findings.ids)}
        places = {clause.id: at for at, clause in enumerate(findings.clauses)}
        for use_case, name in sorted(keys):
            if use_case in rows and name in places:
                yield _record(findings, places[name], rows[use_case])


def _record(findings: Findings, at: int, row: int) -> FindingRecord:
    status, reason = findings.says(at, row)
    return FindingRecord(
        findings.ids[row], findings.clauses[at], status, reason, findings.waiver(at, row), _UNSPELLED
    )  # fmt: skip


def _reweighed(was: Held, now: Held) -> Iterator[Key]:
    """Findings that stay as they are, under a clause whose severity changed: another severity asks for other items."""
    known: Mapping[str, Clause] = {clause.id: clause for clause in was.charter.clauses}
    for findings, judged in now.found.parts():
        for at, clause in enumerate(findings.clauses):
            if clause.id in known and known[clause.id].severity != clause.severity:
                bad = judged & np.isin(findings.status[at], (NON_COMPLIANT, WATCH))
                yield from ((findings.ids[row], clause.id) for row in map(int, np.flatnonzero(bad)))
