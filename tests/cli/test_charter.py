"""The charter on the command line."""

from pathlib import Path

from click.testing import CliRunner

from dashboard.cli.charter import command


def test_shipped_charter_is_valid(root: Path) -> None:
    """The charter that is shipped passes its own validation."""
    done = CliRunner().invoke(command, ["validate", str(root / "charter" / "charter.yaml")])

    assert done.exit_code == 0
    assert "59 clauses, nothing wrong" in done.stdout


def test_problems_are_named(root: Path, tmp_path: Path) -> None:
    """Every bad charter is told with its lines, the good ones too, and the exit code is 2."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: 1\ntitle: NO\n")

    done = CliRunner().invoke(command, ["validate", str(bad), str(root / "charter" / "charter.yaml"), str(bad)])

    assert done.exit_code == 2
    assert done.stderr.count("line 2: title: found `NO`") == 2
    assert "59 clauses, nothing wrong" in done.stdout


def test_schema_is_printed(root: Path) -> None:
    """What is printed is what is committed."""
    done = CliRunner().invoke(command, ["schema"])

    assert done.stdout == (root / "charter" / "charter.schema.json").read_text()
