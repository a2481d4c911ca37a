"""Sentences that are made from coded values, kept as what they say rather than how, so that each language can say it.

A sentence is an id and its values. A language has a text for each id, with places such as `{on:day}`: the part after
the colon says how a value is spoken. `name` is a name out of data, `d` a number with the digits that it has, `day` a
date, `aims` purposes with the legal ground of each; anything else is a list of words that the language has. A place
without one is text that somebody wrote, and stays in the language in which it was written.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from string import Formatter

from dashboard.domain.counts import CROSS
from dashboard.domain.wording import sentence_case

Value = str | int | Sequence[str]
Spoken = Iterator[tuple[str, str | None]]
OWN = ""
_PLACES = Formatter()


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a sentence says; `values` are JSON-like, days in ISO 8601, numbers with digits after the point as text."""

    id: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def as_details(self) -> list[object]:
        """JSON-like values."""
        return [self.id, dict(self.values)]


Line = str | tuple[Phrase, ...]  # what somebody wrote, or sentences of ours


@dataclass(frozen=True, slots=True)
class Language:
    """How a language says it.

    Attributes:
        sentences: id of a phrase to its text; `ID.none` and `ID.one` are for a `count` of 0 and 1.
        words: list of words to code to word.
        otherwise: the English word for a code of a list, for what the language has no word for.
        day: a date in words.
        thousands, point: what divides the digits of numbers.
        both: what stands between the last two of a list.
    """

    tag: str
    sentences: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    otherwise: Callable[[str, str], str]
    day: Callable[[date], str]
    thousands: str
    point: str
    both: str


def spoken(line: tuple[Phrase, ...], language: Language) -> tuple[tuple[str, str | None], ...]:
    """Pieces of text, each with its language: OWN where somebody wrote it, None where it is a name out of data.

    Raises:
        KeyError, ValueError: the language has no such sentence, or it lacks a value.
    """
    parts = [part for place, phrase in enumerate(line) for part in ([(" ", language.tag)] if place else [])
             + list(_sentence(phrase, language))]  # fmt: skip
    return tuple(_begun(_joined(parts)))


def text_of(line: Line, language: Language) -> str:
    """The line as one text."""
    return line if isinstance(line, str) else "".join(text for text, _ in spoken(line, language))


def _begun(parts: list[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    return [(sentence_case(text) if not place else text, tag) for place, (text, tag) in enumerate(parts)]


def _joined(parts: Sequence[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """Pieces of one language that follow each other are one piece."""
    found: list[tuple[str, str | None]] = []
    for text, tag in parts:
        if found and found[-1][1] == tag:
            found[-1] = (found[-1][0] + text, tag)
        elif text:
            found.append((text, tag))
    return found


def _sentence(phrase: Phrase, language: Language) -> Spoken:
    count = phrase.values.get("count")
    form = f"{phrase.id}.{'one' if count == 1 else 'none'}" if count in {0, 1} else ""
    for text, name, kind, _ in _PLACES.parse(language.sentences.get(form) or language.sentences[phrase.id]):
        if text:
            yield text, language.tag
        if name is not None:
            yield from _value(phrase, name, kind or "", language)


def _value(phrase: Phrase, name: str, kind: str, language: Language) -> Spoken:
    value = phrase.values[name]
    if kind == "aims":
        grounds = _several(phrase.values["grounds"])
        aims = zip(_several(value), grounds, strict=True)
        yield from _listed([list(_aim(purpose, ground, language)) for purpose, ground in aims], language)
    else:
        yield from _listed([list(_single(one, kind, language)) for one in _several(value)], language)


def _several(value: Value) -> list[str]:
    return [str(value)] if isinstance(value, str | int) else list(value)


def _listed(items: Sequence[Sequence[tuple[str, str | None]]], language: Language) -> Spoken:
    for place, item in enumerate(items):
        if place:
            yield (language.both if place == len(items) - 1 else ", "), language.tag
        yield from item


def _aim(purpose: str, ground: str, language: Language) -> Spoken:
    yield purpose, OWN
    if ground:
        yield " (", language.tag
        yield from _single(ground, "grounds", language)
        yield ")", language.tag


def _single(value: str, kind: str, language: Language) -> Spoken:
    if kind in {"", "name"}:
        yield value, OWN if not kind else None
    elif kind == "day":
        yield language.day(date.fromisoformat(value)), language.tag
    elif kind == "d":
        digits = len(value.partition(".")[2])
        plain = f"{float(value):,.{digits}f}".replace("-", "−")
        yield plain.translate({ord(","): language.thousands, ord("."): language.point}), language.tag
    else:
        yield from _listed_words(value, kind, language)


def _listed_words(value: str, kind: str, language: Language) -> Spoken:
    """A word of a list; what crosses several codes is said code by code."""
    for place, code in enumerate(value.split(CROSS) if kind == "attributes" else [value]):
        if place:
            yield CROSS, language.tag
        word = language.words.get(kind, {}).get(code)
        yield (word, language.tag) if word else (language.otherwise(kind, code), "en")
