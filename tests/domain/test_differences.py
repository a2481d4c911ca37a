"""Differences of records: named one by one, with what was and what is."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.differences import Difference, changed

TEXTS = st.text("ab", min_size=1, max_size=2)
RECORDS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    st.sampled_from("pqr"), st.one_of(TEXTS, st.dictionaries(st.sampled_from("xy"), TEXTS, min_size=1)), max_size=3
)


def test_new_changed_gone_and_inner_fields() -> None:
    """In the order of the newer record, then what is gone; an inner record field by field."""
    old = {"title": "Bot", "overseer": {"name": "a", "active": True}, "team": "Sales"}
    new = {"overseer": {"name": "b", "active": True}, "title": "Bot", "countries": ["EU", "UK"]}
    assert tuple(changed(old, new)) == (
        Difference("overseer.name", "a", "b"),
        Difference("countries", "", "EU, UK"),
        Difference("team", "Sales", ""),
    )


@given(old=RECORDS, new=RECORDS)
def test_records_differ_exactly_where_they_are_not_equal(old: dict[str, Any], new: dict[str, Any]) -> None:
    """Equal records have no differences, others at least one, and each names a field of one of them."""
    found = tuple(changed(old, new))
    assert bool(found) is (old != new)
    assert {one.where.split(".")[0] for one in found} <= {*old, *new}
