"""Indicators: intervals that cover as often as they say, and files that are read whole or refused whole."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy.stats import t as student

from dashboard.domain.indicator_periods import read_period
from dashboard.domain.indicator_rows import read_indicator_rows
from dashboard.domain.indicators import Indicator, measured
from dashboard.domain.intervals import z
from dashboard.domain.nps import nps_limits
from dashboard.domain.student import t_quantile
from dashboard.errors import InputRejected

TODAY = date(2026, 11, 23)
MAY = ("2026-05", date(2026, 5, 1), date(2026, 5, 31))


@pytest.mark.parametrize("n", [20, 50, 200, 1000])
@pytest.mark.parametrize(
    "shares", [(0.5, 0.3, 0.2), (0.8, 0.15, 0.05), (0.3, 0.3, 0.4), (0.1, 0.85, 0.05), (0.6, 0, 0.4)]
)
def test_the_interval_of_nps_covers_as_often_as_it_says(shares: tuple[float, float, float], n: int) -> None:
    """Of 20,000 samples with a fixed seed, at least 93.5 % of the 95 % intervals hold the true score, and not all."""
    drawn = np.random.default_rng(7).multinomial(n, shares, 20_000)
    point, low, high = nps_limits(drawn[:, 0], drawn[:, 1], drawn[:, 2], z(0.95))
    true = 100 * (shares[0] - shares[2])

    assert 0.935 <= float(((low <= true + 1e-9) & (true <= high + 1e-9)).mean()) <= 0.99
    assert bool((low <= point + 1e-9).all() and (point <= high + 1e-9).all())


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((50, 30, 20), (30.0, 13.5, 44.3)),
        ((10, 0, 0), (100.0, 60.9, 100.0)),
        ((0, 10, 0), (0.0, -27.8, 27.8)),
        ((0, 0, 10), (-100.0, -100.0, -60.9)),
    ],
)
def test_nps_of_literal_counts(counts: tuple[int, int, int], expected: tuple[float, float, float]) -> None:
    """A score by hand with its limits, which stay honest where everybody says the same."""
    found = nps_limits(*counts, z(0.95))

    assert tuple(round(float(one), 1) for one in found) == pytest.approx(expected, abs=0.6)
    assert -100 <= float(found.low) <= float(found.high) <= 100


def test_turning_everybody_around_mirrors_the_interval() -> None:
    """Promoters and detractors exchanged: the same score with the other sign."""
    point, low, high = nps_limits(40, 25, 35, z(0.9))
    other = nps_limits(35, 25, 40, z(0.9))

    assert (float(point), float(low), float(high)) == pytest.approx(
        (-float(other.point), -float(other.high), -float(other.low))
    )


@pytest.mark.parametrize("confidence", [0.8, 0.9, 0.95, 0.99])
@pytest.mark.parametrize("freedom", [1, 2, 3, 5, 9, 30, 1000])
def test_the_t_quantile_is_the_known_one(confidence: float, freedom: int) -> None:
    """Within one percent of an independent implementation everywhere, and within a ten-thousandth from nine on."""
    known = float(student.ppf((1 + confidence) / 2, freedom))

    assert t_quantile(confidence, freedom) == pytest.approx(known, rel=0.01 if freedom < 9 else 1e-4)
    with pytest.raises(ValueError, match="at least one degree of freedom"):
        t_quantile(confidence, 0)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"promoters": 50, "passives": 30, "detractors": 20, "n": 100}, (30.0, "", "points")),
        ({"value": 31.0, "n": 100}, (31.0, "no interval: the counts behind it are not known", "points")),
        ({"value": 31.0}, (31.0, "no interval: its n is not known", "points")),
        ({"promoters": 3, "passives": 1, "detractors": 1, "n": 5}, (None, "fewer than 10 answers", "points")),
    ],
)
def test_a_score_without_counts_has_no_interval_and_says_so(
    fields: dict[str, Any], expected: tuple[float | None, str, str]
) -> None:
    """Three counts give an interval; a bare value does not, and few answers are not shown at all."""
    one = Indicator("nps", *MAY, **fields)
    found = measured(one, 0.95, 10)

    assert (found.value, found.note, one.unit) == expected
    assert (found.low is None) == bool(found.note)


def test_shares_and_means_have_the_intervals_of_shares_and_means() -> None:
    """Wilson for 80 of 100 and per 10,000; t for a mean of 4.2; a mean without spread has none."""
    csat = measured(Indicator("csat", *MAY, yes=80, n=100), 0.95, 10)
    complaints = Indicator("complaint_rate", *MAY, yes=12, n=20_000)
    mean = measured(Indicator("trust", *MAY, mean=4.2, sd=0.9, n=25), 0.95, 10)

    assert (csat.value, round(csat.low or 0, 1), round(csat.high or 0, 1)) == (80.0, 71.1, 86.7)
    assert (measured(complaints, 0.95, 10).value, complaints.unit) == (pytest.approx(6.0), "per 10,000")
    assert (round(mean.low or 0, 3), round(mean.high or 0, 3)) == (3.828, 4.572)
    assert measured(Indicator("trust", *MAY, mean=4.2, n=25), 0.95, 10).note.startswith("no interval: the spread")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05", MAY),
        ("2026-05-01", MAY),
        ("2026-05-01T00:00:00", MAY),
        ("2026-Q4", ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))),
        ("2024-02", ("2024-02", date(2024, 2, 1), date(2024, 2, 29))),
        ("2026", ("2026", date(2026, 1, 1), date(2026, 12, 31))),
        ("2026-13", None),
        ("2026-05-17", None),
        ("May 2026", None),
    ],
)
def test_periods_are_months_quarters_and_years(text: str, expected: object) -> None:
    """The first day of a month stands for the month, as spreadsheets write it; anything else is no period."""
    assert read_period(text) == expected


HEADERS = [
    "indicator", "period", "use_case", "channel", "handled_by", "promoters", "passives", "detractors", "yes", "mean",
    "sd", "value", "n",
]  # fmt: skip
GOOD: dict[str, Any] = {"indicator": "nps", "period": "2026-05", "promoters": 50, "passives": 30, "detractors": 20}
SHARE: dict[str, Any] = {"indicator": "csat", "period": "2026-05", "yes": 80, "n": 100}
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "unknown indicator": (GOOD | {"indicator": "happiness"}, "found `happiness`; expected one of nps"),
    "no period": (GOOD | {"period": ""}, "row 2, period: found nothing; expected a month (2026-05)"),
    "period to come": (GOOD | {"period": "2027-01"}, "a period that has begun by 2026-11-23"),
    "unknown use case": (GOOD | {"use_case": "nobody"}, "the id of a registered use case, or nothing"),
    "unknown handling": (GOOD | {"handled_by": "robots"}, "ai, human, opted_out, or nothing for all customers"),
    "half a person": (GOOD | {"promoters": 50.5}, "a whole number from 0 on"),
    "negative": (GOOD | {"detractors": -1}, "a whole number from 0 on"),
    "not a number": (SHARE | {"n": "many"}, "a whole number from 0 on"),
    "two counts of three": (GOOD | {"passives": ""}, "row 2, passives: found nothing; expected a number beside"),
    "no figures": ({"indicator": "csat", "period": "2026-05"}, "found no figures; expected yes, n; or mean, n"),
    "counts of the wrong kind": (GOOD | {"indicator": "retention"}, "expected yes, n; or value"),
    "both counts and value": (SHARE | {"value": 0.8}, "row 2, value: found a number; expected nothing beside yes, n"),
    "more yes than asked": (SHARE | {"yes": 101}, "at most n, 100"),
    "n of nobody": (SHARE | {"yes": 0, "n": 0}, "at least 1"),
    "n is not the sum": (GOOD | {"n": 90}, "100, the sum of the three counts, or nothing"),
    "no answers": (GOOD | {"promoters": 0, "passives": 0, "detractors": 0}, "at least one answer"),
    "score over 100": ({"indicator": "nps", "period": "2026-05", "value": 130}, "points from -100 to 100"),
    "infinite": ({"indicator": "trust", "period": "2026-05", "value": "inf"}, "a number, such as 4.2"),
}  # fmt: skip


def read(*rows: dict[str, Any]) -> tuple[Indicator, ...]:
    """Rows of a file."""
    cells = [[row.get(name, "") for name in HEADERS] for row in rows]
    return read_indicator_rows(HEADERS, cells, known={"bot"}, as_of=TODAY)


def test_rows_become_indicators() -> None:
    """NPS from three counts with their sum as n; a share of a use case, on a channel, of those who opted out."""
    nps, csat = read(GOOD, SHARE | {"use_case": "bot", "channel": "voice", "handled_by": "Opted out"})

    assert (nps.key, nps.n, nps.form) == ("nps|2026-05|||", 100, "nps")
    assert (csat.key, csat.yes, csat.n, csat.form) == ("csat|2026-05|bot|voice|opted_out", 80, 100, "share")


@pytest.mark.parametrize("name", BAD)
def test_bad_rows_are_refused_in_a_sentence(name: str) -> None:
    """Row, column, what was found and what was expected; nothing of the file is taken."""
    row, expected = BAD[name]
    with pytest.raises(InputRejected) as refused:
        read(row)

    said = str(refused.value)
    assert expected in said
    assert "nothing was saved" in said


def test_every_problem_is_told_at_once() -> None:
    """Two bad rows and one that stands twice give three problems with their rows."""
    with pytest.raises(InputRejected) as refused:
        read(GOOD | {"period": "x"}, SHARE | {"yes": 101}, GOOD, GOOD)

    assert [problem.where for problem in refused.value.problems] == ["row 2, period", "row 3, yes", "row 5"]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["indicator", "perod"], "Did you mean period?"),
        (["indicator", "n"], "no column period"),
        (["indicator", "period", "n", "N"], "n twice"),
        (["indicator", "period", "n"], "a row for each below the header"),
    ],
)
def test_a_header_that_cannot_be_meant_is_refused(headers: list[str], expected: str) -> None:
    """Misspelt, missing and repeated columns are named, and a file without rows."""
    with pytest.raises(InputRejected, match=expected.replace("?", r"\?")):
        read_indicator_rows(headers, [], known=(), as_of=TODAY)
