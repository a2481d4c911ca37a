"""A duty is called possible only where everything that it hangs on is on record, and nothing a breach of law."""

from datetime import date
from typing import Any

import pytest

from dashboard.domain.exposure import Bearing, duties, standing
from dashboard.domain.frameworks import Frameworks

TODAY = date(2026, 11, 23)
BREACHED = date(2026, 9, 1)
OURS = Bearing("high", "deployer", ("EU",), personal_data=True)


def laws(**article: Any) -> Frameworks:
    """One law with one article, and one standard."""
    basis = {
        "title": "Do it", "binds": ["deployer"], "tiers": ["high"], "jurisdictions": ["EU"], "from": "2026-08-02",
        "source": "s", "checked_at": "2026-11-01", "confidence": "high",
    }  # fmt: skip
    free = {"title": "Aligned", "source": "s", "checked_at": "2026-11-01", "confidence": "high"}
    said = {"version": "1", "source": "s"}
    return Frameworks.model_validate(
        {
            "format": 1,
            "frameworks": {
                "act": said | {"title": "Act", "kind": "law", "articles": {"1": basis | article}},
                "norm": said | {"title": "Norm", "kind": "standard", "articles": {"A": free}},
            },
        }
    )


def state(bearing: Bearing = OURS, breached: date = BREACHED, **article: Any) -> tuple[str, date | None]:
    """State and day of the one article."""
    [found] = duties({"act": ["1"], "norm": ["A"]}, laws(**article), bearing, breached, TODAY)
    return found.state, found.since


def test_both_hold_from_the_later_of_the_two_days() -> None:
    """A breach before the first day counts from that day; one after it from its own."""
    assert state() == ("possible", BREACHED)
    assert state(breached=date(2026, 1, 1)) == ("possible", date(2026, 8, 2))


@pytest.mark.parametrize(
    ("bearing", "article", "expected"),
    [
        (Bearing("limited", "deployer", ("EU",)), {}, ("not ours", None)),
        (Bearing(None, "deployer", ("EU",)), {}, ("unclear", BREACHED)),
        (Bearing("needs_review", "deployer", ("EU",)), {}, ("unclear", BREACHED)),
        (Bearing("high", None, ("EU",)), {}, ("unclear", BREACHED)),
        (Bearing("high", "deployer", ()), {}, ("unclear", BREACHED)),
        (Bearing("high", "deployer", ("UK",)), {}, ("unclear", BREACHED)),
        (OURS, {"binds": ["provider"]}, ("not ours", None)),
        (OURS, {"binds": ["controller"], "tiers": []}, ("possible", BREACHED)),
        (Bearing("high", "deployer", ("EU",)), {"binds": ["controller"]}, ("unclear", BREACHED)),
        (Bearing("high", "deployer", ("EU",), personal_data=False), {"binds": ["controller"]}, ("not ours", None)),
        (OURS, {"binds": ["organisation"]}, ("possible", BREACHED)),
        (OURS, {"from": "2027-12-02"}, ("later", date(2027, 12, 2))),
        (OURS, {"from": None}, ("unclear", None)),
        (Bearing("limited", "deployer", ("EU",)), {"from": "2027-12-02"}, ("not ours", None)),
    ],
)
def test_what_is_not_on_record_is_unclear_and_what_binds_others_is_not_ours(
    bearing: Bearing, article: dict[str, Any], expected: tuple[str, date | None]
) -> None:
    """Tier, role, place, personal data and first day: each decides, and none is guessed."""
    assert state(bearing, **article) == expected


def test_a_standard_alone_is_a_matter_of_the_charter() -> None:
    """What is followed by choice, what binds others and what nobody recorded make no duty."""
    found = laws()

    assert duties({"norm": ["A"], "act": ["99"], "elsewhere": ["1"]}, found, OURS, BREACHED, TODAY) == ()
    assert standing(()) == "charter only"
    assert standing(duties({"act": ["1"]}, laws(binds=["provider"]), OURS, BREACHED, TODAY)) == "charter only"


def test_the_nearest_duty_speaks_for_the_breach() -> None:
    """A possible duty outweighs one that comes later."""
    both = (*duties({"act": ["1"]}, laws(), OURS, BREACHED, TODAY),
            *duties({"act": ["1"]}, laws(**{"from": "2027-12-02"}), OURS, BREACHED, TODAY))  # fmt: skip

    assert standing(both) == "possible"
    assert standing(both[1:]) == "later"
