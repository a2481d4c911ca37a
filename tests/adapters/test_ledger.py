"""The audit trail is canonical, chained, and remembers every record as it was."""

import hashlib
import json
import string
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from dashboard.adapters import ledger
from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.history import events_of, record_as_of, records_as_of
from dashboard.domain.actors import Actor
from dashboard.errors import InputRejected
from tests.databases import disarm

LETTERS = st.text(st.characters(exclude_categories=("C", "M")), max_size=20).map(
    lambda value: unicodedata.normalize("NFC", value)
)
NUMBERS = st.integers(-(2**53 - 1), 2**53 - 1) | st.floats(-1e15, 1e15)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | LETTERS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(LETTERS, inner, max_size=4),
    max_leaves=12,
)


def write_things(database: Database, actor: Actor, count: int = 5) -> None:
    """One event for each size, from 0 on."""
    for size in range(count):
        with database.write(actor) as tx:
            tx.append("thing.changed", "thing", "a", {"size": size})


@given(JSON)
@settings(max_examples=60)
def test_what_is_hashed_says_what_was_meant(value: Any) -> None:
    """Canonical JSON reads back as the value that went in."""
    body = ledger.canonical({"value": value})

    assert json.loads(body)["value"] == value
    assert ledger.canonical(json.loads(body)) == body


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), -float("inf"), 2**53, -(2**53), "\ud800", "a\x1b[31m", "a\x00", b"bytes", {1: "a"}],
    ids=repr,
)
def test_what_json_cannot_carry_exactly_is_refused(value: Any) -> None:
    """Nothing enters the chain that another program would read differently."""
    with pytest.raises(InputRejected):
        ledger.canonical({"value": value})


def test_deep_nesting_is_refused() -> None:
    """A record nested a thousand deep is an attack, not a record."""
    value: Any = 1
    for _ in range(1_000):
        value = [value]

    with pytest.raises(InputRejected, match="at most 50 levels"):
        ledger.canonical({"value": value})


def test_two_spellings_of_a_word_are_one() -> None:
    """é as one character or as e with an accent is the same text in the books."""
    assert ledger.canonical({"name": "caf\u00e9"}) == ledger.canonical({"name": "cafe\u0301"})


def test_the_hash_is_the_documented_one(database: Database, officer: Actor) -> None:
    """Anybody can compute it: SHA-256 over 0x00, the 32 bytes before, and the stored body."""
    write_things(database, officer, 2)
    rows = database.frame(text("SELECT prev, body, hash FROM events ORDER BY seq"))

    before = bytes(32)
    for row in rows.itertuples():
        assert bytes.fromhex(str(row.prev)) == before
        before = hashlib.sha256(b"\x00" + before + str(row.body).encode()).digest()
        assert row.hash == before.hex()


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE events SET body = replace(body, '\"size\":2', '\"size\":7') WHERE seq = 3",
        "UPDATE events SET actor = 'somebody' WHERE seq = 3",
        "UPDATE events SET revision = 30 WHERE seq = 3",
        "UPDATE events SET recorded_at = '2001-01-01 00:00:00.000000' WHERE seq = 3",
        "UPDATE events SET hash = replace(hash, substr(hash, 1, 4), 'beef') WHERE seq = 3",
        "UPDATE events SET prev = replace(prev, substr(prev, 1, 4), 'beef') WHERE seq = 3",
        "UPDATE events SET body = 'no json' WHERE seq = 3",
        "UPDATE events SET body = '[]' WHERE seq = 3",
        "DELETE FROM events WHERE seq = 3",
        "DELETE FROM events WHERE seq = 1",
        "UPDATE events SET seq = 9 WHERE seq = 5",
    ],
)
def test_tampering_is_found(database: Database, officer: Actor, tampering: str) -> None:
    """A changed, removed or moved event is named; only a cut tail needs a checkpoint kept elsewhere."""
    write_things(database, officer)
    assert verify_chain(database) == ()
    disarm(database)
    with database.writer.begin() as connection:
        connection.exec_driver_sql(tampering)

    assert verify_chain(database) != ()


def test_a_record_is_known_as_it_stood(database: Database, officer: Actor) -> None:
    """The past is read from the ledger, by data version or by time of recording."""
    write_things(database, officer)
    moments = [event.recorded_at for event in events_of(database, "thing", "a")][::-1]

    assert record_as_of(database, "thing", "a", at=2) == {"size": 1}
    assert record_as_of(database, "thing", "a", at=moments[3]) == {"size": 3}
    assert record_as_of(database, "thing", "a", at=moments[0] - timedelta(seconds=1)) is None
    assert record_as_of(database, "thing", "b", at=99) is None
    assert records_as_of(database, "thing", at=datetime.now(UTC)) == {"a": {"size": 4}}


def test_revisions_count_by_themselves(database: Database, officer: Actor) -> None:
    """An entity's events are numbered 1, 2, 3 where the service does not number them."""
    write_things(database, officer, 3)

    assert [event.revision for event in events_of(database, "thing", "a")] == [3, 2, 1]


@given(st.dictionaries(st.sampled_from(string.ascii_letters), NUMBERS, min_size=1))
@settings(max_examples=40)
def test_the_order_of_keys_does_not_matter(record: dict[str, Any]) -> None:
    """Two programs that list the same fields differently hash the same."""
    assert ledger.canonical(record) == ledger.canonical(dict(reversed(list(record.items()))))
