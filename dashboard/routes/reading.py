"""What programs may read: the same numbers as the pages, by the same loaders."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from pydantic import Field

from dashboard.adapters import ledger
from dashboard.adapters.queries.listed import Chosen
from dashboard.domain.plain_text import shown
from dashboard.domain.tokens import Scope
from dashboard.errors import NotFound
from dashboard.routes import answers
from dashboard.routes.endpoints import Asked, Endpoint, PageQuery, Query
from dashboard.services.screens import listed
from dashboard.services.screens.charter import load_charter_page
from dashboard.services.screens.ledger import load_trust
from dashboard.services.screens.reported import load_reported
from dashboard.services.screens.review_items import load_queue
from dashboard.services.sources import checkpoints_of, watch_of
from dashboard.settings import load_settings

V1 = "/api/v1"


class DayQuery(Query):
    """As of which day."""

    as_of: date | None = Field(None, description="the day of the claim, such as 2026-11-28; today by default")


class FindingsQuery(PageQuery):
    """Which findings."""

    as_of: date | None = Field(None, description="a past day: what was reported then; today by default")
    use_case: str | None = Field(None, max_length=80)
    clause: str | None = Field(None, max_length=64)
    status: str | None = Field(None, max_length=20)


class ItemsQuery(PageQuery):
    """Which review items."""

    use_case: str | None = Field(None, max_length=80)
    state: str | None = Field(None, max_length=20, description="open, recovered or closed; all by default")


def _use_cases(asked: Asked) -> answers.Page[answers.UseCaseLine]:
    found, start = listed.load_portfolio(asked.sources, asked.holder.token), asked.query.offset
    items = [answers.UseCaseLine(**row) for row in found[start : start + asked.query.limit]]
    return answers.Page(**place(asked, len(found), f"{V1}/use-cases"), items=items)


def _use_case(asked: Asked) -> answers.UseCaseRecord:
    found = listed.load_record(asked.sources, asked.use_case)
    if found is None:
        raise NotFound(f"There is no use case {shown(asked.use_case, limit=80)}.")
    version = asked.database.data_version()
    return answers.UseCaseRecord(data_version=version, revision=found[1], record=found[0])


def _findings(asked: Asked) -> answers.Page[answers.Finding]:
    query, token = asked.query, asked.holder.token
    chosen = Chosen(query.use_case, query.clause, query.status, token.use_cases)
    load = listed.load_findings if query.as_of is None else load_reported
    found = load(asked.sources, chosen, limit=query.limit, offset=query.offset)
    items = [answers.Finding(**row) for row in found.items]
    return answers.Page(**place(asked, found.total, f"{V1}/findings"), items=items)


def _measurements(asked: Asked) -> answers.Measurements:
    if listed.load_record(asked.sources, asked.use_case) is None:
        raise NotFound(f"There is no use case {shown(asked.use_case, limit=80)}.")
    rows, withheld = listed.load_measurements(asked.sources, asked.use_case)
    return answers.Measurements(
        data_version=asked.database.data_version(), as_of=asked.query.day, use_case=asked.use_case,
        withheld=withheld, items=[answers.Measurement(**row) for row in rows],
    )  # fmt: skip


def _review_items(asked: Asked) -> answers.Page[answers.ReviewItem]:
    query, token = asked.query, asked.holder.token
    found = [
        one
        for one in load_queue(asked.sources).items
        if (query.use_case in (None, one.use_case_id)) and (query.state in (None, one.state))
        and token.reaches(one.use_case_id)
    ]  # fmt: skip
    part = found[query.offset : query.offset + query.limit]
    items = [answers.ReviewItem.model_validate(one) for one in part]
    return answers.Page(**place(asked, len(found), f"{V1}/review-items"), items=items)


def _charter(asked: Asked) -> answers.Charter:
    page = load_charter_page(asked.sources)
    return answers.Charter(
        data_version=asked.database.data_version(), as_of=asked.query.day, title=page.title, version=page.version,
        effective=page.effective, digest=page.digest,
        clauses=[answers.Clause.model_validate(clause) for clause in page.clauses],
    )  # fmt: skip


def _ledger(asked: Asked) -> answers.Ledger:
    settings = load_settings()
    trust = load_trust(asked.database, checkpoints_of(settings), watch_of(settings))
    with asked.database.read() as connection:
        head = ledger.head(connection)
    last = trust.newest
    return answers.Ledger(
        seq=head.seq, hash=head.hash, alarm=trust.alarm, checkpoint=last.code if last else None,
        checkpoint_seq=last.size if last else None, checkpoint_at=last.made if last else None,
    )  # fmt: skip


def place(asked: Asked, total: int, path: str) -> dict[str, Any]:
    """Where a part of a list stands in it, and where the next one is."""
    query, end = asked.query, asked.query.offset + asked.query.limit
    more = query.model_dump(exclude_none=True, exclude={"offset"}, mode="json") | {"offset": end}
    version = asked.database.data_version()
    following = f"{path}?{urlencode(more)}" if end < total else None
    return {"data_version": version, "as_of": query.day, "total": total, "next": following}


READING = (
    Endpoint("GET", f"{V1}/use-cases", "listUseCases", "Registered use cases with their status, by title.", Scope.READ,
             answers.Page[answers.UseCaseLine], _use_cases, PageQuery),
    Endpoint("GET", f"{V1}/use-cases/{{use_case}}", "getUseCase", "The whole record of one use case.", Scope.READ,
             answers.UseCaseRecord, _use_case),
    Endpoint("GET", f"{V1}/use-cases/{{use_case}}/measurements", "listMeasurements",
             "What the newest assessment until a day measured for one use case.", Scope.READ,
             answers.Measurements, _measurements, DayQuery),
    Endpoint("GET", f"{V1}/findings", "listFindings", "Findings of today, or as reported on a past day.", Scope.READ,
             answers.Page[answers.Finding], _findings, FindingsQuery),
    Endpoint("GET", f"{V1}/review-items", "listReviewItems", "Review items, the most urgent first.", Scope.READ,
             answers.Page[answers.ReviewItem], _review_items, ItemsQuery),
    Endpoint("GET", f"{V1}/charter", "getCharter", "The charter in force on a day.", Scope.READ,
             answers.Charter, _charter, DayQuery),
    Endpoint("GET", f"{V1}/ledger", "getLedger", "Where the audit trail ends, and its newest checkpoint.", Scope.READ,
             answers.Ledger, _ledger, kept=False),
)  # fmt: skip
