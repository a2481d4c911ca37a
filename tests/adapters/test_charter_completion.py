"""What may stand at a line of a charter: the keys of the schema there, and no others."""

from pathlib import Path

import pytest

from dashboard.adapters.charter_completion import keys_at
from dashboard.errors import CharterInvalid
from tests.charter_file import charter_file

CLAUSES = """  - id: F-01
    principle: p
    check: {fairness: selection_rate_ratio, window: 90d}
  - id: E-01
    check:
      all_of:
        - {evidence: dpia}
    severity: high
"""
TEXT = charter_file(CLAUSES, defaults="{confidence: 0.9}")
LINES = {text.strip(): number for number, text in enumerate(TEXT.splitlines(), 1)}


def names(line: str) -> set[str]:
    """The keys that may stand at a line."""
    return {one.name for one in keys_at(TEXT, LINES[line])[1]}


def test_the_whole_charter_has_its_keys() -> None:
    """At the first line; each says whether it is there, and whether it is needed."""
    place, keys = keys_at(TEXT, 1)
    found = {one.name: one for one in keys}
    assert place == "the whole file"
    assert found["clauses"].there
    assert found["clauses"].needed
    assert not found["prohibited_uses"].there
    assert found["version"].means.startswith("numbers parted by dots")


def test_a_clause_and_the_kinds_of_check_have_theirs() -> None:
    """Those of a clause at its line; of a fairness check nothing of documents; inside a combination the part's."""
    assert {"requirement", "severity", "maps_to"} <= names("- id: F-01")
    fair = names("check: {fairness: selection_rate_ratio, window: 90d}")
    assert {"between", "min_group", "reference"} <= fair
    assert not fair & {"evidence", "rate", "requirement"}
    assert {"max_age", "signed_by"} <= names("- {evidence: dpia}")
    assert "stale_after" in names("defaults: {confidence: 0.9}")


def test_places_are_named() -> None:
    """By the id of the clause."""
    assert keys_at(TEXT, LINES["- {evidence: dpia}"])[0] == "clauses[1] E-01 › check › all_of[0]"


def test_what_is_no_yaml_is_refused_with_its_line() -> None:
    """Nobody can say what may stand in a text that cannot be read."""
    with pytest.raises(CharterInvalid, match="line 2"):
        keys_at("a: 1\nb: ]", 1)


def test_every_line_of_the_shipped_charter_has_an_answer(root: Path) -> None:
    """Whatever line is asked, what stands there is among what may stand there."""
    text = (root / "charter" / "charter.yaml").read_text()
    for line in range(1, text.count("\n") + 1, 7):
        _, keys = keys_at(text, line)
        assert not keys or any(one.there for one in keys)
