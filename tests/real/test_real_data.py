"""Public data sets: published figures, and every value equal to Fairlearn's and AIF360's on the same rows."""

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.domain.counts import NOT_RECORDED
from dashboard.reports.real_data import real_data_page
from dashboard.services.audit_file import Audit, audit_file
from dashboard.services.audit_request import AuditRequest
from dashboard.services.real_data import STUDIES, Studied, Study, study_file

pytestmark = pytest.mark.real
_SAME = (
    "demographic_parity_difference", "demographic_parity_ratio", "equal_opportunity_difference",
    "equalized_odds_difference", "equalized_odds_ratio", "accuracy_score_difference",
)  # fmt: skip
_OVER_ALL = {**{name: name for name in _SAME}, "predictive_equality_ratio": "false_positive_rate_ratio"}


@cache
def studied(folder: Path, study: Study) -> Studied:
    """Each study once."""
    return study_file(folder, study)


@pytest.fixture
def decisions(shared: Path) -> Path:
    """The folder of decision files."""
    return shared / "data" / "decisions"


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.title)
def test_known_figures(decisions: Path, study: Study) -> None:
    """Published rates are found to all four decimals."""
    assert all(round(found, 4) == known.value for known, found in studied(decisions, study).checks())


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.title)
def test_no_row_is_lost(decisions: Path, study: Study) -> None:
    """Every attribute's groups, unknown and undecided ones included, add up to the rows of the file."""
    audit = studied(decisions, study).audit
    sums = audit.groups.groupby("attribute")[["n", "undecided"]].sum().sum(axis=1)
    assert set(sums) == {audit.rows}


def test_months_add_up(decisions: Path) -> None:
    """COMPAS by month has each month's decisions once."""
    found = studied(decisions, STUDIES[0])
    assert found.months is not None
    assert found.months.groups["n"].sum() == found.audit.rows
    assert found.months.groups["period"].str.fullmatch(r"201[34]-\d\d").all()


def test_page(decisions: Path) -> None:
    """The page shows each study, its command, and that the known figures are met."""
    page = real_data_page([studied(decisions, study) for study in STUDIES], [("Registers", "Later.")])
    assert page.count("| equal |") == 7
    assert "DIFFERS" not in page
    assert all(f"## {title}" in page for title in [*(study.title for study in STUDIES), "Registers"])


def _compas(folder: Path, attribute: str) -> tuple[Audit, pd.DataFrame]:
    path = folder / "compas_two_years.csv"
    request = AuditRequest(path, "score_text", ("Medium", "High"), (attribute,), "two_year_recid", ("1",), min_group=1)
    rows = pd.read_csv(path)
    rows = pd.DataFrame(
        {"g": rows[attribute], "y": rows["two_year_recid"], "d": (rows["score_text"] != "Low").astype(int)}
    )
    return audit_file(request), rows


def _adult(folder: Path, attribute: str) -> tuple[Audit, pd.DataFrame]:
    """A label only: the label stands as the decision, in Fairlearn as well."""
    header = STUDIES[2].request.header
    request = AuditRequest(folder / "uci_adult.data", "income", (">50K",), (attribute,), header=header, min_group=1)
    rows = pd.read_csv(folder / "uci_adult.data", names=list(header), skipinitialspace=True)
    chosen = (rows["income"] == ">50K").astype(int)
    return audit_file(request), pd.DataFrame({"g": rows[attribute], "y": chosen, "d": chosen})


def _values(audit: Audit) -> dict[str, float]:
    over_all = audit.measurements[audit.measurements["metric"].isin(_OVER_ALL)]
    return dict(zip(over_all["metric"], over_all["value"], strict=True))


@pytest.mark.peers
@pytest.mark.filterwarnings("ignore")  # Fairlearn's imports and 0/0 warn
@pytest.mark.parametrize("attribute", ["race", "sex", "age_cat"])
def test_compas_equals_fairlearn(decisions: Path, attribute: str) -> None:
    """Seven metrics over all groups of COMPAS equal Fairlearn's."""
    fairlearn: Any = pytest.importorskip("fairlearn.metrics")
    audit, rows = _compas(decisions, attribute)
    theirs = {
        ours: getattr(fairlearn, name)(rows["y"], rows["d"], sensitive_features=rows["g"])
        for ours, name in _OVER_ALL.items()
    }
    assert _values(audit) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.peers
@pytest.mark.filterwarnings("ignore")  # same
@pytest.mark.parametrize("attribute", ["race", "sex", "education"])
def test_adult_equals_fairlearn(decisions: Path, attribute: str) -> None:
    """Demographic parity of Adult equals Fairlearn's; what needs a label is undefined, for there is no decision."""
    fairlearn: Any = pytest.importorskip("fairlearn.metrics")
    audit, rows = _adult(decisions, attribute)
    theirs = fairlearn.demographic_parity_ratio(rows["y"], rows["d"], sensitive_features=rows["g"])
    assert _values(audit)["demographic_parity_ratio"] == pytest.approx(theirs, abs=1e-9)
    labelled = audit.measurements[audit.measurements["metric"] == "equalized_odds_difference"]
    assert set(labelled["undefined"]) == {"no labels"}
    assert NOT_RECORDED not in set(audit.groups["group"])


@pytest.mark.peers
@pytest.mark.filterwarnings("ignore")  # AIF360's imports warn
def test_compas_equals_aif360(decisions: Path) -> None:
    """African-American against Caucasian in COMPAS: AIF360's disparate impact and signed gaps are ours."""
    datasets, metrics = (pytest.importorskip(f"aif360.{part}") for part in ("datasets", "metrics"))
    _, rows = _compas(decisions, "race")
    rows = rows[rows["g"].isin(["African-American", "Caucasian"])]

    def data(column: str) -> Any:
        frame = pd.DataFrame({"y": rows[column].astype(float), "g": (rows["g"] == "Caucasian").astype(float)})
        return datasets.BinaryLabelDataset(df=frame, label_names=["y"], protected_attribute_names=["g"])

    pair = metrics.ClassificationMetric(
        data("y"), data("d"), unprivileged_groups=[{"g": 0.0}], privileged_groups=[{"g": 1.0}]
    )
    request = AuditRequest(
        decisions / "compas_two_years.csv", "score_text", ("Medium", "High"), ("race",), "two_year_recid", ("1",),
        reference="Caucasian",
    )  # fmt: skip
    found = audit_file(request).measurements
    ours = found[found["group"] == "African-American"].drop_duplicates("metric").set_index("metric")["value"]
    assert ours["selection_rate_ratio"] == pytest.approx(pair.disparate_impact(), abs=1e-9)
    assert ours["true_positive_rate_gap"] == pytest.approx(pair.equal_opportunity_difference(), abs=1e-9)
    assert ours["false_positive_rate_gap"] == pytest.approx(pair.false_positive_rate_difference(), abs=1e-9)
    assert ours["precision_ratio"] == pytest.approx(pair.ratio(pair.positive_predictive_value), abs=1e-9)
