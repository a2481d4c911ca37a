"""`docs`: write the generated references again, so that what is documented is what runs."""

from pathlib import Path

import click

from dashboard.adapters.charter_file import load_charter, load_frameworks
from dashboard.cli import SUBCOMMANDS, cli
from dashboard.reports.kpi_docs import kpi_docs
from dashboard.reports.metric_docs import metric_docs
from dashboard.reports.reference_docs import reference_docs
from dashboard.routes.listing import endpoints
from dashboard.routes.reference import api_reference
from dashboard.settings import ROOT, VARIABLES

NOTICE = "<!-- Written by `python -m dashboard docs`; a test compares. -->\n"


def commands_page() -> str:
    """Every command with its help text, as Markdown."""
    parts = ["# Commands", NOTICE, "Each is called as `python -m dashboard COMMAND`."]
    context = click.Context(cli, info_name="python -m dashboard")
    for name in SUBCOMMANDS:
        command = cli.get_command(context, name)
        if command is not None:
            parts.extend(_sections(command, f"python -m dashboard {name}"))
    return "\n\n".join(parts) + "\n"


def _sections(command: click.Command, name: str) -> list[str]:
    context = click.Context(command, info_name=name, terminal_width=100, help_option_names=["-h", "--help"])
    own = [f"## {name.removeprefix('python -m dashboard ')}", f"```text\n{command.get_help(context)}\n```"]
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            inner = command.get_command(context, child)
            own.extend(_sections(inner, f"{name} {child}") if inner else [])
    return own


def settings_page() -> str:
    """Every environment variable that is read, as Markdown."""
    rows = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in VARIABLES.items())
    head = f"# Settings\n\n{NOTICE}\nAll settings are environment variables.\n\n| variable | meaning |\n|---|---|\n"
    return f"{head}{rows}\n"


def pages() -> dict[str, str]:
    """File name under docs/ to its whole text."""
    return {
        "commands.md": commands_page(),
        "settings.md": settings_page(),
        "metrics.md": metric_docs(),
        "kpis.md": kpi_docs(),
        "api-reference.md": api_reference(endpoints(), NOTICE),
        **_shipped_references(),
    }


def _shipped_references() -> dict[str, str]:
    """Charter format, registry fields and clauses of the charter that is shipped, whatever the settings say."""
    frameworks = load_frameworks(ROOT / "charter" / "frameworks.yaml")
    return reference_docs(load_charter(ROOT / "charter" / "charter.yaml", frameworks=frameworks), frameworks)


@click.command(short_help="write the generated references again")
@click.option("--check", is_flag=True, help="Only say whether they are current.")
def command(*, check: bool) -> None:
    """Write the generated references under docs/, or say which are out of date."""
    for name, text in pages().items():
        path = Path(ROOT / "docs" / name)
        current = path.is_file() and path.read_text(encoding="utf-8") == text
        if not check and not current:
            path.write_text(text, encoding="utf-8")
        click.echo(f"{'current' if current else 'out of date' if check else 'written'}: docs/{name}")
