"""`charter compare`: two charters, clause by clause and in words."""

from datetime import UTC, datetime

import click
import orjson
from rich.console import Console

from dashboard.domain.plain_text import escaped
from dashboard.reports.gate_text import harmless
from dashboard.services.compare_charters import charter_called
from dashboard.services.screens.charter_changes import Compared, compared
from dashboard.settings import load_settings


@click.command("compare")
@click.argument("before")
@click.argument("after")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(before: str, after: str, shape: str) -> None:
    """What became of each clause between BEFORE and AFTER: files, published versions, or "in force"."""
    settings, today = load_settings(), datetime.now(UTC).date()
    one, other = (charter_called(settings, name, today) for name in (before, after))
    found = compared(one, other)
    click.echo(orjson.dumps(_plain(found), option=orjson.OPT_INDENT_2) if shape == "json" else _text(found), nl=False)


def _plain(found: Compared) -> dict[str, object]:
    clauses = [
        {"clause": one.id, "title": one.title, "what": one.kind, "changes": list(one.sentences)}
        for one in found.clauses
    ]
    return {"said": found.headline, "charter": list(found.whole), "clauses": clauses}


def _text(found: Compared) -> str:
    console = Console(markup=False, highlight=False, width=None if Console().is_terminal else 120)
    with console.capture() as captured:
        console.print(harmless(escaped(found.headline)))
        for sentence in found.whole:
            console.print(harmless(escaped(f"  {sentence}")))
        for one in found.clauses:
            console.print(harmless(escaped(f"{one.id} {one.title} ({one.kind})")))
            for sentence in one.sentences:
                console.print(harmless(escaped(f"  {sentence}")))
    return captured.get()
