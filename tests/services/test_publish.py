"""A charter is proposed by one person and published by another; from its first day on it counts, not the file."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text as text_of
from sqlalchemy.exc import DBAPIError

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.charters_store import publications, waiting_proposal
from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database, verify_chain
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.differences import Difference
from dashboard.domain.facts import build_facts
from dashboard.domain.findings import assess
from dashboard.domain.publication import differences, first_days
from dashboard.domain.registry import Registry
from dashboard.domain.statuses import Reason, Status
from dashboard.domain.users import User
from dashboard.errors import ChangedSinceOpened, CharterInvalid, Conflict, InputRejected, NotPermitted
from dashboard.services.people import AddUsers, add_users
from dashboard.services.promise import charter_of
from dashboard.services.publish import ProposeCharter, PublishCharter, propose_charter, publish_charter
from tests.assessing import charter, clause

DAY = date(2026, 11, 27)
OFFICER, DEPUTY, LEAD = Actor("officer", Role.OFFICER), Actor("deputy", Role.DEPUTY), Actor("lead", Role.TEAM_LEAD)
AUDITOR = Actor("auditor", Role.AUDITOR)
TEXT = """format: 1
title: Small charter
version: "VERSION"
effective: 2026-01-01
owner: Officer
purpose: To be tested
principles: {p: {title: P, commitment: c}}
acceptable_uses: {answer: Answer}
clauses:
  - {id: X-01, principle: p, title: Team, requirement: A team is named., check: {field: team, present: true},
     severity: high, remediate_within: 30d, threshold_set_by: policy}
"""


def text(version: str = "2026.1", **changes: str) -> bytes:
    """The charter of a version, with parts of its text replaced."""
    written = TEXT.replace("VERSION", version)
    for was, now in changes.items():
        written = written.replace(was, now)
    return written.encode()


@pytest.fixture
def store(database: Database) -> Database:
    """A store with an officer, a deputy, a lead and an auditor."""
    people = (OFFICER, DEPUTY, LEAD, AUDITOR)
    add_users(database, AddUsers(tuple(User(one.user_id, one.user_id.title(), one.role) for one in people)), SYSTEM)
    return database


@pytest.fixture
def kept(tmp_path: Path) -> CheckpointFile:
    """Where checkpoints are signed."""
    return CheckpointFile(tmp_path / "kept", tmp_path / "key.pem")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The charter file, which says version 2025.9."""
    path = tmp_path / "charter.yaml"
    path.write_bytes(text("2025.9"))
    return path


def proposed(store: Database, content: bytes, actor: Actor = OFFICER) -> int:
    """Propose; returns the number of what waits."""
    propose_charter(store, None, ProposeCharter(content, "Stricter", DAY), actor)
    with store.read() as connection:
        waiting = waiting_proposal(connection)
    assert waiting is not None
    return waiting.id


def publish(store: Database, kept: CheckpointFile, content: bytes) -> None:
    """The officer proposes, the deputy publishes."""
    publish_charter(store, kept, PublishCharter(proposed(store, content), "Agreed", DAY), DEPUTY)


def test_the_file_counts_until_a_charter_is_published(store: Database, kept: CheckpointFile, file: Path) -> None:
    """A proposal changes nothing; after the publication the file changes nothing."""
    number = proposed(store, text("2026.1"))
    assert charter_of(store, file, DAY).version == "2025.9"
    publish_charter(store, kept, PublishCharter(number, "Agreed", DAY), DEPUTY)
    file.write_bytes(b"nonsense")
    found = charter_of(store, file, DAY)
    assert (found.version, found.digest) == ("2026.1", load_charter(text("2026.1")).digest)
    assert not list(verify_chain(store))


def test_a_publication_ends_with_a_signed_checkpoint(store: Database, kept: CheckpointFile) -> None:
    """The newest checkpoint covers the event that published it."""
    publish(store, kept, text())
    (checkpoint,) = kept.read()
    assert checkpoint.size == store.data_version() - 1  # the event that records the checkpoint itself comes after


def test_a_charter_counts_from_its_first_day(store: Database, kept: CheckpointFile, file: Path) -> None:
    """Until then the one published before it does."""
    publish(store, kept, text("2026.1"))
    publish(store, kept, text("2026.2").replace(b"2026-01-01", b"2026-12-01"))
    assert charter_of(store, file, date(2026, 11, 30)).version == "2026.1"
    assert charter_of(store, file, date(2026, 12, 1)).version == "2026.2"


def test_nobody_publishes_their_own_proposal(store: Database, kept: CheckpointFile) -> None:
    """The sentence says who may; in SQL the database refuses it."""
    number = proposed(store, text())
    with pytest.raises(NotPermitted, match=r"You proposed charter 2026\.1; somebody else publishes it\. Deputy may\."):
        publish_charter(store, kept, PublishCharter(number, "Mine", DAY), OFFICER)
    for by in ("officer", "deputy"):
        statement = text_of("INSERT INTO charter_publications VALUES (:number, '2026.1', :by, 'officer', :day, 'r')")
        refused = r"not_by_proposer|(?i:foreign key)"
        with pytest.raises(DBAPIError, match=refused), store.writer.begin() as connection:
            connection.execute(statement, {"number": number, "by": by, "day": DAY.isoformat()})


@pytest.mark.parametrize("actor", [LEAD, AUDITOR, SYSTEM])
def test_only_officer_and_deputy_propose_and_publish(store: Database, kept: CheckpointFile, actor: Actor) -> None:
    """Nobody else touches the promise."""
    number = proposed(store, text())
    with pytest.raises(NotPermitted):
        propose_charter(store, None, ProposeCharter(text("2026.2"), "n", DAY), actor)
    with pytest.raises(NotPermitted):
        publish_charter(store, kept, PublishCharter(number, "r", DAY), actor)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (text("2025.12"), "found version 2025.12, lower than 2026.1, which is published"),
        (text("2026.1").replace(b"A team", b"The team"), "published before with other content; expected a new version"),
        (b"format: 1", "Field required|title"),
    ],
)
def test_a_broken_or_older_charter_is_refused(
    store: Database, kept: CheckpointFile, content: bytes, expected: str
) -> None:
    """A version is published once, none may be lower, and a broken one is no charter: nothing is stored."""
    publish(store, kept, text("2026.1"))
    before = store.data_version()
    with pytest.raises(CharterInvalid, match=expected):
        propose_charter(store, None, ProposeCharter(content, "n", DAY), OFFICER)
    assert store.data_version() == before


def test_the_same_charter_twice_is_refused_in_words(store: Database, kept: CheckpointFile) -> None:
    """There is nothing to publish in what is published word for word."""
    publish(store, kept, text())
    with pytest.raises(Conflict, match=r"Charter 2026\.1 is published already, word for word"):
        propose_charter(store, None, ProposeCharter(text(), "n", DAY), OFFICER)


def test_what_was_read_is_what_is_published(store: Database, kept: CheckpointFile) -> None:
    """A newer proposal takes the older one's place, so the older one can no longer be published."""
    first = proposed(store, text("2026.1"))
    second = proposed(store, text("2026.2"), DEPUTY)
    with pytest.raises(ChangedSinceOpened, match="another one has taken its place"):
        publish_charter(store, kept, PublishCharter(first, "r", DAY), DEPUTY)
    publish_charter(store, kept, PublishCharter(second, "r", DAY), OFFICER)
    with store.read() as connection:
        assert [one.proposal.version for one in publications(connection)] == ["2026.2"]


def test_words_dates_and_double_clicks(store: Database, kept: CheckpointFile) -> None:
    """Blank words and a publication dated before its proposal are refused; a replay writes nothing."""
    with pytest.raises(InputRejected, match="note: found nothing but blanks"):
        propose_charter(store, None, ProposeCharter(text(), " ", DAY), OFFICER)
    number = proposed(store, text())
    with pytest.raises(Conflict, match="cannot be published on 2026-11-26"):
        publish_charter(store, kept, PublishCharter(number, "r", DAY - timedelta(days=1)), DEPUTY)
    command = PublishCharter(number, "r", DAY)
    publish_charter(store, kept, command, DEPUTY)
    after = store.data_version()
    assert publish_charter(store, kept, command, DEPUTY).replayed
    assert store.data_version() == after


def test_differences_name_every_place() -> None:
    """Changed fields, new and gone clauses, and nothing else."""
    before = load_charter(text())
    after = load_charter(
        text("2026.2").replace(b"severity: high", b"severity: critical").replace(b"Answer}", b"Answer, route: Route}")
    )
    assert differences(before, after) == (
        Difference("version", "2026.1", "2026.2"),
        Difference("acceptable_uses.route", "", "Route"),
        Difference("X-01 severity", "high", "critical"),
    )
    renamed = load_charter(text().replace(b"X-01", b"X-02"))
    assert differences(before, renamed) == (
        Difference("X-02", "", "Team: A team is named."),
        Difference("X-01", "Team: A team is named.", ""),
    )
    assert differences(before, before) == ()


def test_a_new_version_restarts_no_grace(store: Database, kept: CheckpointFile, file: Path) -> None:
    """A clause that demands the same keeps its first day; one that demands something else begins again."""
    publish(store, kept, text("2026.1"))
    later = text("2026.2").replace(b"effective: 2026-01-01", b"effective: 2026-11-01")
    publish(store, kept, later.replace(b"title: Team", b"title: A named team"))
    assert charter_of(store, file, DAY).since == {"X-01": date(2026, 1, 1)}
    other = later.replace(b"2026.2", b"2026.3").replace(b"field: team", b"field: owner")
    publish(store, kept, other)
    assert charter_of(store, file, DAY).since == {"X-01": date(2026, 11, 1)}


def test_a_clause_that_was_gone_begins_again() -> None:
    """Only an unbroken run counts."""
    first, second = load_charter(text("1")), load_charter(text("2").replace(b"X-01", b"X-02"))
    third = load_charter(text("3").replace(b"2026-01-01", b"2026-06-01"))
    assert first_days([first, second, third]) == {"X-01": date(2026, 6, 1)}


def test_missing_evidence_stays_a_breach_under_a_new_version() -> None:
    """What was overdue under the old version is not merely requested again under the new one."""
    check = {"evidence": "dpia"}
    case_ = {"id": "u", "title": "U", "lifecycle": "live", "registered_at": date(2026, 1, 1)}
    facts = build_facts(Registry.model_validate({"use_cases": [case_]}), DAY)
    fresh = charter(clause(check), effective=date(2026, 11, 20))
    known = fresh.model_copy(update={"since": {"X-01": date(2026, 1, 1)}})
    assert assess(fresh, facts, DAY).use_cases.says(0, 0) == (Status.NOT_ASSESSED, Reason.REQUESTED)
    assert assess(known, facts, DAY).use_cases.says(0, 0)[0] is Status.NON_COMPLIANT
