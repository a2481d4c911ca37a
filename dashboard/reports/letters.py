"""A letter as people and services read it: mail in plain text and HTML, JSON for Slack, Teams and programs.

Whatever people typed stays text: no line of it can become a header, no mark-up of it HTML, a link or a mention.
"""

import html
import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from dashboard.adapters.mail import Written
from dashboard.domain.letters import Fact, Letter, LetterKind
from dashboard.domain.plain_text import escaped
from dashboard.domain.telling import Kind
from dashboard.domain.wording import day, plural
from dashboard.services.notify import Forms

_LONGEST_SUBJECT, _LONGEST_LINE = 150, 400
_NAME = "AI ethics"
_STYLE = "font-family:Georgia,serif;max-width:640px;color:#1f2328"


def mail_of(letter: Letter, address: str) -> Written:
    """The letter as mail; `address` is where the dashboard is."""
    return Written(subject_of(letter), text_of(letter, address), html_of(letter, address))


def subject_of(letter: Letter) -> str:
    """`AI ethics: 3 things are new, 1 of them critical`, on one line."""
    if letter.kind is LetterKind.AT_ONCE:
        names = list(dict.fromkeys(_line(fact.title) for fact in letter.facts if fact.critical))
        more = f" and {plural(len(names) - 1, 'other')}" if len(names) > 1 else ""
        return f"{_NAME}: critical: {_cut(names[0] if names else 'Organisation', _LONGEST_SUBJECT)}{more}"
    count = len(letter.facts) + letter.more
    tail = f", {letter.critical} of them critical" if letter.critical else ""
    return f"{_NAME}: {plural(count, 'thing')} {'is' if count == 1 else 'are'} new{tail}"


def text_of(letter: Letter, address: str) -> str:
    """Plain text, one use case after the other."""
    lines = [f"{_NAME}, {day(letter.day)}", ""]
    for title, facts in _by_use_case(letter):
        lines.append(title)
        for fact in facts:
            lines += [f"- {_marked(fact)}", f"  {address}{fact.path}"]
        lines.append("")
    lines += [*(f"{said}: {to}" for said, to in _ending(letter, address)), ""]
    return "\n".join(lines)


def _ending(letter: Letter, address: str) -> list[tuple[str, str]]:
    """What stands below, each with where it leads."""
    late = f", {letter.overdue} of them overdue" if letter.overdue else ""
    more = [(f"And {plural(letter.more, 'more thing')}", f"{address}/review-items")] if letter.more else []
    to_do = [(f"Open in all: {plural(letter.to_do, 'thing')} to do{late}", f"{address}/")] if letter.to_do else []
    return [*more, *to_do, ("How you are told", f"{address}/being-told")]


def html_of(letter: Letter, address: str) -> str:
    """The same as HTML: no picture, nothing that is loaded from anywhere."""
    parts = [f"<p>{_NAME}, {day(letter.day)}</p>"]
    for title, facts in _by_use_case(letter):
        items = "".join(
            f'<li><a href="{html.escape(address + fact.path)}">{html.escape(_marked(fact))}</a></li>' for fact in facts
        )
        parts.append(f"<h2 style='font-size:16px'>{html.escape(title)}</h2><ul>{items}</ul>")
    parts += [f'<p><a href="{html.escape(to)}">{html.escape(said)}</a></p>' for said, to in _ending(letter, address)]
    whole = "".join(parts)
    return f"<!doctype html><html lang='en'><body style='{_STYLE}'>{whole}</body></html>"


def service_of(letter: Letter, kind: Kind, address: str) -> bytes:
    """The letter as JSON in the form that a service takes."""
    forms = {Kind.SLACK: _slack, Kind.TEAMS: _teams, Kind.PLAIN: _plain}
    return json.dumps(forms[kind](letter, address), ensure_ascii=True).encode()


def _slack(letter: Letter, address: str) -> dict[str, Any]:
    text = text_of(letter, address).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"text": text, "mrkdwn": False}


def _teams(letter: Letter, address: str) -> dict[str, Any]:
    """An adaptive card of runs of text, which take no mark-up."""
    blocks = [
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": line}]}
        for line in text_of(letter, address).splitlines()
        if line
    ]
    card = {"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
            "body": blocks, "actions": [{"type": "Action.OpenUrl", "title": "Open", "url": f"{address}/"}]}  # fmt: skip
    content = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [content]}


def _plain(letter: Letter, address: str) -> dict[str, Any]:
    facts = [
        {"use_case": fact.use_case or None, "title": fact.title, "text": fact.text, "critical": fact.critical,
         "since": fact.day.isoformat(), "due": fact.due.isoformat() if fact.due else None,
         "url": f"{address}{fact.path}"}
        for fact in letter.facts
    ]  # fmt: skip
    head = {"id": letter.key, "kind": letter.kind.value, "day": letter.day.isoformat(), "subject": subject_of(letter)}
    return {**head, "facts": facts, "more": letter.more, "to_do": letter.to_do, "overdue": letter.overdue}


def _by_use_case(letter: Letter) -> Iterator[tuple[str, list[Fact]]]:
    """Facts under the line that their use case makes; a use case whose facts are critical and not stands once."""
    order = {use_case: at for at, use_case in reversed(list(enumerate(fact.use_case for fact in letter.facts)))}
    facts = sorted(letter.facts, key=lambda fact: order[fact.use_case])
    for _, some in groupby(facts, key=lambda fact: fact.use_case):
        same = list(some)
        yield _line(same[0].title), same


def _marked(fact: Fact) -> str:
    return f"{'CRITICAL: ' if fact.critical else ''}{_line(fact.text)}"


def _line(text: str) -> str:
    """One line, with what cannot be seen spelt out."""
    return _cut(escaped(" ".join(text.split())), _LONGEST_LINE)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


FORMS = Forms(mail_of, service_of)
