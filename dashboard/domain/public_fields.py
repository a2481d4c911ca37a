"""What the public register says about a use case: its fields as data, each with where it comes from.

The list is the union of what public registers ask for: UK ATRS 1.1, the registers of Amsterdam and Helsinki, the Dutch
national standard and Annex VIII of the EU AI Act; how to complain is added to it. What is measured or decided has no
words of its own, so that nobody can write around it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.domain.plain_text import shown
from dashboard.errors import Problem


@dataclass(frozen=True, slots=True)
class PublicField:
    """One field of a public entry.

    Attributes:
        source: what it is read from.
        always: it cannot be hidden; an entry without it helps nobody.
        worded: somebody may write it, or add to it, in plain words.
    """

    id: str
    title: str
    source: str
    always: bool = False
    worded: bool = False


FIELDS: tuple[PublicField, ...] = (
    PublicField("name", "Name", "title", always=True),
    PublicField("purpose", "What it is for", "own words, else purpose", always=True, worded=True),
    PublicField("channels", "Where you meet it", "channels"),
    PublicField(
        "decisions", "What it decides and what people decide",
        "own words, decides_about_people, decision_support, automated_decision, human_review_route", worded=True,
    ),
    PublicField(
        "data", "Data it uses",
        "own words, uses_personal_data, special_category, profiling, trains_on_customer_data, purposes, retention_days",
        worded=True,
    ),
    PublicField("handoff", "How you reach a person", "own words, human_handoff", always=True, worded=True),
    PublicField("opt_out", "How you opt out", "own words, the way out of each channel", always=True, worded=True),
    PublicField("tier", "Risk tier and why", "risk_tier, triage and the intake's rule"),
    PublicField("fairness", "Is it fair?", "the newest assessment's measurements and the counts behind them"),
    PublicField("not_tested", "Who was not tested", "protected_attributes and the newest assessment's measurements"),
    PublicField("supplier", "Who made it", "own words, sourcing, vendor", worded=True),
    PublicField("contact", "Who answers for it", "own words, team and the role of the owner", always=True, worded=True),
    PublicField("assessments", "Impact assessments", "accepted assessments among the evidence"),
    PublicField("incidents", "Incidents in 12 months", "the register of incidents"),
    PublicField("status", "Status and dates", "lifecycle, go_live, stop_ordered_on, stopped_on"),
    PublicField("review", "Last review", "sign_offs of kind review"),
    PublicField("complaint", "How you complain", "own words only", always=True, worded=True),
)  # fmt: skip
BY_ID: Mapping[str, PublicField] = {one.id: one for one in FIELDS}
WORDED = tuple(one.id for one in FIELDS if one.worded)
HIDEABLE = tuple(one.id for one in FIELDS if not one.always)
LANGUAGES: Mapping[str, str] = {"en": "English", "de": "German", "nl": "Dutch", "fr": "French"}
LONGEST_WORDS = 2_000
_KEYS = frozenset({"show", "words", "language"})


def is_shown(choice: Mapping[str, Any], name: str) -> bool:
    """Whether a field is public: as the record's flag says, and yes where nobody chose. A flag is true or it hides."""
    flags = choice.get("show")
    return BY_ID[name].always or (flags.get(name, True) if isinstance(flags, Mapping) else True) is True


def own_words(choice: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """What somebody wrote for this field, by paragraph."""
    words = choice.get("words")
    text = words.get(name) if isinstance(words, Mapping) and BY_ID[name].worded else None
    return tuple(line.strip() for line in text.splitlines() if line.strip()) if isinstance(text, str) else ()


def language_of(choice: Mapping[str, Any]) -> str:
    """The language of the own words; English where nobody said."""
    return str(choice["language"]) if choice.get("language") in LANGUAGES else "en"


def choice_problems(choice: Mapping[str, Any]) -> Iterator[Problem]:
    """Everything that is wrong with what a record says about its public entry."""
    for key in sorted(set(choice) - _KEYS):
        yield Problem(f"public.{key}", "a key", f"one of {', '.join(sorted(_KEYS))}")
    flags, words = choice.get("show", {}), choice.get("words", {})
    for name, value in (flags if isinstance(flags, Mapping) else {"": flags}).items():
        if name not in HIDEABLE or not isinstance(value, bool):
            hint = f"true or false for one of {', '.join(HIDEABLE)}"
            yield Problem(f"public.show.{name}", shown(value), hint)
    for name, value in (words if isinstance(words, Mapping) else {"": words}).items():
        if name not in WORDED or not isinstance(value, str) or len(value) > LONGEST_WORDS:
            hint = f"text of at most {LONGEST_WORDS:,} characters for one of {', '.join(WORDED)}"
            yield Problem(f"public.words.{name}", shown(value), hint)
    if choice.get("language", "en") not in LANGUAGES:
        yield Problem("public.language", shown(choice["language"]), f"one of {', '.join(LANGUAGES)}")
