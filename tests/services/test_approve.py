"""Nobody decides about their own work: not on the screen's road, not by a service, not by SQL."""

import pytest

from dashboard.adapters.database import Database, verify_chain
from dashboard.domain.actors import Actor
from dashboard.errors import (
    ChangedSinceOpened,
    Conflict,
    NotFound,
    NotPermitted,
)
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from tests.services.cast import AUDITOR, DEPUTY, LEAD, OFFICER, OTHER, opened
from tests.services.deciding import DAY, change, decide, decided, store, submit
from tests.small_charter import CHARTER

__all__ = ["store"]  # fixtures


def test_the_officer_decides_what_a_lead_submits(store: Database) -> None:
    """Submitted, sent back, submitted again, approved with a condition: each step is on record, in the ledger too."""
    submit(store)
    decide(store, OFFICER, "changes_requested", reason="say who may stop it")
    change(store, LEAD, purpose="Answer questions")
    submit(store)
    decide(store, DEPUTY, "approved_with_conditions", "Test the stop switch by March")

    assert decided(store) == [("deputy", "approved_with_conditions"), ("officer", "changes_requested")]
    assert opened(store)[0].lifecycle == "approved_with_conditions"
    assert verify_chain(store) == ()


def test_who_sent_it_back_decides_again(store: Database) -> None:
    """Deciding is no change of the use case: the officer who asked for changes may approve them."""
    submit(store)
    decide(store, OFFICER, "changes_requested", reason="say who may stop it")
    change(store, LEAD, purpose="Answer questions")
    submit(store)
    decide(store, OFFICER)

    assert decided(store) == [("officer", "approved"), ("officer", "changes_requested")]


@pytest.mark.parametrize("who", [LEAD, OTHER, AUDITOR])
def test_only_officer_and_deputy_decide(store: Database, who: Actor) -> None:
    """A team lead, their own use case or not, and an auditor are refused by role."""
    submit(store)

    with pytest.raises(NotPermitted, match="may not decide about use cases"):
        decide(store, who)
    assert decided(store) == []


def test_the_officers_own_use_case_needs_the_deputy(store: Database) -> None:
    """An officer who owns, submits or changes a use case is told who may decide instead."""
    change(store, LEAD, owner="officer")
    submit(store, OFFICER)

    with pytest.raises(NotPermitted, match=r"because you own it\. Deputy may decide"):
        decide(store, OFFICER)
    decide(store, DEPUTY)
    assert decided(store) == [("deputy", "approved")]


def test_giving_it_away_for_a_day_changes_nothing(store: Database) -> None:
    """Reassign, decide, reassign back: whoever ever owned it is involved, by the ledger."""
    change(store, LEAD, owner="officer")
    change(store, LEAD, owner="lead")
    submit(store)

    with pytest.raises(NotPermitted, match="because you owned it once"):
        decide(store, OFFICER)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_who_changed_it_does_not_decide(store: Database, moment: str) -> None:
    """A change before the submission or while it waits makes its author involved."""
    if moment == "before":
        change(store, OFFICER, expected_benefit="Shorter waiting")
    submit(store)
    if moment == "after":
        change(store, OFFICER, expected_benefit="Shorter waiting")

    with pytest.raises(NotPermitted, match="because you changed it"):
        decide(store, OFFICER)


def test_when_everybody_is_involved_the_sentence_says_so(store: Database) -> None:
    """Nobody eligible is not a dead end without a word: a deputy has to be named."""
    change(store, DEPUTY, expected_benefit="Shorter waiting")
    submit(store, OFFICER)

    with pytest.raises(NotPermitted, match="Nobody remains who may: name a deputy first"):
        decide(store, OFFICER)


def test_a_material_change_after_submission_is_submitted_again(store: Database) -> None:
    """What is approved is what was submitted: a new purpose in between is not waved through."""
    submit(store)
    change(store, LEAD, purpose="Sell")

    with pytest.raises(Conflict, match="changed materially after it was submitted"):
        decide(store, OFFICER)


def test_a_stale_tab_decides_nothing(store: Database) -> None:
    """A decision about a version that is no longer there is refused, and one that was sent twice is one."""
    submit(store)
    revision = opened(store)[1]
    change(store, LEAD, expected_benefit="Shorter waiting")

    with pytest.raises(ChangedSinceOpened):
        decide_use_case(store, CHARTER, DecideUseCase("bot", revision, "approved", "fine", DAY), OFFICER)
    again = DecideUseCase("bot", revision + 1, "approved", "fine", DAY)
    assert not decide_use_case(store, CHARTER, again, OFFICER).replayed
    assert decide_use_case(store, CHARTER, again, OFFICER).replayed
    assert decided(store) == [("officer", "approved")]


def test_what_waits_for_nothing_is_not_decided(store: Database) -> None:
    """Without a submission, after a decision, or for an unknown id there is nothing to decide."""
    with pytest.raises(Conflict, match="waits for no decision"):
        decide(store, OFFICER)
    submit(store)
    with pytest.raises(Conflict, match="cannot be submitted now"):
        submit(store)
    decide(store, OFFICER, "rejected")
    with pytest.raises(Conflict, match="waits for no decision"):
        decide(store, DEPUTY)
    with pytest.raises(NotFound):
        submit_use_case(store, SubmitUseCase("nobody", 1, DAY), LEAD)
