"""Making a pack is an event: who may, what is kept of it, and what the next one compares itself with."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from dashboard.adapters.charter_file import load_charter, load_frameworks
from dashboard.adapters.database import Database
from dashboard.adapters.history import events_of
from dashboard.adapters.packs import BOARD, PACK, last_board_pack
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.errors import InputRejected, NotPermitted
from dashboard.services.board_pack import MADE, RecordPack, record_pack
from dashboard.services.screens.board_pack import BoardPack, load_board_pack
from dashboard.services.sources import Sources
from dashboard.settings import load_settings
from tests.portfolio import plant

DAY = date(2026, 11, 23)
OFFICER = Actor("ethics-officer", Role.OFFICER)
Packed = Callable[[date], BoardPack]


@pytest.fixture
def packed(database: Database) -> Packed:
    """The pack of a day over 24 use cases in service that were assessed on DAY."""
    settings = load_settings()
    charter, laws = load_charter(settings.charter), load_frameworks(settings.frameworks)
    plant(database, charter, as_of=DAY, live=24, inventoried=6)
    return lambda day: load_board_pack(Sources(database, charter, laws, settings.decision_store, day), "ab12cd-ef34")


def test_a_pack_is_an_event_with_its_hash(database: Database, packed: Packed) -> None:
    """The ledger keeps the day, the entry it tells of, the statuses that it told, and the SHA-256 of each file."""
    pack, before = packed(DAY), database.data_version()
    record_pack(database, RecordPack(pack, {"pdf": b"abc"}), OFFICER)
    last = last_board_pack(database, before=DAY + timedelta(days=1))

    assert [(one.kind, one.actor) for one in events_of(database, PACK, BOARD)] == [(MADE, "ethics-officer")]
    assert last is not None
    assert (last.as_of, last.entry, last.breaches) == (DAY, before, pack.statuses.breaches)
    assert sum(last.statuses.values()) == 24
    with database.read() as connection:
        body = connection.exec_driver_sql("SELECT body FROM events ORDER BY seq DESC LIMIT 1").scalar()
    assert "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" in str(body)


def test_a_second_click_records_nothing_new(database: Database, packed: Packed) -> None:
    """The same command twice is one event."""
    command = RecordPack(packed(DAY), {"pdf": b"abc"}, "one-click")
    record_pack(database, command, OFFICER)

    assert record_pack(database, command, OFFICER).replayed
    assert len(events_of(database, PACK, BOARD)) == 1


@pytest.mark.parametrize("role", [Role.TEAM_LEAD, Role.AUDITOR, Role.READER])
def test_whoever_may_not_is_told_who_may(database: Database, packed: Packed, role: Role) -> None:
    """Team leads and those who only read make no pack."""
    pack = packed(DAY)
    with pytest.raises(NotPermitted, match=r"may not make packs for the board\. The officer and the deputy may\."):
        record_pack(database, RecordPack(pack, {"pdf": b"abc"}), Actor("somebody", role))
    assert last_board_pack(database, before=date.max) is None


def test_the_next_pack_compares_with_the_last_of_an_earlier_day(database: Database, packed: Packed) -> None:
    """A second copy of today's pack compares with the same one as the first; tomorrow's compares with today's."""
    record_pack(database, RecordPack(packed(DAY), {"pdf": b"abc"}), SYSTEM)
    again, next_day = packed(DAY), packed(DAY + timedelta(days=1))

    assert again.last is None
    assert next_day.last is not None
    assert (next_day.since, next_day.last.as_of) == (DAY, DAY)
    assert next_day.changes == ()
    assert next_day.headline.endswith(", as on 23 Nov 2026")


def test_a_pack_of_a_day_before_the_assessment_is_refused(packed: Packed) -> None:
    """Findings of a later day are not told as of an earlier one."""
    with pytest.raises(InputRejected, match="expected 23 Nov 2026 or later"):
        packed(DAY - timedelta(days=1))


def test_every_breach_has_a_plan_or_says_that_there_is_none(packed: Packed) -> None:
    """Gravest first, each with its review item, who has it and by when."""
    breaches = packed(DAY).breaches

    assert len(breaches) >= 3
    order = ["critical", "high", "medium", "low"]
    ranks = [order.index(one.severity) for one in breaches]
    assert ranks == sorted(ranks)
    assert all(one.item.startswith("RI-") or one.with_whom == "no review item yet" for one in breaches)
    assert all(one.overdue == (one.due is not None and one.due < DAY) for one in breaches)
