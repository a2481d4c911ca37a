"""An answer to "what if" is attached to a review item whole, once, and can be told from one that was changed."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.queries.review_items import notes
from dashboard.domain.answers import Answer, digest_of
from dashboard.errors import ChangedSinceOpened, InputRejected, NotFound, NotPermitted
from dashboard.services.answers import AttachAnswer, attach_answer
from dashboard.services.screens.answers import load_attached
from dashboard.services.sources import Sources
from tests.assessing import AS_OF
from tests.databases import disarm
from tests.services.test_reviews import OFFICER, PROMISE, READER, assess

ANSWER = Answer(
    kind="charter_draft",
    question={"draft": "d1", "text": "format: 1"},
    query={"draft": "d1"},
    command="python -m dashboard charter try FILE",
    as_of=AS_OF,
    data_version=3,
    said="Two findings would flip.",
    result={"findings": [{"use_case": "u", "share": 0.25}], "näme": "é"},
)


@pytest.fixture
def opened(database: Database) -> Database:
    """A store with one open item, number 1, at revision 1."""
    assess(database)
    return database


def command(**changes: Any) -> AttachAnswer:
    """Attach the answer to the first item."""
    return replace(AttachAnswer(1, ANSWER, "Shows what a stricter line does", 1, AS_OF, key="k"), **changes)


def sources(database: Database) -> Sources:
    """What a page reads from."""
    return Sources(database, PROMISE, None, Path(), AS_OF)


def test_an_answer_is_attached_whole(opened: Database) -> None:
    """Question, data version, sentence, result and digest come back as they went in, and a note says so."""
    saved = attach_answer(opened, command(), OFFICER)
    (found,) = load_attached(sources(opened), 1)
    assert (saved.revision, found.kind, found.name, found.said) == (2, "charter_draft", "Charter draft", ANSWER.said)
    assert (found.data_version, found.as_of, found.intact) == (3, AS_OF, True)
    assert found.newer == opened.data_version() - 3
    stored = json.loads(found.file)
    assert Answer.of(stored) == ANSWER
    assert stored["digest"] == ANSWER.digest
    assert notes(opened, 1)["text"].tolist()[-1] == (
        "Shows what a stricter line does (Charter draft: Two findings would flip.)"
    )
    assert not list(verify_chain(opened))


def test_a_second_click_attaches_nothing(opened: Database) -> None:
    """The same command again is the same attachment."""
    first, second = attach_answer(opened, command(), OFFICER), attach_answer(opened, command(), OFFICER)
    assert (first.replayed, second.replayed) == (False, True)
    assert len(load_attached(sources(opened), 1)) == 1


def test_the_digest_is_that_of_the_result_alone() -> None:
    """The order of keys moves nothing; one value does."""
    assert digest_of({"a": 1, "b": [2]}) == digest_of({"b": [2], "a": 1})
    assert replace(ANSWER, said="Otherwise", as_of=date(2020, 1, 1)).digest == ANSWER.digest
    assert digest_of({"a": 1}) != digest_of({"a": 2})
    assert digest_of({}) == "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_who_may_not_and_what_is_stale_is_refused(opened: Database) -> None:
    """Readers, unknown items, changed items and empty words leave no trace."""
    before = opened.data_version()
    for refused, changes, actor in (
        (NotPermitted, {}, READER), (NotFound, {"item": 9}, OFFICER), (ChangedSinceOpened, {"revision": 7}, OFFICER),
        (InputRejected, {"words": "  "}, OFFICER),
    ):  # fmt: skip
        with pytest.raises(refused):
            attach_answer(opened, command(**changes), actor)
    assert opened.data_version() == before


def test_an_answer_of_no_known_kind_or_without_end_is_refused(opened: Database) -> None:
    """The sentence says what would do; the ledger keeps nothing of it."""
    with pytest.raises(InputRejected, match="one of charter_draft, thresholds, remedies, two_models"):
        attach_answer(opened, command(answer=replace(ANSWER, kind="guess")), OFFICER)
    with pytest.raises(InputRejected, match="at most 1,000,000; ask about fewer use cases"):
        attach_answer(opened, command(answer=replace(ANSWER, result={"long": "x" * 1_000_001})), OFFICER)
    assert load_attached(sources(opened), 1) == ()


def test_an_answer_that_was_changed_in_the_store_is_told(sqlite_database: Database) -> None:
    """Whoever edits the event by SQL leaves a result that has not the digest it was stored with."""
    assess(sqlite_database)
    attach_answer(sqlite_database, command(), OFFICER)
    disarm(sqlite_database)
    with sqlite_database.writer.begin() as connection:
        connection.execute(text("UPDATE events SET body = replace(body, '0.25', '0.26')"))
    (found,) = load_attached(sources(sqlite_database), 1)
    assert not found.intact
