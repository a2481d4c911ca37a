"""What a well-formed charter may still not say, and which versions may follow each other."""

import re
from collections.abc import Iterable, Iterator

from dashboard.domain.charter import Charter
from dashboard.domain.charter_walk import Contradiction, checks_of, clauses_of
from dashboard.domain.deadline_rules import deadline_contradictions
from dashboard.domain.field_rules import field_contradictions
from dashboard.domain.frameworks import Frameworks
from dashboard.domain.measured_rules import measured_contradictions, nearest
from dashboard.domain.plain_text import shown

_VERSION = re.compile(r"\d{1,9}(\.\d{1,9}){0,3}")


def contradictions(charter: Charter, frameworks: Frameworks | None = None) -> list[Contradiction]:
    """Everything in the charter that cannot be meant; articles are checked where `frameworks` is given."""
    found = [*_version(charter), *_principles(charter), *_repeated_ids(charter), *field_contradictions(charter)]
    for placed in checks_of(charter):
        found += [*measured_contradictions(placed, charter), *deadline_contradictions(placed)]
    return [*found, *(_articles(charter, frameworks) if frameworks else ())]


def publication_problem(charter: Charter, published: Iterable[tuple[str, str]]) -> Contradiction | None:
    """Why this charter may not be published after those, given as (version, digest); None where it may.

    A version is published once: with other content it needs a higher one, and none may be lower than the newest.
    """
    digests = dict(published)
    known = digests.get(charter.version)
    if known is not None and known != charter.digest:
        found = f"version {charter.version}, published before with other content"
        return Contradiction(("version",), found, "a new version for new content")
    newest = max(digests, key=version_order, default=None)
    if newest is not None and version_order(charter.version) < version_order(newest):
        found = f"version {charter.version}, lower than {newest}, which is published"
        return Contradiction(("version",), found, f"a version above {newest}")
    return None


def version_order(version: str) -> tuple[int, ...]:
    """Numbers by which versions are ordered: 2026.2 is before 2026.10, and 2 equals 2.0."""
    numbers = [int(number) for number in re.findall(r"\d{1,9}", version)]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def next_version(version: str) -> str:
    """The version that follows: 2026.2 is followed by 2026.3, and 7 by 8."""
    head, _, last = version.rpartition(".")
    return f"{head}{'.' if head else ''}{int(last) + 1}" if last.isdecimal() else version


def _version(charter: Charter) -> Iterator[Contradiction]:
    if not _VERSION.fullmatch(charter.version):
        expected = 'numbers parted by dots, in quotes, such as "2026.2"'
        yield Contradiction(("version",), shown(charter.version), expected)


def _principles(charter: Charter) -> Iterator[Contradiction]:
    for path, clause in clauses_of(charter):
        if clause.principle not in charter.principles:
            expected = f"one of principles: {', '.join(charter.principles)}"
            hint = nearest(clause.principle, charter.principles)
            yield Contradiction((*path, "principle"), shown(clause.principle), expected, hint)


def _repeated_ids(charter: Charter) -> Iterator[Contradiction]:
    first: dict[str, int] = {}
    for index, clause in enumerate(charter.clauses):
        if clause.id in first:
            found = f"the id {shown(clause.id)}, which clauses[{first[clause.id]}] already has"
            yield Contradiction(("clauses", index, "id"), found, "each id once")
        first.setdefault(clause.id, index)


def _articles(charter: Charter, frameworks: Frameworks) -> Iterator[Contradiction]:
    for path, clause in clauses_of(charter):
        for name, articles in clause.maps_to.items():
            law = frameworks.frameworks.get(name)
            if law is None:
                expected = f"one of {', '.join(frameworks.frameworks)}"
                found = f"the framework {shown(name)}"
                yield Contradiction((*path, "maps_to", name), found, expected, nearest(name, frameworks.frameworks))
                continue
            for index, article in enumerate(articles):
                if article not in law.articles:
                    place = (*path, "maps_to", name, index)
                    found = f"{shown(article)}, which frameworks.yaml does not list"
                    yield Contradiction(place, found, f"an article of {law.title}", nearest(article, law.articles))
