"""Text from people reaches the screen as text."""

import pytest

from dashboard.ui.text import plain, unbroken


@pytest.mark.parametrize(
    "text", ["[x](javascript:alert(1))", "<img onerror=1>", ":red[x]", "$\\alpha$", "**b**", "`c`"]
)
def test_markdown_is_disarmed(text: str) -> None:
    """Every character with a meaning in markdown is escaped, so that it is shown and does nothing."""
    escaped = plain(text)

    assert escaped.replace("\\\\", "\0").replace("\\", "").replace("\0", "\\") == text
    assert "](" not in escaped


def test_invisible_characters_are_dropped() -> None:
    """A direction override cannot turn a name around, and a newline cannot start a list."""
    assert plain("a\u202eb\nc") == "a b c"


def test_dates_do_not_break() -> None:
    """Dates and clause ids stay on one line."""
    assert unbroken("14 Sep") == "14\u00a0Sep"
    assert unbroken("FAI-02") == "FAI\u201102"
