"""Use cases that resemble a new one, each with the reason in words: a duplicate is easier prevented than undone.

Two texts resemble each other by the rare words that they share; the same acceptable use or vendor adds to that and is
nothing by itself.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_WORD = re.compile(r"[a-z0-9]{3,}")
_COMMON = frozenset({
    "the", "and", "for", "with", "that", "this", "from", "who", "are", "our", "its", "into", "their", "they",
    "customer", "customers", "ask", "asks", "about", "use", "uses", "using", "system", "tool", "model", "based", "new",
    "case", "via", "per", "all", "any", "not", "can", "will", "when", "what", "which",
})  # fmt: skip
_NEAR, _MOST = 0.35, 5
_SAME_USE, _SAME_VENDOR = 0.1, 0.15


@dataclass(frozen=True, slots=True)
class Described:
    """What a use case is, in the words of its record."""

    id: str
    title: str
    purpose: str = ""
    acceptable_use: str | None = None
    vendor: str | None = None


@dataclass(frozen=True, slots=True)
class Resemblance:
    """An existing use case, how alike it is (0 to 1), and why."""

    use_case: Described
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """Existing use cases with their stems, and how many use cases have each stem; made once, asked often."""

    known: tuple[tuple[Described, frozenset[str]], ...]
    seen: Mapping[str, int]

    @classmethod
    def of(cls, use_cases: Iterable[Described]) -> "Register":
        """The register of these use cases."""
        known = tuple((one, frozenset(stems(f"{one.title} {one.purpose}"))) for one in use_cases)
        return cls(known, Counter(stem for _, theirs in known for stem in theirs))

    def weight(self, stems_: Iterable[str]) -> float:
        """The rarer a stem among all use cases, the more it says."""
        return sum(math.log((len(self.known) + 2) / (self.seen.get(stem, 0) + 1)) for stem in stems_)


def similar(new: Described, register: Register) -> tuple[Resemblance, ...]:
    """The existing use cases that resemble the new one, the nearest first; at most five."""
    mine = stems(f"{new.title} {new.purpose}")
    others = [(other, theirs) for other, theirs in register.known if other.id != new.id and theirs & mine.keys()]
    found = [_resemblance(new, mine, other, theirs, register) for other, theirs in others]
    near = sorted((one for one in found if one.score >= _NEAR), key=lambda one: (-one.score, one.use_case.title))
    return tuple(near[:_MOST])


def stems(text: str) -> dict[str, str]:
    """The words that carry meaning: without plural endings and accents, to the word as it was written."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return {_stem(word): word for word in _WORD.findall(plain) if word not in _COMMON and _stem(word) not in _COMMON}


def _stem(word: str) -> str:
    for ending in ("ing", "ers", "er", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _resemblance(
    new: Described, mine: Mapping[str, str], other: Described, theirs: frozenset[str], register: Register
) -> Resemblance:
    shared = sorted(theirs & mine.keys())
    smaller = min(register.weight(mine), register.weight(theirs))
    score = register.weight(shared) / smaller if smaller > 0 else 0.0
    reasons = [f"shares the words {', '.join(mine[stem] for stem in shared)}"]
    if new.acceptable_use and new.acceptable_use == other.acceptable_use:
        score, reasons = score + _SAME_USE, [*reasons, "serves the same acceptable use"]
    if new.vendor and other.vendor and new.vendor.casefold() == other.vendor.casefold():
        score, reasons = score + _SAME_VENDOR, [*reasons, "comes from the same vendor"]
    return Resemblance(other, min(score, 1.0), tuple(reasons))
