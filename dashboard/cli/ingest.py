"""`ingest`: take in decision logs and late labels, retract batches, rebuild counts, list what is stored; and staff."""

import sys
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal

import click

from dashboard.cli import ingest_cases, ingest_indicators, ingest_staff
from dashboard.cli.ingest_sentences import consent_sentences
from dashboard.cli.log_stores import mode_of, show, stores
from dashboard.cli.progress import progress_bar
from dashboard.domain.actors import SYSTEM
from dashboard.services import ingest
from dashboard.services.amounts import IngestAmounts, ingest_amounts
from dashboard.services.ingest_elsewhere import Engine, IngestElsewhere, ingest_elsewhere
from dashboard.services.log_commands import IngestSamples
from dashboard.services.snapshots import IngestSnapshot, ingest_snapshot


@click.group()
def command() -> None:
    """Take in logs, amounts, staff and training; retract what was wrong, count again."""


for _other in (
    ingest_cases.cases,
    ingest_indicators.indicators,
    ingest_staff.staff,
    ingest_staff.courses,
    ingest_staff.training,
    ingest_staff.template,
):
    command.add_command(_other)


@command.command()
@click.argument("files", nargs=-1)
@click.option("--use-case", required=True, help="The use case that made these decisions.")
@click.option("--mapping", help="How the columns become ours (data/mappings); without it they have our names.")
@click.option("--replace", is_flag=True, help="The files correct days that are stored already.")
@click.option("--add", is_flag=True, help="The files hold other decisions of days that are stored already.")
@click.option("--engine", type=click.Choice(["spark", "postgres"]), help="Count where the rows are; only counts come.")
@click.option("--source", help="With --engine: a table, or for Spark the path of a Parquet or CSV file.")
def decisions(files: tuple[str, ...], *, engine: Engine | None, source: str | None, **given: Any) -> None:
    """Store FILES (CSV, Parquet, JSON lines) as batches and count them; all of them or none."""
    mode = mode_of(replace=given["replace"], add=given["add"])
    if engine is not None or source is not None:
        _count_there(files, engine, source, mode, given)
        return
    if not files:
        raise click.UsageError("name the files, or --engine and --source")
    asked = ingest.IngestDecisions(given["use_case"], files, given["mapping"], mode)
    with stores() as (database, store), progress_bar("Reading") as report:
        done = ingest.ingest_decisions(database, store, asked, SYSTEM, report)
    show(done)


def _count_there(
    files: tuple[str, ...], engine: Engine | None, source: str | None, mode: ingest.Mode, given: dict[str, Any]
) -> None:
    if files or engine is None or source is None or mode == "add":
        raise click.UsageError("--engine and --source go together, with no FILES and without --add")
    asked = IngestElsewhere(given["use_case"], engine, source, given["mapping"], mode)
    with stores() as (database, store):
        show(ingest_elsewhere(database, store, asked, SYSTEM))


@command.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--use-case", required=True, help="The use case in which customers met AI.")
@click.option("--mapping", help="How the columns become ours (data/mappings); without it they have our names.")
@click.option("--replace", is_flag=True, help="The files correct days that are stored already.")
@click.option("--add", is_flag=True, help="The files hold other interactions of days that are stored already.")
def interactions(files: tuple[str, ...], use_case: str, mapping: str | None, *, replace: bool, add: bool) -> None:
    """Store FILES of conversations with customers (CSV, Parquet, JSON lines) and count them; all of them or none."""
    asked = ingest.IngestInteractions(use_case, files, mapping, mode_of(replace=replace, add=add))
    with stores() as (database, store), progress_bar("Reading") as report:
        done = ingest.ingest_interactions(database, store, asked, SYSTEM, report)
    show(done)


@command.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--use-case", required=True, help="The use case that gave these answers.")
@click.option("--mapping", help="How the columns become ours; without it they have our names.")
@click.option("--replace", is_flag=True, help="The files correct days that are stored already.")
@click.option("--add", is_flag=True, help="The files hold other answers of days that are stored already.")
def samples(files: tuple[str, ...], use_case: str, mapping: str | None, *, replace: bool, add: bool) -> None:
    """Store FILES of sampled, reviewed answers (CSV, XLSX, Parquet, JSON lines) and count them; all or none."""
    asked = IngestSamples(use_case, files, mapping, mode_of(replace=replace, add=add))
    with stores() as (database, store), progress_bar("Reading") as report:
        done = ingest.ingest_samples(database, store, asked, SYSTEM, report)
    show(done)


@command.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--use-case", "use_cases", required=True, multiple=True, help="For which it holds; may come again.")
@click.option("--mapping", help="How the columns become ours; without it they have our names.")
def consent(files: tuple[str, ...], use_cases: tuple[str, ...], mapping: str | None) -> None:
    """Store FILES of consent events, receipts and objections, and find contacts with AI after an opt-out."""
    for use_case in use_cases:
        asked = ingest.IngestConsent(use_case, files, mapping)
        with stores() as (database, store), progress_bar("Reading") as report:
            done = ingest.ingest_consent(database, store, asked, SYSTEM, report)
        show(done)
        for line in [line for file in done.files for line in consent_sentences(file)]:
            print(line)


@command.command()
@click.argument("file")
@click.option("--use-case", required=True, help="The use case whose model was trained on it.")
@click.option("--taken", required=True, type=click.DateTime(), help="When it was taken (UTC); a day is its end.")
@click.option("--subject", default="subject_key", show_default=True, help="The column of subject ids.")
@click.option("--record", help="The column of record ids; else rows are numbered.")
@click.option("--purpose", help="What it trains for; only consent for it, or for nothing in particular, counts.")
def snapshot(file: str, use_case: str, taken: datetime, **columns: str | None) -> None:
    """Hold the subject ids of a training snapshot against the consent history; nothing else of FILE is kept."""
    when = taken + timedelta(days=1, seconds=-1) if taken.time() == time() else taken
    asked = IngestSnapshot(
        use_case, file, when, columns["subject"] or "subject_key", columns["record"], columns["purpose"]
    )
    with stores() as (database, store), progress_bar("Reading") as report:
        show(ingest_snapshot(database, store, asked, SYSTEM, report))


@command.command()
@click.argument("file")
@click.option("--replace", is_flag=True, help="The file corrects measures and days that are stored already.")
def amounts(file: str, *, replace: bool) -> None:
    """Store amounts that other systems know: FILE (CSV, XLSX) with use_case, measure, day, value, n."""
    mode: Literal["new", "replace"] = "replace" if replace else "new"
    asked = IngestAmounts(file, datetime.now(UTC).date(), mode)
    with stores() as (database, store):
        for done in ingest_amounts(database, store, asked, SYSTEM):
            print(f"{done.use_case}: ", end="")
            show(done)


@command.command()
@click.argument("file")
@click.option("--use-case", required=True, help="The use case whose decisions are labelled.")
@click.option("--mapping", help="The mapping of the decisions, for their names of id and label.")
def labels(file: str, use_case: str, mapping: str | None) -> None:
    """Join the actual outcomes in FILE to stored decisions by their id."""
    with stores() as (database, store), progress_bar("Reading") as report:
        done = ingest.ingest_labels(database, store, ingest.IngestLabels(use_case, file, mapping), SYSTEM, report)
    show(done)


@command.command()
@click.argument("batch")
@click.option("--reason", default="", help="Kept in the ledger.")
def retract(batch: str, reason: str) -> None:
    """Let BATCH count no more; its row and its file stay."""
    with stores() as (database, store):
        done = ingest.retract_batch(database, store, ingest.RetractBatch(batch, reason), SYSTEM)
    print(f"Batch {batch} of {done.use_case} is retracted; its counts are gone.")


@command.command()
@click.option("--use-case", help="Only this one.")
def rebuild(use_case: str | None) -> None:
    """Count again from the batches; exit 1 where the stored counts were not equal."""
    with stores() as (database, store), progress_bar("Counting") as report:
        done = ingest.rebuild_counts(database, store, ingest.RebuildCounts(use_case), SYSTEM, report)
    for name, equal in done.equal.items():
        print(f"{name}: {'equal' if equal else 'were not equal, and were replaced'}")
    print(f"{len(done.equal):,} use cases, {sum(not equal for equal in done.equal.values()):,} not equal")
    sys.exit(0 if all(done.equal.values()) else 1)


@command.command(name="list")
@click.option("--use-case", help="Only this one.")
def list_batches(use_case: str | None) -> None:
    """Every batch, also retracted ones."""
    with stores() as (database, _):
        for batch in ingest.stored_batches(database, use_case):
            days = f"{batch.first_day} to {batch.last_day}" if batch.first_day else batch.kind
            state = "retracted" if batch.retracted_seq else f"{batch.rows_quarantined:,} quarantined"
            print(f"{batch.id}  {batch.use_case:30}  {days:24}  {batch.rows_stored:>12,} rows  {state}  {batch.source}")
