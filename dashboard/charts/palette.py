"""The colours: per status and theme a text colour, a tint and a fill; per group a fixed Okabe-Ito colour.

Every pair was checked for WCAG contrast and for colour blindness; the pale fills rely on the icon inside.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tone:
    """One status in one theme; `fill` None means no fill at all."""

    text: str
    tint: str
    fill: str | None
    on_fill: str


@dataclass(frozen=True, slots=True, eq=False)  # one of each: known by identity, so that it can be a cache key
class Palette:
    """All colours of one theme."""

    name: str
    ground: str
    ink: str
    muted: str
    rule: str
    border: str
    neutral: str
    ribbon_opacity: float
    tones: dict[str, Tone]
    groups: tuple[str, ...]

    def tone(self, status: str) -> Tone:
        """The colours of a status; unknown ones read as not assessed."""
        return self.tones.get(status, self.tones["not_assessed"])


LIGHT = Palette(
    name="light",
    ground="#FFFFFF",
    ink="#14171A",
    muted="#5A616B",
    rule="#E9E6E0",
    border="#DAD7D0",
    neutral="#D8D4CB",
    ribbon_opacity=0.18,
    tones={
        "compliant": Tone("#176B50", "#E6F2EC", "#B0D9C7", "#14171A"),
        "watch": Tone("#85540B", "#FCF1DA", "#F0B440", "#14171A"),
        "waived": Tone("#85540B", "#FCF1DA", "#F0B440", "#14171A"),
        "non_compliant": Tone("#B03522", "#FBEBE7", "#B93A27", "#FFFFFF"),
        "not_assessed": Tone("#4E5D77", "#EBEEF4", "#5B6B86", "#FFFFFF"),
        "not_applicable": Tone("#5F6670", "#F3F2EF", None, "#5F6670"),
    },
    groups=("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"),
)
DARK = Palette(
    name="dark",
    ground="#14181D",
    ink="#E9E7E3",
    muted="#A8AEB7",
    rule="#262C34",
    border="#39404A",
    neutral="#4A515B",
    ribbon_opacity=0.22,
    tones={
        "compliant": Tone("#6CCBA6", "#17322A", "#2A5B4A", "#FFFFFF"),
        "watch": Tone("#EBB65B", "#372A12", "#F0C873", "#14181D"),
        "waived": Tone("#EBB65B", "#372A12", "#F0C873", "#14181D"),
        "non_compliant": Tone("#F58E79", "#3F211B", "#DB5740", "#14181D"),
        "not_assessed": Tone("#A9B8D2", "#262E3B", "#7C8DAE", "#14181D"),
        "not_applicable": Tone("#A2A8B1", "#23282F", None, "#A2A8B1"),
    },
    groups=("#56B4E9", "#E69F00", "#33B890", "#D893BA", "#6FA8DC", "#F0E442"),
)


def palette(theme: str | None) -> Palette:
    """The palette of a theme type; None (not yet known on a first run) counts as light."""
    return DARK if theme == "dark" else LIGHT


def group_colours(every_group: Iterable[str], colours: Palette) -> dict[str, str]:
    """Group to colour, fixed by name: pass every group of the attribute, not only the ones on screen.

    The seventh group and those after it are muted: six colours are as many as an eye keeps apart.
    """
    names = sorted(set(every_group))
    return {name: colours.groups[at] if at < len(colours.groups) else colours.muted for at, name in enumerate(names)}


def faded(colour: str, opacity: float) -> str:
    """`#RRGGBB` with an opacity, as Plotly wants it."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
