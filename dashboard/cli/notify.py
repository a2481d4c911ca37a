"""`notify`: tell everybody what is due, or say who is told how."""

import sys
from datetime import UTC, datetime

import click

from dashboard.domain.actors import SYSTEM
from dashboard.domain.plain_text import escaped
from dashboard.domain.telling import WEEKDAYS, Cadence, Kind, Wish
from dashboard.domain.wording import plural
from dashboard.reports.letters import FORMS, subject_of
from dashboard.services.feeds import EndCalendar, MakeCalendar, end_calendar, make_calendar
from dashboard.services.notify import notify, would_notify
from dashboard.services.sources import open_database
from dashboard.services.telling import (
    AddWebhook,
    ChooseTelling,
    RemoveWebhook,
    add_webhook,
    choose_telling,
    remove_webhook,
    webhook_named,
)
from dashboard.settings import load_address, load_settings

_CADENCE = click.option(
    "--cadence", default="daily", show_default=True, type=click.Choice([one.value for one in Cadence])
)
_WEEKDAY = click.option("--weekday", default="monday", show_default=True, type=click.Choice(WEEKDAYS))
_AT_ONCE = click.option("--at-once/--no-at-once", default=True, show_default=True, help="Critical matters at once.")


@click.group(invoke_without_command=True)
@click.option("--dry-run", is_flag=True, help="Print what would be told; write and send nothing.")
@click.pass_context
def command(context: click.Context, *, dry_run: bool) -> None:
    """Tell people and services what concerns them, once each; for cron or a timer. Exit 1 where something failed."""
    if context.invoked_subcommand is not None:
        return
    if dry_run:
        _dry_run()
        return
    done = notify(load_settings(), FORMS)
    print(f"{plural(done.written, 'letter')} written, {done.sent} sent, {len(done.problems)} failed")
    for problem in dict.fromkeys(done.problems):
        click.echo(problem, err=True)
    sys.exit(1 if done.problems else 0)


def _dry_run() -> None:
    letters = [letter for letter in would_notify(load_settings()) if letter.facts]
    for letter in letters:
        print(f"{letter.recipient}: {escaped(subject_of(letter))}")
        for fact in letter.facts:
            print(f"  {escaped(fact.title)}: {escaped(fact.text)}")
    print(f"{plural(len(letters), 'letter')} would be written; nothing was written or sent")


@command.command()
@click.argument("user_id")
@click.option("--email", default="", help="Where mail goes; without it the address is forgotten.")
@_CADENCE
@_WEEKDAY
@_AT_ONCE
def person(user_id: str, email: str, cadence: str, weekday: str, *, at_once: bool) -> None:
    """Say how the person USER_ID is told; `--cadence off --no-at-once` ends it."""
    wish = _wish(cadence, weekday, at_once=at_once)
    database = open_database(load_settings())
    try:
        choose_telling(database, ChooseTelling(user_id, email, wish, datetime.now(UTC).date()), SYSTEM)
    finally:
        database.close()
    print(f"{user_id}: {wish.words}")


@command.command()
@click.argument("user_id")
@click.option("--end", is_flag=True, help="End the address instead.")
def calendar(user_id: str, *, end: bool) -> None:
    """Print a new secret calendar address of the person USER_ID, once; the one before ends."""
    address, database = load_address(), open_database(load_settings())
    try:
        if end:
            end_calendar(database, EndCalendar(user_id), SYSTEM)
            print(f"{user_id}: the calendar address has ended")
        else:
            print(f"{address}{make_calendar(database, MakeCalendar(user_id), SYSTEM)}")
    finally:
        database.close()


@command.command()
@click.argument("name")
@click.option("--kind", default=Kind.PLAIN.value, show_default=True, type=click.Choice([one.value for one in Kind]))
@_CADENCE
@_WEEKDAY
@_AT_ONCE
def webhook(name: str, kind: str, cadence: str, weekday: str, *, at_once: bool) -> None:
    """Tell the service NAME too; its address is asked for, because it is a secret, or read from standard input."""
    wish, database = _wish(cadence, weekday, at_once=at_once), open_database(load_settings())
    try:
        url = click.prompt("Address", hide_input=sys.stdin.isatty(), err=True)
        add_webhook(database, AddWebhook(name, Kind(kind), url, wish, datetime.now(UTC).date()), SYSTEM)
    finally:
        database.close()
    print(f"{name}: {wish.words}")


@command.command("forget-webhook")
@click.argument("name")
def forget_webhook(name: str) -> None:
    """Tell the service NAME no more, and forget its address."""
    database = open_database(load_settings())
    try:
        remove_webhook(database, RemoveWebhook(webhook_named(database, name).id), SYSTEM)
    finally:
        database.close()
    print(f"{name}: told no more, its address is forgotten")


def _wish(cadence: str, weekday: str, *, at_once: bool) -> Wish:
    return Wish(Cadence(cadence), WEEKDAYS.index(weekday), at_once)
