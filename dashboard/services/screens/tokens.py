"""Which programs may ask and push here: every token that was ever made, and whether it works."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd

from dashboard.adapters import repository
from dashboard.adapters import tokens_store as store
from dashboard.adapters.database import Database
from dashboard.domain.tokens import Token
from dashboard.domain.wording import day, plural
from dashboard.services.screens.words import moment

_COLUMNS = ["Token", "For what", "Stands for", "May", "Use cases", "State", "Until", "Last used", "Made by"]


@dataclass(frozen=True, slots=True)
class TokensList:
    """Tokens newest first; `working` are those that may still be revoked with effect."""

    headline: str
    working: tuple[Token, ...]
    table: pd.DataFrame


def load_tokens(database: Database) -> TokensList:
    """Read now and never kept: when a token was last used is no part of the data version."""
    now = datetime.now(UTC)
    with database.read() as connection:
        found, used = store.tokens(connection), store.last_uses(connection)
    titles = {user.id: user.title for user in repository.users(database)}
    working = tuple(one for one in found if one.stopped(now) is None)
    rows = [
        (one.id, one.name, titles.get(one.user, one.user), ", ".join(one.scopes), ", ".join(one.use_cases) or "all",
         _state(one, now), day(one.expires), moment(used[one.id]) if one.id in used else "never",
         titles.get(one.made_by, one.made_by))
        for one in found
    ]  # fmt: skip
    return TokensList(
        headline=f"{len(working)} of {plural(len(found), 'token')} working" if found else "none yet",
        working=working,
        table=pd.DataFrame(rows, columns=_COLUMNS),
    )


def _state(token: Token, now: datetime) -> str:
    if token.revoked_at is not None:
        return f"Revoked on {day(token.revoked_at)}"
    return "Expired" if token.stopped(now) else "Works"
