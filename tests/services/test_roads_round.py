"""Roads round the second person, each walked by somebody who wants their own work through: every one is closed."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.domain.approvals import Condition
from dashboard.errors import Conflict, NotPermitted
from dashboard.services.reviews import ResolveItem, resolve_item
from dashboard.services.rulings import RuleOn, rule_on
from tests.services.roads import (
    DAY,
    DEPUTY,
    LEAD,
    OFFICER,
    ask_for_waiver,
    change,
    decide,
    live,
    opened,
    step,
    store,
    submit,
)

__all__ = ["store"]  # fixtures


def test_an_approval_undoes_no_ordered_stop(store: Database) -> None:
    """A request that waited when a stop was ordered puts nothing back into service, and takes nothing out of sight."""
    live(store)
    submit(store)
    step(store, "order_stop", OFFICER)
    with pytest.raises(Conflict, match="bot is stop ordered and cannot be approved"):
        decide(store, OFFICER)
    decide(store, OFFICER, "rejected")

    assert opened(store)[0].lifecycle == "stop_ordered"


def test_an_approval_brings_nothing_back_from_retirement(store: Database) -> None:
    """A request that waited when the use case was retired revives nothing."""
    submit(store)
    decide(store, OFFICER)
    submit(store)
    step(store, "retire", LEAD)
    with pytest.raises(Conflict, match="bot is retired and cannot be approved"):
        decide(store, OFFICER)
    decide(store, OFFICER, "changes_requested")

    assert opened(store)[0].lifecycle == "retired"


def test_who_owned_it_withdraws_no_stop(store: Database) -> None:
    """An officer who hands their use case over before they withdraw its stop is refused."""
    live(store)
    change(store, OFFICER, owner="officer")
    step(store, "order_stop", DEPUTY)
    change(store, OFFICER, owner="lead")
    with pytest.raises(NotPermitted, match="You owned bot: somebody else withdraws"):
        step(store, "withdraw_stop", OFFICER)

    assert step(store, "withdraw_stop", DEPUTY).lifecycle == "live"


def test_who_owned_it_closes_no_condition(store: Database) -> None:
    """A condition set while somebody owned it is not met because they say so after giving it away."""
    change(store, DEPUTY, owner="deputy")
    submit(store)
    decide(store, OFFICER, "approved_with_conditions", Condition("Test it", DAY + timedelta(days=9)))
    change(store, DEPUTY, owner="lead")
    number = int(store.frame(text("SELECT id FROM review_items")).iloc[0, 0])
    with pytest.raises(NotPermitted, match="You own or owned bot"):
        resolve_item(store, ResolveItem(number, "Done", 1, DAY), DEPUTY)


def test_a_request_for_changes_washes_no_hands(store: Database) -> None:
    """Who wrote or submitted it before it was sent back cannot approve it afterwards; after an approval they can."""
    change(store, DEPUTY, purpose="Sell")
    submit(store, DEPUTY)
    decide(store, OFFICER, "changes_requested")
    submit(store)
    with pytest.raises(NotPermitted, match="because you changed it"):
        decide(store, DEPUTY)
    decide(store, OFFICER)
    submit(store)
    decide(store, DEPUTY)

    assert opened(store)[0].lifecycle == "approved"


def test_who_wrote_or_submitted_it_waives_nothing_there(store: Database) -> None:
    """A waiver asked for by somebody else is not granted by who edited the record before it was asked for."""
    change(store, OFFICER, purpose="Sell")
    number = ask_for_waiver(store, "bot", LEAD)
    with pytest.raises(NotPermitted, match="because you changed it"):
        rule_on(store, RuleOn(number, "fine", DAY, granted=True), OFFICER)
    rule_on(store, RuleOn(number, "fine", DAY, granted=True), DEPUTY)


def test_who_submits_it_rules_on_nothing_that_waits_there(store: Database) -> None:
    """A request that waited before somebody submitted the use case is not theirs to grant."""
    number = ask_for_waiver(store, "bot", LEAD)
    submit(store, OFFICER)
    with pytest.raises(NotPermitted, match="because you submitted it"):
        rule_on(store, RuleOn(number, "fine", DAY, granted=True), OFFICER)
