"""Which articles of laws and standards two charters refer to, and by how many clauses each."""

from dataclasses import dataclass

from dashboard.domain.charter import Charter


@dataclass(frozen=True, slots=True)
class Referred:
    """An article, as `frameworks.yaml` names it, and the clauses that refer to it before and after."""

    framework: str
    article: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def more(self) -> int:
        """By how many clauses more; negative where fewer."""
        return len(self.after) - len(self.before)


def references_moved(before: Charter, after: Charter) -> tuple[Referred, ...]:
    """Articles that other clauses refer to than before, most gained first."""
    was, now = _references(before), _references(after)
    order = dict.fromkeys([*now, *was])
    moved = [Referred(*key, was.get(key, ()), now.get(key, ())) for key in order if was.get(key) != now.get(key)]
    return tuple(sorted(moved, key=lambda one: (-one.more, one.framework, one.article)))


def _references(charter: Charter) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], set[str]] = {}
    for clause in charter.clauses:
        for framework, articles in clause.maps_to.items():
            for article in articles:
                found.setdefault((framework, article), set()).add(clause.id)
    return {key: tuple(sorted(clauses)) for key, clauses in found.items()}
