"""People, packs, the public register, somebody's work and letters on a past day are what they were when it ended."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from sqlalchemy import select

from dashboard.adapters import publications, repository
from dashboard.adapters.repository import table
from dashboard.adapters.tables import EventRow, LetterRow
from dashboard.domain.letters import person_key
from dashboard.domain.wording import label
from dashboard.services.screens.my_work import load_my_work
from dashboard.services.screens.people import load_people
from dashboard.services.screens.telling import load_telling
from dashboard.services.screens.then_mine import load_mine_then
from dashboard.services.screens.then_people import load_people_then
from dashboard.services.screens.then_reports import load_reports_then
from dashboard.services.screens.then_told import load_told_then
from tests.databases import BOTH
from tests.histories import ABOUT_PEOPLE, World, few, histories, live

_STATES = {"waiting": "waiting", "sent": "sent", "given_up": "given up"}


def rows(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """A table as plain rows."""
    return [tuple(row) for row in frame.itertuples(index=False)]


def at_the_end(world: World, day: date) -> Mapping[str, Any]:
    """What the store holds and the pages of that day show."""
    sources, database = world.seen(day), world.database
    people, mine = load_people(sources), load_my_work(sources, "lead")
    told = load_telling(sources, "lead", mail=True)
    letters, events = table(LetterRow), table(EventRow)
    with database.read() as connection:
        outbox = connection.execute(
            select(letters).where(letters.c.recipient == person_key("lead")).order_by(letters.c.id)
        )
        sent = [(row.day.isoformat(), _STATES[row.state]) for row in outbox]
        public = publications.public_now(connection)
        packs = len(connection.execute(select(events.c.seq).where(events.c.entity == "pack")).all())
        titles = repository.titles_of_use_cases(connection)
    return {
        "people": (people.headline, rows(people.table)),
        "public": sorted((titles[name], one.on) for name, one in public.items()),
        "packs": packs,
        "cases": sorted((one.title, label(one.status or ""), len(one.gaps), one.breaches) for one in mine.use_cases),
        "items": [(one.id, one.due, one.overdue) for one in mine.items],
        "waiting": sorted((one.since, one.what, one.use_case_title, one.asked_by_title) for one in mine.waiting),
        "answered": sorted((one.what, one.use_case_title) for one in mine.answered),
        "told": told.mine.wish.words,
        "letters": sent[::-1],
        "services": sorted((one.name, one.wish.words) for one in told.webhooks),
    }


def from_the_ledger(world: World, day: date) -> Mapping[str, Any]:
    """The same of a past day."""
    then, sources = world.then(day), world.seen(world.lived[-1])
    people, reports = load_people_then(sources, then), load_reports_then(sources, then)
    mine, told = load_mine_then(sources, then, "lead"), load_told_then(sources, then, "lead")
    asked = mine.requests
    waits = asked["Stood"] == "waiting"
    return {
        "people": (people.headline, rows(people.table)),
        "public": sorted(rows(reports.public[["Use case", "Published"]])),
        "packs": len(reports.packs[["Made", "Pack"]].drop_duplicates()),
        "cases": sorted(rows(mine.use_cases[["Use case", "Status", "Open clauses", "Breached"]])),
        "items": [(one.id, one.due, one.overdue) for one in mine.items],
        "waiting": sorted(rows(asked[waits][["Asked", "What", "Use case", "By"]])),
        "answered": sorted(rows(asked[~waits][["What", "Use case"]])),
        "told": told.wish.words,
        "letters": rows(told.letters[["Day", "Became"]]),
        "services": sorted(rows(told.services[["Name", "Told"]])),
    }


@pytest.mark.parametrize("engine", BOTH)
@few
@given(days=histories(ABOUT_PEOPLE))
def test_every_past_day_is_what_it_was_when_it_ended(world: Callable[[str], World], engine: str, days: Any) -> None:
    """Through roles, accounts, requests, rulings, disputes, packs, publications, letters and services."""
    lived = world(engine)
    copies = live(lived, days, at_the_end)

    for day, copy in copies.items():
        assert from_the_ledger(lived, day) == copy
