"""docs/kpis.md: every board figure with what it divides by what, from the definitions that the screen uses."""

from dashboard.domain.kpis import DEFINITIONS

_HEAD = """# Board KPIs

<!-- Written by `python -m dashboard docs`; a test compares. -->

The Reports page shows these figures with their numbers, and gives them as CSV or XLSX. Each has a numerator and a
denominator; what cannot be measured is counted apart and is in neither. Figures that rest on a sample have an interval.
Averages hide the one bad system: the pages behind each figure name it.

| figure | numerator | denominator | period | computed from | why |
|---|---|---|---|---|---|
"""


def kpi_docs() -> str:
    """The page as Markdown."""
    rows = [
        f"| {one.name} | {one.numerator} | {one.denominator} | {one.period} | {one.drawn_from} | {one.source} |"
        for one in DEFINITIONS.values()
    ]
    return _HEAD + "\n".join(rows) + "\n"
