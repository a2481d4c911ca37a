"""Thresholds tried on the stored scores, for the command that says what the page says."""

from dataclasses import dataclass
from datetime import date

from dashboard.adapters.visible_scores import has_scores
from dashboard.domain.metrics import metric_named
from dashboard.domain.threshold_ladders import HIGHEST_RATIO
from dashboard.domain.thresholds import SINGLE
from dashboard.errors import InputRejected, NotFound, Problem
from dashboard.services.file_rows import FileRows, scores_of_file
from dashboard.services.law_noted import law_noted, require_noted
from dashboard.services.screens.fairness_choices import first_day
from dashboard.services.screens.legal_note import LegalNote
from dashboard.services.screens.threshold_strategies import Asked, Strategies, Tried, load_strategies
from dashboard.services.screens.thresholds import Scored, defaults_of, load_scored_groups, scored_groups
from dashboard.services.sources import Sources, opened_sources
from dashboard.settings import Settings


@dataclass(frozen=True, slots=True)
class TryThresholds:
    """A strategy of a use case by one attribute in the whole months of the last `days`, or of every row of a file."""

    use_case: str
    attribute: str
    strategy: str
    asked: Asked
    days: int = 90
    file: FileRows | None = None


@dataclass(frozen=True, slots=True)
class TriedThresholds:
    """The strategy's setting beside all others; None where the charter's line cannot be kept. `note`: of the law."""

    scored: Scored
    all: Strategies
    chosen: Tried | None
    as_of: date
    note: LegalNote


def try_thresholds(
    settings: Settings, command: TryThresholds, as_of: date, *, acknowledged_by: str | None = None
) -> TriedThresholds:
    """What the Fairness page says to the same question on the same day.

    Args:
        settings: name the store.
        command: the question.
        as_of: the day.
        acknowledged_by: who takes note of the law now, on record.

    Raises:
        NotPermitted: thresholds that may differ by group, and no officer has taken note of the law.
        NotFound: no scores of the use case, no such attribute, no such metric.
        InputRejected: scores that cannot be weighed, a cost ratio or a gap out of range, a group that is not there.
        StoreUnusable: the store or a file of scores cannot be read.
    """
    metric_named(command.asked.metric)
    _require_ranges(command.asked)
    with opened_sources(settings, as_of) as sources:
        scored = _scored(sources, command)
        _require_groups(scored, command.asked)
        note = law_noted(
            sources, command.file.about if command.file else command.use_case, command.attribute, by=acknowledged_by
        )
        if command.strategy != SINGLE:
            require_noted(note, "The result is given", "What if the threshold moved?")
        found = load_strategies(sources, scored, command.asked)
        return TriedThresholds(scored, found, found.named(command.strategy), as_of, note)


def _scored(sources: Sources, command: TryThresholds) -> Scored:
    scored = _of_file(sources, command.file) if command.file else _of_store(sources, command)
    if scored.why_not:
        raise InputRejected(scored.why_not, [Problem(scored.use_case, _found(scored), "two groups with both outcomes")])
    return scored


def _of_file(sources: Sources, file: FileRows) -> Scored:
    names = (file.named, file.request.attributes[0])
    return scored_groups(scores_of_file(file.request), names, defaults_of(sources))


def _of_store(sources: Sources, command: TryThresholds) -> Scored:
    if not has_scores(sources.database, command.use_case):
        raise NotFound(
            f"No scores of {command.use_case!r} are stored: thresholds need a decision log with a score and an outcome."
        )
    since = first_day(sources, command.days)
    return load_scored_groups(sources, command.use_case, command.attribute, since=since)


def _found(scored: Scored) -> str:
    groups = [*(f"{one.group}: usable" for one in scored.ladders), *(f"{name}: {why}" for name, why in scored.left_out)]
    return f"by {scored.attribute}, " + ("; ".join(groups) or "no group")


def _require_ranges(asked: Asked) -> None:
    wrong = []
    if not 0 <= asked.ratio <= HIGHEST_RATIO:
        wrong.append(Problem("--cost-ratio", f"{asked.ratio:g}", f"0 to {HIGHEST_RATIO:g}"))
    if not 0 <= asked.within <= 1:
        wrong.append(Problem("--within", f"{asked.within:g}", "a share between 0 and 1, such as 0.01"))
    if wrong:
        raise InputRejected("The thresholds cannot be searched like this.", wrong)


def _require_groups(scored: Scored, asked: Asked) -> None:
    names = [one.group for one in scored.ladders]
    given = [name for name, _ in asked.custom]
    unknown = [name for name in given if name and name not in names]
    missing = [] if "" in given or not given else [name for name in names if name not in given]
    wrong = [Problem("--threshold", repr(name), f"one of {', '.join(names)}") for name in unknown]
    wrong += [
        Problem("--threshold", f"none for {name}", "a threshold for every group, or one for all") for name in missing
    ]
    if wrong:
        raise InputRejected("The custom thresholds do not fit the groups.", wrong)
