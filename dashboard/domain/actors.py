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
    """An immutable user id in a role.

    Attributes:
        authenticated: somebody proved to be this person; False for the local role switch.
        fresh: the proof is young enough to decide by; there is none to ask for in local mode.
    """

    user_id: str
    role: Role
    authenticated: bool = False
    fresh: bool = True


SYSTEM = Actor("system", Role.SYSTEM)
