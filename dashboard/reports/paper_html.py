"""A document as one HTML file that needs nothing else: charts answer the pointer, and nothing is asked of any network.

Its content security policy names the hashes of its own two scripts, so that no text in it could run even if it were
markup; every text is escaped besides.
"""

import base64
import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from dashboard.domain.plain_text import escaped
from dashboard.reports import look
from dashboard.reports.paper import Drawing, Paper
from dashboard.reports.paper_json import as_json
from dashboard.reports.plotly_drawings import figure

_TEMPLATES = Path(__file__).resolve().parent / "templates"


def to_html(paper: Paper) -> bytes:
    """The whole file, about five megabytes, nearly all of it plotly.js."""
    plotly, own = scripts()
    whole = _seen(as_json(paper))
    for part, drawn in zip(whole["sections"], paper.sections, strict=True):
        part["blocks"] = [_with_figure(*both) for both in zip(part["blocks"], drawn.blocks, strict=True)]
    hashes = " ".join(f"'sha256-{_hash(script)}'" for script in (plotly, own))
    page = (
        _environment()
        .get_template("paper.html")
        .render(
            paper=whole,
            look=look,
            hashes=hashes,
            scripts=[Markup(plotly), Markup(own)],  # noqa: S704  # ours
        )
    )
    return page.encode()


@lru_cache(maxsize=1)
def scripts() -> tuple[str, str]:
    """plotly.js as the package has it, and the few lines that call it."""
    return get_plotlyjs(), (_TEMPLATES / "paper.js").read_text(encoding="utf-8")


def _with_figure(block: dict[str, Any], part: object) -> dict[str, Any]:
    return block | {"figure": figure(part)} if isinstance(part, Drawing) else block


def _seen(value: Any) -> Any:
    """Invisible characters and turned directions are written out, as on paper."""
    if isinstance(value, str):
        return escaped(value)
    if isinstance(value, dict):
        return {name: _seen(one) for name, one in value.items()}
    return [_seen(one) for one in value] if isinstance(value, list) else value


def _inlined(value: Any) -> Markup:
    """JSON that no text in it can end early."""
    text = json.dumps(_seen(value), ensure_ascii=False)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704  # escaped


def _css(text: str) -> Markup:
    """The inside of a string of CSS: whatever is no letter, digit or space is written as its number."""
    kept = (one if one.isascii() and (one.isalnum() or one == " ") else f"\\{ord(one):06x} " for one in text)
    return Markup("".join(kept))  # noqa: S704  # nothing but letters, digits, spaces and numbers


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    made.filters.update(inlined=_inlined, css=_css)
    return made


@lru_cache(maxsize=2)
def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
