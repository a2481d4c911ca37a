"""Who acts: a person in a role, or the dashboard itself for its daily task."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do; `system` is the dashboard's own daily task and command line."""

    OFFICER = "officer"
    DEPUTY = "deputy"
    TEAM_LEAD = "team_lead"
    AUDITOR = "auditor"
    READER = "reader"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """An immutable user id in a role; `authenticated` is False for the local role switch."""

    user_id: str
    role: Role
    authenticated: bool = False


SYSTEM = Actor("system", Role.SYSTEM)
