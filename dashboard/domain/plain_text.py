"""Text that people typed: what is kept, what is refused, and how it is shown without surprises.

Invisible characters can make two ids look alike, and a pile of combining marks can make a page unreadable.
"""

import re
import unicodedata

MAX_MARKS = 8
_MARKS = re.compile(rf"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{{{MAX_MARKS + 1},}}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff]")
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def checked_text(value: str) -> str:
    """Text in Unicode normal form C; ValueError on control characters, surrogates and piled-up marks."""
    hit = _CONTROL.search(value)
    if hit:
        raise ValueError(f"text without control characters (U+{ord(hit[0]):04X} at character {hit.start() + 1})")
    if _MARKS.search(value):
        raise ValueError(f"text with at most {MAX_MARKS} combining marks on one letter")
    return unicodedata.normalize("NFC", value)


def filled_text(value: str) -> str:
    """Text that says something; ValueError when it is empty or only spaces."""
    if not value.strip():
        raise ValueError("a reason in words, not only spaces")
    return value


def escaped(value: str) -> str:
    r"""The text with everything invisible written as \uXXXX, for messages and logs."""
    return "".join(
        char if unicodedata.category(char) not in _UNSEEN else char.encode("unicode_escape", "surrogatepass").decode()
        for char in value
    )


def shown(value: object, *, limit: int = 80) -> str:
    """A value as a message quotes it: escaped, and cut after `limit` characters."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    cut = text if len(text) <= limit else f"{text[:limit]}… ({len(text):,} characters)"
    return f"`{escaped(cut)}`"
