"""Text out of a foreign register: what is left out, what is cut, and how spellings are compared."""

import re
import unicodedata

from dashboard.domain.plain_text import MAX_MARKS, shown

MAX_KEPT = 20_000
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
ELLIPSIS = "…"


def cleaned(text: str) -> tuple[str, str | None]:
    """The text in Unicode form C without hidden characters and piled-up accents, and what was left out."""
    if text.isascii() and text.isprintable():
        return text, None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    hidden = _HIDDEN.search(text)
    kept = unicodedata.normalize("NFC", _HIDDEN.sub("", text))
    thinned = _without_piles(kept)
    if hidden:
        return thinned, f"the hidden character U+{ord(hidden[0]):04X} at position {hidden.start() + 1}"
    return thinned, None if thinned == kept else f"more than {MAX_MARKS} accents on one letter"


def _without_piles(text: str) -> str:
    if text.isascii():
        return text
    kept, run = [], 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def cut(text: str, limit: int) -> tuple[str, str | None]:
    """The text, visibly cut where it is longer than the limit, and how long it was."""
    if len(text) <= limit:
        return text, None
    return f"{text[: limit - 1].rstrip()}{ELLIPSIS}", f"{len(text):,} characters"


def folded(text: str) -> str:
    """The text as headers and spellings are compared: case, spaces, quotes and dashes do not matter."""
    return " ".join(text.translate(_QUOTES).casefold().split()).strip(" \"'?:.*")


def quoted(value: object) -> str:
    """A found value as a problem shows it."""
    return shown(value, limit=120)


def slug(text: str, limit: int = 72) -> str:
    """Letters, digits and dashes: the text as part of an id."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:limit].strip("-")
