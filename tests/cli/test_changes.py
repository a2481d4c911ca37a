"""`changes` says what changed between two days and by what; days that cannot be compared are refused."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import cli
from dashboard.errors import InputRejected, NotFound
from tests.late_rows import lived_store, told_again

DAYS = ("2026-11-13", "2026-11-14")


@pytest.fixture(autouse=True)
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fair report, late rows, and a breach on the day after."""
    lived_store(tmp_path, monkeypatch, told_again)


def run(*arguments: str) -> Result:
    """The command."""
    return CliRunner().invoke(cli, ["changes", *arguments], catch_exceptions=False)


def test_changes_with_their_causes() -> None:
    """Own statuses alone, or every finding, with the entries of the ledger."""
    own = json.loads(run(*DAYS, "--format", "json").stdout)
    every = json.loads(run(*DAYS, "--format", "json", "--every").stdout)

    (one,) = own["changes"]
    assert (own["from"], own["to"], own["said"]) == (
        "2026-11-13", "2026-11-14", "1 status changed: 1 became a breach, 0 stopped being one"
    )  # fmt: skip
    assert (one["use_case"], one["clause"], one["was"], one["became"], one["cause"], one["assessed"]) == (
        "loans", None, "compliant", "non_compliant", "Late rows or correction", "2026-11-14"
    )  # fmt: skip
    assert one["entries"]
    assert [line["clause"] for line in every["changes"]] == [None, "F-01"]
    assert own["in_service"][0]["compliant"] == own["in_service"][1]["non_compliant"] == 1


def test_as_a_table_and_as_csv() -> None:
    """The same in both, for a reader and for a spreadsheet."""
    table = run(*DAYS).stdout
    assert "1 status changed: 1 became a breach" in table
    assert "Late rows or correction" in table
    lines = run(*DAYS, "--format", "csv", "--every").stdout.splitlines()
    assert lines[0].lstrip("\ufeff") == "Use case,Clause,13 Nov 2026,14 Nov 2026,Cause,Assessed,Why,Ledger entries"
    assert [line.split(",")[:2] for line in lines[1:]] == [["Loans", "own status"], ["Loans", "F-01"]]


def test_a_breach_can_fail_a_job() -> None:
    """Exit 1 only where it was asked for and something became a breach."""
    assert run(*DAYS).exit_code == 0
    assert run(*DAYS, "--fail-on-breach").exit_code == 1


def test_what_cannot_be_compared_is_refused() -> None:
    """Days in the wrong order, a day to come, no date, a use case about which nothing changed."""
    with pytest.raises(InputRejected, match="so nothing lies between them"):
        run(*DAYS[::-1])
    with pytest.raises(InputRejected, match="has not come yet"):
        run("2026-11-13", "2999-01-01")
    assert run("soon", "2026-11-14").exit_code == 2
    with pytest.raises(NotFound, match="Nothing changed about a use case 'nobody'"):
        run(*DAYS, "--use-case", "nobody")
