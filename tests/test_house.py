"""The layout and the sizes of DESIGN are kept by a machine, not by memory."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

TOP_LEVEL = {
    "dashboard", "data", "charter", "tests", "docs", "bench", "requirements.txt", "requirements-dev.txt",
    "requirements-spark.txt", "requirements-models.txt",
    "README.md", "pyproject.toml", "Makefile",
}  # fmt: skip
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "models", "manager", "handler"}
LIMITS = {"views": 80, "adapters": 250}
LONGEST_BODY = 25
LONGEST_TESTS = 250
STILL_TOO_LONG = {
    "review_ages", "load_explorer", "plot_of", "_item", "load_use_cases",
    "run",
}  # fmt: skip
FAIL_BY_RAISING = {
    "test_no_punctuation_escapes_as_another_error", "test_every_act_has_somebody_who_may",
    "test_this_machine_is_served",
}  # fmt: skip
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(root: Path) -> list[Path]:
    """Every module of the package but generated migrations."""
    return [path for path in (root / "dashboard").rglob("*.py") if "versions" not in path.parts]


def limit(root: Path, path: Path) -> int:
    """How many lines a module may have, by its floor."""
    relative = path.relative_to(root / "dashboard")
    return 60 if relative.name == "app.py" else LIMITS.get(relative.parts[0], 200)


def test_import_rule_holds(root: Path) -> None:
    """No module imports from a floor above its own, and storage and Streamlit stay where they belong."""
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_top_level_stays_small(root: Path) -> None:
    """Nothing is added at the top level unnoticed."""
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in listed.splitlines() if not line.startswith(".")}

    assert top - TOP_LEVEL == set()


def test_modules_keep_their_size(root: Path) -> None:
    """A module that grows past its limit has lost its one idea."""
    sizes = {path: len(path.read_text().splitlines()) for path in modules(root)}
    too_long = {str(path.relative_to(root)): size for path, size in sizes.items() if size > limit(root, path)}

    assert too_long == {}


def test_files_of_tests_keep_their_size(root: Path) -> None:
    """A file of tests is about one thing, too: 250 lines at most."""
    sizes = {path: len(path.read_text().splitlines()) for path in (root / "tests").rglob("*.py")}
    assert {str(path.relative_to(root)): size for path, size in sizes.items() if size > LONGEST_TESTS} == {}


def test_no_module_is_called_after_nothing(root: Path) -> None:
    """A file named after no idea collects every idea."""
    assert [path for path in modules(root) if path.stem in FORBIDDEN_NAMES] == []


def test_every_module_says_why_it_exists(root: Path) -> None:
    """Each module starts with its reason."""
    silent = [path for path in modules(root) if not path.read_text().lstrip().startswith('"""')]

    assert [str(path.relative_to(root)) for path in silent if path.read_text().strip()] == []


@pytest.mark.parametrize("pattern", [r"\bunsafe_allow_html\s*=\s*True", r"use_container_width", r"plotly\.express"])
def test_screens_avoid_what_the_house_forbids(root: Path, pattern: str) -> None:
    """No raw HTML from user text, nothing deprecated, no slow chart builder."""
    offenders = [path.name for path in modules(root) if re.search(pattern, path.read_text())]

    assert offenders == []


def functions(path: Path) -> list[Function]:
    """Every function of a file, methods and inner ones included."""
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, Function)]


def body_lines(path: Path, function: Function) -> int:
    """How many lines the statements of a body take, without its docstring, blank lines and comments."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not body:
        return 0
    lines = path.read_text().splitlines()[body[0].lineno - 1 : body[-1].end_lineno]
    return sum(1 for line in lines if line.strip() and not line.strip().startswith("#"))


def test_functions_keep_their_size(root: Path) -> None:
    """A body fits on a screen: 25 lines at most, in the package, the benchmarks and the tests alike."""
    files = [*modules(root), *(root / "bench").glob("*.py"), *(root / "tests").rglob("*.py")]
    long = {
        f"{path.relative_to(root)}:{function.name}": body_lines(path, function)
        for path in files
        for function in functions(path)
        if body_lines(path, function) > LONGEST_BODY and function.name not in STILL_TOO_LONG
    }

    assert long == {}


def every_test(root: Path) -> list[tuple[str, Function]]:
    """Every test with where it stands."""
    files = sorted((root / "tests").rglob("test_*.py"))
    return [
        (f"{path.relative_to(root)}:{function.name}", function)
        for path in files
        for function in functions(path)
        if function.name.startswith("test_")
    ]


def test_every_test_states_its_claim(root: Path) -> None:
    """Each test's docstring says in a sentence what it proves."""
    silent = [
        where for where, function in every_test(root) if not (ast.get_docstring(function) or "").strip().endswith(".")
    ]

    assert silent == []


def may_fail(function: Function) -> bool:
    """Whether a body can find something wrong: it asserts, expects an error, or calls something that does."""
    nodes = list(ast.walk(function))
    calls = [ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)]
    checks = ("assert_", "raises", "expect", "same", "fail", "validate", "refused", "pytest.warns")
    asserts = any(isinstance(node, ast.Assert) and not isinstance(node.test, ast.Constant) for node in nodes)
    return asserts or any(word in call for call in calls for word in checks)


def test_every_test_can_fail(root: Path) -> None:
    """A test that asserts nothing proves nothing."""
    found = [where for where, function in every_test(root) if not may_fail(function)]

    assert [where for where in found if where.split(":")[1] not in FAIL_BY_RAISING] == []


def test_nothing_is_left_to_do_in_the_text(root: Path) -> None:
    """Unfinished work stands in no comment, and nothing prints but command line and benchmarks."""
    marks = re.compile(r"\b(TO" r"DO|FIX" r"ME)\b|\bbreak" r"point\(")
    printing = re.compile(r"^\s*print\(", re.MULTILINE)
    quiet = [path for path in modules(root) if "cli" not in path.parts]

    assert [
        path.name for path in (*modules(root), *(root / "tests").rglob("*.py")) if marks.search(path.read_text())
    ] == []
    assert [path.name for path in quiet if printing.search(path.read_text())] == []


def test_every_decision_record_has_a_number_of_its_own(root: Path) -> None:
    """Records are numbered without a gap or a double, in their names and in their titles."""
    records = sorted((root / "docs" / "decisions").glob("*.md"))
    titles = [record.read_text(encoding="utf-8").split(".", maxsplit=1)[0] for record in records]
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    assert titles == [f"# {number}" for number in range(1, len(records) + 1)]


def test_every_benchmark_can_be_run(root: Path) -> None:
    """`make bench` runs every file beside it whose name does not begin with an underscore, by its `run()`."""
    files = [path for path in (root / "bench").glob("*.py") if not path.stem.startswith("_")]
    runs = {path.stem: [one for one in functions(path) if one.name == "run" and len(one.args.args) ==
                        len(one.args.defaults)] for path in files}  # fmt: skip
    assert [name for name, own in runs.items() if not own] == []


def test_no_test_is_impatient(root: Path) -> None:
    """Browser tests wait a minute at least for what must come, and no example has to be quick."""
    waits = re.compile(r"timeout=([\d_]+)")
    hurried = re.compile(r"\bsettings\([^)]*dead" r"line=(?!None)")
    files = list((root / "tests").rglob("*.py"))
    browser = [path for path in files if path.parent.name == "browser" and path.name != "conftest.py"]

    assert [path.name for path in browser for found in waits.findall(path.read_text()) if int(found) < 60_000] == []
    assert [str(path.relative_to(root)) for path in files if hurried.search(path.read_text())] == []


def test_no_module_of_tests_keeps_the_day_it_was_read(root: Path) -> None:
    """Tests run for a while, also past midnight: `tests.clock` is asked when a day or an hour is wanted."""
    kept = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in (root / "tests").rglob("*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.Assign | ast.AnnAssign) and re.search(r"\b(today|now)\(", ast.unparse(node))
    ]
    assert [where for where in kept if not where.startswith("tests/featured.py")] == []  # there three days are enough
