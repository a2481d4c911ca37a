"""What a pipeline is handed can be read by it, whatever text stands in the files that were checked."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from dashboard.adapters.charter_file import load_charter
from dashboard.domain.explanations import Spelled
from dashboard.domain.statuses import Reason, Status
from dashboard.domain.verdict_rows import FindingRecord
from dashboard.reports.gate_github import github
from dashboard.reports.gate_gitlab import gitlab
from dashboard.reports.gate_junit import junit
from dashboard.reports.gate_sarif import sarif
from dashboard.reports.gate_text import harmless
from dashboard.services.check import CheckRequest, CheckResult
from dashboard.services.check_places import Place
from dashboard.services.gate import Gate, gate_of, refused
from dashboard.settings import load_settings
from tests.assessing import AS_OF, charter, clause

ATTACK = "]]> <b>&\n::error file=x::pwned\r\n##[add-mask]x %0A ##vso[task.x]y \x1b[2J\x00\ufffe\ud800 {0} [x](http://e)"
HOSTILE = st.one_of(st.just(ATTACK), st.text(min_size=1, max_size=60))
# The grammar by which the runner of GitHub Actions reads a line, see gate_github.
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*?)::(.*)")


def gate(text: str, *statuses: Status, reason: Reason | None = None, path: str = "registry.yaml") -> Gate:
    """A run whose use case, charter, clauses, reasons and file all carry the text."""
    promise = charter(clause({"field": "owner", "present": True}, maps_to={"eu_ai_act": ["5(1)", "5(1)(a)"]}))
    held = promise.clauses[0].model_copy(update={"title": text, "requirement": text})
    found = [
        FindingRecord(text, held.model_copy(update={"id": f"X-{number}"}), status, reason, None,
                      Spelled(text, text, {"group": text}))
        for number, status in enumerate(statuses)
    ]  # fmt: skip
    result = CheckResult(
        promise.model_copy(update={"title": text}), AS_OF, tuple(found), None, lambda _: Place(path, 7)
    )
    return gate_of("check", result, "breach", replace(load_settings(), frameworks=Path("none")))


ALL = (Status.NON_COMPLIANT, Status.WATCH, Status.NOT_ASSESSED, Status.COMPLIANT, Status.NOT_APPLICABLE)


@pytest.fixture(scope="module")
def schema() -> Draft4Validator:
    """The official schema of SARIF 2.1.0 (rtm.5) as @microsoft/jest-sarif (MIT) carries it."""
    return Draft4Validator(json.loads(Path(__file__).with_name("sarif-2.1.0.json").read_text(encoding="utf-8")))


def faults(schema: Draft4Validator, text: str) -> list[str]:
    """Everywhere the text departs from the schema, or from what the schema cannot say."""
    log = json.loads(text)
    said = [f"{fault.json_path}: {fault.message}" for fault in schema.iter_errors(log)]
    for run in log["runs"]:
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        said += [f"{one['ruleId']} is rule {one['ruleIndex']}" for one in run["results"]
                 if rules[one["ruleIndex"]] != one["ruleId"]]  # fmt: skip
        said += [f"{one['kind']} at {one['level']}" for one in run["results"]
                 if (one["kind"] == "fail") == (one["level"] == "none")]  # fmt: skip
    return said


@given(text=HOSTILE)
def test_sarif_follows_its_schema_whatever_is_written(schema: Draft4Validator, text: str) -> None:
    """Any text gives one valid log with one result for each clause that is not kept."""
    written = sarif(gate(text, *ALL))
    written.encode()
    assert faults(schema, written) == []
    (run,) = json.loads(written)["runs"]
    assert [(one["kind"], one["level"]) for one in run["results"]] == [
        ("fail", "error"), ("fail", "warning"), ("open", "none"),
    ]  # fmt: skip


@given(text=HOSTILE)
def test_sarif_text_is_neither_link_nor_placeholder(text: str) -> None:
    """What people wrote stays text: SARIF reads `[a](b)` as a link and `{0}` as a place to fill."""
    (run,) = json.loads(sarif(gate(text, Status.NON_COMPLIANT)))["runs"]
    said = run["results"][0]["message"]["text"]
    assert "\n" not in said
    assert not re.search(r"(?<!\\)(\\\\)*\[", said)
    assert said.replace("{{", "").replace("}}", "").find("{") < 0


@given(text=HOSTILE)
def test_junit_is_xml_with_one_case_for_each_clause(text: str) -> None:
    """Any text gives well-formed XML whose sums agree, with the attributes that strict readers know and no others."""
    root = Xml.fromstring(junit(gate(text, *ALL)).encode())  # noqa: S314  # our own text
    cases = root.findall("testsuite/testcase")
    assert [[child.tag for child in case] for case in cases] == [
        ["failure"],
        ["system-out"],
        ["skipped"],
        ["system-out"],
    ]
    assert [root.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["4", "1", "0", "1"]
    known = {
        "testsuites": {"name", "tests", "failures", "errors", "skipped"},
        "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
        "testcase": {"name", "classname"},
        "failure": {"message", "type"},
        "error": {"message", "type"},
        "skipped": {"message"},
        "system-out": set(),
    }
    assert [one.tag for one in root.iter() if not set(one.attrib) <= known[one.tag]] == []


def read(line: str) -> tuple[str, dict[str, str], str]:
    """A line as the runner reads it: command, properties, message."""
    found = COMMAND.fullmatch(line)
    assert found, line
    parts = dict(pair.split("=", 1) for pair in found[2].split(","))
    return found[1], {name: _plain(value) for name, value in parts.items()}, _plain(found[3])


def _plain(value: str) -> str:
    marks = {"%3A": ":", "%2C": ",", "%0A": "\n", "%0D": "\r", "%25": "%"}
    return re.sub("|".join(marks), lambda hit: marks[hit[0]], value)


@given(text=HOSTILE)
def test_github_is_told_one_command_a_finding(text: str) -> None:
    """Any text gives exactly one command a finding, with its place, and a last line that is no command."""
    *lines, last = github(gate(text, *ALL, path="a,b:c.yaml")).splitlines()
    told = [read(line) for line in lines]
    assert [level for level, _, _ in told] == ["error", "warning", "notice"]
    assert {(given["file"], given["line"]) for _, given, _ in told} == {("a,b:c.yaml", "7")}
    assert all("\n" not in message for _, _, message in told)
    assert re.match(r"\d", last)
    assert "##" not in last


@given(text=HOSTILE)
def test_gitlab_is_told_an_issue_a_finding(text: str) -> None:
    """Any text gives a list of issues with the five keys that GitLab reads, and fingerprints that differ."""
    issues = json.loads(gitlab(gate(text, *ALL)))
    assert {tuple(issue) for issue in issues} == {("description", "check_name", "fingerprint", "severity", "location")}
    assert [issue["severity"] for issue in issues] == ["critical", "minor", "info"]
    assert len({issue["fingerprint"] for issue in issues}) == 3
    assert {json.dumps(issue["location"]) for issue in issues} == {'{"path": "registry.yaml", "lines": {"begin": 7}}'}


@given(text=HOSTILE)
def test_a_log_line_is_never_a_command(text: str) -> None:
    """Neither GitHub Actions nor Azure Pipelines finds anything to carry out in a line for people."""
    for line in harmless(text).split("\n"):
        assert not line.lstrip().startswith("::")
        assert "##" not in line


def test_a_rule_is_the_clause_with_its_laws_as_data(root: Path) -> None:
    """Promise, severity and what is not checked are in the help; articles are taxa with source and date."""
    promise = load_charter(root / "charter" / "charter.yaml")
    found = FindingRecord("u", promise.clauses[0], Status.NON_COMPLIANT, None, None, Spelled("Why.", None, None))
    (run,) = json.loads(sarif(gate_of("check", CheckResult(promise, AS_OF, (found,)), "breach", load_settings())))[
        "runs"
    ]
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["id"] == "ACC-01"
    assert "Not checked: whether the answers in the screening are true." in rule["help"]["text"]
    taxa = {(one["name"], taxon["id"]): taxon for one in run["taxonomies"] for taxon in one["taxa"]}
    assert taxa["eu_ai_act", "5(1)"]["properties"]["from"] == "2025-02-02"
    for link in rule["relationships"]:
        component = run["taxonomies"][link["target"]["toolComponent"]["index"]]
        assert component["taxa"][link["target"]["index"]]["id"] == link["target"]["id"]
    assert ("eu_ai_act", "5(1)") in {
        (link["target"]["toolComponent"]["name"], link["target"]["id"]) for link in rule["relationships"]
    }


def test_a_waived_breach_is_suppressed_and_says_why(schema: Draft4Validator) -> None:
    """Code scanning shows a waiver as a suppression with its reason, never as nothing."""
    written = sarif(gate("Waived until 31 Dec 2026.", Status.WATCH, reason=Reason.WAIVED))
    (result,) = json.loads(written)["runs"][0]["results"]
    assert faults(schema, written) == []
    assert result["suppressions"][0]["status"] == "accepted"
    assert "Waived until 31 Dec 2026." in result["suppressions"][0]["justification"]


@pytest.mark.parametrize("path", ["/elsewhere/registry.yaml", "a folder/ré%.yaml", "registry.yaml"])
def test_places_are_addresses(schema: Draft4Validator, path: str) -> None:
    """A file of the repository is named from its root, one elsewhere by a file address, both percent-encoded."""
    written = sarif(gate("t", Status.NON_COMPLIANT, path=path))
    assert faults(schema, written) == []
    place = json.loads(written)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    wanted = {
        "/elsewhere/registry.yaml": "file:///elsewhere/registry.yaml",
        "a folder/ré%.yaml": "a%20folder/r%C3%A9%25.yaml",
    }
    assert place["artifactLocation"]["uri"] == wanted.get(path, path)
    assert place["region"] == {"startLine": 7}


@pytest.mark.parametrize("shape", [sarif, junit, github, gitlab])
def test_bad_input_is_a_report_too(schema: Draft4Validator, tmp_path: Path, shape: Any) -> None:
    """A charter that is refused is an error at its line in every format, and no run that found nothing."""
    file = tmp_path / "charter.yaml"
    file.write_text('format: 1\ntitle: T\ntitel: "]]>"\n', encoding="utf-8")
    request = CheckRequest(file, None, date(2026, 11, 23))
    with pytest.raises(Exception, match="refused") as raised:
        load_charter(file)
    run = refused("check", raised.value, request, load_settings())  # type: ignore[arg-type]  # any error of the tree
    written = shape(run)
    assert run.exit_code == 2
    assert "titel" in written
    if shape is sarif:
        (log,) = json.loads(written)["runs"]
        assert faults(schema, written) == []
        assert log["invocations"][0]["executionSuccessful"] is False
        lines = [one["locations"][0]["physicalLocation"].get("region") for one in
                 log["invocations"][0]["toolExecutionNotifications"]]  # fmt: skip
        assert {"startLine": 3} in lines
    if shape is junit:
        assert int(Xml.fromstring(written.encode()).get("errors", "0")) == len(run.troubles)  # noqa: S314  # our own
    if shape is github:
        assert "3" in {read(line)[1].get("line") for line in written.splitlines() if line.startswith("::")}
    if shape is gitlab:
        assert {issue["severity"] for issue in json.loads(written)} == {"blocker"}
