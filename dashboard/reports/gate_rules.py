"""Clauses as SARIF rules, and the laws and standards they map to as SARIF taxonomies, so that the links are data."""

from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.domain.charter import Clause
from dashboard.domain.frameworks import Frameworks
from dashboard.reports.gate_words import literal

Taxonomies = Mapping[str, dict[str, Any]]


def taxonomies(clauses: Iterable[Clause], laws: Frameworks | None) -> dict[str, dict[str, Any]]:
    """A component for each law or standard that a clause names, holding the articles named."""
    named: dict[str, set[str]] = {}
    for clause in clauses:
        for law, articles in clause.maps_to.items():
            named.setdefault(law, set()).update(articles)
    return {law: _taxonomy(law, sorted(articles), laws) for law, articles in sorted(named.items())}


def _taxonomy(law: str, articles: list[str], laws: Frameworks | None) -> dict[str, Any]:
    known = None if laws is None else laws.frameworks.get(law)
    told = {} if known is None else {"fullName": known.title, "version": known.version}
    return {"name": law, **told, "taxa": [_taxon(law, article, laws) for article in articles]}


def _taxon(law: str, article: str, laws: Frameworks | None) -> dict[str, Any]:
    known = None if laws is None else laws.article(law, article)
    if known is None:
        return {"id": article}
    begins = None if known.from_ is None else known.from_.isoformat()
    sure = {"binds": list(known.binds), "from": begins, "source": known.source}
    return {
        "id": article,
        "shortDescription": {"text": literal(known.title)},
        "properties": sure | {"checked_at": known.checked_at.isoformat(), "confidence": known.confidence},
    }


def rule(clause: Clause, laws: Frameworks | None, held: Taxonomies) -> dict[str, Any]:
    """The clause: its promise in words, how much a breach matters, and what stands behind it."""
    links = [(law, article) for law, articles in clause.maps_to.items() for article in articles]
    return {
        "id": clause.id,
        "name": "".join(word.capitalize() for word in clause.title.split() if word.isalnum()) or clause.id,
        "shortDescription": {"text": literal(clause.title)},
        "fullDescription": {"text": literal(clause.requirement)},
        "help": {"text": literal(_help(clause, laws))},
        "defaultConfiguration": {"level": "error"},
        "relationships": [_relationship(law, article, held) for law, article in links],
        "properties": {
            "tags": ["ai-charter", clause.principle],
            "severity": clause.severity.value,
            "remediate_within": str(clause.remediate_within),
            "threshold_set_by": clause.threshold_set_by,
            "maps_to": clause.maps_to,
        },
    }


def _relationship(law: str, article: str, held: Taxonomies) -> dict[str, Any]:
    ids = [taxon["id"] for taxon in held[law]["taxa"]]
    component = {"name": law, "index": list(held).index(law)}
    target = {"id": article, "index": ids.index(article), "toolComponent": component}
    return {"target": target, "kinds": ["relevant"]}


def _help(clause: Clause, laws: Frameworks | None) -> str:
    lines = [
        clause.requirement,
        f"Severity {clause.severity.value}; to be put right within {clause.remediate_within}.",
    ]
    lines += [
        f"Possible legal duty or standard, ask Legal: {_title(law, laws)} {', '.join(articles)}."
        for law, articles in clause.maps_to.items()
    ]
    lines += [f"Not checked: {clause.not_checked}."] if clause.not_checked else []
    return "\n".join(lines)


def _title(law: str, laws: Frameworks | None) -> str:
    known = None if laws is None else laws.frameworks.get(law)
    return law if known is None else known.title
