"""Nothing but a decision decides: no plain change, no SQL, no tier that stops, no charter that moved."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database, verify_chain
from dashboard.domain.actors import SYSTEM
from dashboard.domain.approvals import Outcome, material_changes
from dashboard.domain.registry import UseCase
from dashboard.errors import (
    ChangedSinceOpened,
    Conflict,
    GovernanceError,
    InputRejected,
    RegistryInvalid,
)
from dashboard.services.approve import DecideUseCase, decide_use_case
from dashboard.services.ledger import verify
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case
from tests.services.cast import AUDITOR, LEAD, OFFICER, OTHER, opened
from tests.services.deciding import DAY, change, decide, decided, store, submit
from tests.small_charter import CHARTER

__all__ = ["store"]  # fixtures


@pytest.mark.parametrize(
    ("outcome", "conditions", "reason"),
    [("approved", (), "  "), ("approved_with_conditions", (), "ok"), ("approved_with_conditions", (" ",), "ok"),
     ("approved", ("one",), "ok")],
)  # fmt: skip
def test_a_decision_is_in_words(store: Database, outcome: Outcome, conditions: tuple[str, ...], reason: str) -> None:
    """Blank reasons and conditions, and conditions where there can be none, are refused."""
    submit(store)

    with pytest.raises(InputRejected):
        decide(store, OFFICER, outcome, *conditions, reason=reason)


@pytest.mark.parametrize(
    "fields",
    [
        {"lifecycle": "live"},
        {"lifecycle": "approved"},
        {"waivers": [{"clause": "FAI-02", "until": DAY, "reason": "r", "approved_by": "officer"}]},
        {"sign_offs": [{"kind": "review", "by": "officer", "on": DAY}]},
        {"triage": {"rule": "R14", "approved_by": "officer"}},
        {"evidence": [{"type": "dpia", "uploaded_by": "lead", "accepted_by": "officer"}]},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_plain_change_decides_nothing(store: Database, fields: dict[str, Any]) -> None:
    """Nobody writes themselves an approval, a waiver, a sign-off, a tier or an acceptance by editing the record."""
    with pytest.raises(RegistryInvalid):
        change(store, LEAD, **fields)
    new = UseCase.model_validate({"id": "new", "title": "New", **fields})
    with pytest.raises(RegistryInvalid):
        register_use_case(store, RegisterUseCase(new), OFFICER)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO decisions VALUES (1, 'lead', 'lead', 'approved', 'r', '[]', '2026-11-27', '{}')",
        "INSERT INTO decisions VALUES (1, 'somebody', 'lead', 'approved', 'r', '[]', '2026-11-27', '{}')",
        "INSERT INTO decisions VALUES (1, 'lead', 'other-lead', 'approved', 'r', '[]', '2026-11-27', '{}')",
        "INSERT INTO involvements VALUES (1, 'lead', 'not at all')",
        "UPDATE submissions SET submitted_by = 'somebody'",
        "DELETE FROM involvements",
        "UPDATE involvements SET user_id = 'somebody'",
        "DELETE FROM submissions",
    ],
)
def test_sql_decides_nothing_either(store: Database, sql: str) -> None:
    """The database refuses a decision by the submitter, under a false name, by an editor, and a tidied-up past."""
    submit(store)
    change(store, OTHER, expected_benefit="Shorter waiting")

    refused = "nobody decides|only ever added|not_by_submitter|duplicate key|(?i:foreign key)"
    with pytest.raises(DBAPIError, match=refused), store.writer.begin() as connection:
        connection.exec_driver_sql(sql)
    assert decided(store) == []


def test_a_decision_without_an_event_is_an_alarm(store: Database, tmp_path: Path) -> None:
    """Who adds a submission in another's name and decides it by SQL leaves no event, and verification names that."""
    kept = CheckpointFile(tmp_path / "kept", tmp_path / "key.pem")
    submit(store)
    decide(store, OFFICER)
    assert verify(store, kept).problems == ()
    with store.writer.begin() as connection:
        forged = "INSERT INTO submissions VALUES (9, 'bot', 1, 'somebody', NULL, '2026-11-27', 'f')"
        connection.exec_driver_sql(forged)
        connection.exec_driver_sql(
            "INSERT INTO decisions VALUES (9, 'somebody', 'lead', 'approved', 'r', '[]', '2026-11-27', '{}')"
        )

    assert [str(problem) for problem in verify(store, kept).problems] == [
        "decision about submission 9: found approved by lead with no event; expected an event that records it."
    ]


def test_an_approval_goes_out_of_date_only_by_what_matters(store: Database) -> None:
    """A retrain under the change policy and better words change nothing; one outside it, and a new purpose, do."""
    model = {"name": "ranker", "version": "1", "type": "gradient_boosting"}
    policy = {"models": ["ranker"], "allows": "Monthly retraining on the same columns, tested on last month."}
    change(store, LEAD, models=[model], change_policy=policy)
    before = opened(store)[0]
    change(store, LEAD, models=[{**model, "version": "2"}], expected_benefit="Shorter waiting", title="The bot")
    assert material_changes(before, opened(store)[0]) == ()
    change(store, LEAD, models=[model, {**model, "name": "reranker"}])
    assert material_changes(before, opened(store)[0]) == ("models",)
    change(store, LEAD, models=[{**model, "type": "llm"}], purpose="Sell")
    assert material_changes(before, opened(store)[0]) == ("purpose", "models")


@pytest.mark.parametrize("outcome", ["approved", "changes_requested", "rejected"])
def test_a_live_use_case_stays_live_whatever_is_decided(store: Database, outcome: Outcome) -> None:
    """A decision switches nothing off: what serves customers goes on being judged, with the decision on record."""
    live = UseCase(id="bot", title="Bot", purpose="Answer", owner="lead", lifecycle="live", go_live=DAY)
    change_use_case(store, ChangeUseCase(live, opened(store)[1]), SYSTEM)
    submit(store)
    assert opened(store)[0].lifecycle == "live"
    decide(store, OFFICER, outcome)

    assert opened(store)[0].lifecycle == "live"
    assert decided(store) == [("officer", outcome)]


def test_a_refusal_writes_nothing(store: Database) -> None:
    """Refused commands leave no event, no row and no gap."""
    submit(store)
    before = store.data_version()
    for actor in (LEAD, AUDITOR):
        with pytest.raises(GovernanceError):
            decide(store, actor)

    assert store.data_version() == before
    assert verify_chain(store) == ()


@pytest.mark.parametrize("tier", ["prohibited", "needs_review"])
@pytest.mark.parametrize("outcome", ["approved", "approved_with_conditions"])
def test_a_tier_that_stops_is_never_approved(store: Database, tier: str, outcome: Outcome) -> None:
    """A prohibited practice, or an answer nobody is sure of, is sent back; the approval is refused in a sentence."""
    change(store, LEAD, risk_tier=tier)
    submit(store)
    conditions = ("Tell agents",) if outcome == "approved_with_conditions" else ()
    with pytest.raises(Conflict, match="cannot be approved while its risk tier is"):
        decide(store, OFFICER, outcome, *conditions)
    decide(store, OFFICER, "changes_requested")

    assert decided(store) == [("officer", "changes_requested")]


def test_a_charter_that_changed_meanwhile_is_looked_at_first(store: Database) -> None:
    """Whoever read one charter does not decide under another; nothing is written."""
    submit(store)
    before = store.data_version()
    command = DecideUseCase("bot", opened(store)[1], "approved", "fine", DAY, charter="sha256:an-older-one")
    with pytest.raises(ChangedSinceOpened, match="The charter has changed since you opened bot"):
        decide_use_case(store, CHARTER, command, OFFICER)
    assert store.data_version() == before
