"""Who may do what here: everybody with role and accounts, and who waits to be let in."""

from dataclasses import dataclass

import pandas as pd

from dashboard.adapters import identities_store as store
from dashboard.adapters import repository
from dashboard.adapters.identities_store import Newcomer
from dashboard.domain.users import User
from dashboard.domain.wording import plural
from dashboard.services.screens.frame import ROLE_WORDS
from dashboard.services.screens.words import moment
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The page; people by role, newcomers by how long they wait."""

    headline: str
    people: tuple[User, ...]
    revisions: dict[str, int]
    table: pd.DataFrame
    newcomers: tuple[Newcomer, ...]
    waiting: pd.DataFrame


def load_people(sources: Sources) -> PeoplePage:
    """Everybody here, and everybody at the door."""
    order = list(ROLE_WORDS)
    people = sorted(repository.users(sources.database), key=lambda user: (order.index(user.role), user.title))
    with sources.database.read() as connection:
        accounts, newcomers = store.accounts(connection), store.newcomers(connection)
        revisions = store.revisions_of_people(connection)
    active = [user for user in people if user.active]
    able = f"{sum(user.id in accounts for user in active)} of them with an account"
    wait = f", {plural(len(newcomers), 'newcomer')} at the door" if newcomers else ""
    rows = [
        (user.title, ROLE_WORDS[user.role], user.team or "–", "Active" if user.active else "Not active",
         len(accounts.get(user.id, [])))
        for user in people
    ]  # fmt: skip
    asked = [(one.says or "–", one.identity.subject, one.identity.issuer, moment(one.asked)) for one in newcomers]
    return PeoplePage(
        headline=f"{len(active)} of {plural(len(people), 'person', 'people')} active, {able}{wait}",
        people=tuple(people),
        revisions=revisions,
        table=pd.DataFrame(rows, columns=["Who", "Role", "Team", "State", "Accounts"]),
        newcomers=newcomers,
        waiting=pd.DataFrame(asked, columns=["Calls themselves", "Subject", "Issuer", "Asked"]),
    )
