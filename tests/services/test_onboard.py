"""An inventoried use case is onboarded once, by whoever may, with answers that fit, and with nothing guessed."""

from datetime import date
from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.errors import ChangedSinceOpened, Conflict, NotFound, NotPermitted, RegistryInvalid
from dashboard.services.onboard import OnboardUseCase, onboard_use_case
from dashboard.services.register import RegisterUseCase, register_use_case

LEAD, OFFICER = Actor("lead", Role.TEAM_LEAD), Actor("officer", Role.OFFICER)
BOT = UseCase(id="bot", title="Bot", lifecycle="inventoried", go_live=date(2024, 2, 1))


def test_answers_are_added_and_the_rest_stays_unknown(database: Database) -> None:
    """One event; text is read as each field wants it; what nobody said is None."""
    register_use_case(database, RegisterUseCase(BOT), OFFICER)
    fields = {"owner": "lead", "customer_facing": "yes", "jurisdictions": "US, UK", "overseer.active": "no"}
    day = date(2026, 11, 23)
    saved = onboard_use_case(database, OnboardUseCase("bot", 1, "live", fields, day=day), LEAD)
    assert (saved.seq, saved.revisions) == (2, {"bot": 2})
    found = use_case_record(database, "bot")
    assert found
    case = found[0]
    assert (case.lifecycle, case.owner, case.customer_facing, case.registered_at) == ("live", "lead", True, day)
    assert (case.jurisdictions, case.overseer and case.overseer.active) == (["US", "UK"], False)
    assert case.uses_personal_data is None
    with pytest.raises(Conflict, match="onboarded before"):
        onboard_use_case(database, OnboardUseCase("bot"), LEAD)


@pytest.mark.parametrize(
    ("command", "error", "sentence"),
    [
        (OnboardUseCase("nobody"), NotFound, "no use case `nobody`"),
        (OnboardUseCase("bot", revision=7), ChangedSinceOpened, "revision 7, it is now 1"),
        (OnboardUseCase("bot", fields={"ownr": "x"}), RegistryInvalid, "Did you mean `owner`"),
        (OnboardUseCase("bot", fields={"lifecycle": "live"}), RegistryInvalid, "`lifecycle`"),
        (OnboardUseCase("bot", fields={"customer_facing": "perhaps"}), RegistryInvalid, "expected yes or no"),
        (OnboardUseCase("bot", fields={"owner": "a\nb"}), RegistryInvalid, "one line"),
    ],
)
def test_what_does_not_fit_changes_nothing(sqlite_database: Database, command: Any, error: Any, sentence: str) -> None:
    """Each refusal is a sentence, and the use case stays inventoried."""
    register_use_case(sqlite_database, RegisterUseCase(BOT), OFFICER)
    with pytest.raises(error, match=sentence):
        onboard_use_case(sqlite_database, command, LEAD)
    assert use_case_record(sqlite_database, "bot") == (BOT, 1)


def test_live_needs_a_day_and_readers_may_not(sqlite_database: Database) -> None:
    """A live system has a first day; an auditor onboards nothing."""
    register_use_case(sqlite_database, RegisterUseCase(BOT.model_copy(update={"go_live": None})), OFFICER)
    with pytest.raises(RegistryInvalid, match="go_live"):
        onboard_use_case(sqlite_database, OnboardUseCase("bot", lifecycle="live"), LEAD)
    with pytest.raises(NotPermitted):
        onboard_use_case(sqlite_database, OnboardUseCase("bot"), Actor("a", Role.AUDITOR))


@pytest.mark.parametrize("tier", ["prohibited", "needs_review"])
def test_a_tier_that_stops_does_not_go_live(sqlite_database: Database, tier: str) -> None:
    """Onboarding is no way around the tier: as a draft it may stay, live it may not become."""
    register_use_case(sqlite_database, RegisterUseCase(BOT), OFFICER)
    fields = {"owner": "lead", "risk_tier": tier}
    with pytest.raises(RegistryInvalid, match="another tier, for a use case that goes live"):
        onboard_use_case(sqlite_database, OnboardUseCase("bot", lifecycle="live", fields=fields), LEAD)
    assert use_case_record(sqlite_database, "bot") == (BOT, 1)
