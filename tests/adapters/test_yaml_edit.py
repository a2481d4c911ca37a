"""Single values of a text are written anew where they stand, and nothing else of it moves."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.yaml_edit import with_values, written_at
from dashboard.domain.charter_limits import clauses_with_limits, limits_of
from dashboard.errors import InputRejected

TEXT = """# ein Kommentar: größer ×
list:
  - {a: 1, b: [0.8, 1.25]}   # hält
  - a: "zwei"
    c: >-
      long
      text
name: é
"""


def test_a_value_is_written_where_it_stands() -> None:
    """Comments, letters beyond ASCII before it, and the way of writing stay."""
    found = with_values(TEXT, {("list", 0, "b", 0): "0.85", ("list", 1, "a"): '"drei"', ("name",): "ö"})
    expected = TEXT.replace("0.8,", "0.85,").replace('"zwei"', '"drei"').replace("name: é", "name: ö")
    assert found == expected


def test_what_is_no_single_value_is_refused() -> None:
    """A list, a mapping and what is not there cannot be written over."""
    for path in (("list",), ("list", 0), ("list", 0, "z"), ("list", 9, "a")):
        with pytest.raises(InputRejected, match="a value to change"):
            with_values(TEXT, {path: "1"})


def test_every_value_is_found() -> None:
    """The paths of all scalars, by key and index."""
    assert written_at("a: {b: [1, 2]}\nc: x") == {("a", "b", 0), ("a", "b", 1), ("c",)}


@settings(max_examples=30)
@given(data=st.data())
def test_any_number_of_the_shipped_charter_can_be_moved(root: Path, data: st.DataObject) -> None:
    """What is read back is the new number, at most its line differs, and nothing else of the charter does."""
    text = (root / "charter" / "charter.yaml").read_text()
    before = load_charter(text.encode())
    clause = data.draw(st.sampled_from(clauses_with_limits(before)))
    written = written_at(text)
    limit = data.draw(st.sampled_from([one for one in limits_of(before, clause.id) if one.path in written]))
    step = 0 if limit.unit == "number" else 60 if limit.suffix == "s" else 1  # times are stored on a grid
    value = limit.value + step
    found = with_values(text, {limit.path: limit.written(value)})
    changed = [pair for pair in zip(text.splitlines(), found.splitlines(), strict=True) if pair[0] != pair[1]]
    assert len(changed) <= 1  # a number that stays may be written otherwise, 1.0 as 1
    after = load_charter(found.encode())
    assert next(one.value for one in limits_of(after, clause.id) if one.path == limit.path) == value
    assert [one.id for one in after.clauses if one != before.clause(one.id)] == (
        [clause.id] if value != limit.value else []
    )
