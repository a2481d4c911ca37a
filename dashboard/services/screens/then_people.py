"""Who had which role on a past day, and how many accounts."""

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from dashboard.adapters.history import entries_until
from dashboard.services.screens.people import headline_of, in_order, people_table
from dashboard.services.screens.then import Then
from dashboard.services.screens.then_acts import acts_then
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class PeopleThen:
    """Everybody at the end of a day."""

    headline: str
    table: pd.DataFrame


def load_people_then(sources: Sources, then: Then) -> PeopleThen:
    """As the ledger's entries about people and accounts held them."""
    acts = acts_then(sources, then)
    entries = entries_until(sources.database, "identity", at=acts.at)
    linked = {one.entity_id: str(one.record["user_id"]) for one in entries if one.kind == "identity.linked"}
    newcomers = {one.entity_id for one in entries if one.kind == "identity.asked"} - linked.keys()
    people, accounts = in_order(acts.users.values()), Counter(linked.values())
    return PeopleThen(headline_of(people, accounts, len(newcomers)), people_table(people, accounts))
