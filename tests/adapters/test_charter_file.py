"""A charter is accepted whole, or refused with every problem: line, path, found, expected, suggestion."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters.charter_file import charter_schema_text, load_charter, load_frameworks
from dashboard.domain.frameworks import Frameworks
from dashboard.errors import CharterInvalid

SMALL = """\
format: 1
title: Small charter
version: "1.0"
effective: 2026-10-01
owner: officer
purpose: To be checked
principles:
  fairness: {title: Fairness, commitment: Nobody is worse off.}
acceptable_uses: {answer: Answer questions}
protected_attributes: [sex]
clauses:
  - id: FAI-02
    principle: fairness
    title: Balanced
    requirement: No group is worse off.
    applies_to: {decides_about_people: true}
    check: {fairness: selection_rate_ratio, between: [0.8, 1.25], window: 90d, min_group: 200}
    severity: high
    remediate_within: 30d
    maps_to: {gdpr: ["5(1)(a)"]}
    threshold_set_by: policy
"""


def with_check(check: str) -> str:
    """The small charter with another check."""
    before, after = SMALL.split("    check: ", 1)
    return f"{before}    check: {check}\n{after.split(chr(10), 1)[1]}"


def refusal(content: str, frameworks: Frameworks | None = None) -> str:
    """What is said when the charter is refused."""
    with pytest.raises(CharterInvalid) as caught:
        load_charter(content.encode(), frameworks=frameworks)
    return str(caught.value)


@pytest.fixture(scope="module")
def frameworks(root: Path) -> Frameworks:
    """The laws and standards of the project."""
    return load_frameworks(root / "charter" / "frameworks.yaml")


REPLACED = {
    "10 country": ("owner: officer", "owner: NO", "line 5: owner: found `NO`; expected text in quotes"),
    "11 version": ('"1.0"', "1.10", 'line 3: version: found `1.10`; expected text; quote it, as in "1.10"'),
    "12 octal": ("owner: officer", "owner: 010", "line 5: owner: found `010`"),
    "13 nan": ("[0.8, 1.25]", "[.nan, 1.25]", "between[0]: found `.nan`; expected a finite number"),
    "20 bidi id": ("id: FAI-02", 'id: "FAI\\u202e02"', "found `FAI\\u202e02`; expected an id of plain letters"),
    "20 zero-width id": ("id: FAI-02", 'id: "FAI\u200b02"', "FAI\\u200b02"),
    "23 unknown key": (
        "min_group: 200",
        "min_gruop: 200",
        "clauses[0] FAI-02 › check › min_gruop: found the unknown key `min_gruop`",
    ),
    "23 suggestion": ("severity: high", "severty: high", "Did you mean `severity`?"),
    "23 unknown check kind": ("{fairness: sel", "{fairnes: sel", "Did you mean `fairness`?"),
    "24 min above max": ("[0.8, 1.25]", "[1.25, 0.8]", "found a band from 1.25 to 0.8; expected the lower end first"),
    "missing key": ("    severity: high\n", "", "found nothing; expected the key `severity`"),
    "unknown principle": ("principle: fairness", "principle: farness", "Did you mean `fairness`?"),
    "unknown metric": ("selection_rate_ratio", "selection_rat_ratio", "Did you mean `selection_rate_ratio`?"),
    "unknown field": ("decides_about_people", "decides_about_poeple", "Did you mean `decides_about_people`?"),
    "impossible value": ("{decides_about_people: true}", "{risk_tier: hihg}", "Did you mean `high`?"),
    "unlisted use": ("{decides_about_people: true}", "{acceptable_use: anwser}", "Did you mean `answer`?"),
    "no such severity": ("severity: high", "severity: urgent", "expected one of critical, high, medium, low"),
    "length of time": ("window: 90d", "window: 90 days", "a duration such as 30d"),
    "bare number of days": ("remediate_within: 30d", "remediate_within: 30", "a duration such as 30d"),
    "quoted date": ("2026-10-01", '"2026-10-01"', "a date, written YYYY-MM-DD. Leave the quotes out."),
    "quoted number": ("min_group: 200", 'min_group: "200"', "a whole number. Leave the quotes out."),
    "empty value": ("window: 90d", "window: ", "found nothing; expected a value; leave the key out"),
    "version in words": ('"1.0"', '"spring"', "numbers parted by dots"),
    "digest by hand": ("format: 1", "format: 1\ndigest: sha256:0", "no such key; it is computed"),
    "another format": ("format: 1", "format: 2", "line 1: format: found `2`; expected 1"),
    "condition": ("{decides_about_people: true}", "{retention_days: {atleast: 3}}", "one of at_least, at_most"),
    "long text": ("owner: officer", f"owner: {'x' * 5000}", "text of at most 4000 characters"),
    "combining marks": ("owner: officer", f"owner: e{chr(0x301) * 1000}", "combining marks"),
}


@pytest.mark.parametrize(("before", "after", "sentence"), REPLACED.values(), ids=REPLACED.keys())
def test_one_wrong_word_is_named_with_its_line(before: str, after: str, sentence: str) -> None:
    """Each mistake is refused with line, path, found and expected, and never with a stack trace."""
    assert before in SMALL

    said = refusal(SMALL.replace(before, after, 1))

    assert sentence in said
    assert "line " in said
    assert "Traceback" not in said
    assert "pydantic" not in said


CHECKS = {
    "kind of case": ("{deadline: incidnt, step: triaged, within: 24h}", "Did you mean `incident`?"),
    "step of a case": (
        "{deadline: incident, step: triagd, within: 24h}", "the step `triagd` of incidents; expected one of triaged,"
    ),
    "step of another kind": ("{deadline: contest, step: triaged, within: 24h}", "the step `triaged` of contests"),
    "fact of a case": (
        "{deadline: incident, step: triaged, within: 24h, where: {personal_data_breech: true}}",
        "Did you mean `personal_data_breach`?",
    ),
    "value of a fact": (
        "{deadline: incident, step: triaged, within: 24h, where: {not: {severity: dire}}}",
        "`dire` for severity; expected one of low, medium, high, critical",
    ),
    "truth in words": (
        "{deadline: incident, step: triaged, within: 24h, where: {death: 1}}",
        "`1` for death; expected one of true, false",
    ),
    "rate that min_n cannot prove": (
        "{rate: disclosure_shown, at_least: 0.995, window: 30d, min_n: 700}",
        "min_n 700, which not even a perfect sample of that size proves; expected min_n of 765 or more",
    ),
    "low rate that min_n cannot prove": (
        "{rate: leaked, at_most: 0.001, window: 30d, min_n: 3000}", "expected min_n of 3,838 or more",
    ),
    "certainty": ("{rate: complete, at_least: 1, window: 30d, min_n: 9}", "Write `confidence: none`"),
    "rate without a line": ("{rate: complete, window: 30d}", "a line: at_least, at_most or trend"),
    "trend without periods": ("{rate: complaints, trend: not_rising, window: 30d}", "the key `periods`"),
    "limits upside down": (
        "{rate: x, at_least: 0.9, at_most: 0.1, window: 30d, min_n: 9000}", "at_least 0.9 above at_most 0.1",
    ),
    "confidence of one half": ("{rate: x, at_least: 0.1, window: 30d, confidence: 0.5}", "above 0.5 and below 1"),
    "unknown rate": (
        "{rate: disclosure_show, at_least: 0.9, window: 30d, min_n: 900}",
        "Did you mean `disclosure_shown`?",
    ),
    "hours of another rate": (
        "{rate: resolved, at_least: 0.9, window: 30d, min_n: 900, during: opening_hours}",
        "hours for `resolved`",
    ),
    "unknown field": ("{field: overser.name, present: true}", "Did you mean `overseer.name`?"),
    "unknown operand": ("{field: registered_at, at_most: {field: go_life}}", "Did you mean `go_live`?"),
    "unknown member": ("{each: purposes, check: {fields: [lawful_bases], present: true}}", "purposes.lawful_bas"),
    "misspelt operand": ("{field: registered_at, at_most: {feild: go_live}}", "Did you mean `field`?"),
    "two kinds of operand": ("{field: owner, at_most: [1]}", "found a list; expected"),
    "field and fields": ("{field: owner, fields: [team], present: true}", "either field or fields"),
    "unknown date": ("{evidence: dpia, newer_than: last_change}", "Did you mean `last_material_change`?"),
    "unknown tier": ("{sign_off: review, max_age: {hgh: 30d}}", "Did you mean `high`?"),
    "unknown attribute": ("{fairness: selection_rate_gap, attributes: [sexx], at_most: 0.1, window: 9d}", "`sex`?"),
    "no band for the metric": (
        "{fairness: selection_rate_ratio, between: {accuracy_gap: [0, 1]}, window: 9d}", "a band for",
    ),
    "wrong part": ("{all_of: [{field: owner, present: true}, {evidenc: x}]}", "check › all_of[1]"),
    "compare alone": ("{quantile: wait, p: 0.9, compare: a, at_most: 3}", "compare, to and ratio_at_most together"),
}  # fmt: skip


@pytest.mark.parametrize(("check", "sentence"), CHECKS.values(), ids=CHECKS.keys())
def test_checks_that_cannot_be_meant_are_refused(check: str, sentence: str) -> None:
    """A check that names nothing, contradicts itself or can never be proved is refused before anybody relies on it."""
    assert sentence in refusal(with_check(check))


def test_every_problem_is_named_at_once_in_the_order_of_lines() -> None:
    """Wrong values, unknown keys and missing keys of one file come together, each once."""
    said = refusal(
        SMALL.replace("owner: officer", "owner: NO").replace("severity: high", "severty: high").replace("90d", "90x")
    )

    lines = [int(line.split("line ")[1].split(":")[0]) for line in said.splitlines()[1:]]
    assert said.startswith("The charter is refused: 4 problems.")
    assert lines == sorted(lines)
    assert said.count("`NO`") == 1


def test_repeated_clause_ids_are_refused() -> None:
    """An id names one clause."""
    clause = SMALL.split("clauses:\n")[1]

    assert "which clauses[0] already has" in refusal(SMALL + clause)


def test_articles_must_be_listed(frameworks: Frameworks) -> None:
    """A clause cannot lean on an article or a law that nobody has recorded."""
    assert "which frameworks.yaml does not list" in refusal(SMALL.replace("5(1)(a)", "5(1)(z)"), frameworks)
    assert "Did you mean `gdpr`?" in refusal(SMALL.replace("{gdpr:", "{gpdr:"), frameworks)


def test_digest_identifies_the_bytes() -> None:
    """One changed byte is another charter, even if it means the same."""
    one, other = load_charter(SMALL.encode()), load_charter((SMALL + "# note\n").encode())

    assert one.digest.startswith("sha256:")
    assert len(one.digest) == 71
    assert one.digest != other.digest
    assert one.model_copy(update={"digest": ""}) == other.model_copy(update={"digest": ""})


def test_committed_schema_is_the_models(root: Path) -> None:
    """Editors complete what the program accepts (`python -m dashboard charter schema` writes it again)."""
    assert (root / "charter" / "charter.schema.json").read_text() == charter_schema_text()


KEYS = st.text(max_size=3) | st.sampled_from(["field", "any", "not", "all_of", "fairness", "between", "at_most", "is"])
SCALARS = st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.text(max_size=5)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2), max_leaves=4
)


@given(place=st.sampled_from([line for line in SMALL.splitlines() if ": " in line]), value=ANYTHING)
@settings(max_examples=150)
def test_nothing_in_any_place_escapes_as_another_error(place: str, value: object) -> None:
    """Whatever stands in whichever place, the answer is a charter or CharterInvalid with its problems."""
    key = place.split(": ", 1)[0]
    content = SMALL.replace(place, f"{key}: {json.dumps(value)}", 1).encode()

    try:
        accepted = load_charter(content)
    except CharterInvalid as refused:
        problems = refused.problems
    else:
        problems = ()
        assert accepted.digest
    assert all("type=" not in str(problem) and "function-" not in str(problem) for problem in problems)
