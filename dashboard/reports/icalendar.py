"""Dated entries as an iCalendar file (RFC 5545). Whatever people typed is escaped, so that no line of it is ours."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from dashboard.domain.feeds import Entry
from dashboard.domain.plain_text import escaped

_LONGEST = 75  # bytes of a line, without its end
_LONGEST_TEXT = 1_000


def calendar(entries: Sequence[Entry], *, address: str, as_of: date) -> bytes:
    """The file; `address` is where the dashboard is, `as_of` the day of the claim."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//AI ethics dashboard//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        "X-WR-CALNAME:AI ethics", "NAME:AI ethics", "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H",
    ]  # fmt: skip
    for entry in entries:
        lines += _event(entry, address, as_of)
    lines.append("END:VCALENDAR")
    return "".join(part for line in lines for part in _folded(line)).encode()


def _event(entry: Entry, address: str, as_of: date) -> list[str]:
    link = f"{address}{entry.path}"
    note = f"{entry.note}\n{link}".strip()
    return [
        "BEGIN:VEVENT",
        f"UID:{hashlib.sha256(entry.key.encode()).hexdigest()[:40]}@ai-ethics",
        f"DTSTAMP:{as_of:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{entry.when:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.when + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(entry.summary)}",
        f"DESCRIPTION:{_text(note)}",
        f"CATEGORIES:{_text(entry.kind)}",
        f"URL:{escaped(link)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _text(value: str) -> str:
    """One value: marks escaped, line ends as marks too, and what cannot be seen spelt out."""
    cut = value if len(value) <= _LONGEST_TEXT else f"{value[: _LONGEST_TEXT - 1]}…"
    lines = (escaped(" ".join(line.split())) for line in cut.splitlines())
    marked = (line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for line in lines if line)
    return "\\n".join(marked)


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 bytes, no character torn apart; the pieces begin with a blank."""
    piece, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _LONGEST:
            yield f"{piece}\r\n"
            piece, size = " ", 1
        piece, size = piece + char, size + width
    yield f"{piece}\r\n"
