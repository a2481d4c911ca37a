"""What has happened, who did it, and when? The ledger as sentences, over everything it holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.adapters.queries import ledger as query
from dashboard.adapters.queries.ledger import Wanted
from dashboard.adapters.queries.use_case import people as titles_of_people
from dashboard.adapters.queries.use_case import titles
from dashboard.domain.wording import named
from dashboard.services.screens.history_words import Names, entry_words, who
from dashboard.services.screens.words import event_words, moment
from dashboard.services.sources import Sources

__all__ = ["HistoryPage", "Wanted", "as_csv_table", "load_history"]
PAGE = 50


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """One page of entries, and what can be filtered by.

    Attributes:
        entries: `Entry` (a number), `What happened`, `Who`, `When`, newest first.
        found: how many entries fit on all pages.
        events: how many there are in all.
        actors, kinds, entities: value to words, in the order of the words.
    """

    entries: pd.DataFrame
    found: int
    events: int
    actors: Mapping[str, str]
    kinds: Mapping[str, str]
    entities: Mapping[str, str]

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.found // PAGE))


def load_history(sources: Sources, wanted: Wanted, page: int = 1) -> HistoryPage:
    """The entries that fit; a page beyond the last is the last."""
    database, names = sources.database, _names(sources)
    found, choices = query.count_entries(database, wanted), query.choices(database)
    last = max(1, -(-found // PAGE))
    rows = query.entries(database, wanted, limit=PAGE, offset=PAGE * (min(max(page, 1), last) - 1))
    return HistoryPage(
        entries=_table(rows, names),
        found=found,
        events=database.data_version(),
        actors=_worded(choices["actor"], names.person),
        kinds=_worded(choices["kind"], event_words),
        entities=_worded(choices["entity"], named),
    )


def as_csv_table(sources: Sources, wanted: Wanted) -> pd.DataFrame:
    """Every entry that fits, with what identifies it and its hash; role and sign-in as they were recorded."""
    rows = query.entries(sources.database, wanted)
    facts = pd.DataFrame(
        {
            "Recorded at (UTC)": [pd.Timestamp(at).isoformat() for at in rows["recorded_at"]],
            "User id": rows["actor"], "Role": rows["role"],
            "Signed in": ["yes" if yes else "no" for yes in rows["authenticated"]],
            "Kind": rows["kind"], "Thing": rows["entity"], "Thing id": rows["entity_id"],
            "Revision": rows["revision"], "Hash": rows["hash"],
        }
    )  # fmt: skip
    return pd.concat([_table(rows, _names(sources)), facts], axis="columns")


def _names(sources: Sources) -> Names:
    cases = titles(sources.database)
    return Names(titles_of_people(sources.database), dict(zip(cases["id"], cases["title"], strict=True)))


def _worded(values: list[str], words: Callable[[str], str]) -> dict[str, str]:
    return dict(sorted(((value, words(value)) for value in values), key=lambda pair: pair[1].lower()))


def _table(rows: pd.DataFrame, names: Names) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Entry": [int(seq) for seq in rows["seq"]],
            "What happened": [entry_words(row, names) for row in rows.itertuples()],
            "Who": [who(row, names) for row in rows.itertuples()],
            "When": [moment(pd.Timestamp(at).to_pydatetime()) for at in rows["recorded_at"]],
        },
        columns=["Entry", "What happened", "Who", "When"],
    )
