"""One group of one use case: its months, how sure we are, and what looking every week may conclude."""

from dataclasses import dataclass

from dashboard.services.screens.charter_lines import CharterLine
from dashboard.services.screens.counts import CountsOf
from dashboard.services.screens.explorer import Asked, compared, months_of
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


def load_one_group(
    sources: Sources, counts: CountsOf, asked: Asked, against: Against, lines: tuple[CharterLine, ...] = ()
) -> OneGroup | None:
    """What is known about one group; None where the use case has no counts in reach.

    Args:
        sources: for the charter and for what happened meanwhile.
        counts: of the use case.
        asked: by the pickers.
        against: the group, and its reference in this window.
        lines: the charter's line over time.
    """
    here = compared(sources, counts, asked)
    if here is None:
        return None
    months = months_of(counts, here)
    return OneGroup(
        against,
        trend_of(sources, asked.use_case, months, terms=here.rule, group=against, lines=lines),
        sure_of(here.groups, here.found, here.rule, against, days=asked.days),
        None if here.monthly else watching_of(counts, here.attribute, here.rule, against),
    )
