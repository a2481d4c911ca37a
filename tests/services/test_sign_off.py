"""A sign-off is given by somebody who is not involved, says what was looked at, and the next is counted from it."""

from datetime import date, timedelta
from typing import Any

import pytest

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.repository import load_registry
from dashboard.domain.actors import SYSTEM, Actor
from dashboard.domain.registry import SignOff, UseCase
from dashboard.errors import ChangedSinceOpened, Conflict, InputRejected, NotFound, NotPermitted, RegistryInvalid
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case
from dashboard.services.sign_off import SignUseCase, sign_use_case
from tests.assessing import assessed, charter, clause
from tests.services.cast import AUDITOR, DEPUTY, LEAD, OFFICER, enter, opened

DAY = date(2026, 11, 27)
REVIEW = {"sign_off": "review", "max_age": {"high": "183d"}, "by_role": ["officer", "deputy"], "not_by": "owner"}
CHARTER = charter(
    clause(REVIEW), clause({"sign_off": "triage", "by_role": ["dpo"]}, id="X-02"),
    clause({"sign_off": "look", "by_role": ["officer"]}, id="X-03"),
)  # fmt: skip


@pytest.fixture
def store(database: Database) -> Database:
    """A store with an officer, a deputy, an auditor, and the lead's live use case of high risk."""
    enter(database, LEAD, OFFICER, DEPUTY, AUDITOR)
    bot = UseCase(
        id="bot", title="Bot", owner="lead", lifecycle="live", risk_tier="high", registered_at=date(2025, 1, 1)
    )
    register_use_case(database, RegisterUseCase(bot), SYSTEM)
    return database


def sign(database: Database, actor: Actor = OFFICER, **other: Any) -> None:
    """Sign a review."""
    values = {"use_case": "bot", "revision": opened(database)[1], "kind": "review",
              "looked_at": "Logs of October and ten calls", "as_of": DAY} | other  # fmt: skip
    sign_use_case(database, CHARTER, SignUseCase(**values), actor)


def change(database: Database, actor: Actor, **fields: Any) -> None:
    """Change some fields."""
    use_case, revision = opened(database)
    change_use_case(database, ChangeUseCase(use_case.model_copy(update=fields), revision), actor)


def test_a_review_is_on_record_with_what_was_looked_at(store: Database) -> None:
    """Who, in which role, when, what; nothing else of the record changes and the ledger is whole."""
    before = opened(store)[0]
    sign(store)

    signed = SignOff(kind="review", by="officer", role="officer", on=DAY, looked_at="Logs of October and ten calls")
    assert opened(store)[0] == before.model_copy(update={"sign_offs": [signed]})
    assert verify_chain(store) == ()


def test_the_next_review_is_counted_from_the_last(store: Database) -> None:
    """Breached before; met for 183 days from the signature, not from any calendar; then breached by itself."""

    def status(on: date) -> str:
        found, _ = assessed(CHARTER, load_registry(store), as_of=on)
        return found.use_cases.says(0, 0)[0].value

    assert status(DAY) == "non_compliant"
    sign(store)
    assert [status(DAY + timedelta(days=after)) for after in (0, 183, 184)] == [
        "compliant", "compliant", "non_compliant",
    ]  # fmt: skip
    sign(store, DEPUTY, as_of=DAY + timedelta(days=100))
    assert [status(DAY + timedelta(days=after)) for after in (184, 283, 284)] == [
        "compliant", "compliant", "non_compliant",
    ]  # fmt: skip


def test_owner_of_any_time_submitter_and_editor_do_not_sign(store: Database) -> None:
    """Each is told why and who remains; a decision makes the editors of before free again, but never an owner."""
    change(store, LEAD, owner="officer")
    change(store, LEAD, owner="lead")
    with pytest.raises(NotPermitted, match=r"because you owned it once\. Deputy may\."):
        sign(store, OFFICER)
    change(store, DEPUTY, expected_benefit="Shorter waiting")
    with pytest.raises(NotPermitted, match=r"because you changed it\. Nobody remains"):
        sign(store, DEPUTY)
    assert opened(store)[0].sign_offs == []


def test_a_decision_frees_editors_but_not_the_submitter(store: Database) -> None:
    """What the deputy changed was decided about by the officer since; what the deputy submitted stays theirs."""
    change(store, DEPUTY, expected_benefit="Shorter waiting")
    submit_use_case(store, SubmitUseCase("bot", opened(store)[1], DAY), LEAD)
    decide_use_case(store, CHARTER, DecideUseCase("bot", opened(store)[1], "approved", "fine", DAY), OFFICER)
    sign(store, DEPUTY)
    submit_use_case(store, SubmitUseCase("bot", opened(store)[1], DAY), DEPUTY)

    with pytest.raises(NotPermitted, match="because you submitted it"):
        sign(store, DEPUTY)
    assert [one.by for one in opened(store)[0].sign_offs] == ["deputy"]


@pytest.mark.parametrize("actor", [LEAD, AUDITOR])
def test_only_some_roles_sign(store: Database, actor: Actor) -> None:
    """Leads and auditors write no sign-off here."""
    with pytest.raises(NotPermitted, match="may not sign off use cases"):
        sign(store, actor)


@pytest.mark.parametrize(
    ("kind", "actor", "words"),
    [("triage", OFFICER, "lets nobody here sign a triage"), ("look", DEPUTY, "lets the officer sign a look")],
)
def test_the_charter_says_whose_signature_counts(store: Database, kind: str, actor: Actor, words: str) -> None:
    """A signature that would not count is not taken."""
    with pytest.raises(NotPermitted, match=words):
        sign(store, actor, kind=kind)


def test_refusals_write_nothing(store: Database) -> None:
    """No such kind, blank words, a stale tab, a draft: a sentence each."""
    version = store.data_version()
    for other, error in (
        ({"kind": "nothing"}, NotFound), ({"looked_at": "  "}, InputRejected), ({"revision": 9}, ChangedSinceOpened),
        ({"use_case": "none"}, NotFound),
    ):  # fmt: skip
        with pytest.raises(error):
            sign(store, **other)  # type: ignore[arg-type]
    assert store.data_version() == version
    register_use_case(store, RegisterUseCase(UseCase(id="idea", title="Idea", owner="lead")), LEAD)
    with pytest.raises(Conflict, match="is draft; there is nothing to sign off"):
        sign(store, use_case="idea", revision=1)


def test_a_double_click_signs_once(store: Database) -> None:
    """The same key is the same command."""
    command = SignUseCase("bot", opened(store)[1], "review", "ten calls", DAY, "k")
    assert [sign_use_case(store, CHARTER, command, OFFICER).replayed for _ in range(2)] == [False, True]
    assert len(opened(store)[0].sign_offs) == 1


def test_no_edit_writes_a_signature(store: Database) -> None:
    """A change of the record cannot sign in anybody's name."""
    forged = SignOff(kind="review", by="officer", role="officer", on=DAY, looked_at="x")
    with pytest.raises(RegistryInvalid):
        change(store, LEAD, sign_offs=[forged])
