"""`evidence report` says figure by figure whether a report's own counts bear it out, for pipelines too."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli import cli
from dashboard.errors import InputRejected
from tests.services.test_fairness_evidence import GROUPS, HEAD


@pytest.mark.parametrize(
    ("figure", "code", "said"), [("0.75", 0, "none of them differs"), ("0.85", 1, "1 of them differs")]
)
def test_it_fails_where_a_figure_is_contradicted(tmp_path: Path, figure: str, code: int, said: str) -> None:
    """Exit 0 where all are borne out, 1 where one is not; the line says both values."""
    (tmp_path / "r.csv").write_text(HEAD + GROUPS.replace("0.75", figure), encoding="utf-8")
    done = CliRunner().invoke(cli, ["evidence", "report", str(tmp_path / "r.csv")], catch_exceptions=False)
    assert done.exit_code == code
    assert said in done.stdout
    assert f"sex M  tpr: reported {figure}, recomputed 0.75" in done.stdout


def test_another_file_is_refused(tmp_path: Path) -> None:
    """A file that is no report of a known tool is a sentence."""
    (tmp_path / "r.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputRejected, match="no report that is known; expected a MetricFrame of Fairlearn"):
        CliRunner().invoke(cli, ["evidence", "report", str(tmp_path / "r.csv")], catch_exceptions=False)
