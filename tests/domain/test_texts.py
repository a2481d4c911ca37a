"""Whatever enters the books is text and numbers that every program reads alike."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.texts import MAX_TEXT, is_one_line, tidy
from dashboard.errors import InputRejected


@given(st.text(st.characters(exclude_categories=("C", "M"))))
def test_tidying_twice_is_tidying_once(value: str) -> None:
    """A stored record that is saved again keeps its bytes."""
    assert tidy(tidy(value)) == tidy(value)


def test_dates_and_line_ends_have_one_form() -> None:
    """Dates are ISO text and lines end with a newline, whatever system they came from."""
    assert tidy({"on": date(2026, 1, 2), "text": "a\r\nb"}) == {"on": "2026-01-02", "text": "a\nb"}


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"a": [{"b": "x\x00"}]}, "a[0].b"),
        ({"a": float("inf")}, "a"),
        ({"a": {"b": 2**53}}, "a.b"),
        (["x" * (MAX_TEXT + 1)], "[0]"),
        ({"a": {1}}, "a"),
    ],
)
def test_the_refusal_names_the_place(value: Any, where: str) -> None:
    """A person finds the character that was refused."""
    with pytest.raises(InputRejected) as refused:
        tidy(value)

    assert [problem.where for problem in refused.value.problems] == [where]


def test_every_problem_is_named_at_once() -> None:
    """Nobody repairs a record one error at a time."""
    with pytest.raises(InputRejected) as refused:
        tidy({"a": "\x00", "b": "\x1b", "c": "fine"}, what="Use case chat")

    assert len(refused.value.problems) == 2
    assert str(refused.value).startswith("Use case chat was not saved.")


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "a\rb", "a\u2028b"])
def test_a_name_is_one_line(text: str) -> None:
    """A line break in a name could forge a line of a log."""
    assert not is_one_line(text)
    assert is_one_line("Chat — Retention")
