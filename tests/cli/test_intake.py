"""The command line asks the intake questions and decides from a file of answers."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli import cli
from dashboard.errors import InputRejected

QUIET = """
infers: infers
looks_at: [customer]
used_for: [answer]
narrow_task: "no"
speaks: "yes"
emotion: none
biometrics: none
credit: "no"
life_or_health: "no"
staff: "no"
public_service: "no"
decides: "no"
data: [personal]
profiles: "no"
generates: "no"
persuades: "no"
made_by: built
own_brand: "yes"
purpose_changed: "no"
countries: [EU]
"""


def decided(tmp_path: Path, text: str) -> tuple[int, str]:
    """Exit code and output for a file of answers."""
    file = tmp_path / "answers.yaml"
    file.write_text(text)
    result = CliRunner().invoke(cli, ["intake", "decide", str(file), "--as-of", "2026-11-27"])
    if isinstance(result.exception, InputRejected):
        raise result.exception
    return result.exit_code, result.output


def test_answers_become_a_tier(tmp_path: Path) -> None:
    """Tier, rule, law, added duties and the state of the law stand in the answer."""
    code, output = decided(tmp_path, QUIET)

    assert code == 0
    assert "tier       limited\nrule       R13 (50(1), 50(2), 50(4)): It speaks or writes" in output
    assert "besides    PROVIDER" in output
    assert "as of      2026-11-27, EU AI Act 2024/1689 as changed by" in output


def test_an_open_question_is_exit_1(tmp_path: Path) -> None:
    """A pipeline cannot take an unfinished questionnaire for a decision."""
    code, output = decided(tmp_path, QUIET.replace("emotion: none\n", ""))

    assert code == 1
    assert output.startswith("open       emotion\nNo tier before")


@pytest.mark.parametrize(("text", "said"), [
    (QUIET.replace("emotion: none", "emotion: joy"), "emotion: found 'joy'"),
    (QUIET.replace('profiles: "no"', "profiles: no"), "profiles"),
    ("- a\n- b\n", "mapping"),
])  # fmt: skip
def test_bad_answers_are_told(tmp_path: Path, text: str, said: str) -> None:
    """A choice that does not exist, an unquoted no, and a list are refused in a sentence."""
    with pytest.raises(InputRejected, match=said):
        decided(tmp_path, text)


def test_every_question_is_printed() -> None:
    """The printed file names each of the fifteen questions with its choices."""
    output = CliRunner().invoke(cli, ["intake", "questions"]).output

    assert "# Q15. Who made it" in output
    assert "#     usually_follows: A person who usually follows it" in output
