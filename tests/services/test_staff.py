"""Staff, courses and completions come from files and by hand: whole or not at all, once, and with one event."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.adapters import staff_store as store
from dashboard.adapters.database import Database
from dashboard.adapters.history import events_of
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.users import User
from dashboard.errors import GovernanceError, InputRejected, NotFound, NotPermitted
from dashboard.services.people import add_user
from dashboard.services.staff import (
    Kind,
    RecordCompletion,
    Rows,
    TakeIn,
    Taken,
    record_completion,
    take_in,
    take_in_rows,
)
from dashboard.services.staff_correction import TakeBackCompletion, take_back_completion
from dashboard.settings import load_settings

DAY = date(2026, 11, 23)
STAFF = """person,role,team,joined,left,contractor,user
A1,Service agent,Voice,2024-01-08,,no,
A2,service_agent,Voice,2024-01-08,,yes,
L1,Team lead,Voice,2023-05-01,,no,voice-lead
"""
TRAINING = """person,course,completed,valid_until,edition
A1,ai_literacy,2026-02-01,,
L1,ai_literacy,2026-03-01,2027-02-28,
L1,charter_acknowledged,2026-10-02,,2026.2
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return tmp_path


def taken(database: Database, folder: Path, kind: Kind, text: str | bytes) -> Taken:
    """The file with this content, taken in."""
    path = folder / f"{kind}.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return take_in(database, TakeIn(kind, path, DAY), SYSTEM, load_settings())


def refused(database: Database, folder: Path, kind: Kind, text: str | bytes) -> str:
    """What is said about a file that is refused; nothing was written."""
    before = database.data_version()
    with pytest.raises(GovernanceError) as caught:
        taken(database, folder, kind, text)
    assert database.data_version() == before
    return str(caught.value)


def test_files_come_in_once_with_one_event(database: Database, folder: Path) -> None:
    """People, then training; the same bytes again do nothing; the event holds counts and the digest and no person."""
    assert taken(database, folder, "staff", STAFF) == Taken("staff.csv", added=3)
    assert taken(database, folder, "training", TRAINING) == Taken("training.csv", added=3)
    assert taken(database, folder, "training", TRAINING).replayed

    with database.read() as connection:
        people = store.members(connection)
        files = store.imports(connection)
        events = [event for one in files for event in events_of(database, "staff_import", one.sha256[:16])]
    assert (people["A2"].role, people["A2"].contractor, people["L1"].user) == ("service_agent", True, "voice-lead")
    assert [(one.kind, one.rows) for one in files] == [("training", 3), ("staff", 3)]
    assert len(events) == 2
    assert "A1" not in repr(events)


def test_a_later_file_changes_what_it_names_and_nothing_else(database: Database, folder: Path) -> None:
    """A leaver gets a last day; whoever is not in the file stays as they are, and is counted."""
    taken(database, folder, "staff", STAFF)
    done = taken(
        database, folder, "staff", "person,role,team,left\nA2,service_agent,Voice,2026-11-01\nB1,developer,IT,\n"
    )

    assert done == Taken("staff.csv", added=1, changed=1, absent=2)
    with database.read() as connection:
        people = store.members(connection)
    assert people["A2"].left == date(2026, 11, 1)
    assert people["A1"].joined == date(2024, 1, 8)


def test_a_user_may_go_from_one_person_to_another(database: Database, folder: Path) -> None:
    """In one file, whatever the order of its rows: the one gives it up, a newcomer or another takes it."""
    taken(database, folder, "staff", STAFF)
    taken(database, folder, "staff", "person,role,team,user\nN1,lead,Voice,voice-lead\nL1,lead,Voice,\n")
    taken(database, folder, "staff", "person,role,team,user\nA1,lead,Voice,voice-lead\nN1,lead,Voice,\n")

    with database.read() as connection:
        assert store.person_behind_user(connection, "voice-lead") == "A1"


BAD: Sequence[tuple[Kind, str | bytes, Sequence[str]]] = [
    ("staff", "person,role,team,joined\nX1,agent,Voice,2026-11-24\n", ["row 2, joined", "which has not come yet"]),
    ("training", "person,course,completed\nA1,ai_literacy,2027-01-01\n", ["row 2, completed"]),
    ("training", "person,course,completed\nA1,x,23.11.2026\n", ["row 2, completed", "a day written as YYYY-MM-DD"]),
    ("training", "person,course,completed\nA1,x,2026-02-30\n", ["row 2, completed", "a day written as YYYY-MM-DD"]),
    ("training", "person,course,completed\nA1,x,2026-11-01T23:30:00+02:00\n", ["a day written as YYYY-MM-DD"]),
    ("training", "person,course,completed\nZ9,x,2026-01-01\n", ["row 2, person", "somebody on the staff list"]),
    ("training", "person,course,completed\nA1,x,2026-01-01\nA1,x,2026-01-01\n", ["row 3", "again, as in row 2"]),
    ("training", "person,course,completed\nA1,charter_acknowledged,2026-01-01\n", ["row 2, edition", "version"]),
    ("training", "person,course,completed,valid_until\nA1,x,2026-05-01,2026-04-01\n", ["before it was completed"]),
    ("staff", "person,role,team\nX1,agent,V\nX1,developer,V\n", ["row 3", "X1 again, as in row 2"]),
    ("staff", "person,role,team\njo@example.org,agent,V\n", ["row 2, person", "no name, no e-mail address"]),
    ("staff", "person,role,team,joined,left\nX1,agent,V,2026-05-01,2026-04-01\n", ["before they joined"]),
    ("staff", "person,role,team,contractor\nX1,agent,V,maybe\n", ["row 2, contractor", "yes or no"]),
    ("staff", "person,role,team,user\nX1,agent,V,voice-lead\n", ["user `voice-lead`", "two people with it"]),
    ("staff", "person,role,team,user\nX1,agent,V,A2\n", ["user `A2`", "the id of another person"]),
    ("staff", "person,roll,team\nX1,agent,V\n", ["`roll`", "Did you mean role?", "no column role"]),
    ("staff", "person,role,team,team\nX1,agent,V,V\n", ["team twice"]),
    ("staff", "person,role,team\nX1,agent,\n,agent,V\n", ["row 2, team", "row 3, person", "found nothing"]),
    ("staff", "person,role,team\n", ["found none", "a row for each below the header"]),
    ("staff", "person,role,team\nX1,agent,V,more\n", ["row 2: found 4 cells"]),
    ("staff", b"", ["cannot be read"]),
    ("staff", b"PAR1 of another kind", ["Parquet"]),
    ("courses", "course,title,valid_days\nx,X,forever\n", ["row 2, valid_days", "a number of days"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "said"), BAD)
def test_bad_files_are_refused_in_a_sentence(
    sqlite_database: Database, folder: Path, kind: Kind, text: str | bytes, said: Sequence[str]
) -> None:
    """Each is named by row and column with what was found and expected; nothing is written."""
    taken(sqlite_database, folder, "staff", STAFF)
    answer = refused(sqlite_database, folder, kind, text)

    assert [part for part in said if part not in answer] == [], answer


def test_all_problems_are_told_at_once(sqlite_database: Database, folder: Path) -> None:
    """Three bad rows are three problems in one refusal, and the good row is not taken either."""
    text = "person,role,team,joined\nA 1,agent,V,\nX2,agent,V,2099-01-01\nX3,,V,\nX4,agent,V,\n"
    answer = refused(sqlite_database, folder, "staff", text)

    assert all(where in answer for where in ("row 2, person", "row 3, joined", "row 4, role"))


def test_spreadsheets_in_other_encodings_are_read(sqlite_database: Database, folder: Path) -> None:
    """A file with a byte order mark, semicolons and an umlaut is what its writer meant."""
    text = "\ufeffperson;role;team\nX1;Service agent;Büro\n"
    taken(sqlite_database, folder, "staff", text.encode())

    with sqlite_database.read() as connection:
        assert store.members(connection)["X1"].team == "Büro"


def by_hand(person: str, **other: object) -> RecordCompletion:
    """A completion of today."""
    return RecordCompletion(person, "ai_literacy", DAY, DAY, **other)  # type: ignore[arg-type]


def test_a_completion_by_hand_is_one_event_and_once(database: Database, folder: Path, officer: Actor) -> None:
    """The same form twice writes once; people who are not on the list are refused."""
    taken(database, folder, "staff", STAFF)
    command = by_hand("A1", key="once")

    assert not record_completion(database, command, officer).replayed
    assert record_completion(database, command, officer).replayed
    with database.read() as connection:
        assert len(store.completions(connection)) == 1
    with pytest.raises(NotFound, match="Nobody on the staff list"):
        record_completion(database, by_hand("Z9"), officer)
    with pytest.raises(InputRejected, match="has not come yet"):
        record_completion(database, RecordCompletion("A1", "x", date(2026, 11, 24), DAY), officer)


def test_a_team_lead_records_their_own_team_and_nobody_themselves(database: Database, folder: Path) -> None:
    """A lead may for the own team, not for another, and not for themselves; a reader may not at all."""
    taken(database, folder, "staff", STAFF + "B1,developer,IT,2024-01-08,,no,\n")
    add_user(database, User("voice-lead", "Team lead Voice", Role.TEAM_LEAD, "Voice"), SYSTEM)
    lead = Actor("voice-lead", Role.TEAM_LEAD)

    record_completion(database, by_hand("A1"), lead)
    with pytest.raises(NotPermitted, match="own team"):
        record_completion(database, by_hand("B1"), lead)
    with pytest.raises(NotPermitted, match="Nobody records their own training"):
        record_completion(database, by_hand("L1"), lead)
    with pytest.raises(NotPermitted, match="may not record completed training"):
        record_completion(database, by_hand("A1"), Actor("r", Role.READER))


def test_a_wrong_entry_is_taken_back_with_its_reason(database: Database, folder: Path, officer: Actor) -> None:
    """The completion is gone, the reason stays in the history; without a reason, or twice, nothing happens."""
    taken(database, folder, "staff", STAFF)
    record_completion(database, by_hand("A1"), officer)
    wrong = TakeBackCompletion("A1", "ai_literacy", DAY, "another person sat the test", key="back")

    with pytest.raises(InputRejected, match="why the entry was wrong"):
        take_back_completion(database, replace(wrong, reason="  "), officer)
    with pytest.raises(NotPermitted, match="may not record completed training"):
        take_back_completion(database, wrong, Actor("r", Role.READER))
    take_back_completion(database, wrong, officer)
    with database.read() as connection:
        assert store.completions(connection) == ()
    assert take_back_completion(database, wrong, officer).replayed
    with pytest.raises(NotFound, match="has no completion of"):
        take_back_completion(database, replace(wrong, key="again"), officer)
    told = database.frame(text("SELECT body FROM events WHERE kind = 'training.taken_back'"))["body"]
    assert len(told) == 1
    assert "another person sat the test" in str(told[0])


def test_only_officer_and_deputy_take_in_staff(sqlite_database: Database) -> None:
    """A team lead does not load the personnel list."""
    given = Rows("staff", "s.csv", "0" * 64, ["person", "role", "team"], [["X1", "agent", "V"]])
    with pytest.raises(NotPermitted, match="may not take in staff"):
        take_in_rows(sqlite_database, given, DAY, Actor("l", Role.TEAM_LEAD))
