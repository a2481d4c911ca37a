"""The paragraphs of a public entry in a language: sentences of ours in it, what people wrote as they wrote it.

What was approved is the English. A sentence is said in another language only where its English is word for word what
was approved; otherwise the English stands there, marked as English.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.domain.public_entry import Entry
from dashboard.domain.public_phrases import OWN, Language, spoken, text_of
from dashboard.domain.public_sentences import ENGLISH

TEMPLATES = Path(__file__).resolve().parent / "templates"
Pieces = tuple[tuple[str, str | None], ...]


@lru_cache(maxsize=8)
def frame(tag: str) -> Mapping[str, Any]:
    """The texts around the entries in a language."""
    return _read(f"register.{tag}.json")


def said_day(tag: str, on: date) -> str:
    """A day as that language writes it."""
    words = frame(tag)
    return str(words["day"]).format(d=on.day, month=words["months"][on.month - 1], y=on.year)


@lru_cache(maxsize=8)
def language(tag: str) -> Language:
    """How a language says what entries are made of."""
    if tag == ENGLISH.tag:
        return ENGLISH
    found = _read(f"sentences.{tag}.json")
    return replace(
        ENGLISH, tag=tag, sentences=found["sentences"], words=found["words"], day=lambda on: said_day(tag, on),
        thousands=found["thousands"], point=found["point"], both=found["both"],
    )  # fmt: skip


def pieces(entry: Entry, name: str, place: int, tag: str) -> Pieces:
    """The paragraph at this place of a field, piece by piece, each with its language; None where it has none."""
    said, made = entry.lines[name][place], entry.sentences(name, place)
    if not made:
        return ((said, entry.language if place < entry.own.get(name, 0) else ENGLISH.tag),)
    try:
        approved = text_of(made, ENGLISH) == said
        found: Pieces = spoken(made, language(tag)) if approved else ()
    except (KeyError, ValueError):  # a sentence of another version of this program
        found = ()
    if not found:
        return ((said, ENGLISH.tag),)
    return tuple((text, entry.language if written == OWN else written) for text, written in found)


def told_in(entry: Entry, tag: str) -> Entry:
    """The entry with the sentences of ours in that language, as plain text."""
    lines = {
        name: tuple("".join(text for text, _ in pieces(entry, name, place, tag)) for place in range(len(held)))
        for name, held in entry.lines.items()
    }
    return replace(entry, lines=lines)


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((TEMPLATES / name).read_text(encoding="utf-8"))
    return found
