"""What if the threshold moved? Strategies on the stored scores; read only when asked for, kept in the address."""

import streamlit as st

from dashboard.charts.threshold_curves import frontier, precision_recall, roc_points
from dashboard.domain.answers import Answer
from dashboard.domain.counts import CROSS
from dashboard.domain.thresholds import CUSTOM, PARITIES, SINGLE, STRATEGIES
from dashboard.reports.thresholds import thresholds_json
from dashboard.services.screens.legal_note import load_legal_note
from dashboard.services.screens.threshold_strategies import (
    CHARTER,
    WITHIN,
    Asked,
    Strategies,
    Tried,
    load_frontier,
    load_has_scores,
    load_strategies,
)
from dashboard.services.screens.threshold_tables import (
    ALIKE,
    gap_words,
    headline,
    left_out_words,
    matrix_table,
    strategy_table,
)
from dashboard.services.screens.thresholds import Scored, load_scored_groups
from dashboard.services.thresholds import TriedThresholds, TryThresholds
from dashboard.ui import cache, filters, page
from dashboard.ui.answer_parts import attach
from dashboard.ui.fairness_pickers import Opened
from dashboard.ui.legal_note_parts import noted
from dashboard.ui.looks import read
from dashboard.ui.picks import pick
from dashboard.ui.reproduced import asked_again, command_line, reproduced
from dashboard.ui.tables import data_table, downloads, same_numbers, thousands
from dashboard.ui.text import plain

RATIOS = (0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_TITLE = "What if the threshold moved?"


def thresholds(opened: Opened) -> None:
    """The section; one sentence where the use case has no scores, or groups are crossed."""
    use_case, attribute = opened.found.use_case, opened.found.attribute
    if CROSS in attribute or not cache.cached(load_has_scores, use_case):
        why = "Scores are counted by single attribute." if CROSS in attribute else "No scores were logged here."
        st.markdown(f"**{_TITLE}** {why} Thresholds can be tried where a log has a score and the actual outcome.")
        return
    page.section(_TITLE, "Every stored score tried as a threshold, whole months of the window; nothing is changed")
    if not filters.switch("what_if", "Try other thresholds"):
        return
    scored = read("thresholds", "Read the scores", load_scored_groups, use_case, attribute, since=opened.here.since)
    if scored is None:
        return
    if scored.why_not:
        page.empty("Nothing can be tried.", plain(scored.why_not))
        return
    _tried(opened, scored)


def _tried(opened: Opened, scored: Scored) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        names = [*STRATEGIES, CHARTER, CUSTOM]
        strategy = pick("strategy", "Strategy", names, {name: name.capitalize() for name in names}) or SINGLE
        ratio = st.select_slider(
            "A wrong selection costs as much as … people overlooked", RATIOS, value=1.0, key="ratio",
            format_func=lambda one: f"{one:g}", bind="query-params",
        )  # fmt: skip
        within = _within(strategy)
    names_of = (opened.found.use_case, opened.found.attribute)
    if strategy != SINGLE and not noted(*names_of, place="thresholds", waits="The result is shown"):
        return
    asked = Asked(float(ratio), within, opened.found.metric, _custom(scored) if strategy == CUSTOM else ())
    found = cache.cached_over(scored, load_strategies, asked)
    chosen = found.named(strategy)
    if chosen is None:
        page.empty("No setting keeps the charter.", plain(f"{found.kept.why_not}."))
        return
    _shown(scored, found, chosen, asked)
    _again(opened, (scored, found, chosen, asked))


def _within(strategy: str) -> float:
    if strategy not in PARITIES:
        return WITHIN
    points = st.number_input(
        "Gap allowed, points", 0.0, 100.0, 100 * WITHIN, step=0.5, key="allowed", bind="query-params"
    )
    return float(points) / 100


def _custom(scored: Scored) -> tuple[tuple[str, float], ...]:
    given = []
    with st.container(horizontal=True, gap="small"):
        for turn, one in enumerate(scored.ladders):
            middle = float(one.thresholds[len(one.thresholds) // 2])
            label = f"Threshold of {plain(one.group)}"
            given.append((one.group, st.number_input(label, value=middle, format="%.4g", step=0.01, key=f"from_{turn}",
                                                     bind="query-params")))  # fmt: skip
    return tuple((group, float(value)) for group, value in given)


def _parity(strategy: str) -> str:
    """The parity whose gap is told: the strategy's own, else the first."""
    return strategy if strategy in PARITIES else next(iter(PARITIES))


def _shown(scored: Scored, found: Strategies, chosen: Tried, asked: Asked) -> None:
    parity = _parity(chosen.strategy)
    st.markdown(plain(headline(chosen, found, asked, parity)))
    words, groups = plain(scored.attribute.replace("_", " ")), chosen.setting.groups
    left, right = st.columns([1, 1], gap="large")
    with left:
        page.chart(roc_points(scored, groups, page.colours()), alt=f"ROC by {words} with the chosen thresholds",
                   key="chart-moved-roc")  # fmt: skip
    with right:
        page.chart(precision_recall(scored, groups, page.colours()),
                   alt=f"Precision over recall by {words}, with the thresholds", key="chart-moved-pr")  # fmt: skip
    matrix = matrix_table(chosen)
    data_table(matrix, alt=f"Confusion matrix by {words}", columns=thousands(matrix), key="table-matrix")
    downloads(matrix, name=f"thresholds-{scored.use_case}")
    if said := left_out_words(scored):
        st.caption(plain(said))
    _beside(scored, found, (chosen, parity), asked)


def _beside(scored: Scored, found: Strategies, shown: tuple[Tried, str], asked: Asked) -> None:
    """All strategies with cost and gaps, and the frontier; only alike treatment before Legal was acknowledged."""
    chosen, parity = shown
    alike = chosen.strategy == SINGLE
    if not alike:
        points = cache.cached_over(scored, load_frontier, ratio=asked.ratio, parity=parity)
        drawn = frontier(
            tuple((one.gap, one.setting.cost) for one in points), found, (chosen.strategy, parity), page.colours()
        )
        page.section(
            "What a smaller gap costs",
            f"No setting lies below the line · gap: {ALIKE[parity]} · dots: every strategy, named in the table",
            level=3,
        )
        page.chart(drawn, alt=f"Cost against the gap of {parity}: {gap_words(chosen.gaps[parity])}",
                   key="chart-frontier")  # fmt: skip
    table = strategy_table(found, only_alike=alike)
    same_numbers(table, name=f"strategies-{scored.use_case}", title="Every strategy as a table")


def _again(opened: Opened, tried: tuple[Scored, Strategies, Tried, Asked]) -> None:
    found, (_, _, chosen, asked) = opened.found, tried
    strategy = chosen.strategy
    options = {"--attribute": found.attribute, "--strategy": strategy.replace(" ", "-"),
               "--cost-ratio": f"{asked.ratio:g}",
               "--within": f"{asked.within:g}", "--metric": asked.metric, "--days": str(opened.asked.days),
               "--as-of": cache.sources().as_of.isoformat()}  # fmt: skip
    custom = [("--threshold", f"{group}={at:g}") for group, at in asked.custom]
    command = command_line("thresholds", found.use_case, [*options.items(), *custom])
    attach("thresholds-answer", lambda: _answer(opened, tried, command), about=found.use_case)
    reproduced(command)


def _answer(opened: Opened, tried: tuple[Scored, Strategies, Tried, Asked], command: str) -> Answer:
    scored, every, chosen, asked = tried
    sources, found = cache.sources(), opened.found
    asking = TryThresholds(found.use_case, found.attribute, chosen.strategy, asked, opened.asked.days)
    note = cache.cached(load_legal_note, found.use_case, found.attribute)
    result = thresholds_json(TriedThresholds(scored, every, chosen, sources.as_of, note), asking)
    question = {"use_case": found.use_case, "attribute": found.attribute, "strategy": chosen.strategy}
    said = headline(chosen, every, asked, _parity(chosen.strategy))
    return asked_again("thresholds", question, command, said=said, result=result)
