"""What is quoted of a past finding is what the findings said when that assessment was stored, word for word."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from dashboard.adapters.queries import use_case as queries
from dashboard.domain.wording import day as in_words
from dashboard.services.screens.then_said import load_said_then
from tests.databases import BOTH
from tests.histories import World, few, histories, live

Key = tuple[str, str]


def sentences(world: World, day: date) -> dict[Key, str]:
    """The sentence of every current finding, as pages show it."""
    found = {}
    for use_case in ("u", "v", ""):
        for row in queries.findings(world.database, use_case).itertuples():
            found[use_case, str(row.clause)] = str(row.reason)
    return found


@pytest.mark.parametrize("engine", BOTH)
@few
@given(days=histories(("assess", "assess", "use_case", "use_case", "report", "step", "item")))
def test_a_quoted_sentence_was_said(world: Callable[[str], World], engine: str, days: Any) -> None:
    """Of every day that was assessed once, each quote of that day is the sentence of then; later ones change none."""
    lived = world(engine)
    copies = live(lived, days, sentences)
    once = {day for day, acts in zip(copies, days, strict=True)
            if sum(kind == "assess" for kind, _ in acts) == (0 if day == lived.lived[0] else 1)}  # fmt: skip

    for day in copies:
        said = load_said_then(lived.sources, lived.then(day))
        for key, words in said.items():
            told_on = next((one for one in once if words.startswith(f"{in_words(one)}: ")), None)
            if told_on is not None:
                assert words.endswith(copies[told_on][key])
    first = lived.lived[0]
    if first in once:
        assert load_said_then(lived.sources, lived.then(first))["u", "T-01"].endswith(copies[first]["u", "T-01"])
