"""What a board is handed: one picture of one day, from the same loaders as the pages, so that no number differs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pandas as pd

from dashboard.adapters.packs import LastPack, last_board_pack
from dashboard.adapters.queries import today as queries
from dashboard.adapters.repository import organisation_in
from dashboard.domain.frameworks import LegalDate
from dashboard.domain.wording import day
from dashboard.errors import InputRejected, Problem
from dashboard.services.screens.ahead import Ahead, load_ahead
from dashboard.services.screens.board_breaches import Breach, load_breaches
from dashboard.services.screens.cases import CasesPage, load_cases
from dashboard.services.screens.changes import Change, changes_after
from dashboard.services.screens.customers import Customers, load_customers
from dashboard.services.screens.exposure import Exposure, load_exposure
from dashboard.services.screens.kpis import BoardKpis, load_kpis
from dashboard.services.screens.portfolio import Portfolio, load_portfolio
from dashboard.services.screens.portfolio_statuses import Month, StatusCounts, count_statuses, headline, months
from dashboard.services.screens.staff import StaffPage, load_staff
from dashboard.services.sources import Sources

_FIRST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class PackHead:
    """What stands on every page, so that it can be held against the ledger later.

    Attributes:
        organisation: its name; empty where nobody has said it.
        as_of: the day of every claim.
        charter: title and version of the charter in force.
        entry: the number of the newest ledger entry.
        code: that of the newest signed checkpoint; empty where none is kept.
        assessed: the day of the newest assessment.
    """

    organisation: str
    as_of: date
    charter: str
    entry: int
    code: str
    assessed: date | None


@dataclass(frozen=True, slots=True)
class BoardPack:
    """Everything in a board pack; `last` is the newest pack of an earlier day, None before there was one."""

    head: PackHead
    headline: str
    statuses: StatusCounts
    decided: int
    applicable: int
    last: LastPack | None
    since: date
    changes: tuple[Change, ...]
    months: tuple[Month, ...]
    kpis: BoardKpis
    breaches: tuple[Breach, ...]
    exposure: Exposure
    fairness: Portfolio
    customers: Customers
    staff: StaffPage
    cases: CasesPage
    ahead: tuple[Ahead, ...]
    calendar: tuple[LegalDate, ...]


def load_board_pack(sources: Sources, code: str) -> BoardPack:
    """The pack of a day; `code` is that of the newest checkpoint, empty without one; raises as `load_head` does."""
    database, as_of = sources.database, sources.as_of
    head, rows = load_head(sources, code), queries.statuses(database)
    counts, last, since = _since_last(sources, rows)
    return BoardPack(
        head=head,
        headline=headline(counts, before=last.breaches if last else None, since=since),
        statuses=counts,
        decided=int(rows["decided"].fillna(0).sum()),
        applicable=int(rows["applicable"].fillna(0).sum()),
        last=last,
        since=since,
        changes=changes_after(sources, last.entry if last else None, since),
        months=months(queries.assessments(database, until=as_of)),
        kpis=load_kpis(sources),
        breaches=load_breaches(sources),
        exposure=load_exposure(sources),
        fairness=load_portfolio(sources),
        customers=load_customers(sources),
        staff=load_staff(sources),
        cases=load_cases(sources, datetime.combine(as_of, time.max, UTC)),
        ahead=load_ahead(sources),
        calendar=_calendar(sources),
    )


def load_headline(sources: Sources) -> str:
    """The sentence that the pack begins with."""
    counts, last, since = _since_last(sources, queries.statuses(sources.database))
    return headline(counts, before=last.breaches if last else None, since=since)


def _since_last(sources: Sources, rows: pd.DataFrame) -> tuple[StatusCounts, LastPack | None, date]:
    """Statuses now, the newest pack of an earlier day, and since when changes are told."""
    counts = count_statuses(rows, queries.lifecycles(sources.database))
    last = last_board_pack(sources.database, before=sources.as_of)
    return counts, last, last.as_of if last else sources.as_of - _FIRST


def _calendar(sources: Sources) -> tuple[LegalDate, ...]:
    return tuple(sorted(sources.frameworks.dates if sources.frameworks else (), key=lambda one: one.date))


def load_head(sources: Sources, code: str) -> PackHead:
    """What stands on every page of what is handed over.

    Raises:
        InputRejected: the day is before the newest assessment, whose findings would have to be told.
    """
    past, charter = queries.assessments(sources.database, until=date.max), sources.charter
    with sources.database.read() as connection:
        found = organisation_in(connection)
    organisation = found[0] if found else None
    assessed: date | None = None if past.empty else past.iloc[-1]["as_of"]
    if assessed is not None and sources.as_of < assessed:
        raise _too_early(sources.as_of, assessed)
    return PackHead(
        organisation=organisation.name if organisation and organisation.name else "",
        as_of=sources.as_of,
        charter=f"{charter.title} {charter.version}",
        entry=sources.database.data_version(),
        code=code,
        assessed=assessed,
    )


def _too_early(asked: date, assessed: date) -> InputRejected:
    return InputRejected(
        "No document was made.",
        [Problem(
            "--as-of", day(asked), f"{day(assessed)} or later: the findings kept are those of the newest assessment",
            suggestion="The ledger names the packs that were made earlier.",
        )],
    )  # fmt: skip
