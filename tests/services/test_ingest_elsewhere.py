"""Decisions that are counted where they are give the counts that they give here: Spark and PostgreSQL, for real."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import numpy as np
import pandas as pd
import psycopg
import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.visible_scores import score_counts
from dashboard.domain.actors import SYSTEM, Actor
from dashboard.domain.registry import UseCase
from dashboard.errors import BatchOverlaps, DecisionLogInvalid, PathRefused, StoreUnusable
from dashboard.services import ingest
from dashboard.services.ingest_elsewhere import IngestElsewhere, ingest_elsewhere
from dashboard.services.register import RegisterUseCase, register_use_case
from tests.conftest import unavailable

MAPPING = """
format: 1
kind: decisions
decision_id: id
decided_at: at
time_zone: Europe/Berlin
model_version: model
decision: {column: offer, favourable: ["yes"], unfavourable: ["no"], undecided: [open]}
label: {column: stayed, positive: ["1"], negative: ["0"]}
score: score
attributes:
  sex: {column: sex}
  age: {column: age, bins: [25, 65], labels: [young, middle, old]}
strata: {channel: {column: channel}}
"""


@dataclass(frozen=True)
class Desk:
    """An officer with two use cases, one counted here and one elsewhere, and a folder that may be read."""

    database: Database
    store: DecisionStore
    officer: Actor
    folder: Path

    def file(self, name: str) -> Path:
        """A file of the folder."""
        return self.folder / name

    def here(self, log: Path, name: str = "here", mode: ingest.Mode = "new") -> ingest.FileReport:
        """Rows on DuckDB."""
        asked = ingest.IngestDecisions(name, [log], self.file("mapping.yaml"), mode)
        return ingest.ingest_decisions(self.database, self.store, asked, self.officer).files[0]

    def there(self, engine: str, source: str) -> ingest.FileReport:
        """Rows counted where they are."""
        asked = IngestElsewhere("there", engine, source, self.file("mapping.yaml"))  # type: ignore[arg-type]
        return ingest_elsewhere(self.database, self.store, asked, self.officer).files[0]

    def counts(self, name: str) -> list[pd.DataFrame]:
        """Both levels without the name of the use case."""
        levels = self.store.single_counts, self.store.joint_counts
        return [level(self.database, use_cases=[name]).drop(columns="use_case") for level in levels]

    def scores(self, name: str) -> pd.DataFrame:
        """How many people have which score, in one order."""
        found = score_counts(self.database, self.store, name)
        found["month"] = found["month"].astype(str)
        return found.sort_values(list(found.columns), ignore_index=True)

    def retract(self, batch: str | None) -> None:
        """Take a batch back."""
        ingest.retract_batch(self.database, self.store, ingest.RetractBatch(str(batch), "wrong"), self.officer)


@pytest.fixture
def desk(sqlite_database: Database, officer: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An empty store."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    for name in ("here", "there"):
        register_use_case(sqlite_database, RegisterUseCase(UseCase(id=name, title=name, lifecycle="live")), SYSTEM)
    return Desk(sqlite_database, DecisionStore(tmp_path / "decisions"), officer, tmp_path)


def same(one: list[pd.DataFrame], other: list[pd.DataFrame]) -> None:
    """Cell by cell."""
    for left, right in zip(one, other, strict=True):
        pd.testing.assert_frame_equal(left, right)


@pytest.fixture
def spark_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Spark of this test's own, on loopback."""
    if find_spec("pyspark") is None:
        unavailable("PySpark", "pip install -r requirements-spark.txt")
    if which("java") is None:
        unavailable("Java", "apt-get install openjdk-17-jre-headless")
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("SPARK_MASTER", "local[2]")
    monkeypatch.delenv("SPARK_REMOTE", raising=False)


def log_of(rows: int = 3_000) -> pd.DataFrame:
    """Decisions with everything that logs have: blanks, repeated ids, wrong values, three ways to write a time."""
    rng = np.random.default_rng(7)
    moments = pd.Timestamp("2026-01-25T20:00:00Z") + pd.to_timedelta(rng.integers(0, 20 * 86_400, rows), unit="s")
    zoned = moments.strftime("%Y-%m-%dT%H:%M:%SZ")
    plain = moments.tz_convert("Europe/Berlin").strftime("%Y-%m-%d %H:%M:%S")

    def some(options: list[str], blank: float = 0.1) -> list[str]:
        return [str(value) for value in np.where(rng.random(rows) < blank, "", rng.choice(options, rows))]

    log = pd.DataFrame(
        {
            "id": [f"d{number}" for number in range(rows)], "at": np.where(rng.random(rows) < 0.5, zoned, plain),
            "model": rng.choice(["1.0", "2"], rows), "offer": some(["yes", "no", "open"]),
            "stayed": some(["1", "0", "1.0"], 0.4), "score": some(["0.25", "0.75", "1e-3"]),
            "sex": some(["F", "M", " F "]), "age": some(["19", "25", "64.5", "80"]),
            "channel": some(["web", "shop"]),
        }
    )  # fmt: skip
    log.loc[5, "at"], log.loc[6, "score"], log.loc[7, "offer"], log.loc[8, "age"] = "soon", "inf", "perhaps", "old"
    return pd.concat([log, log.iloc[20:30]], ignore_index=True)


def typed(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that can be typed, with the types that a warehouse has."""
    kept = rows.drop(index=[5, 6, 8]).reset_index(drop=True)
    moments = pd.to_datetime(kept["at"], utc=True, format="ISO8601").dt.floor("s")
    numbers = {name: pd.to_numeric(kept[name]) for name in ("score", "age", "stayed")}
    return kept.assign(at=moments, **numbers)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_spark_counts_what_duckdb_counts(desk: Desk, spark_here: None, form: str) -> None:
    """Every cell is equal, and so are rows read, kept and set apart; the same source again changes nothing."""
    log = desk.file(f"log.{form}")
    if form == "csv":
        log_of().to_csv(log, index=False)
    else:
        typed(log_of()).to_parquet(log, index=False)
    here = desk.here(log)

    there = desk.there("spark", str(log))

    same(desk.counts("here"), desk.counts("there"))
    assert len(desk.scores("here")) > 100
    same([desk.scores("here")], [desk.scores("there")])
    told = ("rows_read", "rows_stored", "rows_quarantined", "first_day", "last_day", "unzoned")
    assert [getattr(there, name) for name in told] == [getattr(here, name) for name in told]
    assert desk.there("spark", str(log)).outcome == "already imported"


@pytest.mark.postgres
def test_a_postgresql_table_is_counted_and_its_rows_do_not_stay(
    desk: Desk, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table gives the counts of the same rows as a file, and no file of the store holds one of its ids."""
    rows, log = log_of(400), desk.file("log.csv")
    rows.to_csv(log, index=False)
    here = desk.here(log)
    monkeypatch.setenv("DASHBOARD_SOURCE_URL", postgres_url)
    filled(postgres_url, rows)

    there = desk.there("postgres", "public.offers")

    same(desk.counts("here"), desk.counts("there"))
    same([desk.scores("here")], [desk.scores("there")])
    assert (there.rows_read, there.rows_stored) == (here.rows_read, here.rows_stored)
    [batch] = ingest.stored_batches(desk.database, "there")
    assert "decision_id" not in pd.read_parquet(desk.store.root / batch.path).columns
    again = ingest.rebuild_counts(desk.database, desk.store, ingest.RebuildCounts("there"), desk.officer)
    assert again.equal == {"there": True}


def filled(url: str, rows: pd.DataFrame) -> None:
    """The rows as a table `offers`, a blank as NULL."""
    columns = ", ".join(f'"{name}" text' for name in rows.columns)
    with psycopg.connect(url.replace("+psycopg", "")) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE offers ({columns})".encode())
        with cursor.copy("COPY offers FROM STDIN") as copy:
            for row in rows.itertuples(index=False):
                copy.write_row([value or None for value in row])


@pytest.mark.postgres
def test_sources_that_cannot_be_read_are_a_sentence(
    desk: Desk, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No server named, no such table, a name that is no name, no Spark named, a file that may not be read."""
    monkeypatch.delenv("SPARK_MASTER", raising=False)
    monkeypatch.delenv("SPARK_REMOTE", raising=False)
    with pytest.raises(StoreUnusable, match="No source is named: set DASHBOARD_SOURCE_URL"):
        desk.there("postgres", "offers")
    with pytest.raises(StoreUnusable, match="No Spark is named: set SPARK_REMOTE"):
        desk.there("spark", "offers")
    with pytest.raises(PathRefused, match="may not be read"):
        desk.there("spark", "/etc/passwd")
    monkeypatch.setenv("DASHBOARD_SOURCE_URL", postgres_url)
    for wrong in ("nowhere", 'offers"; DROP TABLE events; --'):
        with pytest.raises(DecisionLogInvalid, match="no such table"):
            desk.there("postgres", wrong)
    monkeypatch.setenv("DASHBOARD_SOURCE_URL", "postgresql://127.0.0.1:1/x")
    with pytest.raises(StoreUnusable, match="The source could not be read"):
        desk.there("postgres", "offers")
    assert ingest.stored_batches(desk.database) == []


@pytest.mark.postgres
def test_what_was_counted_elsewhere_is_replaced_whole_or_not_at_all(
    desk: Desk, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its days are refused a second time; a part cannot be replaced, all of them can; retracted, they are gone."""
    monkeypatch.setenv("DASHBOARD_SOURCE_URL", postgres_url)
    rows = log_of(300)
    filled(postgres_url, rows)
    first = desk.there("postgres", "offers")
    part, whole = desk.file("part.csv"), desk.file("whole.csv")
    rows[rows["at"].str.startswith("2026-02-01")].to_csv(part, index=False)
    rows.to_csv(whole, index=False)

    with pytest.raises(BatchOverlaps, match="days that are stored already: offers"):
        desk.here(whole, "there")
    with pytest.raises(BatchOverlaps, match=f"batch {first.batch} covers .* a part of it cannot be taken out"):
        desk.here(part, "there", "replace")
    before = desk.counts("there")
    done = desk.here(whole, "there", "replace")
    same(before, desk.counts("there"))
    desk.retract(first.batch)
    desk.retract(done.batch)
    assert desk.counts("there")[0].empty
