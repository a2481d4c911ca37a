"""How somebody is told, and which services of the organisation are; addresses are read anew each time, never kept."""

from dataclasses import dataclass

import pandas as pd

from dashboard.adapters import feeds_store, letters_store, repository
from dashboard.adapters import telling_store as store
from dashboard.domain.feeds import Feed
from dashboard.domain.letters import person_key, webhook_key
from dashboard.domain.telling import KINDS, Cadence, Telling, Webhook
from dashboard.domain.wording import day
from dashboard.services.letters import recipients
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class TellingPage:
    """The page; `mail` is whether a mail server is set up, `feed` the calendar address that works."""

    headline: str
    mine: Telling
    webhooks: tuple[Webhook, ...]
    table: pd.DataFrame
    mail: bool
    feed: Feed | None


def load_telling(sources: Sources, user_id: str, *, mail: bool) -> TellingPage:
    """Somebody's own choice, and every webhook by name, host and rhythm; never the rest of its address."""
    with sources.database.read() as connection:
        mine, webhooks = store.telling_of(connection, user_id), store.webhooks(connection)
        feed = feeds_store.feed_of(connection, user_id)
    rows = [(one.name, KINDS[one.kind], one.host, one.wish.words) for one in webhooks]
    table = pd.DataFrame(rows, columns=["Name", "Form", "Host", "Told"])
    return TellingPage(_headline(mine), mine, webhooks, table, mail, feed if feed and feed.works else None)


def _headline(mine: Telling) -> str:
    if mine.wish.cadence is Cadence.OFF:
        return "You are told only what is critical, at once" if mine.wish.at_once else "You are told nothing by mail"
    return f"You are told {mine.wish.words[:1].lower()}{mine.wish.words[1:]}"


def load_undelivered(sources: Sources) -> tuple[str, ...]:
    """A sentence for each person and service who wants to be told and whose newest letter was given up."""
    with sources.database.read() as connection:
        lost, hooks = letters_store.undelivered(connection), store.webhooks(connection)
    if not lost:
        return ()
    wanting = {one.key for one in recipients(sources.database, mail=True)}
    names = {person_key(user.id): user.title for user in repository.users(sources.database)}
    names |= {webhook_key(one.id): f"the webhook {one.name}" for one in hooks}
    return tuple(
        f"The letter of {day(one.day)} to {names[one.recipient]} could not be delivered: {one.problem} "
        "What it told comes in the next one."
        for one in lost
        if one.recipient in names and one.recipient in wanting
    )
