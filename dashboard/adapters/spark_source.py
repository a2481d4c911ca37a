"""Counts decisions on Spark: the same Ibis expressions, run where the rows are; only cells and counts come here."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from sqlglot import exp, parse_one

from dashboard.adapters.cells import alike_rows, levels_of
from dashboard.adapters.draft import Draft, Job
from dashboard.adapters.elsewhere import MAX_VERSIONS, RowsThere, draft_of, with_scores
from dashboard.adapters.field_reader import FOUND, UNZONED, Normalised, unfit_types
from dashboard.adapters.grouping import grouped
from dashboard.adapters.log_reader import Source, refusal, refuse_missing
from dashboard.adapters.normalising import normalise
from dashboard.adapters.score_cells import counted_scores, keep_scores, spread_of, width_of
from dashboard.domain.log_mapping import LogMapping
from dashboard.domain.own_columns import own_mapping
from dashboard.errors import Problem, StoreUnusable

DIALECT = "pyspark"
_TYPES = {
    "string": "VARCHAR", "boolean": "BOOLEAN", "date": "DATE", "double": "DOUBLE", "float": "FLOAT",
    "tinyint": "TINYINT", "smallint": "SMALLINT", "int": "INTEGER", "bigint": "BIGINT",
    "timestamp": "TIMESTAMP WITH TIME ZONE", "timestamp_ntz": "TIMESTAMP",
}  # fmt: skip
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """Which Spark: a Spark Connect address (`sc://host`), or a master (`local[2]`, `spark://host`); one of them."""

    remote: str = ""
    master: str = ""


@contextmanager
def spark(cluster: Cluster) -> Iterator[Any]:
    """A session of this dashboard's own, in UTC.

    Raises:
        StoreUnusable: Spark is not installed, not named, or does not answer.
    """
    if not cluster.remote and not cluster.master:
        raise StoreUnusable("No Spark is named: set SPARK_REMOTE (sc://host) or SPARK_MASTER (local[2], spark://host).")
    with warnings.catch_warnings():  # PySpark warns of pandas 3, which this road never uses
        warnings.simplefilter("ignore", FutureWarning)
        session = _session(cluster)
        try:
            yield session
        finally:
            session.stop()


def _session(cluster: Cluster) -> Any:
    try:
        builder = import_module("pyspark.sql").SparkSession.builder.appName("dashboard")
        _ = ibis.pyspark  # only then does Ibis know the options that its compiler for Spark reads
    except ImportError as error:
        hint = "python -m pip install -r requirements-spark.txt installs it."
        raise StoreUnusable(f"Spark is not installed here. {hint}") from error
    builder = builder.config("spark.ui.enabled", "false")
    builder = builder.remote(cluster.remote) if cluster.remote else builder.master(cluster.master)
    try:
        session = builder.getOrCreate()
        for name, value in _SETTINGS.items():
            session.conf.set(name, value)
    except Exception as error:  # Java, the network and Spark each have errors of their own
        named = cluster.remote or cluster.master
        raise StoreUnusable(f"Spark at {named} does not answer: {_first_line(error)}") from error
    return session


def count_on_spark(session: Any, source: str, mapping: LogMapping | None, job: Job) -> Draft:
    """Count a table or a file (Parquet, CSV) that Spark can read.

    Raises:
        DecisionLogInvalid: no such source, columns missing, or more than half of its rows do not fit.
        StoreUnusable: Spark failed on the way.
    """
    types = _raw(session, source)
    mapping = (mapping or own_mapping(list(types))).nameless
    refuse_missing(Source(source, "spark", tuple(types), Path()), mapping.columns)
    if problems := unfit_types(types, mapping.columns):
        raise refusal(source, problems)
    wanted = normalise(types, mapping, latest=job.latest)
    try:
        session.sql(_spark_sql(wanted.table)).createOrReplaceTempView("ours")
        there = _looked_at(session, source, wanted, mapping)
        rows = _counted_once(wanted, mapping, repeated=bool(there.repeated))
        cells, scores = _cells(session, rows, mapping), _scores(session, rows, mapping, job.work)
    except (StoreUnusable, ValueError):
        raise
    except _failures() as error:
        raise StoreUnusable(f"Spark could not count {source}: {_first_line(error)} Nothing was stored.") from error
    return with_scores(draft_of(there, cells, mapping, job.work), scores)


def _raw(session: Any, source: str) -> dict[str, str]:
    """Name the source `raw`; column -> DuckDB's name of its type."""
    try:
        path = source.lower()
        if path.endswith((".csv", ".tsv")):
            rows = session.read.csv(source, header=True, sep="\t" if path.endswith("tsv") else ",", escape='"')
        else:
            rows = session.read.parquet(source) if "/" in source else session.table(source)
        rows.createOrReplaceTempView("raw")
    except _failures() as error:
        expected = "a table of the catalogue, or the path of a Parquet file, a folder of them, or a CSV file"
        raise refusal(source, [Problem("source", _first_line(error), expected)]) from None
    return {field.name: _duckdb_type(field.dataType.simpleString()) for field in rows.schema.fields}


def _duckdb_type(kind: str) -> str:
    return kind.upper() if kind.startswith("decimal") else _TYPES.get(kind, f"{kind}[]")


def _looked_at(session: Any, source: str, wanted: Normalised, mapping: LogMapping) -> RowsThere:
    """One pass over the rows: how many, which do not fit, of which days."""
    rows = _ours(wanted)
    fits = _fits(rows, wanted)
    found = {f"n_{field}": rows[FOUND + field].count() for field in wanted.expected}
    found |= {f"s_{field}": rows[FOUND + field].min() for field in wanted.expected}
    same = mapping.decision_id is None
    looked = rows.agg(
        read=rows.count(), fit=fits.sum().fill_null(0), unzoned=(fits & rows[UNZONED]).sum().fill_null(0),
        first=rows.decided_at.min(where=fits), last=rows.decided_at.max(where=fits),
        ids=ibis.literal(0) if same else rows.decision_id.nunique(where=fits), **found,
    )  # fmt: skip
    row = _arrow(session, looked).to_pylist()[0]
    versions = _arrow(session, rows.filter(fits).select("model_version").distinct().limit(MAX_VERSIONS + 1))
    fit = int(row["fit"])
    return RowsThere(
        source=source, engine="spark", read=int(row["read"]), stored=fit if same else int(row["ids"]),
        repeated=0 if same else fit - int(row["ids"]), unzoned=int(row["unzoned"]),
        unfit={field: (int(row[f"n_{field}"]), str(row[f"s_{field}"]), expected)
               for field, expected in wanted.expected.items() if row[f"n_{field}"]},
        first_day=row["first"].date() if row["first"] else None, last_day=row["last"].date() if row["last"] else None,
        versions=tuple(sorted(versions["model_version"].to_pylist())),
    )  # fmt: skip


def _groups(mapping: LogMapping) -> tuple[list[str], list[str]]:
    return [f"a_{name}" for name in mapping.attributes], [f"s_{name}" for name in mapping.strata]


def _counted_once(wanted: Normalised, mapping: LogMapping, *, repeated: bool) -> ir.Table:
    """Every row that fits, with its day; of rows with one id the first in time counts."""
    groups = _groups(mapping)
    rows = _ours(wanted)
    rows = rows.filter(_fits(rows, wanted))
    if repeated:
        order = ["decided_at", "model_version", "selected", "label", *groups[0], *groups[1]]
        window = ibis.window(group_by="decision_id", order_by=order)
        rows = rows.mutate(turn=ibis.row_number().over(window))
        rows = rows.filter(rows.turn == 0)
    return rows.mutate(day=rows.decided_at.date())


def _cells(session: Any, rows: ir.Table, mapping: LogMapping) -> pa.Table:
    groups = _groups(mapping)
    alike = alike_rows(rows, [*groups[0], *groups[1]])
    return session.sql(grouped(alike, levels_of(*groups), dialect=DIALECT)).toArrow()


def _scores(session: Any, rows: ir.Table, mapping: LogMapping, work: Path) -> Path | None:
    """How many people have which score, counted there; None where nobody has one."""
    if mapping.score is None:
        return None
    width = width_of(_arrow(session, spread_of(rows)).to_pylist()[0])
    if width is None:
        return None
    return keep_scores(_arrow(session, counted_scores(rows, _groups(mapping)[0], width)), work / "scores.parquet")


def _ours(wanted: Normalised) -> ir.Table:
    return ibis.table(wanted.table.schema(), name="ours")


def _fits(rows: ir.Table, wanted: Normalised) -> ir.BooleanValue:
    return ibis.and_(*(rows[FOUND + field].isnull() for field in wanted.expected))


def _arrow(session: Any, expression: ir.Table) -> pa.Table:
    return session.sql(_spark_sql(expression)).toArrow()


def _spark_sql(expression: ir.Table) -> str:
    """Spark's text of an expression; it names the zone last where DuckDB names it first."""
    tree = parse_one(str(ibis.to_sql(expression, dialect=DIALECT)), read=DIALECT)
    return tree.transform(_zoned).sql(DIALECT)


def _zoned(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.Anonymous) and str(node.this).lower() == "timezone":
        zone, moment = node.expressions
        return exp.Anonymous(this="to_utc_timestamp", expressions=[moment, zone])
    return node


def _failures() -> tuple[type[Exception], ...]:
    return import_module("pyspark.errors").PySparkException, import_module("py4j.protocol").Py4JError


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
