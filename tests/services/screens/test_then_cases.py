"""The register of cases of a past day is the one that was on the page when that day ended."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given

from dashboard.services.screens.case import load_case
from dashboard.services.screens.cases import load_cases
from dashboard.services.screens.then_acts import end_of
from dashboard.services.screens.then_cases import load_case_then, load_cases_then
from tests.databases import BOTH
from tests.histories import ABOUT_CASES, World, few, histories, live


def plain(found: Any) -> Any:
    """A page as values that can be compared; without the pseudonyms, which no page shows and no ledger keeps."""
    if found is None:
        return None
    shown = {one.name: getattr(found, one.name) for one in fields(found) if one.name != "case"}
    return {name: one.to_dict("list") if isinstance(one, pd.DataFrame) else one for name, one in shown.items()}


def pages(world: World, day: date) -> Mapping[str, Any]:
    """The register and every case, as the pages of that day show them at its end."""
    sources, now = world.seen(day), end_of(day)
    found = load_cases(sources, now)
    return {"": plain(found)} | {name: plain(load_case(sources, name, now)) for name in found.titles}


@pytest.mark.parametrize("engine", BOTH)
@few
@given(days=histories(ABOUT_CASES))
def test_every_past_day_is_what_its_pages_were(world: Callable[[str], World], engine: str, days: Any) -> None:
    """Late reports, late steps, facts put right, extensions, other titles and roles, assessments or none."""
    lived = world(engine)
    copies = live(lived, days, pages)

    for day, copy in copies.items():
        then = lived.then(day)
        assert plain(load_cases_then(lived.sources, then)) == copy[""]
        for name in copies[max(copies)]:
            if name:
                assert plain(load_case_then(lived.sources, then, name)) == copy.get(name)
