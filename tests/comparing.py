"""`compare-models` as its tests run it, and one line of what it says."""

import json
from typing import Any

from click.testing import CliRunner, Result

from dashboard.cli import cli


def run(*arguments: str) -> Result:
    """The command."""
    return CliRunner().invoke(cli, ["compare-models", *arguments], catch_exceptions=False)


def said(*arguments: str) -> Any:
    """What the command says, as JSON."""
    done = run(*arguments, "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def of(rows: list[dict[str, Any]], name: str, group: str | None) -> dict[str, Any]:
    """One comparison."""
    return next(row for row in rows if (row["name"], row["group"]) == (name, group))
