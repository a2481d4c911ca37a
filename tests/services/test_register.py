"""Use cases enter and change whole, once, by whoever may, and never over somebody else's change."""

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.repository import load_registry, use_case_record
from dashboard.domain.actors import Actor, Role
from dashboard.domain.registry import Organisation, Registry, UseCase
from dashboard.domain.users import User
from dashboard.errors import (
    AlreadyExists,
    ChangedSinceOpened,
    Conflict,
    InputRejected,
    NotFound,
    NotPermitted,
    RegistryInvalid,
)
from dashboard.services.people import AddUsers, actor_of, add_user, add_users, switchable_users
from dashboard.services.register import (
    ChangeUseCase,
    RegisterUseCase,
    RegisterUseCases,
    SaveOrganisation,
    change_use_case,
    register_use_case,
    register_use_cases,
    save_organisation,
)
from dashboard.services.registry_files import LoadRegistry, export_registry, load_registry_into
from tests.services.counters import OFFICER, counter

CHAT = UseCase(id="chat", title="Chat")


def test_a_registered_use_case_is_there_with_its_event(database: Database) -> None:
    """One command, one record, one event."""
    saved = register_use_case(database, RegisterUseCase(CHAT), OFFICER)

    assert (saved.seq, saved.revisions) == (1, {"chat": 1})
    assert use_case_record(database, "chat") == (CHAT, 1)


def test_a_taken_id_is_refused_and_nothing_is_saved(database: Database) -> None:
    """One taken id among many stops all of them."""
    register_use_case(database, RegisterUseCase(CHAT), OFFICER)
    with pytest.raises(AlreadyExists, match="chat"):
        register_use_cases(database, RegisterUseCases([UseCase(id="new", title="New"), CHAT]), OFFICER)

    assert load_registry(database).use_cases == [CHAT]


def test_registering_again_can_replace(database: Database) -> None:
    """An import repeated after a correction changes what is there."""
    register_use_case(database, RegisterUseCase(CHAT), OFFICER)
    newer = CHAT.model_copy(update={"title": "Chat 2"})
    register_use_cases(database, RegisterUseCases([newer], replace=True), OFFICER)

    assert use_case_record(database, "chat") == (newer, 2)


def test_a_double_click_is_one_registration(database: Database) -> None:
    """The same command arriving twice is carried out once and answered twice alike."""
    command = RegisterUseCase(CHAT)
    first, second = (register_use_case(database, command, OFFICER) for _ in range(2))

    assert (second.seq, second.revisions) == (first.seq, first.revisions)
    assert second.replayed
    assert database.data_version() == 1


def test_a_form_that_was_saved_cannot_be_saved_again_with_other_content(database: Database) -> None:
    """A key that was used up never swallows a different change in silence."""
    register_use_case(database, RegisterUseCase(CHAT, key="form"), OFFICER)
    newer = CHAT.model_copy(update={"team": "Care"})
    with pytest.raises(Conflict, match="saved before with other content"):
        change_use_case(database, ChangeUseCase(newer, revision=1, key="form"), OFFICER)

    assert use_case_record(database, "chat") == (CHAT, 1)


def test_a_stale_form_is_told_so(database: Database) -> None:
    """Two people open revision 1; the second to save reads what happened and loses nothing."""
    register_use_case(database, RegisterUseCase(CHAT), OFFICER)
    change_use_case(database, ChangeUseCase(CHAT.model_copy(update={"team": "Care"}), revision=1), OFFICER)
    with pytest.raises(ChangedSinceOpened, match=r"changed since you opened it .you have revision 1, it is now 2"):
        change_use_case(database, ChangeUseCase(CHAT.model_copy(update={"team": "Sales"}), revision=1), OFFICER)

    found = use_case_record(database, "chat")
    assert found is not None
    assert found[0].team == "Care"


def test_a_change_that_changes_nothing_is_no_event(sqlite_database: Database) -> None:
    """Saving an untouched form leaves no trace in the history."""
    register_use_case(sqlite_database, RegisterUseCase(CHAT), OFFICER)
    saved = change_use_case(sqlite_database, ChangeUseCase(CHAT, revision=1), OFFICER)

    assert (saved.seq, saved.revisions) == (1, {"chat": 1})


def test_an_unknown_use_case_cannot_be_changed(sqlite_database: Database) -> None:
    """A change needs something to change."""
    with pytest.raises(NotFound, match="no use case chat"):
        change_use_case(sqlite_database, ChangeUseCase(CHAT, revision=1), OFFICER)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.READER])
def test_who_may_not_writes_nothing(sqlite_database: Database, role: Role) -> None:
    """The service refuses, whatever a screen shows."""
    actor, organisation = Actor("a", role), Organisation(name="Example")
    with pytest.raises(NotPermitted):
        register_use_case(sqlite_database, RegisterUseCase(CHAT), actor)
    with pytest.raises(NotPermitted):
        change_use_case(sqlite_database, ChangeUseCase(CHAT, revision=1), actor)
    with pytest.raises(NotPermitted):
        save_organisation(sqlite_database, SaveOrganisation(organisation), actor)
    with pytest.raises(NotPermitted):
        load_registry_into(sqlite_database, Registry(use_cases=[CHAT]), actor)
    with pytest.raises(NotPermitted):
        add_user(sqlite_database, User("b", "B", Role.READER), actor)

    assert sqlite_database.data_version() == 0


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "Chat\nINFO all is well", "one line"),
        ("title", "Chat\x1b[31m", "control characters"),
        ("title", "   ", "a title"),
        ("team", "Care\r\nforged", "one line"),
        ("purpose", "a\x00b", "control characters"),
        ("purpose", "e" + "\u0301" * 1_000, "combining marks"),
        ("source", {"comment": "x" * 100_000}, "100,000 characters"),
        ("source", {"number": 2**60}, "2\\^53"),
        ("source", {"number": float("nan")}, "finite"),
        ("source", {"text": "\ud800"}, "control characters|surrogate"),
    ],
)
def test_text_that_hides_something_is_refused(sqlite_database: Database, field: str, value: object, said: str) -> None:
    """Control characters, forged log lines and endless text never enter the books."""
    bad = CHAT.model_copy(update={field: value})
    with pytest.raises(InputRejected, match=said) as refused:
        register_use_case(sqlite_database, RegisterUseCase(bad), OFFICER)

    assert "\x1b" not in str(refused.value)
    assert sqlite_database.data_version() == 0


@pytest.mark.parametrize(
    "title", ["'); DROP TABLE use_cases; --", "<script>alert(1)</script>", "=HYPERLINK(1)", "[x](javascript:alert(1))"]
)
def test_text_that_looks_dangerous_is_kept_as_text(database: Database, title: str) -> None:
    """What people wrote is stored as written; showing it harmlessly is the screen's duty."""
    register_use_case(database, RegisterUseCase(CHAT.model_copy(update={"title": title})), OFFICER)

    assert load_registry(database).use_cases[0].title == title


def test_all_problems_of_an_import_are_named_at_once(sqlite_database: Database) -> None:
    """Nobody repairs a register one error at a time."""
    bad = [CHAT, *(CHAT.model_copy(update={"id": name, "title": f"\x07{name}\n"}) for name in "ab"), CHAT]
    with pytest.raises(RegistryInvalid) as refused:
        register_use_cases(sqlite_database, RegisterUseCases(bad), OFFICER)

    assert {problem.where.split()[0] for problem in refused.value.problems} == {"a", "b", "chat"}


def test_two_spellings_of_a_title_are_stored_alike(sqlite_database: Database) -> None:
    """The table and the ledger hold the same, composed form."""
    register_use_case(sqlite_database, RegisterUseCase(UseCase(id="cafe", title="Cafe\u0301")), OFFICER)

    assert load_registry(sqlite_database).use_cases[0].title == "Caf\u00e9"


def test_a_registry_goes_in_and_comes_out(database: Database) -> None:
    """What a registry file holds is what an export gives back; loading it again leaves no trace."""
    registry = Registry(organisation=Organisation(name="Example", jurisdictions=["EU"]), use_cases=[CHAT, counter(1)])
    load_registry_into(database, LoadRegistry(registry, demonstration=True), OFFICER)
    again = load_registry_into(database, registry, OFFICER)

    assert export_registry(database) == registry
    assert (again.seq, again.revisions) == (3, {})


def test_the_organisation_is_guarded_like_a_use_case(sqlite_database: Database) -> None:
    """A stale organisation form is refused; a repeated one is done once."""
    command = SaveOrganisation(Organisation(name="Example"), revision=0)
    results = [save_organisation(sqlite_database, command, OFFICER) for _ in range(2)]
    with pytest.raises(ChangedSinceOpened):
        save_organisation(sqlite_database, SaveOrganisation(Organisation(name="Other"), revision=0), OFFICER)

    assert [result.replayed for result in results] == [False, True]


def test_people_are_offered_by_role_and_acted_for_as_they_are_now(sqlite_database: Database) -> None:
    """The switch lists active people; whoever left acts no more, also from a page that is still open."""
    lead, reader = User("lead", "Team lead", Role.TEAM_LEAD), User("reader", "Reader", Role.READER)
    add_users(sqlite_database, AddUsers((reader, lead)), OFFICER)
    assert [user.id for user in switchable_users(sqlite_database)] == ["lead", "reader"]
    assert actor_of(sqlite_database, "lead") == Actor("lead", Role.TEAM_LEAD)

    add_user(sqlite_database, User("lead", "Team lead", Role.TEAM_LEAD, active=False), OFFICER)
    with pytest.raises(NotPermitted, match="no longer active"):
        actor_of(sqlite_database, "lead")
    with pytest.raises(NotFound):
        actor_of(sqlite_database, "nobody")
    with pytest.raises(InputRejected):
        add_user(sqlite_database, User("x", "X\ny", Role.SYSTEM), OFFICER)
