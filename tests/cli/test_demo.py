"""`demo seed` never touches a store that holds anything."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli import cli
from dashboard.errors import Conflict


def test_a_store_that_holds_records_is_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal says what to do, and the store keeps its single use case."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path / "live"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "r.csv").write_text("Tool\nBot\n", encoding="utf-8")
    (tmp_path / "m.yaml").write_text(
        "format: 1\ntitle: R\nid: {from: [Tool]}\nfields: {title: Tool}\n", encoding="utf-8"
    )
    imported = ["registry", "import", str(tmp_path / "r.csv"), "--mapping", str(tmp_path / "m.yaml")]
    assert CliRunner().invoke(cli, imported).exit_code == 0
    with pytest.raises(Conflict, match="DASHBOARD_LIVE"):
        CliRunner().invoke(cli, ["demo", "seed"], catch_exceptions=False)
    exported = CliRunner().invoke(cli, ["registry", "export"], catch_exceptions=False).stdout
    assert exported.count("\n- id:") == 1
