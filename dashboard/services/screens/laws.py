"""The laws and standards behind a clause, with whom they bind, from when, and how sure we are."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.domain.charter import Clause
from dashboard.domain.frameworks import Article, Framework, Frameworks
from dashboard.domain.wording import day, listed


@dataclass(frozen=True, slots=True)
class LawLine:
    """One article: `binding` where a law binds somebody, `said` as one sentence for a *Why*."""

    framework: str
    article: str
    title: str
    binding: bool
    binds: str
    applies_from: date | None
    source: str
    checked_at: date | None
    confidence: str
    said: str


def laws_behind(clause: Clause, frameworks: Frameworks | None, as_of: date) -> tuple[LawLine, ...]:
    """What the clause maps to, binding law first; an article without a record is named and nothing else is claimed."""
    lines = [
        _line(name, article, frameworks, as_of) for name, articles in clause.maps_to.items() for article in articles
    ]
    return tuple(sorted(lines, key=lambda line: not line.binding))


def _line(name: str, article: str, frameworks: Frameworks | None, as_of: date) -> LawLine:
    law = frameworks.frameworks.get(name) if frameworks else None
    found = law.articles.get(article) if law else None
    if law is None or found is None:
        said = f"{name.replace('_', ' ')} {article}, without a record of whom it binds"
        return LawLine(
            name, article, "no record in the file of laws", binding=False, binds="unknown", applies_from=None,
            source="", checked_at=None, confidence="unknown", said=said,
        )  # fmt: skip
    binding = law.kind == "law" and bool(found.binds)
    return LawLine(
        framework=law.title,
        article=article,
        title=found.title,
        binding=binding,
        binds=listed(found.binds) if binding else "nobody, followed by choice",
        applies_from=found.from_,
        source=found.source,
        checked_at=found.checked_at,
        confidence=found.confidence,
        said=_said(law, article, found, as_of=as_of),
    )


def _said(law: Framework, article: str, found: Article, *, as_of: date) -> str:
    if law.kind == "standard" or not found.binds:
        return f"Aligned with {law.title} {article}"
    if found.from_ is None:
        return f"{law.title} {article}: possible legal duty, from when is unclear, ask Legal"
    if found.from_ > as_of:
        return f"{law.title} {article}: no legal duty yet, binds from {day(found.from_)}"
    return f"{law.title} {article}: possible legal duty since {day(found.from_)}, ask Legal"


def said_together(laws: tuple[LawLine, ...]) -> tuple[str, ...]:
    """Each binding article as a sentence, what is merely followed in one line per standard."""
    binding = tuple(law.said for law in laws if law.binding)
    rest = dict.fromkeys(law.framework for law in laws if not law.binding)
    named = {name: [law.article for law in laws if law.framework == name and not law.binding] for name in rest}
    return (*binding, *(f"Aligned with {name} {', '.join(articles)}" for name, articles in named.items()))


def law_table(laws: tuple[LawLine, ...]) -> pd.DataFrame:
    """Articles with whom they bind, from when, source and confidence."""
    return pd.DataFrame(
        {
            "Law or standard": [f"{law.framework} {law.article}" for law in laws],
            "Asks for": [law.title for law in laws],
            "Kind": ["binding law" if law.binding else "aligned" for law in laws],
            "Binds": [law.binds for law in laws],
            "From": [day(law.applies_from, missing="unclear") if law.binding else "–" for law in laws],
            "Source": [law.source for law in laws],
            "Checked": [day(law.checked_at, missing="never") for law in laws],
            "Confidence": [law.confidence for law in laws],
        }
    )
