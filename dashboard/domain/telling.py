"""How people and services want to be told: where, how often, and what at once; and what such a wish may be."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from dashboard.domain.plain_text import shown
from dashboard.domain.texts import is_one_line
from dashboard.errors import Problem

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_ADDRESS, LONGEST_NAME, LONGEST_URL, MOST_WEBHOOKS = 254, 60, 2_000, 20
_LONGEST_LOCAL = 64
_MAILBOX = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_NAMED, _PREFIX = "env:", "DASHBOARD_WEBHOOK_URL_"
_VARIABLE = re.compile(rf"{_PREFIX}[A-Z0-9_]*[A-Z0-9]")
_WANTED = "an address such as name@company.example, in plain letters"


class Cadence(StrEnum):
    """How often a digest comes."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


class Kind(StrEnum):
    """Which form of message a webhook takes."""

    PLAIN = "webhook"
    SLACK = "slack"
    TEAMS = "teams"


KINDS: Mapping[Kind, str] = {
    Kind.PLAIN: "Webhook (JSON)",
    Kind.SLACK: "Slack (incoming webhook)",
    Kind.TEAMS: "Microsoft Teams (workflow)",
}
CADENCES: Mapping[Cadence, str] = {Cadence.OFF: "Off", Cadence.DAILY: "Daily", Cadence.WEEKLY: "Weekly"}


@dataclass(frozen=True, slots=True)
class Wish:
    """How often, on which weekday (0 is Monday), and whether critical matters come at once; `since` starts it."""

    cadence: Cadence = Cadence.OFF
    weekday: int = 0
    at_once: bool = False
    since: date | None = None

    @property
    def wants_any(self) -> bool:
        """Whether anything is to be told."""
        return self.cadence is not Cadence.OFF or self.at_once

    def newest_round(self, today: date) -> date:
        """The day, today or before, on which the newest digest was due."""
        if self.cadence is Cadence.WEEKLY:
            return today - timedelta(days=(today.weekday() - self.weekday) % 7)
        return today

    @property
    def words(self) -> str:
        """`Weekly, on Monday; critical ones at once`."""
        often = {
            Cadence.OFF: "No digest",
            Cadence.DAILY: "Daily",
            Cadence.WEEKLY: f"Weekly, on {WEEKDAYS[self.weekday].capitalize()}",
        }[self.cadence]
        return f"{often}; critical ones at once" if self.at_once else often


@dataclass(frozen=True, slots=True)
class Telling:
    """How one person is told; `address` is personal data and stands in no event, log or letter."""

    user_id: str
    address: str = ""
    wish: Wish = Wish()
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Webhook:
    """A service of the organisation that is told; `url` is a secret, or `env:` and the variable that holds it."""

    id: int
    name: str
    kind: Kind
    url: str = field(repr=False)
    wish: Wish
    revision: int = 1

    @property
    def host(self) -> str:
        """As much of the address as may be shown: its host, or where it is named."""
        return self.url if variable_of(self.url) else urlsplit(self.url).hostname or ""


def address_problems(address: str) -> Iterator[Problem]:
    """What is wrong with an e-mail address; nothing where there is none. The address itself is never quoted."""
    if not address:
        return
    local, parted, domain = address.rpartition("@")
    if not parted or not _MAILBOX.fullmatch(local) or local.startswith("-"):
        yield Problem("address", "what is no e-mail address", _WANTED)
    elif len(address) > LONGEST_ADDRESS or len(local) > _LONGEST_LOCAL:
        yield Problem("address", f"{len(address):,} characters", f"at most {LONGEST_ADDRESS}")
    elif "." not in domain or not all(_LABEL.fullmatch(label) for label in domain.split(".")):
        yield Problem("address", "what is no e-mail address", _WANTED)


def wish_problems(wish: Wish, address: str) -> Iterator[Problem]:
    """A wish that could not be met."""
    if not 0 <= wish.weekday < len(WEEKDAYS):
        yield Problem("weekday", shown(wish.weekday), f"one of {', '.join(WEEKDAYS)}")
    if wish.wants_any and not address:
        yield Problem("address", "nothing", "an e-mail address, for it is where the digest goes")


def variable_of(url: str) -> str | None:
    """The variable that holds the address, where it is named and not given; empty where no variable has such a name."""
    if not url.startswith(_NAMED):
        return None
    name = url.removeprefix(_NAMED)
    return name if _VARIABLE.fullmatch(name) else ""


def name_problems(name: str) -> Iterator[Problem]:
    """What is wrong with the name of a webhook."""
    if not name.strip() or len(name) > LONGEST_NAME or not is_one_line(name):
        yield Problem("name", f"{len(name.strip()):,} characters", f"a name of 1 to {LONGEST_NAME}, on one line")


def url_problems(url: str) -> Iterator[Problem]:
    """What is wrong with the address of a webhook; its secret part is never quoted."""
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        yield Problem("address", f"{len(url):,} characters", f"at most {LONGEST_URL:,}, in plain letters, no blanks")
        return
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable, parts = False, urlsplit("")
    if not usable or parts.scheme != "https":
        yield Problem("address", shown(parts.scheme or "no address"), "an https address")
    elif "@" in parts.netloc:
        yield Problem("address", "a user name in it", "an https address without one")
