"""Fields as columns, and three-valued comparisons of them."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.condition_columns import condition_codes, conjunction, disjunction, holds, negation
from dashboard.domain.conditions import parse_condition
from dashboard.domain.record_columns import NO, UNKNOWN, YES, Table
from tests.assessing import case, registry

THREE = st.sampled_from([NO, YES, UNKNOWN])


def table(*cases: dict[str, object]) -> Table:
    """The table of these use cases."""
    return Table(registry(*[case(id=f"u{place}", **fields) for place, fields in enumerate(cases)]).use_cases)


def test_a_nested_field_is_read_with_dots() -> None:
    """`human_handoff.enabled` reads into the record; an absent one is unknown, never false."""
    codes = condition_codes(
        parse_condition({"human_handoff.enabled": True}),
        table({"human_handoff": {"enabled": True}}, {"human_handoff": {"enabled": False}}, {}),
    )
    assert codes.tolist() == [YES, NO, UNKNOWN]


def test_a_list_holds_when_a_member_does() -> None:
    """`purposes.lawful_basis: {includes: consent}` is yes with one consent, unknown where a member says nothing."""
    codes = condition_codes(
        parse_condition({"purposes.lawful_basis": {"includes": "consent"}}),
        table(
            {"purposes": [{"purpose": "a", "lawful_basis": "contract"}, {"purpose": "b", "lawful_basis": "consent"}]},
            {"purposes": [{"purpose": "a", "lawful_basis": "contract"}]},
            {"purposes": [{"purpose": "a", "lawful_basis": "contract"}, {"purpose": "b"}]},
        ),
    )
    assert codes.tolist() == [YES, NO, UNKNOWN]


def test_channels_ids_are_the_channels() -> None:
    """`channels.ids` lists the ids of the channels."""
    assert table({"channels": [{"id": "chat"}, {"id": "voice"}]}).value(0, "channels.ids") == ("chat", "voice")


@pytest.mark.parametrize(
    ("op", "value", "operand", "expected"),
    [
        ("is", True, True, YES), ("is", 1, True, NO), ("is_not", "high", "prohibited", YES),
        ("in", "high", ["high", "limited"], YES), ("none_of", ("employee",), ["employee", "candidate"], NO),
        ("subset_of", ("a", "b"), ["a"], NO), ("subset_of", (), ["a"], YES), ("subset_of", ("a", None), ["a"], UNKNOWN),
        ("at_least", 3, 3, YES), ("at_most", 4, 3, NO), ("before", date(2026, 8, 1), date(2026, 8, 2), YES),
        ("at_least", "many", 3, UNKNOWN), ("present", "  ", True, NO), ("present", (), True, NO),
    ],
)  # fmt: skip
def test_comparisons(op: str, value: object, operand: object, expected: int) -> None:
    """Each comparison answers yes, no, or unknown where the kinds do not compare."""
    assert holds(op, value, operand) == expected


@settings(max_examples=50)
@given(st.lists(st.tuples(THREE, THREE), min_size=1, max_size=8))
def test_three_valued_logic_is_kleenes(pairs: list[tuple[int, int]]) -> None:
    """And is the least, or the greatest of no < unknown < yes; not turns them round; De Morgan holds."""
    rank, back = {NO: 0, UNKNOWN: 1, YES: 2}, {0: NO, 1: UNKNOWN, 2: YES}
    left, right = (np.array([pair[side] for pair in pairs], dtype=np.int8) for side in (0, 1))
    assert conjunction([left, right]).tolist() == [back[min(rank[a], rank[b])] for a, b in pairs]
    assert disjunction([left, right]).tolist() == [back[max(rank[a], rank[b])] for a, b in pairs]
    assert negation(negation(left)).tolist() == left.tolist()


MAYBE = st.sampled_from([True, False, None])


@settings(max_examples=50)
@given(st.tuples(MAYBE, MAYBE))
def test_learning_a_field_never_turns_an_answer(known: tuple[bool | None, bool | None]) -> None:
    """A condition that is decided with a field unknown stays so whatever the field turns out to be."""
    condition = parse_condition({"any": [{"generative": True}, {"not": {"profiling": True}}]})

    def answer(values: tuple[bool | None, bool | None]) -> int:
        fields = dict(zip(("generative", "profiling"), values, strict=True))
        return int(condition_codes(condition, table({name: it for name, it in fields.items() if it is not None}))[0])

    if answer(known) != UNKNOWN:
        options = [[value] if value is not None else [True, False] for value in known]
        assert {answer((one, other)) for one in options[0] for other in options[1]} == {answer(known)}
