"""Letters say what is new in plain words, and whatever people typed stays text in mail, Slack, Teams and JSON."""

import json
from datetime import date
from typing import Any

import pytest

from dashboard.adapters.mail import message
from dashboard.domain.letters import Fact, Letter, LetterKind
from dashboard.domain.telling import Kind
from dashboard.reports.letters import mail_of, service_of, subject_of, text_of
from dashboard.settings import Mail

DAY = date(2026, 6, 1)
AT = "https://ethics.example"
EVIL = (
    "<script>alert(1)</script>\r\nBcc: all@evil.example\n\n<!channel> <https://evil.example|click> **b** =1+1 \u202etxt"
)


def fact(text: str, title: str = "Bot", *, critical: bool = False, use_case: str = "bot") -> Fact:
    """A fact of a letter."""
    return Fact(text, use_case, title, text, "/review-items?item=1", DAY, frozenset(), critical=critical, due=DAY)


def letter(*facts: Fact, kind: LetterKind = LetterKind.DIGEST, **other: Any) -> Letter:
    """A letter of these."""
    return Letter("digest/person:lead/2026-06-01", "person:lead", kind, DAY, facts, **other)


def test_a_digest_reads_like_this() -> None:
    """Word for word, a use case once, and the rest counted."""
    made = letter(fact("X-01 Notice: due 1 Jun 2026", critical=True), fact("Y", "Shop", use_case="shop"),
                  fact("Z"), to_do=3, overdue=1, more=2)  # fmt: skip
    assert subject_of(made) == "AI ethics: 5 things are new, 1 of them critical"
    assert text_of(made, AT) == (
        "AI ethics, 1 Jun 2026\n\n"
        "Bot\n- CRITICAL: X-01 Notice: due 1 Jun 2026\n  https://ethics.example/review-items?item=1\n"
        "- Z\n  https://ethics.example/review-items?item=1\n\n"
        "Shop\n- Y\n  https://ethics.example/review-items?item=1\n\n"
        "And 2 more things: https://ethics.example/review-items\n"
        "Open in all: 3 things to do, 1 of them overdue: https://ethics.example/\n"
        "How you are told: https://ethics.example/being-told\n"
    )


def test_a_notice_names_the_use_case_and_one_is_one() -> None:
    """The subject of what is critical, and the singular."""
    facts = (fact("a", critical=True), fact("b", "Shop", critical=True, use_case="shop"))
    assert subject_of(letter(*facts, kind=LetterKind.AT_ONCE)) == "AI ethics: critical: Bot and 1 other"
    assert subject_of(letter(fact("a"))) == "AI ethics: 1 thing is new"


def test_hostile_text_stays_text_in_mail() -> None:
    """One subject line, no header of its own, nothing of it is HTML, and what hides is spelt out."""
    made = letter(fact(EVIL, EVIL, critical=True), kind=LetterKind.AT_ONCE)
    mail = message(Mail("h", 25, "none", "a@firm.example"), mail_of(made, AT), "lead@firm.example", made.key)
    html = mail.get_body(("html",))
    plain = mail.get_body(("plain",))
    assert html is not None
    assert plain is not None
    assert "\n" not in str(mail["Subject"])
    assert mail.get_all("Bcc") is None
    assert "<script>" not in html.get_content()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html.get_content()
    assert "\u202e" not in html.get_content() + plain.get_content() + str(mail["Subject"])
    assert "\nBcc:" not in plain.get_content()


def test_hostile_text_mentions_nobody_and_links_nowhere() -> None:
    """Slack gets entities and no mark-up, Teams runs of text, programs plain JSON."""
    made = letter(fact(EVIL, EVIL))
    slack = json.loads(service_of(made, Kind.SLACK, AT))
    teams = json.loads(service_of(made, Kind.TEAMS, AT))
    plain = json.loads(service_of(made, Kind.PLAIN, AT))
    assert slack["mrkdwn"] is False
    assert not set(slack["text"]) & set("<>")
    assert "&lt;!channel&gt;" in slack["text"]
    body = teams["attachments"][0]["content"]["body"]
    assert {block["type"] for block in body} == {"RichTextBlock"}
    assert {run["type"] for block in body for run in block["inlines"]} == {"TextRun"}
    assert plain["facts"][0]["title"] == EVIL
    assert plain["facts"][0]["url"] == "https://ethics.example/review-items?item=1"


@pytest.mark.parametrize("kind", list(Kind))
def test_a_service_can_tell_a_second_copy(kind: Kind) -> None:
    """Only programs need the id; every form is JSON in ASCII."""
    body = service_of(letter(fact("ä")), kind, AT)
    assert body.isascii()
    assert (b"digest/person:lead" in body) is (kind is Kind.PLAIN)


def test_long_text_has_an_end() -> None:
    """A subject of 150 characters of title at most, a line of 400."""
    made = letter(fact("x" * 100_000, "y" * 100_000, critical=True), kind=LetterKind.AT_ONCE)
    assert len(subject_of(made)) < 200
    assert len(text_of(made, AT)) < 1_500
