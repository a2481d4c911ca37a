"""What people do about cases: report one, record a step. Reporting is never held up by missing training."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from dashboard.adapters import cases_store as store
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.repository import use_case_in
from dashboard.domain.actors import Actor
from dashboard.domain.case_columns import COLUMNS, MAX_REASON, Zone, cell
from dashboard.domain.case_kinds import CLOSED, EXTENDED, FACTS, KINDS, OUTCOMES, REPORTED
from dashboard.domain.cases import Case, Fact, Step
from dashboard.domain.plain_text import shown
from dashboard.domain.texts import in_words
from dashboard.errors import InputRejected, NotFound, Problem
from dashboard.services.case_tasks import settle_cases
from dashboard.services.permissions import Verb, require
from dashboard.services.promise import charter_in
from dashboard.services.register import new_key
from dashboard.settings import load_settings

_NEEDS_REASON = {CLOSED: "why it is closed", EXTENDED: "why it is extended", FACTS: "what changed"}


@dataclass(frozen=True, slots=True)
class ReportCase:
    """Something happened: what, when somebody became aware of it (with a zone), and what is known about it."""

    kind: str
    what: str
    opened: datetime
    now: datetime
    use_case: str | None = None
    model_version: str | None = None
    channel: str | None = None
    subject: str | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class RecordStep:
    """What was done about a case, at a time with a zone; FACTS records what became known, or was wrong before."""

    case: str
    step: str
    at: datetime
    now: datetime
    reason: str = ""
    outcome: str | None = None
    told: bool = False
    facts: Mapping[str, Fact] = field(default_factory=dict)
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class CaseSaved:
    """Which case, and the data version."""

    case: str
    seq: int
    replayed: bool = False


def report_case(database: Database, command: ReportCase, actor: Actor) -> CaseSaved:
    """Open a case; its clocks run from `opened`, and what is due soon becomes a review item at once.

    Raises:
        NotPermitted, NotFound, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.REPORT)
    _refuse(_problems_of_report(command))
    what = in_words(command.what, "description of what happened")
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            name = next((name for entity, name in tx.written_before() if entity == store.ENTITY), "")
            return CaseSaved(name, tx.seq, replayed=True)
        if command.use_case is not None and use_case_in(tx.connection, command.use_case) is None:
            raise NotFound(f"There is no use case {shown(command.use_case)}. Nothing was saved.")
        case = _case(tx, command, what)
        store.add_cases(tx, [case])
        _settle(tx, command.now)
        return CaseSaved(case.id, tx.seq)


def record_step(database: Database, command: RecordStep, actor: Actor) -> CaseSaved:
    """Add a step to a case, or facts that became known.

    Raises:
        NotPermitted, NotFound, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.REPORT)
    reason = in_words(command.reason) if command.reason.strip() or command.step in _NEEDS_REASON else ""
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return CaseSaved(command.case, tx.seq, replayed=True)
        case = store.cases_by_id(tx.connection, [command.case]).get(command.case)
        if case is None:
            raise NotFound(f"There is no case {shown(command.case)}. Nothing was saved.")
        _refuse(_problems_of_step(command, case, reason))
        at = command.at.astimezone(UTC).replace(microsecond=0)
        step = Step(command.step, at, reason, command.outcome, told=command.told, facts=command.facts)
        store.add_steps(tx, {case.id: [step]}, kind="case.moved")
        _settle(tx, command.now)
        return CaseSaved(case.id, tx.seq)


def _settle(tx: Transaction, now: datetime) -> None:
    today = now.astimezone(UTC).date()
    settle_cases(tx, charter_in(tx, load_settings().charter, today), today, now)


def _case(tx: Transaction, command: ReportCase, what: str) -> Case:
    stem = f"{command.kind.replace('_', '-')}-{command.opened.astimezone(UTC):%Y}"
    number = store.next_number(tx.connection, stem)
    told = Step(REPORTED, command.now.astimezone(UTC).replace(microsecond=0), what)
    return Case(
        f"{stem}-{number:03d}", command.kind, command.opened.astimezone(UTC).replace(microsecond=0), command.use_case,
        command.model_version, command.channel, command.subject, dict(command.facts), (told,),
    )  # fmt: skip


def _refuse(problems: Iterator[Problem]) -> None:
    found = list(problems)
    if found:
        raise InputRejected("Nothing was saved.", found)


def _problems_of_report(command: ReportCase) -> Iterator[Problem]:
    if command.kind not in KINDS:
        yield Problem("kind", shown(command.kind), f"one of {', '.join(KINDS)}")
        return
    if command.opened > command.now:
        yield Problem("time", f"{command.opened:%Y-%m-%d %H:%M}", "a time that has come")
    yield from _facts(command.kind, command.facts)
    zone = Zone(command.now)
    for name in ("model_version", "channel", "subject"):
        text = getattr(command, name)
        expected = None if not text else cell(COLUMNS[name], text, zone)[1]
        if expected:
            yield Problem(name.replace("_", " "), shown(text), expected)


def _problems_of_step(command: RecordStep, case: Case, reason: str) -> Iterator[Problem]:
    kind = KINDS[case.kind]
    if command.step != FACTS and command.step not in kind.steps:
        yield Problem("step", shown(command.step), f"one of {', '.join(kind.steps)}")
    done = case.step(command.step)
    if done is not None and command.step != FACTS:
        yield Problem("step", f"{command.step} again", f"once; it was done on {done.at:%Y-%m-%d %H:%M} UTC")
    if not case.opened <= command.at <= command.now:
        expected = f"a time from {case.opened:%Y-%m-%d %H:%M} UTC to now"
        yield Problem("time", f"{command.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC", expected)
    decides = command.step == kind.decided != ""
    if decides and command.outcome not in OUTCOMES:
        yield Problem("outcome", shown(command.outcome), f"one of {', '.join(OUTCOMES)}")
    if not decides and command.outcome is not None:
        yield Problem("outcome", shown(command.outcome), "nothing: only a decision has one")
    if command.step == FACTS and not command.facts:
        yield Problem("facts", "none", "at least one that became known or changed")
    if len(reason) > MAX_REASON:
        yield Problem("reason", f"{len(reason):,} characters", f"at most {MAX_REASON:,}")
    yield from _facts(case.kind, command.facts)


def _facts(kind: str, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    known = KINDS[kind].known_facts
    for name, value in facts.items():
        if value not in known.get(name, ()):
            yield Problem(name, shown(value), f"a fact of {KINDS[kind].many}: {', '.join(known) or 'none'}")
