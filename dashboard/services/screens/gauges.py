"""A few numbers for monitoring, over the whole portfolio: no names, no people, no text that anybody typed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dashboard.adapters.findings_store import newest_run
from dashboard.adapters.queries import today as queries
from dashboard.adapters.watch_file import WatchFile
from dashboard.domain.statuses import SEVERITY_ORDER
from dashboard.services.screens.portfolio_statuses import count_statuses
from dashboard.services.screens.words import as_date
from dashboard.services.sources import Sources

Sample = tuple[tuple[tuple[str, str], ...], float]


@dataclass(frozen=True, slots=True)
class Gauge:
    """One number, or one for each combination of labels; without samples it is not known."""

    name: str
    told: str
    samples: tuple[Sample, ...]


def load_gauges(sources: Sources, watch: WatchFile) -> tuple[Gauge, ...]:
    """Read now; about nine queries."""
    database = sources.database
    counts = count_statuses(queries.statuses(database), queries.lifecycles(database))
    run = newest_run(database)
    return (
        Gauge("use_cases", "Use cases in service by status.", _by("status", counts.ordered)),
        Gauge("use_cases_inventoried", "Systems found and not onboarded yet.", _one(counts.inventoried)),
        *_items(sources),
        Gauge("feed_age_days", "Days since the last day of each log of a use case.", tuple(_feeds(sources))),
        Gauge("case_register_age_days", "Days since the day to which a register of cases is stated complete.",
              tuple(_registers(sources))),
        Gauge("ledger_entries", "Entries of the ledger.", _one(database.data_version())),
        Gauge("ledger_alarm", "1 where the last verification found the ledger altered.",
              _one(watch.alarm() is not None)),
        Gauge("last_assessment_timestamp_seconds", "When the newest assessment ran; absent before the first.",
              _one(run.timestamp()) if run else ()),
        Gauge("last_assessment_age_seconds", "How long ago that is.",
              _one((datetime.now(UTC) - run).total_seconds()) if run else ()),
    )  # fmt: skip


def _items(sources: Sources) -> Iterator[Gauge]:
    items = queries.open_items(sources.database)
    severities = [severity.value for severity in SEVERITY_ORDER]
    late = [as_date(due) for due in items["due"]]
    overdue = [due is not None and due < sources.as_of for due in late]
    for name, told, chosen in (
        ("review_items_open", "Review items that are not closed, by severity.", list(items["severity"])),
        ("review_items_overdue", "Those past their due date.", list(items.loc[overdue, "severity"])),
    ):
        found = Counter(map(str, chosen))
        yield Gauge(name, told, _by("severity", [(one, found.get(one, 0)) for one in severities]))


def _feeds(sources: Sources) -> Iterator[Sample]:
    rows = queries.log_days(sources.database)
    for case, feed, last in zip(rows["use_case"], rows["feed"], rows["last_day"], strict=True):
        day = as_date(last)
        if day is not None:
            yield (("use_case", str(case)), ("feed", str(feed))), (sources.as_of - day).days


def _registers(sources: Sources) -> Iterator[Sample]:
    rows = queries.register_days(sources.database)
    for kind, last in zip(rows["kind"], rows["complete_to"], strict=True):
        day = as_date(last)
        if day is not None:
            yield (("kind", str(kind)),), (sources.as_of - day).days


def _by(label: str, counts: Sequence[tuple[str, int]]) -> tuple[Sample, ...]:
    return tuple((((label, name),), number) for name, number in counts)


def _one(number: float) -> tuple[Sample, ...]:
    return (((), float(number)),)
