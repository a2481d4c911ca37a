"""Finds the column that a mapping means although registers spell their headers in their own ways."""

import difflib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard.domain.register_text import ELLIPSIS, folded


@dataclass(frozen=True, slots=True)
class Columns:
    """The headers of a file. A header that occurs again is named `Other #2`, then `Other #3`."""

    names: tuple[str, ...]
    found: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, headers: Sequence[str]) -> "Columns":
        """Name every column once; a blank header is named by its place."""
        counts: Counter[str] = Counter()
        names = []
        for place, header in enumerate(headers, start=1):
            plain = " ".join(header.split()) or f"(column {place})"
            counts[plain] += 1
            names.append(plain if counts[plain] == 1 else f"{plain} #{counts[plain]}")
        return cls(tuple(names))

    def find(self, asked: str) -> str | None:
        """The column meant: same text, else same but for case, spaces and quotes, else the only one beginning so."""
        if asked not in self.found:
            self.found[asked] = self._find(asked)
        return self.found[asked]

    def _find(self, asked: str) -> str | None:
        plain = " ".join(asked.split())
        if plain in self.names:
            return plain
        wanted = folded(asked.removesuffix(ELLIPSIS))
        same = [name for name in self.names if folded(name) == wanted]
        if same:
            return same[0]
        beginning = [name for name in self.names if wanted and folded(name).startswith(wanted)]
        return beginning[0] if len(beginning) == 1 else None

    def nearest(self, asked: str) -> str | None:
        """The header that looks most like it, for a suggestion."""
        by_folded = {folded(name): name for name in self.names}
        near = difflib.get_close_matches(folded(asked), by_folded, n=1, cutoff=0.5)
        return by_folded[near[0]] if near else None
