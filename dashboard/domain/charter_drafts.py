"""A draft of the charter: text that somebody works on, a charter only once it has no problem left."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.errors import Problem

MOST_DRAFTS = 20
LARGEST = 1024 * 1024  # bytes: what a charter file may have


@dataclass(frozen=True, slots=True)
class CharterDraft:
    """The text as it was saved last; `revision` rises with every save, `updated` is UTC."""

    id: str
    owner: str
    revision: int
    based_on: str
    text: str
    updated: datetime


def draft_problem(text: str) -> Problem | None:
    """Why a text cannot even be kept as a draft; None where it can."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > LARGEST:
        return Problem("the draft", f"{size:,} bytes", f"at most {LARGEST:,} bytes")
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        return Problem("the draft", "characters that no text has", "plain text in UTF-8")
    return None
