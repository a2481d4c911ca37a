"""A document as the plain values that templates read, the same for PDF and HTML."""

from typing import Any

from dashboard.reports.paper import Drawing, Facts, Mark, Marks, Paper, Section, Table, Text


def as_json(paper: Paper) -> dict[str, Any]:
    """Sections with their blocks, each block naming its kind."""
    return {
        "kicker": paper.kicker, "title": paper.title, "running": paper.running,
        "year": paper.as_of.year, "month": paper.as_of.month, "day": paper.as_of.day,
        "sections": [_section(one) for one in paper.sections],
    }  # fmt: skip


def _section(one: Section) -> dict[str, Any]:
    return {
        "title": one.title, "caption": one.caption, "opens": one.opens,
        "blocks": [_block(part) for part in one.blocks],
    }  # fmt: skip


def _block(part: Text | Marks | Facts | Table | Drawing) -> dict[str, Any]:
    match part:
        case Text():
            return {"block": "text", "text": part.text, "quiet": part.quiet}
        case Marks():
            return {"block": "marks", "marks": [_cell(one) for one in part.marks]}
        case Facts():
            return {"block": "facts", "facts": [list(one) for one in part.facts]}
        case Table():
            rows = [[_cell(one) for one in row] for row in part.rows]
            return {"block": "table", "heads": list(part.heads), "rows": rows, "widths": list(part.widths),
                    "right": sorted(part.right)}  # fmt: skip
        case Drawing():
            return {"block": "drawing", "kind": part.kind, "data": part.data, "alt": part.alt}


def _cell(one: str | Mark) -> Any:
    return one if isinstance(one, str) else {"status": one.status, "said": one.said}
