"""Whether somebody is still who a page took them for: asked inside every write, so that no open page outlives a role.

Somebody whom the store does not know may write only without sign-in, where anybody may take any role.
"""

from sqlalchemy import Connection, select

from dashboard.adapters.tables import UserRow
from dashboard.domain.actors import Actor, Role
from dashboard.errors import NotPermitted

_USERS = UserRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it


def refuse_unless_current(connection: Connection, actor: Actor) -> None:
    """Let through who is active and has the role they act in, at this moment.

    Raises:
        NotPermitted: Deactivated, given another role, or signed in and not known.
    """
    if actor.role is Role.SYSTEM:
        return
    known = select(_USERS.c.title, _USERS.c.role, _USERS.c.active).where(_USERS.c.id == actor.user_id)
    person = connection.execute(known).first()
    if person is None and actor.authenticated:
        raise NotPermitted("You are signed in, but nobody has let you in here. Nothing was saved.")
    if person is None:
        return
    if not person.active:
        raise NotPermitted(f"{person.title} is no longer active here. Nothing was saved.")
    if person.role != actor.role:
        now, before = (role.replace("_", " ") for role in (person.role, actor.role.value))
        raise NotPermitted(
            f"{person.title} now has the role {now}, no longer {before}. Nothing was saved: open the page again."
        )
