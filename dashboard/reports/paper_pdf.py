"""A document as PDF, set by Typst inside this process: its own fonts, no file, no network, the same bytes."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from dashboard.domain.wording import day
from dashboard.errors import StoreUnusable
from dashboard.reports import look
from dashboard.reports.paper import Drawing, Facts, Mark, Marks, Paper, Section, Table, Text
from dashboard.reports.printable import printable

_TEMPLATE = Path(__file__).resolve().parent / "templates" / "paper.typ"


def to_pdf(paper: Paper) -> bytes:
    """Tagged PDF/UA-1 and PDF/A-2a, A4.

    Raises:
        StoreUnusable: Typst could not set it; the sentence says of which day, and nothing was written.
    """
    inputs = {"paper": json.dumps(as_json(paper), ensure_ascii=False), "look": _look()}
    try:
        made = typst.compile(_template(), sys_inputs=inputs, ignore_system_fonts=True, pdf_standards=["ua-1", "a-2a"])
    except typst.TypstError as error:
        raise StoreUnusable(
            f"The document of {day(paper.as_of)} could not be set: {error.message}. Nothing was made."
        ) from error
    return made


def as_json(paper: Paper) -> dict[str, Any]:
    """The document as values for the template, every text made printable."""
    whole = {
        "kicker": paper.kicker, "title": paper.title, "running": paper.running,
        "year": paper.as_of.year, "month": paper.as_of.month, "day": paper.as_of.day,
        "sections": [_section(one) for one in paper.sections],
    }  # fmt: skip
    return printable(whole)  # type: ignore[no-any-return]


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


@lru_cache(maxsize=1)
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


@lru_cache(maxsize=1)
def _look() -> str:
    return json.dumps({
        "ink": look.INK, "muted": look.MUTED, "rule": look.RULE, "border": look.BORDER, "tones": look.TONES,
    })  # fmt: skip
