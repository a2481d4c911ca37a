"""One fairness comparison of the stored counts, for the command that reproduces what a page shows."""

from datetime import date

from dashboard.domain.metrics import metric_named
from dashboard.errors import NotFound
from dashboard.services.screens.compared import Asked, load_compared
from dashboard.services.screens.counts import load_counts
from dashboard.services.screens.explorer import Explorer, load_explorer
from dashboard.services.screens.fairness_choices import load_with_counts
from dashboard.services.sources import Sources, opened_sources
from dashboard.settings import Settings


def measure(settings: Settings, asked: Asked, as_of: date) -> tuple[Sources, Explorer]:
    """What the Fairness page says to the same question on the same day.

    Raises:
        NotFound: no such metric, no counts of the use case, no such attribute or stratum in the window.
        StoreUnusable: the store or a count file cannot be read.
    """
    with opened_sources(settings, as_of) as sources:
        return sources, _found(sources, asked)


def _found(sources: Sources, asked: Asked) -> Explorer:
    metric_named(asked.metric or "")
    titles = load_with_counts(sources)
    if asked.use_case not in titles:
        raise NotFound(
            f"There are no decision counts of {asked.use_case!r}; there are of {', '.join(titles) or 'none'}."
        )
    here = load_compared(sources, load_counts(sources, asked.use_case), asked)
    if here is None:
        raise NotFound(f"There is nothing to compare in {asked.use_case!r} in the {asked.days} days before the date.")
    found = load_explorer(sources, here, titles[asked.use_case])
    names = (*found.choices.attributes, *found.choices.crossings)
    if found.attribute != asked.attribute:
        raise NotFound(f"{asked.use_case!r} has no attribute {asked.attribute!r}; it has {', '.join(names)}.")
    if found.metric != asked.metric:
        raise NotFound(
            f"{asked.use_case!r} has no actual outcomes, scores or amounts, of which {asked.metric} needs some."
        )
    if found.within != asked.within:
        strata = ", ".join(found.choices.strata) or "none"
        raise NotFound(f"{asked.use_case!r} has no stratum {asked.within!r}; it has {strata}.")
    return found
