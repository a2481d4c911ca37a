"""Review items of a past day are what the queue and the pages of items showed when that day ended."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from dashboard.services.screens.items_then import load_item_then, load_items_then
from dashboard.services.screens.review_item import ItemPage, load_item
from dashboard.services.screens.review_items import load_queue
from tests.databases import BOTH
from tests.histories import ABOUT_CASES, World, few, histories, live


def plain(found: ItemPage) -> ItemPage:
    """Without what belongs to forms, and without the sentence of the finding, which is a page's own."""
    return replace(found, people={}, item=replace(found.item, reason=""))


def pages(world: World, day: date) -> Mapping[int, ItemPage]:
    """Every item in the order of the queue, as the pages of that day show it at its end."""
    sources = world.seen(day)
    found = [load_item(sources, one.id) for one in load_queue(sources).items]
    return {one.item.id: plain(one) for one in found if one is not None}


@pytest.mark.parametrize("engine", BOTH)
@few
@given(days=histories(ABOUT_CASES))
def test_every_past_day_is_what_its_queue_was(world: Callable[[str], World], engine: str, days: Any) -> None:
    """Opened, assigned, commented, resolved and reopened by people and assessments, with other titles and teams."""
    lived = world(engine)
    copies = live(lived, days, pages)

    for day, copy in copies.items():
        then = lived.then(day)
        assert [one.id for one in load_items_then(lived.sources, then).items] == list(copy)
        for number in copies[max(copies)]:
            found = load_item_then(lived.sources, then, number)
            assert (found and plain(found)) == copy.get(number)
