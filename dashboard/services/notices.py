"""A notice is put on record: another version beside the former ones, never in their place."""

from dataclasses import dataclass, field
from datetime import date

from pydantic import ValidationError

from dashboard.adapters import repository
from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor
from dashboard.domain.notices import problems_of
from dashboard.domain.plain_text import shown
from dashboard.domain.registry import Notice
from dashboard.errors import NotFound, Problem, RegistryInvalid
from dashboard.services.permissions import Verb, require
from dashboard.services.register import ChangeUseCase, Saved, change_use_case, new_key


@dataclass(frozen=True, slots=True)
class PublishNotice:
    """What customers read on a channel from a day on; `kind` is `ai` or `privacy`."""

    use_case: str
    revision: int
    kind: str
    channel: str
    language: str
    version: str
    text: str
    live_from: date
    key: str = field(default_factory=new_key)


def publish_notice(database: Database, command: PublishNotice, actor: Actor) -> Saved:
    """Put another notice on record.

    Raises:
        NotPermitted, NotFound, ChangedSinceOpened, RegistryInvalid, StoreUnusable: nothing was written.
    """
    require(actor, Verb.CHANGE)
    found = repository.use_case_record(database, command.use_case)
    if found is None:
        raise NotFound(f"There is no use case {command.use_case}.")
    record, notice = found[0], _notice(command)
    if notice in (record.notices or []):  # a second click
        return Saved(database.data_version(), {record.id: found[1]}, replayed=True)
    if problems := problems_of(record, notice):
        raise RegistryInvalid("Nothing was saved.", problems)
    changed = record.model_copy(update={"notices": [*(record.notices or []), notice]})
    return change_use_case(database, ChangeUseCase(changed, command.revision, command.key), actor)


def _notice(command: PublishNotice) -> Notice:
    named = {name: getattr(command, name) for name in Notice.model_fields}
    try:
        return Notice.model_validate(
            {name: value.strip() if isinstance(value, str) else value for name, value in named.items()}
        )
    except ValidationError as refused:
        problems = [
            Problem(
                ".".join(map(str, one["loc"])),
                shown(one["input"]) if str(one["input"]).strip() else "nothing",
                _expected(one),
            )
            for one in refused.errors()
        ]
        raise RegistryInvalid("Nothing was saved.", problems) from None


def _expected(error: object) -> str:
    field_name = str(error["loc"][0]) if isinstance(error, dict) and error.get("loc") else ""
    return {
        "language": "a language such as de or en-GB", "channel": "an id of lower case letters, digits and dashes",
        "kind": "ai or privacy", "version": "a version of at most 60 characters", "text": "at most 4,000 characters",
    }.get(field_name, "a value that fits")  # fmt: skip
