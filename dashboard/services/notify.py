"""One round of telling: what is so is read, what is due is written, what waits is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from dashboard.adapters.database import Database
from dashboard.adapters.letters_store import waiting_letters
from dashboard.adapters.mail import Written, message, send_mail
from dashboard.adapters.webhook_post import post
from dashboard.domain.actors import SYSTEM
from dashboard.domain.letters import Fact, Letter, Recipient
from dashboard.domain.telling import Kind, Telling, Webhook, url_problems, variable_of
from dashboard.errors import InputRejected, NotDelivered
from dashboard.services.concerns import load_concerns
from dashboard.services.letters import Round, Target, due_letters, put_letters, recipients, send_waiting
from dashboard.services.sources import Sources, open_database, read_in_force
from dashboard.settings import Settings, load_address, load_mail, load_webhook_networks, load_webhook_url


@dataclass(frozen=True, slots=True)
class Forms:
    """How a letter reads, given where the dashboard is: as mail, and as what a service takes."""

    mail: Callable[[Letter, str], Written]
    service: Callable[[Letter, Kind, str], bytes]


def notify(settings: Settings, forms: Forms, today: date | None = None) -> Round:
    """Tell everybody what is due.

    Raises:
        InputRejected: A setting cannot be used.
        StoreUnusable: The store cannot be read or written.
    """
    mail, address, networks = load_mail(), load_address(), load_webhook_networks()

    def deliver(letter: Letter, target: Target) -> None:
        if not isinstance(target, Telling):
            post(_address(target), forms.service(letter, target.kind, address), networks)
        elif mail is None:
            raise NotDelivered("No mail server is set up any more: DASHBOARD_SMTP_HOST names none.")
        else:
            send_mail(mail, message(mail, forms.mail(letter, address), target.address, letter.key))

    database = open_database(settings)
    try:
        to = recipients(database, mail=mail is not None)
        day = today or datetime.now(UTC).date()
        written = put_letters(database, _facts(settings, database, to, day), to, day, SYSTEM) if to else ()
        done = send_waiting(database, deliver, SYSTEM) if _has_waiting(database) else Round()
        done.written = len(written)
        return done
    finally:
        database.close()


def would_notify(settings: Settings, today: date | None = None) -> tuple[Letter, ...]:
    """What would be written now; nothing is, and nothing is sent. Without a mail server, as if there were one."""
    database = open_database(settings)
    try:
        to, day = recipients(database, mail=True), today or datetime.now(UTC).date()
        return due_letters(database, _facts(settings, database, to, day), to, day) if to else ()
    finally:
        database.close()


def _address(target: Webhook) -> str:
    """Where it goes: as given, or as its variable says now. What is set up wrongly is put right, and then it goes."""
    variable = variable_of(target.url)
    if not variable:
        return target.url
    try:
        held = load_webhook_url(variable)
    except InputRejected as refused:
        raise NotDelivered(str(refused)) from None
    if not held:
        raise NotDelivered(f"{variable} is set neither in the environment nor in .streamlit/secrets.toml.")
    if any(url_problems(held)):
        raise NotDelivered(f"{variable} holds no https address, so nothing was sent.")
    return held


def _has_waiting(database: Database) -> bool:
    with database.read() as connection:
        return waiting_letters(connection) > 0


def _facts(settings: Settings, database: Database, to: tuple[Recipient, ...], day: date) -> tuple[Fact, ...]:
    charter, frameworks = read_in_force(settings, database, day)
    sources = Sources(database, charter, frameworks, settings.decision_store, day)
    return load_concerns(sources, frozenset(one.user_id for one in to if one.user_id))
