"""The command line: one module per command, loaded only when it is used, so that `--help` is instant."""

import gc
from importlib import import_module

import click

SUBCOMMANDS: dict[str, str] = {
    "serve": "start the dashboard in a browser",
    "demo": "write the demonstration portfolio into an empty store",
    "check": "hold a registry against the charter and print the findings",
    "assess": "assess the stored registry and record what changed",
    "status": "which status every use case had on a past day",
    "changes": "what changed between two past days, and what caused it",
    "ingest": "take decision logs into the store",
    "fairness": "fairness of one decision log, without a store",
    "measure": "one fairness comparison from the stored counts, as the Fairness page shows it",
    "thresholds": "what other thresholds on the stored scores would do to every group",
    "remedies": "what a remedy of AIF360 or Fairlearn would do to every group",
    "features": "features of single decisions: their overview, consistency among neighbours, and how to erase them",
    "decision": "one decision and the nearest that went the other way; every look is recorded",
    "compare-models": "champion against challenger: every change with its interval, and which clauses flip",
    "real-data": "write what the program says about public data sets",
    "registry": "import, export or onboard use cases",
    "intake": "decide a risk tier from a team lead's answers",
    "charter": "validate a charter, compare two, try one on the portfolio, or write the JSON Schema",
    "db": "create, upgrade, inspect or verify the store",
    "ledger": "verify, checkpoint or export the audit trail",
    "evidence": "hold documents against the files behind them",
    "token": "make, list and revoke tokens by which programs say who they are",
    "admin": "print the first officer's code",
    "notify": "tell people and services what concerns them, by mail and webhook",
    "report": "make the board pack, or one page about a use case",
    "backup": "write the running store and its files into a new folder, verified",
    "restore": "put a backup in place of the store",
    "docs": "write the generated parts of docs/ again",
}


class LazyGroup(click.Group):
    """Knows the names of its commands and imports a command's module when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name, in the order of use."""
        return [*SUBCOMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in SUBCOMMANDS:
            return super().get_command(ctx, cmd_name)
        gc.disable()  # what is imported stays; looking through it for rubbish took a fifth of the start
        try:
            command: click.Command = import_module(f"dashboard.cli.{cmd_name.replace('-', '_')}").command
        finally:
            gc.enable()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click calls it so
        """One line each, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(SUBCOMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Hold AI use cases against the AI ethics charter. Settings are environment variables; see README.md."""
