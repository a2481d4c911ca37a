"""An inventoried use case becomes one of ours: what its team answers is added, and from then on it is judged.

Nothing is guessed: whatever neither the register nor the team says stays unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal

from pydantic import ValidationError

from dashboard.adapters import repository
from dashboard.adapters.approvals_store import note_involvement
from dashboard.adapters.database import Database, Transaction
from dashboard.domain.acceptance import accept_use_case
from dashboard.domain.actors import Actor
from dashboard.domain.approvals import STOPPING_TIERS
from dashboard.domain.plain_text import shown
from dashboard.domain.record_edits import fill
from dashboard.domain.registry import UseCase
from dashboard.errors import ChangedSinceOpened, Conflict, NotFound, Problem, RegistryInvalid
from dashboard.services.gates import refuse_untrained_holders
from dashboard.services.new_records import refuse_decided
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key


@dataclass(frozen=True, slots=True)
class OnboardUseCase:
    """Which use case, as which revision it was opened, and what is known beyond the register.

    Attributes:
        use_case: id of an inventoried use case.
        revision: the one that the answers were given for; None takes the stored one, for the command line.
        lifecycle: `draft`, or `live` for a system that serves customers already.
        fields: path to answer, such as `owner` or `overseer.stop_authority`; text is read as the field wants it.
        day: when it is onboarded; it counts as registered then unless the register says when.
    """

    use_case: str
    revision: int | None = None
    lifecycle: Literal["draft", "live"] = "draft"
    fields: Mapping[str, Any] = field(default_factory=dict)
    day: date = field(default_factory=lambda: datetime.now(UTC).date())
    key: str = field(default_factory=new_key)


def onboard_use_case(database: Database, command: OnboardUseCase, actor: Actor) -> Saved:
    """Take an inventoried use case into the portfolio, with one event.

    Raises:
        NotPermitted, NotFound, ChangedSinceOpened, Conflict, RegistryInvalid, StoreUnusable: Nothing was written.
    """
    require(actor, Verb.CHANGE)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return Saved(tx.seq, repository.revisions(tx.connection, [command.use_case]), replayed=True)
        found = _inventoried(tx, command)
        accepted = accept_use_case(_onboarded(found, command))
        refuse_decided(actor, [(found.model_copy(update={"lifecycle": accepted.lifecycle}), accepted)])
        refuse_untrained_holders(tx, [(found, accepted)])
        note_involvement(tx, accepted.id, accepted.owner)
        saved = repository.save_use_cases(tx, [accepted], kind="use_case.onboarded")
        return Saved(tx.seq, saved)


def _inventoried(tx: Transaction, command: OnboardUseCase) -> UseCase:
    found = repository.use_case_in(tx.connection, command.use_case)
    if found is None:
        raise NotFound(f"There is no use case {shown(command.use_case)}.")
    use_case, revision = found
    if command.revision not in (None, revision):
        raise ChangedSinceOpened(
            f"Use case {use_case.id} has changed since you opened it (you have revision {command.revision}, it is now "
            f"{revision}). Nothing was saved; look at the new version, then onboard it."
        )
    if use_case.lifecycle != "inventoried":
        raise Conflict(f"Use case {use_case.id} is {use_case.lifecycle}: it was onboarded before. Nothing was saved.")
    return use_case


def _onboarded(use_case: UseCase, command: OnboardUseCase) -> UseCase:
    record = repository.whole_record(use_case)
    problems = [problem for path, value in command.fields.items() if (problem := fill(record, path, value))]
    record["lifecycle"] = command.lifecycle
    record.setdefault("registered_at", command.day.isoformat())
    if command.lifecycle == "live" and "go_live" not in record:
        problems.append(Problem("go_live", "nothing", "the day of its first customer, for a use case that is live"))
    try:
        onboarded = UseCase.model_validate(record)
    except ValidationError as refused:
        problems += [
            Problem(".".join(map(str, one["loc"])), shown(one["input"]), one["msg"]) for one in refused.errors()
        ]
    if not problems and command.lifecycle == "live" and onboarded.risk_tier in STOPPING_TIERS:
        problems.append(Problem("risk_tier", str(onboarded.risk_tier), "another tier, for a use case that goes live"))
    problems += _ahead(record, command)
    if problems:
        raise RegistryInvalid(f"Use case {use_case.id} was not onboarded.", problems)
    return onboarded


def _ahead(record: Mapping[str, Any], command: OnboardUseCase) -> list[Problem]:
    """Days that clauses count from and that would lie ahead: nothing would be asked for until then."""
    past = ("registered_at", "go_live") if command.lifecycle == "live" else ("registered_at",)
    return [Problem(name, str(record[name]), f"{command.day} or an earlier day")
            for name in past if str(record.get(name) or "") > command.day.isoformat()]  # fmt: skip
