"""Notices are put on record beside the former ones, and what is missing is said."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.notices import Talks, gaps
from dashboard.domain.registry import UseCase
from dashboard.errors import ChangedSinceOpened, NotPermitted, RegistryInvalid
from dashboard.services.notices import PublishNotice, publish_notice
from dashboard.services.register import RegisterUseCase, register_use_case

TODAY = date(2026, 5, 20)
FIRST = PublishNotice("u", 1, "ai", "web", "en", "1", "You are talking to an AI.", date(2026, 2, 1))


def bot(**fields: object) -> UseCase:
    """A bot on web and voice that uses personal data."""
    own = {"id": "u", "title": "Bot", "lifecycle": "live", "customer_facing": True, "uses_personal_data": True}
    return UseCase.model_validate({**own, "channels": [{"id": "web"}, {"id": "voice"}], **fields})


def notice(kind: str, channel: str, live: date, language: str = "en") -> dict[str, object]:
    """A notice of a day."""
    told = {"kind": kind, "channel": channel, "language": language, "text": "Words."}
    return {**told, "version": live.isoformat(), "live_from": live}


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """A store with the bot."""
    register_use_case(sqlite_database, RegisterUseCase(bot()), SYSTEM)
    return sqlite_database


def held(database: Database) -> list[tuple[str, date]]:
    """Versions and days on record."""
    found = use_case_record(database, "u")
    assert found is not None
    return [(one.version, one.live_from) for one in found[0].notices or []]


def test_a_new_version_stands_beside_the_former_one(database: Database) -> None:
    """Nothing that customers once read is lost, and a second click writes nothing."""
    publish_notice(database, FIRST, SYSTEM)
    second = replace(FIRST, revision=2, version="2", text="AI, says =1+1 <b>", live_from=date(2026, 6, 1), key="k2")
    publish_notice(database, second, SYSTEM)
    again = publish_notice(database, second, SYSTEM)

    assert held(database) == [("1", date(2026, 2, 1)), ("2", date(2026, 6, 1))]
    assert again.replayed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"channel": "fax"}, "channel: found fax; expected one of web, voice"),
        ({"version": "1", "text": "Other words."}, "a version that is not on record yet"),
        ({"language": "English"}, "a language such as de or en-GB"),
        ({"version": "2", "text": "   "}, "text: found nothing"),
        ({"version": " "}, "version: found nothing"),
        ({"kind": "cookie"}, "expected ai or privacy"),
    ],
)
def test_what_cannot_be_a_notice_is_refused(database: Database, change: dict[str, str], said: str) -> None:
    """The sentence says where, what was found and what was expected; nothing is written."""
    publish_notice(database, FIRST, SYSTEM)
    with pytest.raises(RegistryInvalid) as refused:
        publish_notice(database, replace(FIRST, revision=2, key="k2", **change), SYSTEM)  # type: ignore[arg-type]

    assert said in str(refused.value)
    assert held(database) == [("1", date(2026, 2, 1))]


def test_who_may_not_change_the_record_publishes_no_notice(database: Database) -> None:
    """A reader is refused, and so is somebody who looked at an older revision."""
    with pytest.raises(NotPermitted):
        publish_notice(database, FIRST, Actor("r", Role.READER))
    publish_notice(database, FIRST, SYSTEM)
    with pytest.raises(ChangedSinceOpened):
        publish_notice(database, replace(FIRST, version="2", key="k2"), SYSTEM)


def test_a_channel_without_a_notice_is_a_gap(database: Database) -> None:
    """Each channel and kind by itself; a notice that is only planned is told, and nothing is asked of inner tools."""
    held = [notice("ai", "web", date(2026, 1, 1)), notice("ai", "voice", date(2026, 6, 1))]
    found = gaps(bot(notices=held), TODAY, {"voice": Talks((date(2026, 5, 1),), (40,))})

    assert found == [
        "No AI notice is live on voice, on which customers had 40 conversations with AI; one is planned from 1 Jun "
        "2026.",
        "No Privacy notice is live on web.", "No Privacy notice is live on voice.",
    ]  # fmt: skip
    assert gaps(bot(customer_facing=False), TODAY, {}) == []
    assert gaps(bot(channels=None), TODAY, {}) == [
        "Which channels customers meet it on is not recorded, so nobody can say whether notices are missing."
    ]


def test_a_notice_older_than_the_last_material_change_is_a_gap() -> None:
    """The newest one counts, in whatever language; a change after the day of the page does not."""
    old = [notice("ai", "web", date(2026, 1, 1)), notice("ai", "web", date(2026, 1, 9), "de")]
    one = bot(channels=[{"id": "web"}], uses_personal_data=False, notices=old, last_material_change=date(2026, 3, 1))

    assert gaps(one, TODAY, {}) == [
        "The AI notice on web is of 9 Jan 2026, older than the last material change, 1 Mar 2026."
    ]
    assert gaps(one, date(2026, 2, 1), {}) == []


def test_conversations_before_the_first_notice_are_a_gap() -> None:
    """Counted by day on the channel; those on its first day are not."""
    one = bot(channels=[{"id": "web"}], uses_personal_data=False, notices=[notice("ai", "web", date(2026, 5, 2))])
    talks = {"web": Talks((date(2026, 5, 1), date(2026, 5, 2)), (1_200, 900))}

    assert gaps(one, TODAY, talks) == [
        "1,200 conversations with AI on web came before its first AI notice of 2 May 2026."
    ]
