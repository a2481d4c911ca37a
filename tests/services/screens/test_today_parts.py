"""The sentences of Today are true of the columns behind them."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.actors import Role
from dashboard.services.screens.changes import net_changes
from dashboard.services.screens.portfolio_statuses import COUNTED, StatusCounts, count_statuses, headline, months
from dashboard.services.screens.waiting import ages, ages_headline, waiting_for

TODAY = date(2026, 11, 23)


def counts(breaches: int, in_service: int = 24) -> StatusCounts:
    """A portfolio in which all but the breaches meet the charter."""
    found = dict.fromkeys(COUNTED, 0) | {"non_compliant": breaches, "compliant": in_service - breaches}
    return StatusCounts(found, in_service, 0, 0)


@pytest.mark.parametrize(
    ("breaches", "before", "sentence"),
    [
        (3, 2, "3 of 24 use cases in service breach the charter, 1 more than on 20 Nov 2026"),
        (1, 3, "1 of 24 use cases in service breaches the charter, 2 fewer than on 20 Nov 2026"),
        (0, 0, "None of 24 use cases in service breaches the charter, as on 20 Nov 2026"),
        (3, None, "3 of 24 use cases in service breach the charter"),
    ],
)
def test_headline_compares_with_the_last_look(breaches: int, before: int | None, sentence: str) -> None:
    """Number, denominator and change since the last look, in one line of at most 80 characters."""
    said = headline(counts(breaches), before=before, since=date(2026, 11, 20))

    assert said == sentence
    assert len(said) <= 80


def test_unassessed_never_reads_as_compliant() -> None:
    """Before the first assessment nothing is said to keep the charter."""
    rows = pd.DataFrame({"status": [None, np.nan], "waived": [None, None]})
    found = count_statuses(rows, {"live": 2})

    assert found.counts["not_assessed"] == 2
    assert headline(found, before=None, since=None) == "None of 2 use cases in service is assessed yet"


def test_a_waived_use_case_is_counted_once() -> None:
    """Waived stands apart from watch, and the parts still add up to the whole."""
    rows = pd.DataFrame({"status": ["watch", "watch", "compliant"], "waived": [True, False, False]})
    found = count_statuses(rows, {"live": 3, "inventoried": 7, "draft": 1}).counts

    assert (found["waived"], found["watch"], sum(found.values())) == (1, 1, 3)


def test_months_keep_the_last_assessment_of_each_month() -> None:
    """Two runs in a month are one bar: the newer; an assessment's watch includes its waived ones."""
    run = dict.fromkeys(COUNTED, 0) | {"in_service": 3, "watch": 2, "waived": 1, "compliant": 1}
    frame = pd.DataFrame([{**run, "as_of": date(2026, 10, 1)}, {**run, "as_of": date(2026, 10, 31)}])
    found = months(frame)

    assert [month.as_of for month in found] == [date(2026, 10, 31)]
    assert sum(count for _, count in found[0].counts) == 3


def flip(case: str, was: str | None, became: str) -> dict[str, object]:
    """One change of a use case's own status."""
    return {
        "use_case_id": case, "title": case, "as_of": TODAY, "was": was, "was_reason": None, "became": became,
        "became_reason": None, "cause": f"{was} to {became}",
    }  # fmt: skip


def test_what_came_back_is_no_change() -> None:
    """Changes are net: from where it stood at the last look to where it stands now."""
    flips = pd.DataFrame([
        flip("a", "compliant", "watch"), flip("b", "compliant", "watch"), flip("a", "watch", "compliant"),
        flip("b", "watch", "non_compliant"),
    ])  # fmt: skip
    found = net_changes(flips)

    assert [(one.use_case, one.was, one.became) for one in found] == [("b", "compliant", "non_compliant")]


def item(number: int, **changed: object) -> dict[str, object]:
    """An open review item."""
    return {
        "id": number, "use_case_id": "a", "clause": "FAI-02", "severity": "high", "title": "x", "state": "open",
        "opened": TODAY - timedelta(days=number), "due": TODAY + timedelta(days=5), "assignee": "somebody",
        "use_case": "A", "team": "T", "owner": "lead", **changed,
    }  # fmt: skip


def test_the_officer_sees_what_nobody_has_and_what_is_late() -> None:
    """Unassigned, proposed for closing or overdue items wait for the officer; others' work in time does not."""
    rows = pd.DataFrame([
        item(1), item(2, assignee=None), item(3, state="recovered"), item(4, due=TODAY - timedelta(days=1)),
    ])  # fmt: skip

    assert [one.item for one in waiting_for(rows, "me", Role.OFFICER, TODAY)] == [2, 3, 4]
    assert [one.item for one in waiting_for(rows, "lead", Role.TEAM_LEAD, TODAY)] == [1, 2, 3, 4]
    assert waiting_for(rows, "other", Role.TEAM_LEAD, TODAY) == ()


def test_ages_lose_no_item() -> None:
    """Every open item is in exactly one age, also on the days where ages meet."""
    rows = pd.DataFrame([item(days, due=TODAY - timedelta(days=1)) for days in (0, 7, 8, 30, 31, 60, 61, 90, 91)])
    found = ages(rows, TODAY)

    assert [bucket.items for bucket in found] == [2, 2, 2, 2, 1]
    assert ages_headline(found) == "9 of 9 open review items are overdue"
