"""A small file of decisions, and what `fairness` says about it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dashboard.cli.fairness import command
from dashboard.errors import GovernanceError

BASE = ("--decision", "decision", "--favourable", "yes", "--attribute", "sex", "--min-group", "1")


def run(path: object, *options: str) -> Result:
    """The command as a person would type it."""
    return CliRunner().invoke(command, [str(path), *options])


def audit(path: object, *options: str) -> dict[str, Any]:
    """The JSON that it prints."""
    result = run(path, *options, "--format", "json")
    assert result.exit_code == 0, result.output or result.exception
    return json.loads(result.stdout, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))


def refusal(path: object, *options: str) -> str:
    """The sentence that it refuses with."""
    result = run(path, *options)
    assert isinstance(result.exception, GovernanceError), result.output
    assert result.stdout == ""
    return str(result.exception)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A small decision log with blanks in every column."""
    text = """decision,sex,age,label,year,day,channel,score
yes,F,young,1,1998,2026-01-05,web,0.9
no,F,young,0,1998,2026-01-06,web,0.2
no,F,old,1,1999,2026-02-07,phone,0.3
yes,M,old,1,1998,2026-02-08,phone,0.8
yes,M,old,,1999,2026-03-09,phone,0.7
,M,young,0,1998,2026-03-10,web,0.1
yes,,old,0,1998,2026-04-11,web,0.6
no,M,young,0,1999,2026-04-12,web,0.4
"""
    path = tmp_path / "log.csv"
    path.write_text(text)
    return path


def group(found: dict[str, Any], name: str, period: str | None = None) -> dict[str, Any]:
    """The entry of one group."""
    (entry,) = [item for item in found["groups"] if item["group"] == name and item["period"] == period]
    return entry


def measurement(found: dict[str, Any], metric: str, period: str | None = None) -> dict[str, Any]:
    """The only measurement of one metric."""
    (entry,) = [item for item in found["measurements"] if item["metric"] == metric and item["period"] == period]
    return entry
