"""What the pages read of a past day: the store as it was known then, or today's knowledge about that day."""

from dataclasses import dataclass, replace

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.known_store import Cut
from dashboard.adapters.reported_store import last_entry
from dashboard.domain.charter import Charter
from dashboard.domain.wording import day, listed
from dashboard.services.known_counts import Counted, Until, store_known
from dashboard.services.screens.then import NOW, Then
from dashboard.services.sources import Sources

THEN = "then"


@dataclass(frozen=True, slots=True)
class Known:
    """Sources that read what was known.

    Attributes:
        key: what they are of, within one data version.
        entry: the ledger's last entry that counts.
        notes: what limits the answer, in sentences.
        ahead: use cases of whose decisions later days were known.
    """

    key: str
    sources: Sources
    entry: int
    notes: tuple[str, ...]
    ahead: frozenset[str] = frozenset()


def load_known(sources: Sources, then: Then, reading: str = THEN, use_cases: tuple[str, ...] = ()) -> Known:
    """The day of `then` as it was known at its end (`then`), or as it is known now (`now`), by the charter of then.

    Use cases and people are those of then in both. Decisions of later days are taken out of the months of `use_cases`
    too, which counts these anew.

    Raises:
        StoreUnusable: a batch is missing or was changed; says which.
    """
    reported = then.reported
    end = last_entry(sources.database, reported.run, then.asked)
    data = sources.database.data_version() if reading == NOW else end
    cut = Cut(end, data, reported.run, reported.held, reported.own)
    found = store_known(sources.database, DecisionStore(sources.store), cut, Until(then.asked, use_cases))
    known = replace(sources, database=found.database, charter=_charter(sources, then), as_of=then.asked)
    return Known(f"{then.key}/{reading}/{use_cases}", known, data, _notes(then, found, reading), found.ahead)


def _charter(sources: Sources, then: Then) -> Charter:
    """The charter of then, without its clauses where it is gone; groups that are too small today are not shown."""
    charter = then.charter or sources.charter.model_copy(update={"clauses": []})
    least = max(charter.defaults.min_display, sources.charter.defaults.min_display)
    return charter.model_copy(update={"defaults": charter.defaults.model_copy(update={"min_display": least})})


def _notes(then: Then, found: Counted, reading: str) -> tuple[str, ...]:
    said = []
    if then.charter is None:
        version = then.reported.run.charter_version
        said.append(f"Charter {version} of that day is no longer to be had: nothing is held against its lines here.")
    if found.later and reading != NOW:
        said.append(f"Days after {day(then.asked)}, which were stored already when this was assessed, are left out.")
    names = listed([then.title(name) for name in found.again[:3]])
    if found.again and reading != NOW:
        more = "" if len(found.again) <= 3 else f" and {len(found.again) - 3} more"
        said.append(f"Counted anew from the batches that were known: {names}{more}.")
    return tuple(said)
