"""Facts and extensions of a case decide whether and how long a deadline runs."""

from typing import Any

import pytest

from dashboard.domain.cases import Step
from tests.domain.cases_held import TELL, held
from tests.registered import at, complete, opened

RIGHTS: dict[str, Any] = {
    "deadline": "rights_request", "step": "answered", "within": "1 months", "extension": "2 months",
}  # fmt: skip


def test_only_cases_where_the_fact_holds_count() -> None:
    """A breach of personal data must be told within 72 hours; another incident need not."""
    calm = opened("incident", "2026-11-01 10:00", facts={"personal_data_breach": False})
    leak = opened("incident", "2026-11-01 10:00", id="x", facts={"personal_data_breach": True})
    told = opened("incident", "2026-11-01 10:00", {"authority_notified": "2026-11-04 10:00"}, id="y",
                  facts={"personal_data_breach": True})  # fmt: skip

    assert held(TELL, complete(calm, told), whole=True)[0] == "compliant"
    assert held(TELL, complete(calm, leak), whole=True)[0] == "non_compliant"


def test_a_fact_that_nobody_stated_leaves_the_case_undecided() -> None:
    """Once its time is over nobody can say whether it was missed; told in time it is kept whatever the fact."""
    unknown = opened("incident", "2026-11-01 10:00")
    status, words = held(TELL, complete(unknown), whole=True)

    assert status == "not_assessed (not_recorded)"
    assert "Of 1 incident whose time is over nobody stated: personal data breach." in words.reason
    told = opened("incident", "2026-11-01 10:00", {"authority_notified": "2026-11-02"})
    assert held(TELL, complete(told), whole=True)[0] == "compliant"
    assert held(TELL, complete(opened("incident", "2026-11-22 10:00")), whole=True)[0] == "compliant"


def test_a_fact_may_become_known_later() -> None:
    """What was stated last counts, wherever it was stated."""
    found = Step("triaged", at("2026-11-01 12:00"), facts={"personal_data_breach": True})
    begun = opened("incident", "2026-11-01 10:00")
    known = type(begun)(begun.id, begun.kind, begun.opened, steps=(found,))

    assert held(TELL, complete(known), whole=True)[0] == "non_compliant"


@pytest.mark.parametrize(
    ("extended", "answered", "status"),
    [
        (None, "2026-10-31", "non_compliant"),
        ("2026-09-30", "2026-11-20", "compliant"),
        ("2026-10-02", "2026-11-20", "non_compliant"),
    ],
)
def test_an_extension_counts_where_it_was_recorded_in_time(extended: str | None, answered: str, status: str) -> None:
    """Three months instead of one, if the person was told within the first month, which ended on 1 October."""
    steps = {"answered": answered, **({"extended": extended} if extended else {})}

    assert held(RIGHTS, complete(opened("rights_request", "2026-09-01", steps)), whole=True)[0] == status


def test_an_extension_of_which_nobody_was_told_is_none() -> None:
    """Art. 12(3): the person is informed."""
    steps = (Step("extended", at("2026-09-20"), "complex"), Step("answered", at("2026-11-20")))
    silent = opened("rights_request", "2026-09-01")
    register = complete(type(silent)(silent.id, silent.kind, silent.opened, steps=steps))

    assert held(RIGHTS, register, whole=True)[0] == "non_compliant"
