"""One use case's fairness from its counts: the picture that the pickers ask for, with nothing hidden."""

from dataclasses import dataclass

from dashboard.domain.wording import day
from dashboard.services.screens.chances import with_chances
from dashboard.services.screens.compared import Compared
from dashboard.services.screens.fairness_choices import Choices
from dashboard.services.screens.group_picture import not_recorded, plot_of
from dashboard.services.screens.group_plot import GroupPlot
from dashboard.services.screens.group_table import GroupLine, group_lines, reversal
from dashboard.services.screens.suppression import total_withheld
from dashboard.services.screens.terms import Terms
from dashboard.services.screens.words import count
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Explorer:
    """One use case, one attribute, one metric; `groups` can be shown over time, the worst off first.

    `apart` says how many decisions are counted apart.
    `corrected` says among how many comparisons the p of the lines was adjusted, or why there is none; else empty.
    """

    use_case: str
    title: str
    attribute: str
    metric: str
    rule: Terms
    choices: Choices
    window: str
    n: int | None
    apart: str
    not_recorded: str
    lines: tuple[GroupLine, ...]
    corrected: str
    suppressed: int
    within: str
    reversal: str
    plot: GroupPlot | None
    groups: tuple[str, ...]
    reference: str | None


def load_explorer(sources: Sources, here: Compared, title: str) -> Explorer:
    """The picture asked for; `title` is the use case's."""
    lines = group_lines(here.groups, here.found, here.rule)
    told = with_chances(sources, lines, use_case=here.asked.use_case, attribute=here.attribute, terms=here.rule)
    return Explorer(
        here.asked.use_case, title, here.attribute, here.metric, here.rule, here.choices,
        window=f"{day(here.since.replace(day=1) if here.monthly else here.since)} to {day(sources.as_of)}",
        n=None if total_withheld(here.groups, here.rule.min_display) else int(here.groups["n"].sum()),
        apart=_apart(here),
        not_recorded=not_recorded(here.groups, here.rule.min_display, here.rule.figures),
        lines=told.lines,
        corrected=told.said,
        suppressed=sum(line.suppressed for line in lines),
        within=here.within,
        reversal=reversal(here.within_strata, here.attribute) if here.within_strata is not None else "",
        plot=plot_of(told.lines, here.rule, here.attribute),
        groups=_worst_first(lines),
        reference=next((line.group for line in lines if line.is_reference), None),
    )  # fmt: skip


def _apart(here: Compared) -> str:
    if here.apart is not None and here.rule.figures.unit:
        return f"Decisions without an amount, left out: {count(here.apart.without)}"
    return f"Undecided cases, counted apart: {count(here.groups['undecided'].sum())}"


def _worst_first(lines: tuple[GroupLine, ...]) -> tuple[str, ...]:
    shown = [line for line in lines if not line.suppressed and not line.is_reference]
    return tuple(line.group for line in sorted(shown, key=lambda line: line.order))
