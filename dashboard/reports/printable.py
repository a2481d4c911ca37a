"""Text that paper can hold: no letter that the embedded fonts lack, nothing unseen, no word wider than its column.

PDF/UA refuses a letter without a shape, and a silent box would lose what somebody wrote: such a letter is written as
its number. Invisible characters, those that turn the direction of what follows among them, are written out as well.
"""

import re
from functools import lru_cache
from typing import Any

import typst

from dashboard.domain.plain_text import escaped

_LONG = re.compile(r"[^\s\u200b-]{23,}")
_BREAK = 8
_PROBE = b'#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))\n#set document(title: "p")\n#sys.inputs.probe'
_DATE = re.compile(r"\b(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4})\b")
_MARKS = re.compile(r"[\u0300-\u036f]")


def printable(value: Any) -> Any:
    """JSON-like values with every text in them made printable; numbers and keys stay."""
    lacking = frozenset(_lacking("".join(sorted(_letters(value)))))
    return _made(value, lacking)


def _made(value: Any, lacking: frozenset[str]) -> Any:
    if isinstance(value, str):
        return _text(value, lacking)
    if isinstance(value, dict):
        return {name: _made(one, lacking) for name, one in value.items()}
    if isinstance(value, list):
        return [_made(one, lacking) for one in value]
    return value


def _text(value: str, lacking: frozenset[str]) -> str:
    seen = escaped(value)
    if lacking:
        seen = "".join(f"[U+{ord(letter):04X}]" if letter in lacking else letter for letter in seen)
    whole = _DATE.sub("\\1\u00a0\\2\u00a0\\3", seen)
    return _LONG.sub(lambda found: _breakable(found[0]), whole)


def _breakable(word: str) -> str:
    """Places to break a word that no column holds; a combining mark stays with its letter."""
    parts = [word[at : at + _BREAK] for at in range(0, len(word), _BREAK)]
    return "".join(part if at == 0 or _MARKS.match(part) else f"\u200b{part}" for at, part in enumerate(parts))


def _letters(value: Any) -> set[str]:
    if isinstance(value, str):
        return {letter for letter in escaped(value) if ord(letter) > 0x17F}
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {letter for one in inside for letter in _letters(one)}


@lru_cache(maxsize=256)
def _lacking(letters: str) -> tuple[str, ...]:
    """Those that no embedded font holds, by halving: one attempt where all are there."""
    if not letters or _sets(letters):
        return ()
    if len(letters) == 1:
        return (letters,)
    middle = len(letters) // 2
    return (*_lacking(letters[:middle]), *_lacking(letters[middle:]))


def _sets(letters: str) -> bool:
    try:
        typst.compile(_PROBE, sys_inputs={"probe": " ".join(letters)}, ignore_system_fonts=True, pdf_standards=["ua-1"])
    except typst.TypstError:
        return False
    return True
