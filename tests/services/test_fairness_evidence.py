"""A fairness report is a document with figures of its own: read, held against its counts, and refused where broken."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.evidence_files import EvidenceFiles
from dashboard.adapters.fairness_report_file import read_report
from dashboard.adapters.repository import use_case_record
from dashboard.domain import fairness_reports
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.fairness import compare
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.errors import InputRejected
from dashboard.services.evidence import FileDocument, file_document
from dashboard.services.fairness_evidence import kept_report
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import RegisterUseCase, register_use_case

DAY, LEAD = date(2026, 11, 27), Actor("lead", Role.TEAM_LEAD)
HEAD = "attribute_name,attribute_value,tp,fp,fn,tn,group_size,tpr,fpr,pprev,fpr_disparity,fpr_ref_group_value\n"
GROUPS = "sex,F,30,10,20,40,100,0.6,0.2,0.40,0.6,M\nsex,M,60,40,20,80,200,0.75,0.33,0.50,1.0,M\n"


@pytest.fixture
def store(sqlite_database: Database) -> Database:
    """A use case of a lead."""
    add_users(sqlite_database, AddUsers((User("lead", "Lead", LEAD.role),)), SYSTEM)
    register_use_case(sqlite_database, RegisterUseCase(UseCase(id="bot", title="Bot", owner="lead")), SYSTEM)
    return sqlite_database


def filed(store: Database, files: EvidenceFiles, content: str, **states: str) -> dict[str, str]:
    """What the document states once it is filed."""
    command = FileDocument(
        "bot", 1, "fairness_report", DAY, DAY, content=content.encode(), file_name="a.csv", states=states
    )
    file_document(store, files, command, LEAD)
    found = use_case_record(store, "bot")
    assert found
    return dict(found[0].evidence[0].states)


def test_what_it_says_itself_is_stated_and_nobody_talks_a_difference_away(store: Database, tmp_path: Path) -> None:
    """By hand: 30/50, 10/50, 40/100, 60/80, 40/120 to two decimals, 100/200 are right; 0.2 over a third is 0.6."""
    files = EvidenceFiles(tmp_path, 1)
    stated = filed(store, files, HEAD + GROUPS.replace("0.75", "0.85"), tool="Aequitas 1.1", recomputed="all fine")
    assert stated == {
        "tool": "Aequitas 1.1", "attributes_tested": "sex", "n_per_group": "sex F: 100; sex M: 200",
        "recomputed": "8 figures reported, 8 recomputed from counts, 1 of them differs",
    }  # fmt: skip
    found = use_case_record(store, "bot")
    assert found
    report = kept_report(files, str(found[0].evidence[0].sha256))
    assert report
    first = report.table().iloc[0]
    assert first.to_list() == ["sex", "M", "tpr", 0.85, 0.75, "✕ differs"]
    assert [one.sentence for one in report.differing] == ["sex M  tpr: reported 0.85, recomputed 0.75  ✕ differs"]


def test_any_other_document_is_filed_as_it_is(store: Database, tmp_path: Path) -> None:
    """A report in words states nothing by itself, and its figures are not read."""
    assert filed(store, EvidenceFiles(tmp_path, 1), "We looked, and it was fair.\n") == {}


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "[1, 2]", "null", '{"a": {"b": {"c": 1}}}', "a,b\n1,2\n", "[" * 100_000, "\ufeff{", '"x"',
             '["{' + "[" * 15_000 + '"]', '["{\\"a\\":' + "[" * 15_000 + '"]'],
)  # fmt: skip
def test_what_is_no_report_is_none(text: str) -> None:
    """Nothing is guessed, and no nesting breaks the reader."""
    assert read_report(text.encode()) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEAD.replace(",tn,", ",") + "sex,F,30,10,20,100,0.6,0.2,0.4,1,F\n", "found no column tn; expected tp, fp"),
        (HEAD + GROUPS.replace("100,0.6", "110,0.6"), "group_size: found 110 where tp, fp, fn and tn sum to 100"),
        (HEAD + GROUPS.replace("F,30", "F,-3"), "row 2, tp: found `-3`; expected a whole number from 0 on"),
        (HEAD + GROUPS.replace("F,30", "F,many"), "row 2, tp: found `many`; expected a number"),
        (HEAD + GROUPS + GROUPS, "found a group twice"),
        ('{"selection_rate": {"a": 1.2}, "count": {"a": 10}}', "selection_rate of a: found 1.2; expected a share"),
        ('{"selection_rate": {"a": "high"}}', "selection_rate of a: found `high`; expected a number"),
        ('{"count": {"a": 2.5}, "selection_rate": {"a": 1}}', "count of a: found `2.5`; expected a whole number"),
        ('{"by_group": {"count": {"a": 5}}, "overall": {"count": 6}}', "found 6; expected 5, the sum of its groups"),
        ('{"metric": "Disparate Impact", "message": "none"}', "expected a message that ends in the value"),
        ('{"metric": "Disparate Impact", "message": ": 1.0", "numInstancesPrivileged": 1' + "0" * 400 + "}",
         "expected a number"),
        (json.dumps({"metric": "Accuracy", "message": "1" * 1_000_000 + "x"}), "a message that ends in the value"),
        ('{"by_group": {"columns": ["selection_rate", "count"], "index": ["a"], "data": [[0.5]]}}', "another length"),
        ('{"by_group": {"columns": ["selection_rate", "count"], "index": ["a"], "data": [5]}}', "another length"),
        ('{"by_group": {"columns": ["selection_rate"], "index": ["a", "a"], "data": [[0], [1]]}}', "a group twice"),
        ('{"metric": "Disparate Impact", "message": ": 1.0", "numPositivePredictionsUnprivileged": 9, '
         '"numUnprivileged": 5, "numPositivePredictionsPrivileged": 1, "numPrivileged": 2}',
         "found more of a part than of its whole"),
    ],
)  # fmt: skip
def test_a_broken_report_is_refused_in_a_sentence(store: Database, tmp_path: Path, text: str, sentence: str) -> None:
    """Where, what was found, what was expected, what to do; nothing is filed."""
    with pytest.raises(InputRejected) as refused:
        filed(store, EvidenceFiles(tmp_path, 1), text)
    assert sentence in str(refused.value)
    assert "Export it again from the tool, unchanged." in str(refused.value)
    assert store.data_version() == 2


def test_a_report_of_thousands_of_figures_is_compared_once_a_metric(monkeypatch: pytest.MonkeyPatch) -> None:
    """One document cannot keep the server busy: what is found again is found for all figures of a metric at once."""
    asked: list[str] = []

    def counted(counts: pd.DataFrame, **how: Any) -> pd.DataFrame:
        asked.append(how["metric"])
        return compare(counts, **how)

    monkeypatch.setattr(fairness_reports, "compare", counted)
    head = "attribute_name,attribute_value,tp,fp,fn,tn,group_size,tpr_disparity,tpr_ref_group_value\n"
    lines = [f"sex,g{one},3,1,1,1,6,{'2.0' if one == 1 else '1.0'},g0\n" for one in range(3_000)]
    report = read_report((head + "".join(lines)).encode())

    assert report is not None
    assert (report.recomputed, asked) == (3_000, ["true_positive_rate_ratio"])
    assert [one.group for one in report.differing] == ["g1"]
