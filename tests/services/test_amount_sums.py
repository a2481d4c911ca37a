"""Amounts of the store: sums of each batch, the same whatever order batches come in, and nothing taken for zero."""

from datetime import date
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.store_copy import named_files
from dashboard.adapters.visible_amounts import amount_sums
from dashboard.domain.log_mapping import LogMapping
from dashboard.domain.own_columns import own_mapping
from dashboard.errors import DecisionLogInvalid, StoreUnusable
from dashboard.services import ingest
from dashboard.services.stored_facts import read_practice
from tests.assessing import assessed, case, charter, clause, registry
from tests.conftest import ONE_STORE
from tests.services.test_cells import OFFICER, label, log_of, registered, written

HEADER = "decision_id,decided_at,selected,label,price,a_sex\n"
NUMBERS = count()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DecisionStore:
    """An empty decision store; the test's folder may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return DecisionStore(tmp_path / "decisions")


def priced(columns: str = HEADER, unit: str = "EUR") -> LogMapping:
    """The mapping of a log with our names and a column of prices."""
    mapping = own_mapping(columns.strip().split(",")).model_dump()
    return LogMapping.model_validate(mapping | {"amount": {"column": "price", "unit": unit}})


def take(
    database: Database, store: DecisionStore, name: str, file: Path, *, mode: ingest.Mode = "new", unit: str = "EUR"
) -> ingest.FileReport:
    """Ingest a file with prices; what became of it."""
    mapping = priced(file.read_text().split("\n", 1)[0], unit)
    command = ingest.IngestDecisions(name, [file], mapping=mapping, mode=mode)
    return ingest.ingest_decisions(database, store, command, OFFICER).files[0]


def of_group(sums: pd.DataFrame, attribute: str, group: str) -> list[float]:
    """Number, sum, spread and blanks of one group."""
    found = sums[(sums["attribute"] == attribute) & (sums["group"] == group)].drop(columns="day")
    columns: list[float] = found[["amount_n", "amount_sum", "amount_spread", "amount_blank"]].sum().tolist()
    return columns


def test_amounts_are_summed_by_day_and_group(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Five decisions by hand: 10 and 14 have the mean 12 and the spread 8; a blank is no zero; undecided ones count."""
    registered(sqlite_database, "price")
    rows = "1,2026-01-01,1,1,10,F\n2,2026-01-01,,,14,F\n3,2026-01-01,0,,,F\n4,2026-01-02,1,,7.5,M\n5,2026-01-02,1,,2,\n"
    report = take(sqlite_database, store, "price", written(tmp_path, "a.csv", rows, HEADER))
    found = amount_sums(sqlite_database, store, "price")
    assert found.unit == "EUR"
    assert of_group(found.sums, "sex", "F") == [2, 24.0, 8.0, 1]
    assert of_group(found.sums, "sex", "M") == [1, 7.5, 0.0, 0]
    assert of_group(found.sums, "sex", "(not recorded)") == [1, 2.0, 0.0, 0]
    assert of_group(found.sums, "", "")[:2] == [4, 33.5]
    assert (report.blank, report.unit) == (1, "EUR")


def test_what_is_no_number_is_set_apart_and_said(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Text, an infinite amount, one beyond all sums and NaN are quarantined, each with what was expected."""
    registered(sqlite_database, "price")
    rows = "".join(f"{at},2026-01-01,1,,{10 + at},F\n" for at in range(9))
    rows += "t,2026-01-01,1,,twelve,F\ni,2026-01-01,1,,inf,F\nh,2026-01-01,1,,1e300,F\nn,2026-01-01,1,,NaN,F\n"
    report = take(sqlite_database, store, "price", written(tmp_path, "a.csv", rows, HEADER))
    assert (report.rows_stored, report.rows_quarantined) == (9, 4)
    assert report.quarantine is not None
    aside = report.quarantine.read_text()
    assert all(text in aside for text in ("twelve", "inf", "1e300", "NaN", "a number of at most 1e+15, such as 12.50"))
    assert of_group(amount_sums(sqlite_database, store, "price").sums, "sex", "F")[:2] == [9, 126.0]


def test_a_file_without_the_column_is_refused(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """The column that the mapping names is not there: nothing is stored."""
    registered(sqlite_database, "price")
    file = written(tmp_path, "a.csv", "1,2026-01-01,1\n", "decision_id,decided_at,selected\n")
    with pytest.raises(DecisionLogInvalid) as refused:
        take(sqlite_database, store, "price", file)
    assert "expected a column 'price'" in str(refused.value)
    assert amount_sums(sqlite_database, store, "price").unit == ""


def test_two_units_have_no_common_mean(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Euros after pounds are refused, until the pounds are retracted."""
    registered(sqlite_database, "price")
    first = take(sqlite_database, store, "price", written(tmp_path, "a.csv", "1,2026-01-01,1,,10,F\n", HEADER),
                 unit="GBP")  # fmt: skip
    euros = written(tmp_path, "b.csv", "2,2026-01-02,1,,11,F\n", HEADER)
    with pytest.raises(DecisionLogInvalid) as refused:
        take(sqlite_database, store, "price", euros)
    assert "found the unit EUR; expected GBP, as in the batches before" in str(refused.value)
    ingest.retract_batch(sqlite_database, store, ingest.RetractBatch(str(first.batch), "pounds"), OFFICER)
    take(sqlite_database, store, "price", euros)
    assert amount_sums(sqlite_database, store, "price").unit == "EUR"


@settings(max_examples=3, suppress_health_check=ONE_STORE)
@given(seed=st.integers(0, 10_000))
def test_any_order_of_batches_sums_like_one_pass(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path, seed: int
) -> None:
    """Days one by one in any order, labels late, a day replaced, a batch taken back: what pandas says of the rest."""
    draws, log = np.random.default_rng(seed), log_of(seed)
    log = log.assign(price=draws.normal(1e6, 3, len(log)).round(2))
    log["price"] = log["price"].mask(draws.random(len(log)) < 0.2)
    name, days = f"u{next(NUMBERS)}", sorted(log["decided_at"].unique())
    registered(sqlite_database, name)
    for day in draws.permutation(days):
        take(sqlite_database, store, name, csv(tmp_path, log[log["decided_at"] == day]))
    label(sqlite_database, store, name, csv(tmp_path, log.iloc[:9][["decision_id"]].assign(label="1")))
    extra = log.iloc[:5].assign(decision_id=[f"x{at}" for at in range(5)], decided_at="2026-03-01", price=5.0)
    batch = take(sqlite_database, store, name, csv(tmp_path, extra)).batch
    ingest.retract_batch(sqlite_database, store, ingest.RetractBatch(str(batch), "wrong"), OFFICER)
    corrected = log[log["decided_at"] == days[0]].assign(price=7.25)
    take(sqlite_database, store, name, csv(tmp_path, corrected), mode="replace")
    left = pd.concat([log[log["decided_at"] != days[0]], corrected])
    found = amount_sums(sqlite_database, store, name).sums
    for attribute in ("sex", "age"):
        expected = left.assign(group=left[f"a_{attribute}"].replace("", "(not recorded)"))
        expected = expected.groupby(["decided_at", "model_version", "group"])["price"]
        mine = found[found["attribute"] == attribute].sort_values(["day", "model_version", "group"])
        assert mine["amount_n"].tolist() == expected.count().tolist()
        assert mine["amount_blank"].tolist() == (expected.size() - expected.count()).tolist()
        np.testing.assert_allclose(mine["amount_sum"], expected.sum(), rtol=1e-12)
        np.testing.assert_allclose(mine["amount_spread"], expected.var(ddof=0).fillna(0) * expected.count(), atol=1e-6)


@pytest.mark.parametrize(("less", "expected"), [(0.0, "compliant"), (20.0, "non_compliant")])
def test_a_charter_judges_by_the_amounts_of_the_store(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path, less: float, expected: str
) -> None:
    """What an assessment reads of stored amounts decides; the finding says value and unit."""
    draws, people = np.random.default_rng(11), 4000
    frame = pd.DataFrame({"decision_id": np.arange(people), "a_sex": draws.choice(["F", "M"], people)})
    frame["selected"], frame["decided_at"] = 1, "2026-03-02"
    frame["price"] = (draws.normal(100, 10, people) - less * (frame["a_sex"] == "F")).round(2)
    registered(sqlite_database, "price")
    take(sqlite_database, store, "price", csv(tmp_path, frame))
    check = {"fairness": "mean_gap", "between": [-5, 5], "window": "30d", "min_group": 200, "attributes": ["sex"]}
    promise, as_of = charter(clause(check)), date(2026, 3, 10)
    log = read_practice(sqlite_database, store).windows.facts(promise, ["price"], as_of)
    found, _ = assessed(promise, registry(case(id="price", protected_attributes={"sex": "collected"})),
                        as_of=as_of, log=log)  # fmt: skip
    assert found.use_cases.says(0, 0)[0].value == expected
    assert log.units == {0: "EUR"}
    means = log.amounts[30].set_index("group")
    assert means.loc["F", "amount_sum"] == pytest.approx(frame.loc[frame["a_sex"] == "F", "price"].sum())


def csv(folder: Path, rows: pd.DataFrame) -> Path:
    """The rows as a new file."""
    path = folder / f"{next(NUMBERS)}.csv"
    rows.to_csv(path, index=False)
    return path


def test_amounts_are_backed_up_and_never_read_when_changed(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Every Parquet file of the store is named by a row; a changed one is refused by its name."""
    registered(sqlite_database, "price")
    take(sqlite_database, store, "price", written(tmp_path, "a.csv", "1,2026-01-01,1,,10,F\n", HEADER))
    files = {str(file.relative_to(store.root)) for file in store.root.rglob("*.parquet")}
    assert files == set(named_files(sqlite_database))
    [mine] = (name for name in files if name.startswith("amounts/"))
    (store.root / mine).write_bytes(b"other")
    with pytest.raises(StoreUnusable, match=r"The amounts of batch .* was changed after it was recorded"):
        amount_sums(sqlite_database, store, "price")
