"""The picture inside a *Why*: the breaching group stands out, the reference is hollow, nothing is left out."""

import pandas as pd

from dashboard.charts.palette import LIGHT
from dashboard.charts.why_groups import why_groups
from dashboard.services.screens.group_plot import GroupDot, GroupPlot

PLOT = GroupPlot(
    title="t", caption="c", metric="selection_rate_ratio", attribute="age_band", ratio=True, reference="25-34",
    lower=0.8, upper=1.25,
    dots=(
        GroupDot("18-24", 0.91, 0.88, 0.94, 9_020, "compliant"),
        GroupDot("65+", 0.71, 0.68, 0.74, 12_410, "non_compliant"),
        GroupDot("<b>x</b>", None, None, None, 3, "undecided", "no decisions"),
    ),
    numbers=pd.DataFrame(),
)  # fmt: skip


def test_only_the_breaching_group_has_colour() -> None:
    """The breach is red and filled, the others muted, the reference hollow."""
    dots = {trace.x[0]: trace.marker for trace in why_groups(PLOT, LIGHT).data if trace.mode == "markers"}

    assert dots[0.71].color == LIGHT.tone("non_compliant").text
    assert dots[0.91].color == LIGHT.muted
    assert dots[1.0].color == LIGHT.ground


def test_the_breaching_value_is_written_above_its_dot() -> None:
    """Icon and value stand above the dot, so that they fit on a phone."""
    notes = [note.text for note in why_groups(PLOT, LIGHT).layout.annotations]

    assert notes == ["charter's range 0.80 to 1.25", "<b>✕ 0.71</b>"]


def test_the_axis_names_groups_and_reference() -> None:
    """Every group with a value is named, and the one that the others are held against says so."""
    assert list(why_groups(PLOT, LIGHT).layout.yaxis.ticktext) == ["18-24", "65+", "25-34 (reference)"]


def test_without_a_line_nothing_is_claimed() -> None:
    """Where the charter sets no line, no range is drawn."""
    bare = GroupPlot("t", "c", "m", "a", ratio=False, reference=None, lower=None, upper=None, dots=PLOT.dots[:1],
                     numbers=pd.DataFrame())  # fmt: skip

    assert len(why_groups(bare, LIGHT).layout.shapes) == 0
