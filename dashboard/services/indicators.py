"""Takes in indicators from a file: the same figures do nothing, other figures of a period are a correction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dashboard.adapters import indicators_store as store
from dashboard.adapters.database import Database
from dashboard.adapters.repository import load_registry
from dashboard.adapters.staff_file import staff_table
from dashboard.domain.actors import Actor
from dashboard.domain.indicator_rows import read_indicator_rows
from dashboard.domain.indicators import Indicator
from dashboard.services.permissions import Verb, require
from dashboard.services.register import new_key
from dashboard.settings import Settings


@dataclass(frozen=True, slots=True)
class TakeInIndicators:
    """A file (CSV, XLSX) of indicators; no period in it may begin after `as_of`."""

    file: str | Path
    as_of: date
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class IndicatorsTaken:
    """What a file did; `corrected` are periods that had other figures before, which stay in the ledger."""

    file: str
    added: int = 0
    corrected: int = 0
    unchanged: int = 0
    replayed: bool = False


def take_in_indicators(
    database: Database, command: TakeInIndicators, actor: Actor, settings: Settings
) -> IndicatorsTaken:
    """Read a whole file and store it, or say everything that is wrong with it.

    Raises:
        NotPermitted, PathRefused, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.INDICATORS)
    name, _, cells = staff_table(command.file, settings.read_from, max_mb=settings.max_upload_mb)
    known = {case.id for case in load_registry(database).use_cases}
    given = read_indicator_rows(*cells, known=known, as_of=command.as_of)
    return record_indicators(database, given, name, actor, key=command.key)


def record_indicators(
    database: Database, given: Sequence[Indicator], source: str, actor: Actor, *, key: str
) -> IndicatorsTaken:
    """Store indicators that were read already; nothing is written where all of them are as they were.

    Raises:
        NotPermitted, StoreUnusable: nothing was written.
    """
    require(actor, Verb.INDICATORS)
    with database.read() as connection:
        held = {one.indicator.key: one.indicator for one in store.stored_indicators(connection)}
    if all(held.get(one.key) == one for one in given):
        return IndicatorsTaken(source, unchanged=len(given))
    with database.write(actor, key) as tx:
        if tx.replayed:
            return IndicatorsTaken(source, replayed=True)
        added, corrected, unchanged = store.save_indicators(tx, given, source)
    return IndicatorsTaken(source, added, corrected, unchanged)
