"""Findings as JUnit XML, which every build server shows as tests: a suite for each use case, a test for each clause."""

from collections import defaultdict
from xml.etree import ElementTree as Xml

from dashboard.domain.plain_text import escaped
from dashboard.domain.statuses import Status
from dashboard.services.check_places import Place
from dashboard.services.gate import Gate, GateItem


def junit(gate: Gate) -> str:
    """A clause that fails is a failure, one that nobody could decide is skipped, bad input is an error."""
    root = Xml.Element("testsuites", name="AI charter")
    if gate.troubles:
        suite = _suite(root, gate.command)
        for number, trouble in enumerate(gate.troubles, start=1):
            case = Xml.SubElement(suite, "testcase", name=f"input {number}", classname=gate.command)
            _say(case, "error", trouble.text, _placed(trouble.text, trouble.place), kind="bad input")
    by_subject: dict[str, list[GateItem]] = defaultdict(list)
    for item in gate.items:
        by_subject[item.subject].append(item)
    for subject, items in by_subject.items():
        suite = _suite(root, subject)
        for item in items:
            _case(suite, subject, item)
    for suite in [*root]:
        _count(suite)
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'


def _suite(root: Xml.Element, name: str) -> Xml.Element:
    return Xml.SubElement(root, "testsuite", name=name)


def _case(suite: Xml.Element, subject: str, item: GateItem) -> None:
    name = f"{item.clause.id} {escaped(item.clause.title)}"
    case = Xml.SubElement(suite, "testcase", name=name, classname=subject)
    whole = _placed(item.text, item.place)
    if item.fails:
        _say(case, "failure", item.text, whole, kind=item.clause.severity.value)
    elif item.finding.status == Status.NOT_ASSESSED:
        Xml.SubElement(case, "skipped", message=item.text)
    else:
        Xml.SubElement(case, "system-out").text = whole


def _say(case: Xml.Element, tag: str, message: str, whole: str, *, kind: str) -> None:
    Xml.SubElement(case, tag, message=message, type=kind).text = whole


def _placed(text: str, place: Place | None) -> str:
    return text if place is None else f"{escaped(place.path)}:{place.line or 1}: {text}"


def _count(suite: Xml.Element) -> None:
    cases = suite.findall("testcase")
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("tests", str(len(cases)))
    suite.set("time", "0")
