"""A calendar is read back by another library as it was meant, whatever people typed into it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from dashboard.domain.feeds import Entry
from dashboard.reports.icalendar import calendar

DAY = date(2026, 6, 1)
AT = "https://ethics.example"
HOSTILE = (
    "Bot\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:AUDIO;a,b\\n\\;\u2028ATTACH:https://evil.example "
    "<script>alert(1)</script> =1+1 \u202etxt " + "ü🦉" * 60
)


def entry(summary: str = "Waiver: X", **other: str) -> Entry:
    """One day."""
    values = {"kind": "Waiver", "note": "With Service", "path": "/use-case?id=bot", **other}
    return Entry("k", date(2026, 6, 9), values["kind"], summary, values["note"], values["path"])


def read_back(*entries: Entry) -> Calendar:
    """The file, as a library reads it."""
    return Calendar.from_ical(calendar(entries, address=AT, as_of=DAY))


def test_a_day_reads_like_this() -> None:
    """A whole day that blocks nobody, with a link, under an id that stays."""
    (event,) = read_back(entry()).walk("VEVENT")
    (again,) = read_back(entry()).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Waiver: X"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 6, 9), date(2026, 6, 10))
    assert str(event["DESCRIPTION"]) == "With Service\nhttps://ethics.example/use-case?id=bot"
    assert str(event["URL"]) == "https://ethics.example/use-case?id=bot"
    assert str(event["TRANSP"]) == "TRANSPARENT"
    assert event["UID"] == again["UID"]


def test_an_empty_calendar_is_a_calendar() -> None:
    """Nothing is due."""
    assert read_back().walk("VEVENT") == []


def test_hostile_text_makes_no_line_of_its_own() -> None:
    """One event, no alarm, no attachment; marks come back as typed and what hides is spelt out."""
    found = read_back(entry(HOSTILE, note=HOSTILE, kind="a,b;c\nX-EVIL:1"))
    (event,) = found.walk("VEVENT")
    assert found.walk("VALARM") == []
    assert "ATTACH" not in event
    assert "X-EVIL" not in event
    summary = str(event["SUMMARY"])
    assert summary.splitlines()[:3] == ["Bot", "END:VEVENT", "BEGIN:VALARM"]
    assert "ACTION:AUDIO;a,b\\n\\;" in summary
    assert "\u202e" not in summary
    assert summary.endswith("ü🦉" * 60)


def test_lines_are_folded_at_75_bytes_and_no_character_is_torn() -> None:
    """Each piece by itself is valid UTF-8."""
    lines = calendar([entry(HOSTILE)], address=AT, as_of=DAY).split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert all(line.decode() is not None for line in lines)
    assert all(b"\n" not in line and b"\r" not in line for line in lines)


@given(st.text(), st.text())
def test_any_text_is_one_event_of_eleven_lines(summary: str, note: str) -> None:
    """Whatever is typed, the library finds one event and nothing else in it."""
    found = read_back(entry(summary, note=note))
    (event,) = found.walk("VEVENT")
    assert len(found.subcomponents) == 1
    assert event.subcomponents == []
    assert set(event.keys()) <= {
        "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES", "URL", "TRANSP",
    }  # fmt: skip
