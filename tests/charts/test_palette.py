"""Colours can be read: contrast as WCAG counts it, in both themes."""

import pytest

from dashboard.charts.palette import DARK, LIGHT, Palette, faded, group_colours, palette


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_status_can_be_read(colours: Palette) -> None:
    """Status text on ground, on its tint, and ink on its fill all reach 4.5 : 1."""
    for status, tone in colours.tones.items():
        assert contrast(tone.text, colours.ground) >= 4.5, status
        assert contrast(tone.text, tone.tint) >= 4.5, status
        if tone.fill is not None:
            assert contrast(tone.on_fill, tone.fill) >= 4.5, status


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_muted_text_can_be_read(colours: Palette) -> None:
    """Tick labels and captions reach 4.5 : 1 as well."""
    assert contrast(colours.muted, colours.ground) >= 4.5


def test_filtering_never_repaints_a_group() -> None:
    """A group keeps its colour whatever order the groups come in."""
    groups = ["65+", "18-24", "25-34"]

    assert group_colours(groups, LIGHT) == group_colours(reversed(groups), LIGHT)


def test_unknown_theme_counts_as_light() -> None:
    """On the first run the browser has not yet said which theme it shows."""
    assert palette(None) is LIGHT
    assert palette("dark") is DARK


def test_faded_keeps_the_colour() -> None:
    """A ribbon has the colour of its line."""
    assert faded("#0072B2", 0.18) == "rgba(0,114,178,0.18)"
