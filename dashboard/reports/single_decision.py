"""One decision beside its nearest counterfactual: as JSON, and as lines of text."""

from typing import Any

import pandas as pd

from dashboard.domain.plain_text import escaped
from dashboard.domain.single_decision import Decision
from dashboard.services.nearest_decision import LookedAt
from dashboard.services.screens.single_decision import differences, headline, notes


def looked_json(found: LookedAt) -> dict[str, Any]:
    """Everything that was found, with what differences were measured by."""
    return {
        "use_case": found.title,
        "norm": found.norm,
        "decision": _record(found.decision),
        "nearest": _record(found.other) if found.other else None,
        "why_not": found.why_not or None,
        "distance": found.distance if found.other else None,
        "apart": dict(found.apart),
        "scales": dict(found.scales),
        "compared": found.compared,
        "measured": found.pool,
        "left_out": found.left_out,
    }


def _record(one: Decision) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Decision.__slots__} | {"decided_at": one.decided_at.isoformat()}


def looked_lines(found: LookedAt) -> list[str]:
    """The same as a table in text, most different first."""
    frame = differences(found)
    cells = [list(frame.columns), *([_cell(cell) for cell in row] for row in frame.itertuples(index=False))]
    widths = [max(len(str(row[at])) for row in cells) for at in range(len(frame.columns))]
    table = ["  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    return [headline(found), *(line.rstrip() for line in table), *notes(found)]


def _cell(cell: Any) -> str:
    """A cell that cannot act in a terminal."""
    return "–" if pd.isna(cell) else escaped(cell) if isinstance(cell, str) else f"{cell:.3g}"
