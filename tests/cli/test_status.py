"""`status` says what was reported on a past day and what is known about it now; other days are refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import cli
from dashboard.errors import InputRejected, NotFound
from tests.late_rows import lived_store, reported_then_late

DAY = ("--as-of", "2026-11-13")


@pytest.fixture(autouse=True)
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fair report, and late rows that are not."""
    lived_store(tmp_path, monkeypatch, reported_then_late)


def run(*arguments: str) -> Result:
    """The command."""
    return CliRunner().invoke(cli, ["status", *arguments], catch_exceptions=False)


def said(*arguments: str) -> Any:
    """What it says as JSON."""
    done = run(*DAY, "--format", "json", *arguments)
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_both_readings_of_a_day() -> None:
    """Then it held; now it is a breach at 0.67, and the note says by what; the day and the charter are the same."""
    then, now = said(), said("--known", "now")
    assert (then["known"], then["summary"], now["known"], now["summary"]) == (
        "then", {"compliant": 1}, "now", {"non_compliant": 1},
    )  # fmt: skip
    assert then["findings"] == [
        {"use_case": "loans", "clause": "F-01", "status": "compliant", "since": "2026-11-13"}
    ]  # fmt: skip
    assert round(now["findings"][0]["measured"]["value"], 2) == 0.67
    assert now["notes"][-1].startswith("Known now: decisions, conversations, staff and cases as the store knows them")
    assert (then["assessment"], then["charter"]) == (now["assessment"], now["charter"])


def test_the_table_is_for_people() -> None:
    """A line for each use case with what was decided; of one use case a line for each clause."""
    assert "│ loans          │ ✓ Meets charter" in run(*DAY).output
    alone = run(*DAY, "--use-case", "loans", "--known", "now").output
    assert "as it is known now: assessment 1 of 2026-11-13, charter 1" in alone
    assert "│ loans    │ F-01   │ ✕ Charter breach" in alone


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        (("--as-of", "2999-01-01"), InputRejected, "1 Jan 2999 has not come yet, so nothing was reported on it."),
        (("--as-of", "2020-01-01"), NotFound, "Nothing was reported on 1 Jan 2020: the first assessment is of 13 Nov"),
        ((*DAY, "--use-case", "nobody"), NotFound, "No use case 'nobody' was judged by the assessment of 2026-11-13."),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_a_sentence(
    arguments: tuple[str, ...], error: type[Exception], sentence: str
) -> None:
    """A day to come, a day before the first assessment, a use case that nobody judged."""
    with pytest.raises(error, match=sentence.replace(".", r"\.")):
        run(*arguments)


def test_what_is_no_date_is_a_usage_error() -> None:
    """Said with the form that is expected."""
    done = run("--as-of", "14.9.2026")
    assert (done.exit_code, "'14.9.2026' is not a date such as 2026-11-23" in done.output) == (2, True)
