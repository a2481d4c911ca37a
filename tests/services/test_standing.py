"""A role taken away is gone at the next command, also from a page or program that was opened before (case 67)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database
from dashboard.adapters.repository import active_officers, users
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.errors import ChangedSinceOpened, Conflict, GovernanceError, NotPermitted
from dashboard.services.ledger import verify
from dashboard.services.people import AddUsers, ChangeRole, add_user, add_users, change_role
from dashboard.services.register import RegisterUseCase, register_use_case

FIRST, SECOND = User("first", "First officer", Role.OFFICER), User("second", "Second officer", Role.OFFICER)
LEAD = User("lead", "Team lead, Bots", Role.TEAM_LEAD)
COMMAND = RegisterUseCase(UseCase(id="bot", title="Bot"))


@pytest.fixture
def staffed(database: Database) -> Database:
    """Two officers and a team lead."""
    add_users(database, AddUsers((FIRST, SECOND, LEAD)), SYSTEM)
    return database


def test_whoever_was_deactivated_is_refused_at_the_next_command(staffed: Database) -> None:
    """The open page still holds the old actor; the command is refused and nothing is written."""
    opened = LEAD.as_actor()
    add_user(staffed, replace(LEAD, active=False), FIRST.as_actor())
    before = staffed.data_version()

    with pytest.raises(NotPermitted, match=r"^Team lead, Bots is no longer active here\. Nothing was saved\.$"):
        register_use_case(staffed, COMMAND, opened)
    assert staffed.data_version() == before


def test_whoever_got_another_role_is_refused_at_the_next_command(staffed: Database) -> None:
    """A former officer's open page commands nothing, and in the new role the person goes on."""
    opened = SECOND.as_actor()
    add_user(staffed, replace(SECOND, role=Role.TEAM_LEAD), FIRST.as_actor())

    with pytest.raises(NotPermitted, match="now has the role team lead, no longer officer"):
        register_use_case(staffed, COMMAND, opened)
    assert register_use_case(staffed, COMMAND, Actor("second", Role.TEAM_LEAD)).revisions == {"bot": 1}


def test_a_replayed_command_is_refused_too(staffed: Database) -> None:
    """What was carried out once is no door for whoever has left since."""
    register_use_case(staffed, COMMAND, LEAD.as_actor())
    add_user(staffed, replace(LEAD, active=False), FIRST.as_actor())

    with pytest.raises(NotPermitted, match="no longer active"):
        register_use_case(staffed, COMMAND, LEAD.as_actor())


def test_signed_in_and_unknown_writes_nothing(staffed: Database) -> None:
    """Proof of being somebody is not a role; without sign-in anybody may take any role, and is recorded so."""
    with pytest.raises(NotPermitted, match="nobody has let you in"):
        register_use_case(staffed, COMMAND, Actor("stranger", Role.OFFICER, authenticated=True))
    assert register_use_case(staffed, COMMAND, Actor("local-officer", Role.OFFICER)).seq == 4


def test_nobody_changes_themselves(staffed: Database) -> None:
    """No officer gives themselves a role or comes back by their own hand."""
    for changed in (replace(FIRST, role=Role.READER), replace(FIRST, active=False), replace(FIRST, title="Chief")):
        with pytest.raises(NotPermitted, match="another officer does"):
            add_user(staffed, changed, FIRST.as_actor())
    assert staffed.data_version() == 3


def test_the_last_officer_stays(staffed: Database) -> None:
    """By no path is the office left empty, not even by the dashboard itself."""
    with pytest.raises(Conflict, match="must stay officer"):
        add_users(staffed, AddUsers((replace(FIRST, active=False), replace(SECOND, role=Role.READER))), SYSTEM)
    with staffed.read() as connection:
        assert active_officers(connection) == 2


def test_two_officers_who_deactivate_each_other_leave_one(staffed: Database) -> None:
    """Both at the same moment: one is faster, the other is no officer any more."""
    pairs = [(FIRST, SECOND), (SECOND, FIRST)]

    def strike(pair: tuple[User, User]) -> bool:
        by, whom = pair
        try:
            add_user(staffed, replace(whom, active=False), by.as_actor())
        except GovernanceError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(strike, pairs)) == [False, True]
    with staffed.read() as connection:
        assert active_officers(connection) == 1


def test_a_role_changed_meanwhile_is_not_overwritten(staffed: Database) -> None:
    """A stale page of people is told; the same click twice is one change, and back and forth are three."""
    first = ChangeRole("lead", Role.TEAM_LEAD, active=False, revision=1)
    for _ in range(2):
        change_role(staffed, first, FIRST.as_actor())
    with pytest.raises(ChangedSinceOpened, match="Team lead, Bots has changed"):
        change_role(staffed, ChangeRole("lead", Role.AUDITOR, active=True, revision=1), SECOND.as_actor())
    change_role(staffed, ChangeRole("lead", Role.TEAM_LEAD, active=True, revision=2), FIRST.as_actor())
    change_role(staffed, ChangeRole("lead", Role.TEAM_LEAD, active=False, revision=3), FIRST.as_actor())

    assert [user.active for user in users(staffed) if user.id == "lead"] == [False]
    assert staffed.data_version() == 6


def test_what_went_past_the_services_shows(staffed: Database, tmp_path: Path) -> None:
    """Whoever gives themselves a role or an account by SQL is named by `ledger verify`."""
    kept = CheckpointFile(tmp_path / "checkpoints", tmp_path / "key.pem")
    assert verify(staffed, kept).problems == ()
    with staffed.writer.begin() as connection:
        connection.execute(text("UPDATE users SET role = 'officer' WHERE id = 'lead'"))
        connection.execute(text("INSERT INTO identities VALUES ('https://id.example', 's-1', 'first')"))

    assert [problem.where for problem in verify(staffed, kept).problems] == [
        "person lead",
        "account s-1 at https://id.example",
    ]
