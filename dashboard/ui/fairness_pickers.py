"""What the Fairness page is about: every picker, each kept in the address."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from dashboard.domain.metrics import METRICS
from dashboard.services.screens.charter_lines import load_charter_lines
from dashboard.services.screens.compared import LIKE, Asked, Compared, load_compared
from dashboard.services.screens.counts import load_counts
from dashboard.services.screens.explorer import Explorer, load_explorer
from dashboard.services.screens.fairness_choices import Choices, load_bases, load_choices
from dashboard.services.screens.one_group import OneGroup, load_one_group
from dashboard.services.screens.portfolio import Portfolio
from dashboard.services.screens.trend import Against
from dashboard.ui import cache, filters, page
from dashboard.ui.picks import pick

WINDOWS = {"30": "30 days", "90": "90 days", "365": "12 months"}


@dataclass(frozen=True, slots=True)
class Opened:
    """The use case that the pickers chose, with everything that its half of the page shows."""

    asked: Asked
    here: Compared
    found: Explorer
    group: OneGroup | None


def metric_words(name: str) -> str:
    """The plain name first, the term behind it."""
    metric = METRICS.get(name)
    return f"{metric.plain} ({name.replace('_', ' ')})" if metric else name.replace("_", " ")


def counted_alone(opened: Opened) -> str:
    """Why a measure of scores or amounts is not crossed, nor taken within strata; empty for one of decisions."""
    basis = METRICS[opened.found.metric].basis
    return "" if basis == "decisions" else f"{basis.capitalize()} are counted by single attribute alone."


def all_cases(found: Portfolio) -> tuple[str, int]:
    """Metric and window; metrics of the charter's clauses come first, then every other."""
    bases = cache.cached(load_bases)
    known = [name for name, metric in METRICS.items() if metric.basis in bases]
    names = [*found.metrics, *(name for name in known if name not in found.metrics)]
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        metric = pick("metric", "Measure", names, {name: metric_words(name) for name in names}) or names[0]
        days = filters.one_of("window", "Window", WINDOWS, default="90")
    return metric, int(days)


def one_case(found: Portfolio, titles: Mapping[str, str], *, metric: str, days: int) -> Opened | None:
    """Use case, attribute, stratum and group; None, with what to do, where there is nothing to show."""
    use_case = use_case_of(found, titles, metric)
    return None if use_case is None else opened_of(found, use_case, titles[use_case], metric=metric, days=days)


def use_case_of(found: Portfolio, titles: Mapping[str, str], metric: str) -> str | None:
    """Those that this metric judges come first; None, with what to do, where no use case has counts."""
    usual = [strip.use_case for strip in found.strips if strip.metric == metric and strip.use_case in titles]
    use_case = pick("use_case", "Use case", list(dict.fromkeys([*usual, *titles])), titles)
    if use_case is None:
        page.empty(
            "No decision log has been read yet.", "Run `python -m dashboard ingest decisions FILE --use-case ID`."
        )
    return use_case


def opened_of(found: Portfolio, use_case: str, title: str, *, metric: str, days: int) -> Opened | None:
    """Attribute, stratum and group of a use case; None, with what to do, where there is nothing to show."""
    counts = cache.cached(load_counts, use_case)
    choices = cache.cached_over(counts, load_choices, days=days)
    strips = (strip for strip in found.strips if strip.use_case == use_case and strip.metric == metric)
    worst = next(strips, None)
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        attribute = _attribute(choices, worst.attribute if worst else None)
        within = _within(choices)
        asked = Asked(use_case, attribute, metric, within=within, days=days)
        here = cache.cached_over(counts, load_compared, asked)
        shown = cache.cached_over(here, load_explorer, title) if here else None
        group = pick("group", "Group", shown.groups) if shown else None
    if here is None or shown is None:
        page.empty("There is nothing to compare here.", "No attribute is collected in this window: pick a longer one.")
        return None
    if here.metric != metric:
        missing = "This measure needs actual outcomes, scores or amounts that were not logged here."
        page.empty(missing, f"Shown instead: {metric_words(here.metric)}.")
    return Opened(asked, here, shown, _one_group(here, shown, group))


def _attribute(choices: Choices, worst: str | None) -> str | None:
    """The one with the worst-off group leads, then single attributes, then crossed ones."""
    every = sorted([*choices.attributes, *choices.crossings], key=lambda name: name != worst)
    return pick("attribute", "Attribute", every, {name: name.replace("_", " ") for name in every})


def _within(choices: Choices) -> str:
    if not choices.strata:
        return ""
    words = {LIKE: "like for like, over all strata"} | {name: f"only {name}" for name in choices.strata}
    return pick("within", "Compare", list(words), words, none="all decisions together") or ""


def _one_group(here: Compared, shown: Explorer, group: str | None) -> OneGroup | None:
    if group is None:
        return None
    lines = cache.cached(load_charter_lines, shown.metric)
    return cache.cached_over(here, load_one_group, Against(group, shown.reference), lines)
