"""A document as PDF, set by Typst inside this process: its own fonts, no file, no network, the same bytes."""

import json
from functools import lru_cache
from pathlib import Path

import typst

from dashboard.domain.wording import day
from dashboard.errors import StoreUnusable
from dashboard.reports import look
from dashboard.reports.paper import Paper
from dashboard.reports.paper_json import as_json
from dashboard.reports.printable import printable

_TEMPLATE = Path(__file__).resolve().parent / "templates" / "paper.typ"


def to_pdf(paper: Paper) -> bytes:
    """Tagged PDF/UA-1 and PDF/A-2a, A4.

    Raises:
        StoreUnusable: Typst could not set it; the sentence says of which day, and nothing was written.
    """
    inputs = {"paper": json.dumps(printable(as_json(paper)), ensure_ascii=False), "look": _look()}
    try:
        made = typst.compile(_template(), sys_inputs=inputs, ignore_system_fonts=True, pdf_standards=["ua-1", "a-2a"])
    except typst.TypstError as error:
        raise StoreUnusable(
            f"The document of {day(paper.as_of)} could not be set: {error.message}. Nothing was made."
        ) from error
    return made


@lru_cache(maxsize=1)
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


@lru_cache(maxsize=1)
def _look() -> str:
    return json.dumps({
        "ink": look.INK, "muted": look.MUTED, "rule": look.RULE, "border": look.BORDER, "tones": look.TONES,
    })  # fmt: skip
