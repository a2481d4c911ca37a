"""What changed between two past days for programs: every change with its cause and the ledger's entries."""

from datetime import UTC, date, datetime

from pydantic import Field

from dashboard.domain.tokens import Scope
from dashboard.reports.between import change_json
from dashboard.routes import answers, store
from dashboard.routes.endpoints import Asked, Endpoint, PageQuery
from dashboard.routes.reading import V1, place
from dashboard.services.screens.between import load_between


class ChangesQuery(PageQuery):
    """Which two days, and which use case."""

    since: date = Field(description="the earlier day, such as 2026-10-01")
    until: date = Field(description="the later day; both as they were reported")
    use_case: str | None = Field(None, max_length=80)

    @property
    def day(self) -> date:
        """The day of the claim."""
        return self.until


class Change(answers.Answer):
    """A status that differs between two days; `clause` null: the own status; a status null: not judged then."""

    use_case: str | None
    title: str
    clause: str | None
    was: answers.Status
    became: answers.Status
    cause: str = Field(description="such as New evidence, or Not established")
    why: str = Field(description="the cause of the last step in a sentence")
    assessed: date | None = Field(description="the day of the assessment that first said so")
    entries: list[int] = Field(description="numbers of the ledger's entries that it rests on")


def _changes(asked: Asked) -> answers.Page[Change]:
    query, token = asked.query, asked.holder.token
    found = [
        line
        for line in load_between(store.sources(datetime.now(UTC).date()), query.since, query.until).lines
        if query.use_case in (None, line.use_case) and token.reaches(line.use_case)
    ]
    part = found[query.offset : query.offset + query.limit]
    items = [Change(**change_json(line)) for line in part]
    return answers.Page(**place(asked, len(found), f"{V1}/changes"), items=items)


CHANGES = (
    Endpoint("GET", f"{V1}/changes", "listChanges", "What changed between the reports of two past days, and by what.",
             Scope.READ, answers.Page[Change], _changes, ChangesQuery),
)  # fmt: skip
