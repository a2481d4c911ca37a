"""Logs named in a registry file are ranked, joined late, counted once, or end the check in words."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.errors import DecisionLogInvalid, GovernanceError, InputRejected
from dashboard.services.check import CheckRequest, CheckResult, check
from dashboard.settings import load_settings
from tests.charter_file import charter_file

CHARTER = charter_file(
    """\
  - {id: S-1, principle: p, title: Ranked alike, requirement: r, severity: high, remediate_within: 30d,
     threshold_set_by: policy, check: {fairness: auc_gap, between: [-0.05, 0.05], window: 90d,
     min_group: 50}}
"""
)
SCORED = "decided_at,selected,label,score,a_sex\n" + "".join(
    f"2026-11-{1 + number % 20:02d}T10:00:00,1,{number % 2},{score},{sex}\n"
    for sex, misled in (("F", 4), ("M", 0))
    for number in range(400)
    for score in [0.9 if (number % 2 == 1) != (number % 10 < misled) else 0.1]
)
USE_CASE = "{id: u, title: U, lifecycle: live, decides_about_people: true, protected_attributes: {sex: collected}}"


def _checked(folder: Path, logs: str) -> CheckResult:
    (folder / "charter.yaml").write_text(CHARTER, encoding="utf-8")
    (folder / "registry.yaml").write_text(f"format: 1\nuse_cases: [{USE_CASE}]\nlogs: {logs}\n", encoding="utf-8")
    asked = CheckRequest(folder / "charter.yaml", folder / "registry.yaml", date(2026, 11, 23))
    return check(asked, load_settings())


def test_scores_of_a_log_are_ranked(tmp_path: Path) -> None:
    """A log with a score column decides a clause about the ranking: one group is ranked right, the other often not."""
    (tmp_path / "log.csv").write_text(SCORED, encoding="utf-8")
    [found] = _checked(tmp_path, "{decisions: [{use_case: u, path: log.csv}]}").findings
    assert found.status == "non_compliant"
    assert found.spelled.measured is not None
    assert (found.spelled.measured["group"], found.spelled.measured["reference"]) == ("M", "F")
    assert found.spelled.measured["value"] == pytest.approx(1.0 - 0.6)  # F: 0.6 x 0.6 right, 2 x 0.6 x 0.4 tied


def test_labels_that_come_late_are_joined(tmp_path: Path) -> None:
    """A log without outcomes cannot be ranked; with the file of outcomes beside it, it is as if they had been in it."""
    lines = [line.split(",") for line in SCORED.splitlines()]
    whole = [["decision_id", *lines[0]], *([f"d{number}", *line] for number, line in enumerate(lines[1:]))]
    for name, kept in (("whole", range(6)), ("log", (0, 1, 2, 4, 5)), ("late", (0, 3))):
        text = "\n".join(",".join(line[at] for at in kept) for line in whole)
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    found = {
        logs: _checked(tmp_path, logs).findings[0]
        for logs in (
            "{decisions: [{use_case: u, path: whole.csv}]}",
            "{decisions: [{use_case: u, path: log.csv}]}",
            "{decisions: [{use_case: u, path: log.csv}], labels: [{use_case: u, path: late.csv}]}",
        )
    }
    together, without, joined = found.values()
    assert without.status == "not_assessed"
    assert joined.spelled == together.spelled
    assert joined.status == "non_compliant"


def test_the_same_log_named_twice_counts_once(tmp_path: Path) -> None:
    """A file that is named twice is one file."""
    (tmp_path / "log.csv").write_text(SCORED, encoding="utf-8")
    one = "{use_case: u, path: log.csv}"
    once, twice = (_checked(tmp_path, f"{{decisions: [{named}]}}").findings[0] for named in (one, f"{one}, {one}"))
    assert once.spelled == twice.spelled


@pytest.mark.parametrize(
    ("logs", "error", "says"),
    [
        ("{interactions: [{use_case: u, path: bad.csv}]}", DecisionLogInvalid, "bad.csv"),
        ("{samples: [{use_case: u, path: nothing.csv}]}", DecisionLogInvalid, "nothing.csv"),
        ("{training: [{path: bad.csv}]}", InputRejected, "bad.csv"),
        ("{amounts: [{path: ../bad.csv}]}", GovernanceError, "may not be read"),
        ("{cases: [{path: bad.csv, complete_to: 2999-01-01}]}", InputRejected, "has not come yet"),
        ("{consent: [{use_case: nobody, path: bad.csv}]}", GovernanceError, "nobody"),
    ],
)
def test_a_log_that_cannot_be_read_ends_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, logs: str, error: type[Exception], says: str
) -> None:
    """What `ingest` refuses is refused here, by name, and nothing is decided without it."""
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "bad.csv").write_text("nothing,of,ours\n1,2,3\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text("nothing,of,ours\n1,2,3\n", encoding="utf-8")
    with pytest.raises(error, match=says):
        _checked(folder, logs)


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store of a check is gone afterwards, also when a log is refused."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    (tmp_path / "log.csv").write_text(SCORED, encoding="utf-8")
    (tmp_path / "bad.csv").write_text("nothing,of,ours\n1,2,3\n", encoding="utf-8")
    _checked(tmp_path, "{decisions: [{use_case: u, path: log.csv}]}")
    with pytest.raises(DecisionLogInvalid):
        _checked(tmp_path, "{decisions: [{use_case: u, path: bad.csv}]}")
    assert list(temporary.iterdir()) == []
