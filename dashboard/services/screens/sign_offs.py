"""The sign-offs that clauses ask of one use case: who may give them, when the next is due, what was looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.adapters import approvals_store, repository
from dashboard.adapters.findings_store import statuses_of
from dashboard.domain.actors import Actor
from dashboard.domain.checks import SignOffCheck
from dashboard.domain.field_words import plain_words
from dashboard.domain.registry import SignOff, UseCase
from dashboard.domain.statuses import Status
from dashboard.domain.wording import day, named
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.words import away
from dashboard.services.sign_off import NOTHING_TO_SIGN, roles_of, sign_off_checks, signers
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class AskedSignOff:
    """A kind of statement that clauses ask for.

    Attributes:
        due: the day after which the newest one has lapsed; None where none counts or none lapses.
        said: when it is due, in words.
        may_sign: titles of those who may sign it.
        roles: roles whose signature counts.
    """

    kind: str
    title: str
    clauses: tuple[str, ...]
    due: date | None
    said: str
    overdue: bool
    may_sign: tuple[str, ...]
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class SignOffPage:
    """The part of a use case's page about sign-offs; `table` is newest first, `involved` user id to how."""

    use_case: str
    revision: int
    asked: tuple[AskedSignOff, ...]
    involved: Mapping[str, str]
    table: pd.DataFrame

    def signs(self, actor: Actor) -> tuple[AskedSignOff, ...]:
        """What this person may sign."""
        if actor.user_id in self.involved or not may(actor, Verb.SIGN):
            return ()
        return tuple(one for one in self.asked if actor.role.value in one.roles)


def load_sign_offs(sources: Sources, use_case_id: str) -> SignOffPage | None:
    """The sign-offs of one use case; None where there is no such use case."""
    people = repository.users(sources.database)
    titles = {user.id: user.title for user in people}
    with sources.database.read() as connection:
        found = repository.use_case_in(connection, use_case_id)
        if found is None:
            return None
        use_case, revision = found
        involved = approvals_store.involved_now(connection, use_case_id, use_case.owner)
        statuses = statuses_of(connection, use_case_id)
    wanted: dict[str, list[tuple[str, SignOffCheck]]] = {}
    for clause, check in sign_off_checks(sources.charter):
        if statuses.get(clause) != Status.NOT_APPLICABLE and use_case.lifecycle not in NOTHING_TO_SIGN:
            wanted.setdefault(check.sign_off, []).append((clause, check))
    able = {kind: roles_of(sources.charter, kind) for kind in wanted}
    may_sign = {kind: tuple(user.title for user in signers(people, involved, roles)) for kind, roles in able.items()}
    asked = [
        _asked(kind, pairs, use_case, sources.as_of, may_sign=may_sign[kind], roles=able[kind])
        for kind, pairs in wanted.items()
    ]
    asked.sort(key=lambda one: (one.due or date.max, one.title))
    return SignOffPage(use_case_id, revision, tuple(asked), involved, _table(use_case, titles))


def _asked(  # noqa: PLR0913  # what is asked, of which record, on which day, and of whom
    kind: str,
    pairs: list[tuple[str, SignOffCheck]],
    use_case: UseCase,
    as_of: date,
    *,
    may_sign: tuple[str, ...],
    roles: frozenset[str],
) -> AskedSignOff:
    due = _due(use_case, [check for _, check in pairs])
    said, over = _said(due, kind, use_case, as_of), due is not None and due < as_of
    return AskedSignOff(kind, named(kind), tuple(clause for clause, _ in pairs), due, said, over, may_sign, roles)


def _due(use_case: UseCase, checks: list[SignOffCheck]) -> date | None:
    """The soonest day on which the newest signature that counts for a check lapses."""
    ends = []
    for check in checks:
        age = check.max_age.get(str(use_case.risk_tier)) if isinstance(check.max_age, dict) else check.max_age
        newest = max((one.on for one in use_case.sign_offs if _counts(one, check, use_case)), default=None)
        if age is not None and newest is not None:
            ends.append(age.after(newest))
    return min(ends, default=None)


def _counts(signed: SignOff, check: SignOffCheck, use_case: UseCase) -> bool:
    excluded = getattr(use_case, check.not_by, None) if check.not_by else None
    right = not check.by_role or signed.role in check.by_role
    return signed.kind == check.sign_off and right and signed.by != excluded


def _said(due: date | None, kind: str, use_case: UseCase, as_of: date) -> str:
    if due is not None:
        return f"next due {day(due)}, {away(due, as_of)}"
    signed = [one.on for one in use_case.sign_offs if one.kind == kind]
    return f"last signed {day(max(signed))}" if signed else "nobody has signed it yet"


def _table(use_case: UseCase, titles: Mapping[str, str]) -> pd.DataFrame:
    signed = sorted(use_case.sign_offs, key=lambda one: one.on, reverse=True)
    return pd.DataFrame(
        {
            "Statement": [named(one.kind) for one in signed],
            "By": [titles.get(one.by, one.by) for one in signed],
            "Role": [plain_words(one.role or "unknown") for one in signed],
            "On": [one.on for one in signed],
            "What was looked at": [one.looked_at or "not recorded" for one in signed],
        }
    )
