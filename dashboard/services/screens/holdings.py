"""Everything that somebody here holds, for the page that hands it over."""

from dashboard.domain.wording import plural
from dashboard.services.hand_over import Belongings, belongings
from dashboard.services.sources import Sources


def load_holdings(sources: Sources, person: str) -> Belongings:
    """What would be handed over."""
    return belongings(sources.database, person)


def in_words(held: Belongings) -> str:
    """`12 use cases (11 owned, 2 overseen) and 5 review items`."""
    cases = len({*held.owned, *held.overseen})
    parts = f" ({len(held.owned)} owned, {len(held.overseen)} overseen)" if cases else ""
    return f"{plural(cases, 'use case')}{parts} and {plural(len(held.items), 'review item')}"
