"""How each clause of the charter is kept over the use cases in service."""

from dataclasses import dataclass

import pandas as pd

from dashboard.adapters.queries import charter as query
from dashboard.adapters.queries.use_case import people as titles_of_people
from dashboard.domain.charter import Charter
from dashboard.domain.wording import REASONS, WORDS, plural
from dashboard.services.screens.words import absent, as_date, titled
from dashboard.services.sources import Sources

SHOWN: tuple[str, ...] = ("non_compliant", "watch", "waived", "not_assessed", "compliant", "not_applicable")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How one clause is kept: use cases in service by status, in the order of SHOWN."""

    clause: str
    title: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Use cases that the clause was held against."""
        return sum(self.counts)

    @property
    def decided(self) -> int:
        """Of those, how many could be decided and are bound by it."""
        return sum(
            n for name, n in zip(SHOWN, self.counts, strict=True) if name not in ("not_assessed", "not_applicable")
        )


def coverage(charter: Charter, counts: pd.DataFrame) -> dict[str, Coverage]:
    """The status counts of each clause; a waived finding counts as waived, not as watch."""
    found: dict[tuple[str, str], int] = {}
    for row in counts.itertuples():
        status = "waived" if row.waived else str(row.status)
        found[(str(row.clause), status)] = found.get((str(row.clause), status), 0) + int(str(row.n))
    return {
        clause.id: Coverage(clause.id, clause.title, tuple(found.get((clause.id, status), 0) for status in SHOWN))
        for clause in charter.clauses
    }


def kept(counts: Coverage) -> str:
    """How many of those it binds meet it, with its denominator."""
    breach, watch, waived, unknown, met, _ = counts.counts
    if counts.total == 0:
        return "Not held against any use case yet."
    bound = breach + watch + waived + unknown + met
    if bound == 0:
        return "It binds no use case in service."
    parts = [f"{met} of {plural(bound, 'use case')} it binds {'meets' if met == 1 else 'meet'} it"]
    parts += [f"{breach} in breach"] if breach else []
    parts += [f"{watch} on watch"] if watch else []
    parts += [f"{waived} waived"] if waived else []
    parts += [f"{unknown} not assessed"] if unknown else []
    return f"{', '.join(parts)}."


def counted(counts: Coverage) -> str:
    """The statuses of several clauses together, in words."""
    pairs = zip(SHOWN, counts.counts, strict=True)
    return f"{counts.title}: " + ", ".join(f"{n} {WORDS[status].lower()}" for status, n in pairs if n)


def load_clause_findings(sources: Sources, clause: str) -> pd.DataFrame:
    """Use case id, title, status, because and since for one clause, breaches first."""
    rows, people = query.clause_findings(sources.database, clause), titles_of_people(sources.database)
    status = ["waived" if row.reason_code == "waived" else str(row.status) for row in rows.itertuples()]
    table = pd.DataFrame(
        {
            "id": rows["use_case_id"].to_list(),
            "Use case": rows["title"].to_list(),
            "Status": status,
            "Because": [
                titled(str(row.reason), people) if not absent(row.reason) else REASONS.get(str(row.reason_code), "")
                for row in rows.itertuples()
            ],
            "Since": [as_date(value) for value in rows["since"]],
        }
    )
    rank = {name: index for index, name in enumerate(SHOWN)}
    return table.sort_values("Status", key=lambda column: column.map(rank), kind="stable", ignore_index=True)
