"""`serve`: migrate the store, fill an empty one with the demonstration, and show the dashboard on this machine."""

import logging
import socket
import sys
from importlib import import_module
from ipaddress import ip_address

import click

from dashboard.adapters.database import Database
from dashboard.adapters.json_log import log_as_json
from dashboard.cli.progress import progress_bar
from dashboard.errors import GovernanceError, NotPermitted
from dashboard.services.start import is_empty, migrate, refuse_half_seeded
from dashboard.services.watch import watch_over
from dashboard.settings import (
    Settings,
    load_address,
    load_json_log,
    load_mail,
    load_settings,
    load_sign_in,
    load_webhook_networks,
)

_LOG = logging.getLogger("dashboard")


@click.command()
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True, help="An address of others needs sign-in.")
@click.option("--empty", is_flag=True, help="Do not fill an empty store with the demonstration portfolio.")
def command(port: int, host: str, *, empty: bool) -> None:
    """Start the dashboard; stop it with Ctrl+C."""
    if load_json_log():
        log_as_json()
    try:
        start(port, host, empty=empty)
    except GovernanceError as error:
        if not load_json_log():
            raise
        _LOG.critical("%s", error)
        sys.exit(2)


def start(port: int, host: str, *, empty: bool) -> None:
    """Serve until stopped; what cannot be started is refused in a sentence."""
    sign_in = load_sign_in()
    if sign_in is None:
        refuse_other_machines(host)
    refuse_taken_port(host, port)
    settings = load_settings()
    refuse_half_set_up()
    database = migrate(settings)
    try:
        alarm = watch_over(settings, full=True)
        if alarm is not None:
            tell(f"The ledger is not as it was written: {alarm.why} The dashboard is read-only.")
        elif not empty and is_empty(database):
            fill(database, settings)
        refuse_half_seeded(database, settings)
    finally:
        database.close()
    where = sign_in.address if sign_in else f"http://{'localhost' if host == '127.0.0.1' else host}:{port}"
    tell(f"The dashboard is at {where}")
    import_module("dashboard.server").run(host=host, port=port)


def tell(sentence: str) -> None:
    """To the person at the terminal, or to the log where that is for machines."""
    if load_json_log():
        _LOG.info(sentence)
    else:
        click.echo(sentence, err=True)


def fill(database: Database, settings: Settings) -> None:
    """Seed the demonstration portfolio with a progress bar."""
    seed = import_module("dashboard.services.seed").seed_demonstration  # heavy, and needed once
    with progress_bar("Writing the demonstration portfolio") as progress:
        seed(database, settings.decision_store, progress)


def refuse_half_set_up() -> None:
    """Settings that are needed only when somebody is told are looked at now; raises InputRejected."""
    load_mail()
    load_address()
    load_webhook_networks()


def refuse_other_machines(host: str) -> None:
    """Without sign-in anybody could take any role, so nobody else may reach the port."""
    try:
        local = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise NotPermitted(
            f"Not serving on {host}: no sign-in is set up, so the dashboard answers on this machine only. "
            "Use --host 127.0.0.1, or set up sign-in (docs/signing-in.md)."
        )


def refuse_taken_port(host: str, port: int) -> None:
    """Say that the port is taken before anything else is done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise GovernanceError(
                f"Port {port} is in use. Stop what runs there, or choose another with --port."
            ) from None
