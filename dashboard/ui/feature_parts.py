"""What kept features look like by group, and whether decisions about similar people are alike: asked for by a click."""

from typing import Any

import streamlit as st

from dashboard.adapters.decision_store import DecisionStore
from dashboard.charts.feature_bars import feature_bars
from dashboard.domain.actors import Actor
from dashboard.domain.answers import Answer
from dashboard.reports.as_json import json_record
from dashboard.services.consistent_decisions import Alike, LookAtConsistency, look_at_consistency
from dashboard.services.feature_overview import LookAtFeatures, Overview, look_at_features
from dashboard.services.screens.feature_overview import (
    alike_headline,
    alike_notes,
    alike_table,
    distribution,
    overview_headline,
    overview_notes,
    overview_table,
)
from dashboard.services.screens.kept_features import Keeping
from dashboard.services.sources import Sources
from dashboard.ui import identity, page
from dashboard.ui.answer_parts import attach
from dashboard.ui.looks import asked
from dashboard.ui.picks import pick
from dashboard.ui.reproduced import asked_again, command_line
from dashboard.ui.tables import data_table, downloads, same_numbers, thousands
from dashboard.ui.text import plain

_OVERVIEW, _ALIKE = "feature_overview", "consistent_decisions"


def features(keeping: Keeping) -> None:
    """The overview of all features, by a protected attribute where one is chosen."""
    page.section(
        "All features", "Missing, unique and distribution; by group the most unequal first · each look is recorded"
    )
    attribute = _attribute(keeping, "overview")

    def look(sources: Sources, actor: Actor) -> Overview:
        command = LookAtFeatures(keeping.use_case, attribute)
        return look_at_features(sources.database, DecisionStore(sources.store), command, actor)

    found = asked(_OVERVIEW, (keeping.use_case, attribute), "Look at all features", look)
    if isinstance(found, Overview):
        _overview(found)


def alike(keeping: Keeping) -> None:
    """Consistency among nearest neighbours, over all and by group."""
    page.section(
        "Are decisions about similar people alike?",
        "Consistency: 1 − the mean difference between a decision and its five nearest neighbours · recorded",
    )
    attribute = _attribute(keeping, "alike")

    def look(sources: Sources, actor: Actor) -> Alike:
        command = LookAtConsistency(keeping.use_case, attribute)
        return look_at_consistency(sources.database, DecisionStore(sources.store), command, actor)

    found = asked(_ALIKE, (keeping.use_case, attribute), "Compare with neighbours", look)
    if isinstance(found, Alike):
        page.section(plain(alike_headline(found)), plain(" ".join(alike_notes(found))), level=3)
        table = alike_table(found)
        data_table(table, alt="Consistency over all and by group", columns=_digits("Consistency", "From", "To"),
                   key="table-alike")  # fmt: skip
        downloads(table, name=f"consistency-{keeping.use_case}")
        attach("consistency", lambda: _alike_answer(keeping, found), about=keeping.use_case)


def _alike_answer(keeping: Keeping, found: Alike) -> Answer:
    asked_of = {"use_case": keeping.use_case, "attribute": found.attribute, "model_version": found.model_version}
    options = [("--attribute", found.attribute)] if found.attribute else []
    options += [("--model-version", found.model_version), ("--as", identity.actor().user_id)]
    command = command_line("features consistency", keeping.use_case, options)
    said = alike_headline(found)
    return asked_again("consistency", asked_of, command, said=said, result=json_record(found))


def _attribute(keeping: Keeping, name: str) -> str | None:
    words = {one: one.replace("_", " ") for one in keeping.attributes}
    chosen = st.selectbox(
        "By group of", list(words), index=None, format_func=lambda one: words[one], placeholder="Nobody told apart",
        key=f"{name}-attribute", width=280,
    )  # fmt: skip
    return str(chosen) if chosen else None


def _overview(found: Overview) -> None:
    page.section(plain(overview_headline(found)), plain(" ".join(overview_notes(found))) or None, level=3)
    table = overview_table(found)
    few = _digits("Groups differ by", "By chance", "Zeros")
    pinned = {"Feature": st.column_config.TextColumn(pinned=True)}
    data_table(
        table, alt="Every feature, most unequal first", columns=thousands(table) | few | pinned, key="table-features"
    )
    downloads(table, name="features")
    names = [one.name for one in found.features]
    chosen = pick("feature", "Distribution of", names, none="None")
    for one in [one for one in found.features if one.name == chosen]:
        page.chart(feature_bars(one.bars, page.colours()), alt=f"Decisions by {plain(one.name)}", key="chart-feature")
        same_numbers(distribution(one), name="feature-distribution")


def _digits(*names: str) -> dict[str, Any]:
    return {name: st.column_config.NumberColumn(format="%.3f") for name in names}
