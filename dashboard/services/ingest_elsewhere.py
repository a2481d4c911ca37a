"""Decisions that are counted where they are: a Spark table, a PostgreSQL table; only counts come here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.draft import Draft, Job
from dashboard.adapters.postgres_source import count_in_postgres
from dashboard.adapters.spark_source import Cluster, count_on_spark, spark
from dashboard.domain.actors import Actor
from dashboard.domain.log_mapping import LogMapping
from dashboard.services.intake import Intake
from dashboard.services.log_commands import IngestReport, Mode, verb_of
from dashboard.services.log_files import log_path, mapping_of
from dashboard.services.permissions import require
from dashboard.services.register import new_key
from dashboard.settings import Settings, load_settings

Engine = Literal["spark", "postgres"]


@dataclass(frozen=True, slots=True)
class IngestElsewhere:
    """A source of one use case's decisions: for Spark a table or a path, for PostgreSQL `table` or `schema.table`."""

    use_case: str
    engine: Engine
    source: str
    mapping: str | Path | LogMapping | None = None
    mode: Literal["new", "replace"] = "new"
    key: str = field(default_factory=new_key)


def ingest_elsewhere(database: Database, store: DecisionStore, command: IngestElsewhere, actor: Actor) -> IngestReport:
    """Count a source where it is and store its cells as a batch.

    Raises:
        DecisionLogInvalid, PathRefused: The source or the mapping is refused.
        BatchOverlaps: Days that are stored already, without `replace`.
        NotFound, NotPermitted, StoreBusy, StoreUnusable.
    """
    mode: Mode = command.mode
    require(actor, verb_of(mode))
    mapping = mapping_of(command.mapping, LogMapping, store)
    intake = Intake(database, store, command.use_case, mapping)
    intake.take_counted(_counting(command, mapping, store, load_settings()), mode)
    return intake.finish(actor, command.key)


def _counting(
    command: IngestElsewhere, mapping: LogMapping | None, store: DecisionStore, settings: Settings
) -> Callable[[Job], Draft]:
    source = _local(command.source, store) if command.engine == "spark" else command.source

    def on_spark(job: Job) -> Draft:
        with spark(Cluster(settings.spark_remote, settings.spark_master)) as session:
            return count_on_spark(session, source, mapping, job)

    def in_postgres(job: Job) -> Draft:
        return count_in_postgres(settings.source_url, source, mapping, job)

    return on_spark if command.engine == "spark" else in_postgres


def _local(source: str, store: DecisionStore) -> str:
    """A path of this machine must be one that may be read; a table, and a path of the cluster's, are Spark's matter."""
    local = "/" in source and "://" not in source
    return str(log_path(source, store)) if local else source
