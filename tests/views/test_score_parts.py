"""Scores by group on the Fairness page: a sentence that says the finding, or what is missing and what to do."""

from dataclasses import replace

import pandas as pd
import pytest

from dashboard.adapters.database import Database
from dashboard.domain.counts import NOT_RECORDED
from dashboard.domain.score_histograms import NO_LABELS, ONE_KIND, Estimate, Histogram, missing, roc
from dashboard.services.screens.scores import GroupScores, Scores
from dashboard.ui import score_parts
from tests.views.conftest import Opened
from tests.views.test_fairness import decided, seen

__all__ = ["decided"]
ROC = roc(Histogram.of([0.2, 0.4, 0.6, 0.8], [0, 1, 0, 1]))
TRUE = pd.DataFrame({"mean_score": [0.2], "share": [0.3], "n": [50], "low": [0.2], "high": [0.4]})


def group(name: str, *, value: float = 0.8) -> GroupScores:
    """A group whose AUC is a value, give or take 0.01, and whose predictions are off by a tenth of it."""
    found = Estimate(value, value - 0.01, value + 0.01)
    return GroupScores(name, 900, found, found, found, value / 10, ROC, TRUE, 0.0)


def unknown(name: str, why: str) -> GroupScores:
    """A group without an AUC."""
    return replace(group(name), auc=missing(why), error=float("nan"))


def panel(opened: Opened, monkeypatch: pytest.MonkeyPatch, found: Scores) -> tuple[str, list[str], list[list[str]]]:
    """What the opened panel says, its headings, and the rows of its table."""
    monkeypatch.setattr(score_parts, "load_scores", lambda *_, **__: found)
    app = opened("fairness", use_case="loans", attribute="sex")
    app.session_state["deeper-scores"] = True
    app.run()
    assert not app.exception
    rows = [table.value.to_numpy().tolist() for table in app.table if "Off on average" in table.value.columns]
    return (
        "\n".join(seen(app)).replace("\\", ""),
        [head.value.replace("\\", "") for head in app.subheader],
        [*rows, []][0],
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Scores((), (), 10, labelled=False), "No scores were logged in this window."),
        (Scores((), ("F", "M"), 10), "Too few people by sex have a score to be shown."),
        (Scores((unknown("F", NO_LABELS),), (), 10, labelled=False), "Nobody's actual outcome is known"),
        (Scores((unknown("F", ONE_KIND),), (), 10), "No group by sex has both kinds of actual outcome"),
    ],
)
def test_what_is_missing_is_said_without_empty_pictures(
    decided: Database, opened: Opened, monkeypatch: pytest.MonkeyPatch, found: Scores, said: str
) -> None:
    """One sentence with what to do; no picture without a line, and no table of dashes."""
    text, headings, rows = panel(opened, monkeypatch, found)

    assert said in text
    assert not [one for one in headings if one.startswith(("AUC", "Predictions"))]
    assert rows == []


@pytest.mark.parametrize(("least", "sure"), [(0.79, "overlap"), (0.7, "are apart")])
def test_the_headings_say_the_finding(
    decided: Database, opened: Opened, monkeypatch: pytest.MonkeyPatch, least: float, sure: str
) -> None:
    """Lowest and highest AUC with their groups, and who is predicted worst; those not recorded stand last."""
    every = (group(NOT_RECORDED, value=0.99), group("F"), group("M", value=least), unknown("X", ONE_KIND))
    text, headings, rows = panel(opened, monkeypatch, Scores(every, ("Y", "Z"), 10))

    assert f"AUC runs from {least:.3f} (M) to 0.800 (F)" in headings
    assert "Predictions are off most for F: by 8.0 points on average" in headings
    assert f"intervals of the two {sure}" in text
    assert [row[0].replace("\\", "") for row in rows] == ["F", "M", "X", NOT_RECORDED]
    assert rows[2][2:] == ["no labels of both kinds", "–"]
    assert "Withheld, so that nobody can work out fewer than 10 people: Y, Z." in text
