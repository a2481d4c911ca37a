"""One group of one use case: its months, how sure we are, and what looking every week may conclude."""

from dataclasses import dataclass

import pandas as pd

from dashboard.services.screens.charter_lines import CharterLine
from dashboard.services.screens.compared import Compared, months_of
from dashboard.services.screens.sureness import Sure, sure_of
from dashboard.services.screens.trend import Against, Trend, trend_of
from dashboard.services.screens.watching import Watching, watching_of
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class OneGroup:
    """A group against its reference; each part is None where it cannot be said."""

    against: Against
    trend: Trend | None
    sure: Sure | None
    watching: Watching | None


def load_one_group(sources: Sources, here: Compared, against: Against, lines: tuple[CharterLine, ...] = ()) -> OneGroup:
    """What is known about one group.

    Args:
        sources: for the charter and for what happened meanwhile.
        here: what was asked for.
        against: the group, and its reference in this window.
        lines: the charter's line over time.
    """
    asked, months = here.asked, months_of(here)
    people = _people(here)
    return OneGroup(
        against,
        trend_of(sources, asked.use_case, months, terms=here.rule, group=against, lines=lines),
        sure_of((here.groups, people), here.found, here.rule, against, days=asked.days),
        None if here.monthly else watching_of(here.counts, here.attribute, here.rule, against),
    )


def _people(here: Compared) -> pd.DataFrame:
    """Who comes again among all of the attribute, with a score or without."""
    people = here.counts.people_since(here.since)
    if people.empty:
        return people
    of_attribute: pd.DataFrame = people[people["attribute"] == here.attribute]
    return of_attribute
