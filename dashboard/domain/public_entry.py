"""A public entry as it was, or would be, published: text by field, and what is missing or withheld said as that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Self

from dashboard.domain.differences import Difference
from dashboard.domain.public_fields import FIELDS, LANGUAGES
from dashboard.domain.public_phrases import Line, Phrase, text_of
from dashboard.domain.public_sentences import ENGLISH

State = Literal["stated", "missing", "hidden"]
SAID: Mapping[State, str] = {"stated": "", "missing": "Not stated", "hidden": "Not published"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What the public reads about one use case.

    Attributes:
        language: of the own words, as a language tag.
        lines: field to its paragraphs; a field that is missing here is withheld, one without any is not known.
        own: field to how many of its first paragraphs are in that language; the rest is English of ours.
        made: field to what those say, in their order, so that another language can say the same; older entries may
            have none.
        facts: what other standards' layouts need in their own codes; only of fields that are public.
    """

    use_case: str
    language: str
    lines: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, int] = field(default_factory=dict)
    made: Mapping[str, tuple[tuple[Phrase, ...], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, use_case: str, language: str, lines: Mapping[str, tuple[Line, ...]], facts: Mapping[str, str]) -> Self:
        """The entry of these lines; what somebody wrote stands before the sentences of ours in each field."""
        own = {name: sum(isinstance(one, str) for one in held) for name, held in lines.items()}
        made = {name: tuple(one for one in held if not isinstance(one, str)) for name, held in lines.items()}
        text = {name: tuple(text_of(one, ENGLISH) for one in held) for name, held in lines.items()}
        return cls(use_case, language, text, facts, own, {name: held for name, held in made.items() if held})

    def sentences(self, name: str, place: int) -> tuple[Phrase, ...]:
        """What the paragraph at this place of a field says; nothing where somebody wrote it, or it was never kept."""
        made, at = self.made.get(name, ()), place - self.own.get(name, 0)
        return made[at] if 0 <= at < len(made) else ()

    def state(self, name: str) -> State:
        """Whether a field is stated, missing or hidden."""
        if name not in self.lines:
            return "hidden"
        return "stated" if self.lines[name] else "missing"

    def text(self, name: str) -> str:
        """The paragraphs of a field one under the other, or that there are none."""
        return "\n".join(self.lines.get(name, ())) or SAID[self.state(name)]

    @property
    def name(self) -> str:
        """What it is called."""
        return " ".join(self.lines.get("name", ())) or self.use_case

    def as_details(self) -> dict[str, Any]:
        """JSON-like values."""
        lines = {name: list(text) for name, text in self.lines.items()}
        said = {"use_case": self.use_case, "language": self.language, "lines": lines}
        made = {name: [[one.as_details() for one in line] for line in held] for name, held in self.made.items()}
        return {**said, "facts": dict(self.facts), "own": dict(self.own), "made": made}

    @classmethod
    def from_details(cls, details: Mapping[str, Any]) -> Self:
        """The entry that was kept; what this program does not know is left out."""
        known = {one.id for one in FIELDS}
        lines = {name: tuple(map(str, text)) for name, text in details["lines"].items() if name in known}
        facts = {str(name): str(value) for name, value in details["facts"].items()}
        own = {str(name): int(many) for name, many in details["own"].items()}
        made = {
            str(name): tuple(tuple(Phrase(str(one), values) for one, values in line) for line in held)
            for name, held in details.get("made", {}).items()
        }
        return cls(str(details["use_case"]), str(details["language"]), lines, facts, own, made)


@dataclass(frozen=True, slots=True)
class Published:
    """An entry that somebody approved, and when it became public."""

    entry: Entry
    asked_by: str
    approved_by: str
    on: date
    at: datetime


def differences(published: Entry | None, current: Entry) -> tuple[Difference, ...]:
    """Every field of which the public reads something else than it would now, in words."""
    found = []
    for one in FIELDS:
        was = published.text(one.id) if published else ""
        now = current.text(one.id)
        if was != now:
            found.append(Difference(one.title, was, now))
    if published is not None and published.language != current.language:
        was, now = (LANGUAGES.get(one.language, one.language) for one in (published, current))
        found.append(Difference("Language", was, now))
    return tuple(found)
