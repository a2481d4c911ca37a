"""A decision beside its nearest counterfactual in words and as a table: what differs, by how much, among how many."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.domain.single_decision import Decision, Value
from dashboard.domain.wording import day, plural
from dashboard.services.nearest_decision import LookedAt

DECIDED = {True: "favourable", False: "not favourable", None: "undecided"}
_OUTCOMES = {True: "positive", False: "negative", None: "not known"}


def headline(found: LookedAt) -> str:
    """One sentence."""
    said = f"This decision was {DECIDED[found.decision.selected]}"
    if found.other is None:
        return f"{said}; there is no counterfactual: {found.why_not}."
    differing = sum(part > 0 for part in found.apart.values())
    of = f"{differing} of {plural(len(found.apart), 'feature')}"
    return (
        f"{said}; the nearest of {found.compared:,} that went the other way differs in {of} "
        f"({found.norm} distance {found.distance:.3g})."
    )


def differences(found: LookedAt) -> pd.DataFrame:
    """Feature, this decision, the other, distance and what it is measured by; most different first."""
    other: Mapping[str, Value] = found.other.features if found.other else {}
    names = sorted(found.decision.features, key=lambda name: (-found.apart.get(name, 0.0), name))
    rows = [
        (name, value_words(found.decision.features[name]), value_words(other.get(name)) if found.other else "–",
         found.apart.get(name), found.scales[name])
        for name in names
    ]  # fmt: skip
    columns = ["Feature", "This decision", "Nearest that went the other way", "Distance", "Measured by"]
    return pd.DataFrame(rows, columns=columns)


def beside(found: LookedAt) -> pd.DataFrame:
    """What else is known of both: when, by which model, decision, outcome, score, protected attributes."""
    both = [found.decision, *([found.other] if found.other else [])]
    titles = ["This decision", "Nearest that went the other way"]
    told = [_told(one) for one in both]
    return pd.DataFrame({"About": list(told[0]), **{titles[at]: list(one.values()) for at, one in enumerate(told)}})


def _told(one: Decision) -> dict[str, str]:
    known = {
        "Decision id": one.decision_id, "Decided": day(one.decided_at), "Model version": one.model_version,
        "Decision": DECIDED[one.selected], "Actual outcome": _OUTCOMES[one.label],
        "Score": "–" if one.score is None else f"{one.score:g}",
    }  # fmt: skip
    return known | {name.replace("_", " "): value or "not recorded" for name, value in one.attributes.items()}


def notes(found: LookedAt) -> list[str]:
    """What the answer rests on."""
    said = [
        f"Measured against {found.pool:,} decisions whose features are kept, {found.compared:,} of which went the "
        "other way. Numbers count in standard deviations, categories by the chance that two draws agree."
    ]
    if found.left_out:
        said.append(f"{found.left_out:,} older decisions were not read.")
    return said


def value_words(value: Any) -> str:
    """A value as people read it."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "missing"
    return f"{value:.15g}" if isinstance(value, float) else str(value)
