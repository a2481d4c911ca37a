"""What a model card from elsewhere proposes for the record of a use case: nothing enters before somebody says so."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.domain.registry import UseCase

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")
_INTENDED = ("intended use", "intended uses", "uses", "direct use", "intended uses & limitations")
_HARMS = (
    "what could go wrong", "bias, risks, and limitations", "risks", "limitations and bias", "limitations", "limits",
)  # fmt: skip
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]#|~])")
LONGEST = 4_000
TITLES = {"purpose": "Purpose", "expected_harm": "Expected harm"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A field, what the record says now and what the card says."""

    path: str
    now: str
    proposed: str


def proposals(use_case: UseCase, said: Mapping[str, str]) -> tuple[Proposal, ...]:
    """The fields in which card and record differ."""
    pairs = [(path, str(getattr(use_case, path) or ""), said.get(path, "")) for path in TITLES]
    return tuple(Proposal(path, now, text) for path, now, text in pairs if text and text != now)


def said_by_toolkit(card: Mapping[str, Any]) -> dict[str, str]:
    """Purpose and possible harm out of a card of Model Card Toolkit."""
    details, considered = _dict(card.get("model_details")), _dict(card.get("considerations"))
    purpose = _joined(_texts(considered, "use_cases", "description")) or _text(details.get("overview"))
    risks = _joined(_texts(considered, "ethical_considerations", "name"))
    limits = _joined(_texts(considered, "limitations", "description"))
    return {"purpose": purpose, "expected_harm": risks or limits}


def said_by_readme(body: str) -> dict[str, str]:
    """The same out of the sections of a README; without one about its use, its first paragraph is the purpose."""
    sections: dict[str, list[str]] = {"": []}
    inside = ""
    for line in body.splitlines():
        written = _ESCAPED.sub(r"\1", line).replace("&lt;", "<").replace("&gt;", ">")
        heading = _HEADING.match(line)
        inside = heading[1].casefold() if heading else inside
        sections.setdefault(inside, []).extend([] if heading else [written])
    openings = ("\n".join(lines).strip().split("\n\n")[0] for lines in sections.values())
    first = next((text for one in openings if (text := _joined([one]))), "")
    return {"purpose": _first(sections, _INTENDED) or first, "expected_harm": _first(sections, _HARMS)}


def _first(sections: Mapping[str, list[str]], names: Iterable[str]) -> str:
    """The first of these sections that says something."""
    return next((text for name in names if (text := _joined(["\n".join(sections.get(name, []))]))), "")


def _texts(considered: Mapping[str, Any], key: str, inner: str) -> list[str]:
    members = considered.get(key)
    return [_text(_dict(one).get(inner)) for one in members] if isinstance(members, list) else []


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(" ".join(text.split()) for text in texts if text.strip()))[:LONGEST]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
