"""Sums over the people of a month, from its visible rows: what a design effect needs, and nothing about a person.

The same person in two batches of a month is one, so sums of batches do not add up and each month is summed whole. A
month's sums follow from the batches that it shows and from nothing else: where these are the same, its old sums are
taken, so a new day costs the rows of its month. Ibis only; where rows stay elsewhere, cells come as decisions that
name nobody.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.adapters.cells import cell_table
from dashboard.adapters.counting import Reduced
from dashboard.adapters.duck import arrow, compile_sql, locked_connection
from dashboard.adapters.log_kinds import DECISIONS
from dashboard.adapters.log_rows import Part, rows_of, together
from dashboard.adapters.reduction import combinations_of
from dashboard.adapters.visible import BatchFile, Days, Visible, shown_days, visible
from dashboard.domain.counts import CROSS, NOT_RECORDED, SUBJECT_KEYS, other_label
from dashboard.domain.repeated_subjects import SUBJECT_SUMS

NAMED = replace(DECISIONS, columns=(*DECISIONS.columns, ("subject", "string")))
PEOPLE = pa.schema(
    [(name, pa.date32() if name == "month" else pa.string()) for name in SUBJECT_KEYS]
    + [(name, pa.int64()) for name in SUBJECT_SUMS]
)
_EACH = "each_person"
_UNDECIDED = 6  # outcomes of cells from here on


@dataclass(frozen=True, slots=True)
class MonthSums:
    """Sums over the people of every month; `keys` says of each month which batches and groups it was made from."""

    table: pa.Table = field(default_factory=PEOPLE.empty_table)
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Groups:
    """The attributes that are counted, whether all of them together, and of folded ones the groups that stay."""

    attributes: tuple[str, ...]
    full: bool
    kept: tuple[tuple[str, tuple[str, ...], str], ...]


def subject_sums(
    batches: Sequence[BatchFile],
    reduced: Reduced,
    *,
    use_case: str,
    before: MonthSums | None = None,
    check: Callable[[Visible], None] | None = None,
) -> MonthSums | None:
    """SUBJECT_KEYS and SUBJECT_SUMS of every month; None where no batch that counts names a subject.

    Args:
        batches: none of them retracted, in any order.
        reduced: the counts of the same batches, whose groups these are.
        use_case: fills the first column.
        before: earlier sums, of which those are taken whose month shows the same batches.
        check: is given what will be read; may refuse.
    """
    shown, before = shown_days(batches), before or MonthSums()
    if not any(batch.subject for batch, _ in shown):
        return None
    groups = _groups(reduced)
    keys = {month.isoformat(): _key(month, shown, groups) for month in sorted(_months(shown))}
    known = [date.fromisoformat(month) for month, key in keys.items() if before.keys.get(month) == key]
    wanted = [month for month in map(date.fromisoformat, keys) if month not in known]
    parts = [before.table.filter(pc.is_in(before.table["month"], pa.array(known, pa.date32())))]
    if wanted and groups.attributes:
        seen = _rows_of_months(batches, wanted)
        if check is not None:
            check(seen)
        parts.append(_counted(seen, wanted, groups, use_case))
    order = [(name, "ascending") for name in SUBJECT_KEYS]
    return MonthSums(pa.concat_tables(parts).combine_chunks().sort_by(order), keys)


def _groups(reduced: Reduced) -> _Groups:
    kept = []
    for name, others in sorted(reduced.folded.items()):
        if name in reduced.attributes:
            found = reduced.single.filter(pc.equal(reduced.single["attribute"], name))["group"]
            stay = sorted(set(found.to_pylist()) - {NOT_RECORDED, other_label(others)})
            kept.append((name, tuple(stay), other_label(others)))
    return _Groups(reduced.attributes, reduced.intersections == "all", tuple(kept))


def _months(shown: Sequence[tuple[BatchFile, Days]]) -> set[date]:
    return {month for batch, _ in shown for month in _touched(batch)}


def _touched(batch: BatchFile) -> Iterator[date]:
    """The first day of every month that a batch covers."""
    month = (batch.first_day or date.max).replace(day=1)
    while batch.last_day is not None and month <= batch.last_day:
        yield month
        month = _next(month)


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _key(month: date, shown: Sequence[tuple[BatchFile, Days]], groups: _Groups) -> str:
    last = _next(month) - timedelta(days=1)
    there = sorted(
        (batch.sha256, batch.columns, [(max(a, month), min(b, last)) for a, b in hidden if a <= last and month <= b])
        for batch, hidden in shown if batch.covers(month, last)
    )  # fmt: skip
    return sha256(repr((there, groups)).encode()).hexdigest()[:32]


def _rows_of_months(batches: Sequence[BatchFile], months: Sequence[date]) -> Visible:
    """What shows of these months, without late labels: nobody's outcome matters here."""
    near = [one for one in batches if any(one.covers(month, _next(month) - timedelta(days=1)) for month in months)]
    seen = visible(near, read="source", log=NAMED)
    assert seen is not None  # noqa: S101  # a month is there because a batch shows it
    return Visible(seen.shape, tuple(one for one in seen.files if not one[0].startswith("labels")))


def _counted(seen: Visible, months: Sequence[date], groups: _Groups, use_case: str) -> pa.Table:
    with locked_connection(seen.folders) as connection:
        seen.attach(connection)
        each = together([_each(part, months, groups) for part in seen.shape.parts])
        columns = ["month", "subject", *groups.attributes]
        each = each.group_by(columns).agg(n=each.n.sum().cast("int64"), k=each.k.sum().cast("int64"))
        connection.execute(f"CREATE TEMP TABLE {_EACH} AS {compile_sql(each)}")
        held = ibis.table(each.schema(), name=_EACH)
        combined = combinations_of(groups.attributes, strata=True, full=groups.full)
        levels = together([_level(held, names) for names in combined])
        table = arrow(connection, compile_sql(levels))
    named = table.add_column(0, "use_case", pa.array([use_case] * table.num_rows, pa.string()))
    return named.select(PEOPLE.names).cast(PEOPLE)


def _each(part: Part, months: Sequence[date], groups: _Groups) -> ir.Table:
    """month, subject, attributes, n decided decisions, k favourable ones."""
    if part.cells:
        rows = cell_table(part.columns, part.table)
        rows = rows.filter(rows.month.isin(months) & (rows.outcome < _UNDECIDED))
        rows = rows.mutate(subject=ibis.null("string"), size=rows["rows"], yes=rows.outcome >= 3)
    else:
        rows = rows_of(part, NAMED)
        since, until = (datetime.combine(day, time.min) for day in (min(months), _next(max(months))))
        rows = rows.filter((rows.decided_at >= since) & (rows.decided_at < until) & rows.selected.notnull())
        rows = rows.mutate(month=rows.day.truncate("month").cast("date"), size=ibis.literal(1), yes=rows.selected)
        rows = rows.filter(rows.month.isin(months))
    named = {name: _group(rows, part, name, groups) for name in groups.attributes}
    size = rows["size"].cast("int64")
    return rows.select("month", "subject", **named, n=size, k=ibis.ifelse(rows.yes, size, 0).cast("int64"))


def _group(rows: ir.Table, part: Part, name: str, groups: _Groups) -> ir.StringValue:
    if f"a_{name}" not in part.columns:
        return ibis.literal(NOT_RECORDED)
    group = rows[f"a_{name}"].fill_null(NOT_RECORDED)
    for folded, kept, label in groups.kept:
        if folded == name:
            return ibis.ifelse(group.isin([*kept, NOT_RECORDED]), group, label)
    return group


def _level(each: ir.Table, names: tuple[str, ...]) -> ir.Table:
    """The sums of each group of these attributes together; a decision that names nobody is a person of its own."""
    columns = ["month", "subject", *names]
    people = each.group_by(columns).agg(n=each.n.sum().cast("int64"), k=each.k.sum().cast("int64"))
    alone, n, k = people.subject.isnull(), people.n, people.k
    sums = {
        "subjects": ibis.ifelse(alone, n, 1), "decided": n, "squares": ibis.ifelse(alone, n, n * n),
        "products": ibis.ifelse(alone, k, n * k), "chosen": ibis.ifelse(alone, k, k * k), "selected": k,
        "unnamed": ibis.ifelse(alone, n, 0),
    }  # fmt: skip
    group = people[names[0]]
    for name in names[1:]:
        group = group + CROSS + people[name]
    people = people.mutate(group=group, attribute=ibis.literal(CROSS.join(names)))
    found = people.group_by("month", "attribute", "group")
    return found.agg(**{name: value.sum().cast("int64") for name, value in sums.items()})
