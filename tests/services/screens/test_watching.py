"""Weekly looks at one group: what they conclude together, since when, and where they start again."""

from datetime import date, timedelta

import pandas as pd
import pytest

from dashboard.domain.counts import COUNTS
from dashboard.services.screens.counts import CountsOf, counts_of
from dashboard.services.screens.terms import Terms
from dashboard.services.screens.trend import Against
from dashboard.services.screens.watching import Watching, watching_of
from dashboard.services.screens.watching_words import WHY_NOT_WEEKLY, watched_words, watching_table

RATIO = Terms("selection_rate_ratio", 0.8, 1.25, 200, "largest", 0.95, 90, 10)
GAP = Terms("selection_rate_gap", -0.1, 0.1, 200, "largest", 0.95, 90, 10)
WRONG = Terms("false_positive_rate_gap", -0.1, 0.1, 200, "largest", 0.95, 90, 10)
START = date(2026, 1, 5)  # a Monday
OLD = Against("65+", "25-34")


def weeks(*favourable: int, version: str = "1", begin: date = START, group: str = "65+") -> list[tuple[object, ...]]:
    """One Wednesday a week: 200 decisions about the group, these many favourable; labels say the same."""
    return [
        (version, begin + timedelta(days=7 * at + 2), "age", group, 200, 0, k, 200, 0, k, 0, 200 - k)
        for at, k in enumerate(favourable)
    ]


def counted(*rows: list[tuple[object, ...]]) -> CountsOf:
    """Daily counts; no joint ones."""
    names = ["model_version", "day", "attribute", "group", *COUNTS]
    daily = pd.DataFrame([row for part in rows for row in part], columns=names)
    return counts_of("u", daily.assign(day=pd.to_datetime(daily["day"])), pd.DataFrame())


def watched(counts: CountsOf, terms: Terms = RATIO) -> Watching:
    """What is there of 65+ against 25-34."""
    found = watching_of(counts, "age", terms, OLD)
    assert found is not None
    return found


def test_a_drop_is_real_and_dated() -> None:
    """From the sixth week on the group gets half as much: proven later, begun within a week of then."""
    counts = counted(weeks(*[100] * 5, *[40] * 30), weeks(*[100] * 35, group="25-34"))

    found = watched(counts)

    run = found.newest
    assert run.real is not None
    assert run.began is not None
    assert abs((run.began - (START + timedelta(days=35))).days) <= 7
    assert run.began < run.real
    assert watched_words(found).startswith("65+ against 25-34: real since the week of ")
    assert f"it began about the week of {run.began.day} Feb 2026." in watched_words(found)


def test_the_limits_are_on_the_scale_of_the_metric() -> None:
    """Equal sizes: all looks so far say 60 of 100, a ratio of 0.6; as a gap 30 of 100 less against 0.5."""
    counts = counted(weeks(60, 60, 60), weeks(100, 100, 100, group="25-34"))

    assert [look.value for look in watched(counts).newest.looks] == pytest.approx([0.6] * 3)
    assert watched(counts, GAP).newest.looks[-1].value == pytest.approx(-0.2)


def test_the_proof_is_where_the_band_leaves_the_line() -> None:
    """The first week whose upper limit lies below the charter's 0.80 is the week since when it is real."""
    found = watched(counted(weeks(*[60] * 20), weeks(*[100] * 20, group="25-34")))

    below = next(look.week for look in found.newest.looks if look.high is not None and look.high < 0.8)
    assert found.newest.real == below


def test_an_error_that_is_more_frequent_is_worse() -> None:
    """More wrong selections than the reference are a positive gap, and real; fewer are nothing to prove."""
    more = watched(counted(weeks(*[100] * 20), weeks(*[40] * 20, group="25-34")), WRONG)
    fewer = watched(counted(weeks(*[40] * 20), weeks(*[100] * 20, group="25-34")), WRONG)

    assert more.newest.looks[-1].value == pytest.approx(0.3)
    assert more.newest.real is not None
    assert fewer.newest.looks[-1].value == pytest.approx(-0.3)
    assert fewer.newest.real is None


def test_a_new_version_starts_again() -> None:
    """What was proven of version 1 proves nothing of version 2, whose first week stands for itself."""
    later = START + timedelta(days=70)
    counts = counted(
        weeks(*[40] * 10), weeks(*[100] * 10, group="25-34"),
        weeks(100, 100, version="2", begin=later), weeks(100, 100, version="2", begin=later, group="25-34"),
    )  # fmt: skip

    found = watched(counts)

    assert [run.version for run in found.runs] == ["1", "2"]
    assert found.runs[0].real is not None
    assert found.newest.real is None
    assert found.newest.looks[0].value == pytest.approx(1.0)
    said = watched_words(found)
    assert "over all 2 weekly looks since version 2 went live, not proven to be below the charter's 0.80" in said


def test_more_groups_ask_for_more() -> None:
    """The worst of several groups was chosen by the data: their sequences hold together, so each is wider."""
    two = [weeks(*[60] * 5), weeks(*[100] * 5, group="25-34")]
    alone, among = watched(counted(*two)), watched(counted(*two, weeks(*[100] * 5, group="35-49")))

    assert (alone.groups, among.groups) == (1, 2)
    assert (among.newest.looks[-1].high or 0) > (alone.newest.looks[-1].high or 0)
    assert "and for all 2 groups, 95 %" in watched_words(among)


def test_what_cannot_be_held_against_anybody_is_not_watched() -> None:
    """A measure over all groups has no reference, and a group that is not there no looks."""
    counts = counted(weeks(60), weeks(100, group="25-34"))

    over_all = Terms("demographic_parity_difference", 0, 0.1, 200, "largest", 0.95, 90, 10)
    assert watching_of(counts, "age", over_all, OLD) is None
    assert watching_of(counts, "age", RATIO, Against("X", "25-34")) is None
    assert watching_of(counts, "age", RATIO, Against("65+", None)) is None


def test_the_table_holds_every_look() -> None:
    """Week, value, limits and both sizes of every look, and which were proven."""
    table = watching_table(watched(counted(weeks(*[60] * 20), weeks(*[100] * 20, group="25-34"))))

    assert len(table) == 20
    assert table["n"].tolist() == [200] * 20
    assert table["Proven"].iloc[-1] == "yes"
    assert table["Proven"].iloc[0] == ""


def test_the_sentence_about_looking_weekly_tells_the_measured_figures() -> None:
    """Both rates of false alarms and the naive one stand in it, with the number of histories."""
    assert all(said in WHY_NOT_WEEKLY for said in ("32 %", "1.6 %", "4.9 %", "4,000"))


def test_a_week_that_could_point_to_a_person_is_withheld() -> None:
    """Nine decisions are fewer than the charter shows: that week has no size and no value, the one before has."""
    small = [("1", START + timedelta(days=9), "age", "65+", 9, 0, 4, 0, 0, 0, 0, 0)]
    counts = counted(weeks(60), small, weeks(100, 100, group="25-34"))

    first, second = watched(counts).newest.looks

    assert (first.n, second.n, second.n_reference, second.value) == (200, None, None, None)
    assert first.value == pytest.approx(0.6)
