"""Weights by group and outcome with which group says nothing about outcome (Kamiran and Calders 2012; AIF360)."""

from collections.abc import Sequence

from dashboard.domain.remedies import REWEIGHING, Cell, Cells, Remedy, together


def reweighing(groups: Sequence[Cells]) -> Remedy:
    """Weight of a group and outcome: people expected if the two were independent, over people there are.

    w(g, y) = n(g) n(y) / (n n(g, y)). The weights of a group sum to its people. Rates after are those of the weighted
    rows that a model is trained on, not of the decisions of a model trained on them.

    Args:
        groups: each with both outcomes.
    """
    whole = together(groups)
    rows: list[dict[str, Cell]] = []
    after = []
    for one in groups:
        good = whole.positives * one.people / (whole.people * one.positives)
        bad = whole.negatives * one.people / (whole.people * one.negatives)
        rows += [
            {"group": one.group, "outcome": 1, "people": round(one.positives), "weight": good},
            {"group": one.group, "outcome": 0, "people": round(one.negatives), "weight": bad},
        ]
        after.append(Cells(one.group, good * one.tp, bad * one.fp, good * one.fn, bad * one.tn))
    heaviest = max(rows, key=lambda row: float(row["weight"]))
    effective = sum(_effective(one, done) for one, done in zip(groups, after, strict=True))
    parameters = {"people": whole.people, "effective_people": effective, "largest_weight": heaviest["weight"]}
    return Remedy(
        REWEIGHING, tuple(groups), tuple(after), tuple(rows), ("base_rate",), fixed=True, parameters=parameters
    )


def _effective(one: Cells, done: Cells) -> float:
    """Kish: (sum of weights)² / sum of squared weights, the people that count as much when they all count alike."""
    squares = done.positives**2 / one.positives + done.negatives**2 / one.negatives
    return done.people**2 / squares
