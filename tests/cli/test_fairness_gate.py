"""`fairness FILE --charter`: the evaluator of `check`, with its exit codes and formats, about one file."""

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from click.testing import CliRunner, Result

from dashboard.cli.check import command as check
from dashboard.cli.fairness import command
from tests.charter_file import charter_file

HEAD = charter_file("", protected="sex, ethnicity")
CLAUSE = """\
  - {id: %s, principle: p, title: Fair, requirement: r, severity: high, remediate_within: 30d,
     threshold_set_by: policy, applies_to: {decides_about_people: true}, check: {%s}}
"""
FAIR = "fairness: selection_rate_ratio, between: [0.8, 1.25], window: 90d, min_group: 50"
GAP = "fairness: selection_rate_gap, between: [-0.6, 0.6], window: 90d, min_group: 50"
CHARTER = HEAD + "".join(
    CLAUSE % pair
    for pair in (
        ("F-1", FAIR),
        ("F-2", f"{FAIR}, intersections: true"),
        ("F-3", f"{FAIR}, within: channel"),
        ("F-4", GAP),
        ("O-1", "field: owner, present: true"),
    )
)
LOG = "decided_at,selected,a_sex,a_age,s_channel\n" + "".join(
    f"2026-{8 + number % 4:02d}-{1 + number % 22:02d}T10:00:00,{int(number % 10 < share)},{sex},{age},{channel}\n"
    for sex, age, channel, share in (("M", "old", "web", 6), ("M", "young", "web", 7), ("F", "old", "web", 3),
                                     ("F", "young", "phone", 5), ("M", "old", "phone", 5))
    for number in range(400)
)  # fmt: skip
READ = ("--decision", "selected", "--favourable", "1", "--time", "decided_at", "--charter", "charter.yaml")
BOTH = ("--attribute", "a_sex", "--attribute", "a_age", "--within", "s_channel")
Run = Callable[..., Result]


def named(log: str) -> str:
    """The log with a column `subject`: three hundred people, and every fiftieth decision names nobody."""
    head, *rows = log.splitlines()
    names = ["" if number % 50 == 0 else f"p{number % 300}" for number in range(len(rows))]
    return "\n".join([f"{head},subject", *(f"{row},{name}" for row, name in zip(rows, names, strict=True)), ""])


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `fairness log.csv` in a folder with a charter and a decision log."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "charter.yaml").write_text(CHARTER, encoding="utf-8")
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    return lambda *options: CliRunner().invoke(command, ["log.csv", *READ, *options])


@pytest.mark.parametrize("subject", [(), ("--subject", "subject")])
def test_the_file_alone_says_what_the_registered_log_says(run: Run, tmp_path: Path, subject: tuple[str, ...]) -> None:
    """Status, measured value, interval and n are those of `check` with the log in a registry: one evaluator.

    With a column that names whom a decision is about both widen alike, within a month, and count who is not named.
    """
    log = named(LOG) if subject else LOG
    (tmp_path / "log.csv").write_text(log, encoding="utf-8")
    names = {"sex": "collected", "age": "collected", "ethnicity": {"not_collected": "n", "decided_by": "o"}}
    record = {"id": "log", "title": "U", "lifecycle": "live", "owner": "o", "decides_about_people": True,
              "protected_attributes": names, "strata": ["channel"]}  # fmt: skip
    registry = {"format": 1, "use_cases": [record], "logs": {"decisions": [{"use_case": "log", "path": "log.csv"}]}}
    (tmp_path / "registry.yaml").write_text(json.dumps(registry), encoding="utf-8")
    (tmp_path / "plain.csv").write_text(log.replace("a_", "", 2).replace("s_", "", 1), encoding="utf-8")
    untested, as_of = " Not tested: ethnicity (n, decided by o).", ["--as-of", "2026-11-22", "--format", "json"]
    registered = CliRunner().invoke(check, ["--charter", "charter.yaml", "--registry", "registry.yaml", *as_of])
    options = ["--attribute", "sex", "--attribute", "age", "--within", "channel", *as_of, *subject]
    alone = CliRunner().invoke(command, ["plain.csv", *READ, *options])

    wanted, found = (
        {one["clause"]: (one["status"], one["measured"], one["reason"].removesuffix(untested))
         for one in json.loads(said.stdout)["findings"]}
        for said in (registered, alone)
    )  # fmt: skip
    del wanted["O-1"]
    assert found == wanted
    assert {status for status, _, _ in found.values()} >= {"non_compliant", "compliant"}
    assert found["F-1"][1]["n"] < 2000
    assert ("People come again" in found["F-1"][2]) == bool(subject)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((*BOTH, "--clause", "F-1"), 1),
        ((*BOTH, "--clause", "F-4"), 0),
        ((*BOTH, "--clause", "F-4", "--clause", "F-1"), 1),
        ((*BOTH, "--clause", "O-1"), 2),
        ((*BOTH, "--charter", "absent.yaml"), 2),
        (("--attribute", "colour"), 2),
        ((*BOTH, "--clause", "F-1", "--as-of", "2020-01-01"), 2),
    ],
)
def test_exit_codes(run: Run, options: tuple[str, ...], code: int) -> None:
    """0: nothing fails; 1: a clause does; 2: no such clause, charter or column, or nothing in the window."""
    result = run(*options)
    assert result.exit_code == code
    assert bool(result.stderr) == (code == 2)


def test_only_decisions_of_the_window_count(run: Run) -> None:
    """The windows end with the newest decision of the file unless another day is named."""
    found = json.loads(run("--attribute", "a_sex", "--clause", "F-1", "--format", "json").stdout)
    assert found["as_of"] == "2026-11-22"
    earlier = run("--attribute", "a_sex", "--clause", "F-1", "--format", "json", "--as-of", "2026-08-20")
    assert json.loads(earlier.stdout)["findings"][0]["measured"]["n"] < found["findings"][0]["measured"]["n"]


def test_a_file_without_dates_is_taken_whole(run: Run) -> None:
    """A test set has no dates: every row counts."""
    options = [option for option in READ if option not in {"--time", "decided_at"}]
    result = CliRunner().invoke(command, ["log.csv", *options, "--attribute", "a_sex", "--format", "json"])
    one = next(item for item in json.loads(result.stdout)["findings"] if item["clause"] == "F-1")
    assert (result.exit_code, one["measured"]["n"], one["measured"]["group"]) == (1, 800, "F")


def test_decisions_without_a_day_are_refused(run: Run, tmp_path: Path) -> None:
    """A row that belongs to no window would be left out unseen."""
    (tmp_path / "log.csv").write_text(LOG + ",1,F,old,web\n", encoding="utf-8")
    result = run("--attribute", "a_sex")
    assert result.exit_code == 2
    assert "1 decisions without a date" in result.stderr


@pytest.mark.parametrize("shape", ["sarif", "junit", "github", "gitlab", "json", "text"])
def test_every_format_names_the_file(run: Run, tmp_path: Path, shape: str) -> None:
    """The same formats as `check`; findings stand in the file, and `--out` keeps them."""
    result = run("--attribute", "a_sex", "--clause", "F-1", "--format", shape, "--out", "report")
    text = (tmp_path / "report").read_text(encoding="utf-8")
    assert result.exit_code == 1
    assert "F-1" in text
    if shape == "sarif":
        (found,) = json.loads(text)["runs"][0]["results"]
        assert found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "log.csv"
    if shape == "junit":
        assert Xml.fromstring(text.encode()).get("failures") == "1"  # noqa: S314  # our own text
    if shape == "text":
        assert "Measurements" in text


@pytest.mark.parametrize(
    "options",
    [
        ("--format", "sarif"),
        ("--clause", "F-1"),
        ("--out", "report"),
        ("--fail-on", "watch"),
        ("--as-of", "2026-11-01"),
    ],
)
def test_a_gate_needs_a_charter(run: Run, options: tuple[str, ...]) -> None:
    """What says how a charter is kept is refused without one, instead of doing nothing."""
    given = [option for option in READ if option not in {"--charter", "charter.yaml"}]
    result = CliRunner().invoke(command, ["log.csv", *given, "--attribute", "a_sex", *options])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "name --charter" in result.stderr


def test_a_charter_needs_favourable_values(run: Run) -> None:
    """Each value against the rest is no question to a charter."""
    given = [option for option in READ if option not in {"--favourable", "1"}]
    result = CliRunner().invoke(command, ["log.csv", *given, "--each", "--attribute", "a_sex"])
    assert (result.exit_code, "--favourable instead of --each" in result.stderr) == (2, True)
