"""Reads laws and standards from charter/frameworks.yaml."""

from collections.abc import Iterator
from pathlib import Path

from dashboard.adapters.validation import did_you_mean, rejected, validated
from dashboard.adapters.yaml_document import Fault
from dashboard.adapters.yaml_source import scan_yaml
from dashboard.domain.frameworks import Frameworks
from dashboard.domain.plain_text import shown
from dashboard.errors import CharterInvalid


def load_frameworks(source: Path | bytes, *, what: str | None = None) -> Frameworks:
    """The laws and standards in a file, or in its bytes.

    Raises:
        CharterInvalid: with every Problem: line, path, what was found, what was expected.
    """
    name = what or (f"The file of laws and standards {source.name}" if isinstance(source, Path) else "The laws")
    document = scan_yaml(source, what=name, error=CharterInvalid)
    frameworks = validated(document, Frameworks, what=name, error=CharterInvalid)
    faults = list(_unknown_articles(frameworks))
    if faults:
        raise rejected(document, faults, what=name, error=CharterInvalid)
    return frameworks


def _unknown_articles(frameworks: Frameworks) -> Iterator[Fault]:
    named = [(("numbers", index), item.articles) for index, item in enumerate(frameworks.numbers)]
    dated = [(("dates", index), item.articles) for index, item in enumerate(frameworks.dates)]
    for path, laws in (*named, *dated):
        for law, articles in laws.items():
            known = list(frameworks.frameworks[law].articles) if law in frameworks.frameworks else []
            for article in articles:
                if article not in known:
                    found = f"the article {shown(f'{law} {article}')}, which is not listed above"
                    yield Fault((*path, "articles"), found, "an article of this file", did_you_mean([article], known))
