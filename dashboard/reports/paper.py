"""A document before it is PDF or HTML: sections of a few kinds of blocks, all of plain text, so that both say the same.

Nothing here is markup: what people typed stays what they typed, and whoever sets it escapes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.domain.wording import ICONS, WORDS

MARKS = ("compliant", "watch", "waived", "non_compliant", "not_assessed", "not_applicable")


@dataclass(frozen=True, slots=True)
class Mark:
    """A status as colour, icon and word; `text` replaces the word, never the icon."""

    status: str
    text: str = ""

    @property
    def said(self) -> str:
        """Icon and words."""
        return f"{ICONS.get(self.status, '?')} {self.text or WORDS.get(self.status, self.status)}"


Cell = str | Mark


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; a quiet one is a caption."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """Statuses in a row, each with its count."""

    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """A few figures that stand out: label, value, and what it is of."""

    facts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads; `widths` are shares of the line, `right` the columns of numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    right: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart: its kind, its numbers as JSON-like values, and what it shows in words."""

    kind: str
    data: Mapping[str, Any]
    alt: str


Block = Text | Marks | Facts | Table | Drawing


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that says the finding, a caption with denominator and dates, and blocks; `opens` a new page."""

    title: str
    caption: str
    blocks: tuple[Block, ...]
    opens: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document; `kicker` stands over the title, `running` on every page."""

    kicker: str
    title: str
    running: str
    as_of: date
    sections: tuple[Section, ...]
