"""A past day as a table for a terminal: own statuses, or the clauses of one use case."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboard.domain.plain_text import escaped
from dashboard.domain.wording import label

WIDTH = 140
_KNOWN = {"then": "as it was reported", "now": "as it is known now"}


def status_table(told: Mapping[str, Any]) -> str:
    """What `status` prints, from what it says as JSON."""
    run = told["assessment"]
    title = f"{_KNOWN[told['known']]}: assessment {run['id']} of {run['as_of']}, charter {told['charter']['version']}"
    alone = len(told["use_cases"]) == 1
    table = Table()
    for head in ("use case", *(("clause",) if alone else ()), "status", "since", *(() if alone else ("decided",))):
        table.add_column(head, overflow="fold")
    for row in told["findings"] if alone else told["use_cases"]:
        table.add_row(*map(Text, _cells(row)))
    console = Console(color_system=None, width=None if Console().is_terminal else WIDTH)
    with console.capture() as captured:
        console.print(Text(escaped(title)))
        console.print(table)
        for note in told["notes"]:
            console.print(Text(escaped(note)))
    return captured.get().rstrip("\n")


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    name, since = escaped(row["use_case"] or "(organisation)"), row["since"] or "–"
    if "clause" in row:
        return name, escaped(row["clause"]), label(row["status"]), since
    return name, label(row["status"]), since, f"{row['decided']} of {row['applicable']}"
