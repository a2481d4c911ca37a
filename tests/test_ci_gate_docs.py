"""docs/ci-gate.md keeps its word: every command of its snippets runs in a real repository, and so do its hooks."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.charter_file import charter_file

CHARTER = charter_file(
    """\
  - {id: A-1, principle: p, title: Owned, requirement: r, severity: high, remediate_within: 30d,
     threshold_set_by: policy, check: {field: owner, present: true}}
  - id: F-1
    principle: p
    title: Fair
    requirement: r
    severity: high
    remediate_within: 30d
    threshold_set_by: policy
    applies_to: {decides_about_people: true}
    check: {fairness: selection_rate_ratio, between: [0.8, 1.25], window: 90d, min_group: 50}
"""
)
REGISTRY = "format: 1\nuse_cases:\n  - {id: u, title: U, lifecycle: live, decides_about_people: false, owner: a}\n"
NAMED = {f"GIT_{who}_{what}": "t@localhost" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
HERE = NAMED | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
pytestmark = pytest.mark.slow


def decisions(women: int) -> str:
    """A thousand decisions for each sex, of which six, or `women`, in ten are favourable."""
    rows = [
        f"2026-11-{1 + number % 22:02d},{int(number % 10 < share)},{sex},{('young', 'old')[number // 22 % 2]}"
        for sex, share in (("M", 6), ("F", women))
        for number in range(1000)
    ]
    return "\n".join(["decided_at,approved,sex,age_band", *rows, ""])


def blocks(root: Path, kind: str) -> list[str]:
    """The fenced blocks of one language."""
    text = (root / "docs" / "ci-gate.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(root: Path) -> Iterator[tuple[str, str]]:
    """Pipeline and command, of every snippet."""
    for block in blocks(root, "sh"):
        yield from (("shell", line) for line in re.sub(r"\\\n\s*", "", block).splitlines())
    for block in blocks(root, "yaml"):
        snippet = yaml.safe_load(block)
        if "jobs" in snippet:
            yield from (("github", step["run"]) for step in snippet["jobs"]["charter"]["steps"] if "run" in step)
        if "ai-charter" in snippet:
            yield from (("gitlab", line) for line in snippet["ai-charter"]["script"])
    for block in blocks(root, "groovy"):
        yield from (("jenkins", line) for line in re.findall(r"\bsh '(.*)'$", block, re.MULTILINE))


@pytest.fixture
def repository(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A committed repository of a model team, in which `python` is one that has the dashboard."""
    for name, value in HERE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(root))
    folder = tmp_path / "team"
    (folder / "charter").mkdir(parents=True)
    (folder / "charter" / "charter.yaml").write_text(CHARTER, encoding="utf-8")
    (folder / "registry.yaml").write_text(REGISTRY, encoding="utf-8")
    (folder / "decisions.csv").write_text(decisions(6), encoding="utf-8")
    run(folder, "git init -q -b main && git add -A && git commit -q -m First")
    return folder


def run(folder: Path, line: str, *, code: int = 0) -> str:
    """A line as a runner gives it to the shell; its output."""
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", line], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def test_every_command_runs_and_fails_on_a_breach(repository: Path, root: Path) -> None:
    """All pass where the charter is kept; each gate exits with 1 on a breach, and a report alone does not.

    Installing is the one command that is not run: it would change what runs the tests.
    """
    lines = [(where, line) for where, line in commands(root) if "pip install" not in line]
    assert {where for where, _ in lines} == {"shell", "github", "gitlab", "jenkins"}
    for _, line in lines:
        run(repository, line)
    (repository / "registry.yaml").write_text(REGISTRY.replace(", owner: a", ""), encoding="utf-8")
    (repository / "decisions.csv").write_text(decisions(3), encoding="utf-8")
    failed = {where for where, line in lines if " validate " not in line and "|| test" not in line}
    for _, line in lines:
        run(repository, line, code=0 if " validate " in line or "|| test" in line else 1)
    assert failed == {"shell", "github", "gitlab", "jenkins"}
    assert {"ai-charter.sarif", "ai-charter.xml", "gl-code-quality.json"} <= {
        path.name for path in repository.iterdir()
    }
    assert '"A-1"' in (repository / "ai-charter.sarif").read_text(encoding="utf-8")


def test_a_report_fails_on_bad_input(repository: Path, root: Path) -> None:
    """`|| test $? -eq 1` hides a breach that another step tells, never a registry that cannot be read."""
    (repository / "registry.yaml").write_text("format: 1\nuse_cases: [{id: u, titel: U}]\n", encoding="utf-8")
    lines = [line for _, line in commands(root) if "|| test" in line]
    assert len(lines) == 2
    for line in lines:
        assert "Did you mean `title`?" in run(repository, line, code=1)


def commit(folder: Path, name: str, text: str, *, code: int) -> str:
    """Stage a file and try to commit."""
    (folder / name).write_text(text, encoding="utf-8")
    run(folder, f"git add {name}")
    return run(folder, "git commit -q -m Next", code=code)


def test_the_git_hook_refuses_what_cannot_be_read(repository: Path, root: Path) -> None:
    """A bad staged file is not committed and its problem is named; what is only in the folder does not count."""
    (hook,) = blocks(root, "bash")
    place = repository / ".git" / "hooks" / "pre-commit"
    place.write_text(hook, encoding="utf-8")
    place.chmod(0o755)
    said = commit(repository, "registry.yaml", REGISTRY.replace("title", "titel"), code=1)
    assert "Did you mean `title`?" in said
    assert "line 3" in said
    assert "Did you mean" in commit(repository, "charter/charter.yaml", CHARTER.replace("owner:", "ownr:"), code=1)
    run(repository, "git checkout -q HEAD -- .")
    commit(repository, "registry.yaml", f"# x\n{REGISTRY}", code=0)
    (repository / "registry.yaml").write_text("broken: [", encoding="utf-8")
    commit(repository, "README", "Only this is staged.", code=0)
    assert run(repository, "git log --oneline").count("\n") == 3


def test_pre_commit_refuses_what_cannot_be_read(repository: Path, root: Path, tmp_path: Path) -> None:
    """The documented configuration names the manifest's own hooks, and pre-commit carries them out in a commit."""
    (text,) = [block for block in blocks(root, "yaml") if block.startswith("repos:")]
    manifest = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    ours = [{name: hook[name] for name in hook if name != "description"} for hook in manifest]
    assert yaml.safe_load(text)["repos"] == [{"repo": "local", "hooks": ours}]
    run(root, "python -m pre_commit validate-manifest .pre-commit-hooks.yaml")
    (repository / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    home = f"export PRE_COMMIT_HOME='{tmp_path / 'home'}'; "
    run(repository, f"{home}git add -A && python -m pre_commit install && git commit -q -m Hooks")

    (repository / "registry.yaml").write_text(REGISTRY.replace("title", "titel"), encoding="utf-8")
    said = run(repository, f"{home}git commit -q -a -m Bad", code=1)
    assert "Did you mean `title`?" in said
    assert re.search(r"AI registry\.+Failed", said)
    assert re.search(r"AI charter\.+\(no files to check\)Skipped", said)
    (repository / "registry.yaml").write_text(f"# x\n{REGISTRY}", encoding="utf-8")
    assert re.search(r"AI registry\.+Passed", run(repository, f"{home}git commit -q -a -m Good"))
