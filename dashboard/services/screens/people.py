"""Who may do what here: everybody with role and accounts, and who waits to be let in."""

from collections.abc import Iterable, Mapping, Sequence
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
    people = in_order(repository.users(sources.database))
    with sources.database.read() as connection:
        held, newcomers = store.accounts(connection), store.newcomers(connection)
        revisions = store.revisions_of_people(connection)
    accounts = {name: len(found) for name, found in held.items()}
    asked = [(one.says or "–", one.identity.subject, one.identity.issuer, moment(one.asked)) for one in newcomers]
    return PeoplePage(
        headline=headline_of(people, accounts, len(newcomers)),
        people=people,
        revisions=revisions,
        table=people_table(people, accounts),
        newcomers=newcomers,
        waiting=pd.DataFrame(asked, columns=["Calls themselves", "Subject", "Issuer", "Asked"]),
    )


def in_order(people: Iterable[User]) -> tuple[User, ...]:
    """People by role, then by title."""
    order = list(ROLE_WORDS)
    return tuple(sorted(people, key=lambda user: (order.index(user.role), user.title)))


def headline_of(people: Sequence[User], accounts: Mapping[str, int], newcomers: int) -> str:
    """How many are active, how many of them can sign in, and who waits at the door; `accounts` by user id."""
    active = [user for user in people if user.active]
    able = f"{sum(user.id in accounts for user in active)} of them with an account"
    wait = f", {plural(newcomers, 'newcomer')} at the door" if newcomers else ""
    return f"{len(active)} of {plural(len(people), 'person', 'people')} active, {able}{wait}"


def people_table(people: Sequence[User], accounts: Mapping[str, int]) -> pd.DataFrame:
    """A row each, with the number of accounts by user id."""
    rows = [
        (user.title, ROLE_WORDS[user.role], user.team or "–", "Active" if user.active else "Not active",
         accounts.get(user.id, 0))
        for user in people
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["Who", "Role", "Team", "State", "Accounts"])
