"""Equalized odds and demographic parity by drawing lots between rules, exact at the corners of what is reachable.

Hardt, Price and Srebro (2016). The linear programme has two unknowns, the rates that all groups share, so that its
optimum is a corner of the area under every group's hull; no solver is needed.
"""

from collections.abc import Sequence

import numpy as np

from dashboard.domain.remedies import ODDS, THRESHOLD_ODDS, THRESHOLD_PARITY, Cell, Cells, Remedy, together
from dashboard.domain.roofs import Roof, best, under_all
from dashboard.domain.threshold_ladders import Ladder


def equalized_odds(groups: Sequence[Cells]) -> Remedy:
    """Chances of being selected by decision and group with which both error rates are the same in every group.

    Of those the ones with the greatest true positive minus false positive rate, as in AIF360.

    Args:
        groups: each with both outcomes.
    """
    whole = together(groups)
    x, y = under_all([_two_cuts(one) for one in groups])
    wrong, found = best((x, y), y - x, whole.negatives * x + whole.positives * y, whole.selected)
    rows: list[dict[str, Cell]] = []
    after = []
    for one in groups:
        chosen, passed = _chances(one, wrong, found)
        rows.append({"group": one.group, "selected_if_decided_for": chosen, "selected_if_passed_over": passed})
        after.append(one.mixed(chosen, passed))
    remarks = tuple(
        f"The decisions about {one.group} say nothing about outcomes: equal odds leave nothing but lots for everybody."
        for one in groups
        if _flat(one)
    )
    return Remedy(ODDS, tuple(groups), tuple(after), tuple(rows), remarks=remarks)


def _flat(one: Cells) -> bool:
    return abs(one.tp * one.negatives - one.fp * one.positives) < 0.5  # whole people: none but 0


def _two_cuts(one: Cells) -> Roof:
    """Nobody, the decisions, everybody; decisions worse than lots are turned round."""
    cut = (one.fp, one.tp)
    if one.tp * one.negatives < one.fp * one.positives:
        cut = (one.negatives - one.fp, one.positives - one.tp)
    sides = np.round([(0, 0), cut, (one.negatives, one.positives)]).astype(np.int64)
    return Roof.over(sides[:, 0], sides[:, 1], (round(one.negatives), round(one.positives)))


def _chances(one: Cells, x: float, y: float) -> tuple[float, float]:
    """Of being selected when decided for and when passed over, so that the group's rates become x and y."""
    if _flat(one):
        return x, x
    wrong, found = one.fp / one.negatives, one.tp / one.positives
    chosen = (x * (1 - found) - y * (1 - wrong)) / (wrong - found)
    passed = (wrong * y - found * x) / (wrong - found)
    return float(np.clip(chosen, 0, 1)), float(np.clip(passed, 0, 1))


def thresholds_for_odds(ladders: Sequence[Ladder], decided: Sequence[Cells]) -> Remedy:
    """Two thresholds and lots for each group with which both error rates are the same: the most right decisions.

    Fairlearn's ThresholdOptimizer for equalized odds and accuracy, at corners instead of on a grid.

    Args:
        ladders: of groups with both outcomes.
        decided: what was decided about the same people.
    """
    roofs = [Roof.over(one.wrong, one.found, (one.negatives, one.positives)) for one in ladders]
    x, y = under_all(roofs)
    bad, good = (sum(sizes) for sizes in zip(*((one.negatives, one.positives) for one in ladders), strict=True))
    gain = (bad * (1 - x) + good * y) / (bad + good)
    wrong, found = best((x, y), gain, bad * x + good * y, together(decided).selected)
    rows: list[dict[str, Cell]] = []
    after = []
    for ladder, roof in zip(ladders, roofs, strict=True):
        ignored, mix = _ignored(float(roof.height(wrong)), wrong, found), roof.mix(wrong)
        rows.append(_row(ladder, mix) | {"lot_instead": ignored, "selected_by_lot": wrong})
        after.append(_drawn(_mixed(ladder, mix), ignored, wrong))
    return Remedy(THRESHOLD_ODDS, tuple(decided), tuple(after), tuple(rows))


def _ignored(height: float, x: float, y: float) -> float:
    """The share of people whose score is not looked at, which brings a group's rate down to the common one."""
    return 0.0 if height <= x else float(np.clip((height - y) / (height - x), 0, 1))


def _drawn(cells: Cells, ignored: float, chance: float) -> Cells:
    return cells.mixed(1 - ignored + ignored * chance, ignored * chance)


def thresholds_for_parity(ladders: Sequence[Ladder], decided: Sequence[Cells]) -> Remedy:
    """Two thresholds and lots for each group with which the same share is selected: the most right decisions.

    Fairlearn's ThresholdOptimizer for demographic parity and accuracy, at corners instead of on a grid.
    """
    right = [one.found + one.negatives - one.wrong for one in ladders]
    roofs = [Roof.over(one.selected, up, (one.people, one.people)) for one, up in zip(ladders, right, strict=True)]
    x = np.unique(np.concatenate([one.x for one in roofs]))
    people = sum(one.people for one in ladders)
    gain = np.sum([one.people * roof.height(x) for one, roof in zip(ladders, roofs, strict=True)], axis=0) / people
    share, _ = best((x, gain), gain, x * people, together(decided).selected)
    mixes = [roof.mix(share) for roof in roofs]
    rows = tuple(_row(ladder, mix) for ladder, mix in zip(ladders, mixes, strict=True))
    after = tuple(_mixed(ladder, mix) for ladder, mix in zip(ladders, mixes, strict=True))
    return Remedy(THRESHOLD_PARITY, tuple(decided), after, rows)


def _row(ladder: Ladder, mix: tuple[int, int, float]) -> dict[str, Cell]:
    first, second, share = mix
    return {
        "group": ladder.group,
        "threshold_a": float(ladder.thresholds[first]),
        "share_a": 1 - share,
        "threshold_b": float(ladder.thresholds[second]),
        "share_b": share,
    }


def _mixed(ladder: Ladder, mix: tuple[int, int, float]) -> Cells:
    first, second, share = mix
    found, wrong = (float((1 - share) * side[first] + share * side[second]) for side in (ladder.found, ladder.wrong))
    return Cells(ladder.group, found, wrong, ladder.positives - found, ladder.negatives - wrong)
