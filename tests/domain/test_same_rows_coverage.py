"""Limits of two models on the same rows hold what they promise, in simulated worlds whose truth is known."""

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.fairness import compare_all, group_rates
from dashboard.domain.intervals import Array, Limits, difference
from dashboard.domain.metrics import METRICS
from dashboard.domain.references import Rule
from dashboard.domain.repeated_subjects import effects_of, subject_sums, with_effects
from dashboard.domain.same_rows import SameRows, correlations, paired_change
from dashboard.domain.slopes import Named
from dashboard.domain.two_models import BY_DECISIONS
from dashboard.services.decided_twice import _counts, _products

DRAWS = 200
RULE = Rule("b", 0.95, 20)
NAMES = ("a", "b")
METRICS_OF = [name for name, metric in METRICS.items() if metric.basis == "decisions" and metric.way != "conditional"]
NAMED: list[Named] = [("rate", name) for name in BY_DECISIONS] + [("metric", name) for name in METRICS_OF]


def shares(qualify: float, found: float, wrong: float, keep: float) -> Array:
    """Outcome (0, 1, unknown) × champion × challenger, who keeps a decision with chance `keep`, else draws lots."""
    outcome = np.array([0.8 * (1 - qualify), 0.8 * qualify, 0.2])
    chosen = np.array([wrong, found, (wrong + found) / 2])
    champion = outcome[:, None] * np.stack([1 - chosen, chosen], axis=1)
    return champion[:, :, None] * (keep * np.eye(2) + (1 - keep) / 2)


def laid(side: Array) -> pd.DataFrame:
    """COUNTS by draw and group of (draws, groups, 3, 2)."""
    frame = _counts(side.reshape(-1, 3, 2), NAMES * len(side))
    return frame.assign(draw=np.repeat(np.arange(len(side)), len(NAMES)), attribute="all")


def limits(side: Array) -> dict[Named, Limits]:
    """Of every rate and metric of each draw, one column a group or one for all."""
    frame, ends = laid(side), ("", "_low", "_high")
    rates = group_rates(frame, rates=BY_DECISIONS)
    found = {("rate", name): Limits(*(rates[f"{name}{end}"].to_numpy(float).reshape(-1, 2) for end in ends))
             for name in BY_DECISIONS}  # fmt: skip
    held = compare_all(frame, by=["draw"], metrics=METRICS_OF, rule=RULE)
    for name, part in held.groupby("metric"):
        sides = (part[end].to_numpy(float)[:, None] for end in ("value", "low", "high"))
        found["metric", str(name)] = Limits(*sides)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("size", "keep", "least"), [(150, 0.8, 0.90)])
def test_every_figure_is_held(size: int, keep: float, least: float) -> None:
    """Each figure's limits hold its change in 90 of 100 worlds and more, all together in 95 to 99, half as wide.

    As of different people they hold it practically always, because they are too wide.
    """
    worlds = [shares(0.4, 0.7, 0.2, keep), shares(0.5, 0.8, 0.3, keep)]
    sizes, random = (size, 2 * size), np.random.default_rng(20_261_128)
    drawn = [random.multinomial(n, world.ravel(), DRAWS).reshape(-1, 3, 2, 2)
             for n, world in zip(sizes, worlds, strict=True)]  # fmt: skip
    cells = np.stack(drawn, axis=1).astype(float)
    truth = np.stack([1000 * n * world for n, world in zip(sizes, worlds, strict=True)])[None]
    was, now, was_true, now_true = (limits(one.sum(axis=axis)) for one in (cells, truth) for axis in (4, 3))
    together = [correlations(SameRows(NAMES, one), NAMED, RULE) for one in cells]
    held, loose, width = {}, {}, {}
    for name in NAMED:
        own = np.stack([one[name] for one in together])
        own = own[:, :1] if was[name].point.shape[1] == 1 else own  # a metric by group: that of a against b
        change, wide = paired_change(was[name], now[name], own), difference(now[name], was[name])
        true = now_true[name].point - was_true[name].point
        known = np.isfinite(change.low) & np.isfinite(change.high)
        inside = (change.low <= true + 1e-9) & (change.high >= true - 1e-9)
        held[name], loose[name] = inside[known].mean(), ((wide[0] <= true) & (wide[1] >= true))[known].mean()
        width[name] = np.median((change.high - change.low)[known] / (wide[1] - wide[0])[known])
    print(size, keep, min(held.values()), np.mean(list(held.values())), np.mean(list(loose.values())))  # noqa: T201
    assert min(held.values()) >= least, min(held, key=lambda name: held[name])
    assert 0.95 <= np.mean(list(held.values())) <= 0.995
    assert np.mean(list(loose.values())) > 0.99
    assert np.median(list(width.values())) < 0.65


def one_world(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """120 people with one to six rows each, mostly alike: whose each row is, and its place in the cells.

    By hand: the champion selects 0.4; the challenger 0.7 × 0.4 + 0.3 × 0.6 = 0.46; both are right in half of all rows.
    """
    whose = np.repeat(np.arange(120), random.integers(1, 7, 120))
    kind = random.random((4, 120))  # how this person's rows mostly turn out
    own = [np.where(random.random(len(whose)) < 0.9, kind[at][whose], random.random(len(whose))) for at in range(4)]
    outcome, first = (own[0] < 0.5).astype(int), (own[1] < 0.4).astype(int)
    return whose, 4 * outcome + 2 * first + np.where(own[2] < 0.3, own[3] < 0.6, first).astype(int)


def change_of(whose: np.ndarray, place: np.ndarray, *, known: bool) -> list[Limits]:
    """The change of the favourable share and of right decisions, with people known or every row its own."""
    cells = np.bincount(place, minlength=12).reshape(1, 3, 2, 2).astype(float)
    sides, people = [_counts(cells.sum(axis=axis), ["a"]) for axis in (3, 2)], SameRows(("a",), cells)
    if known:
        rows = pd.DataFrame({"group": "a", "subject": whose, "n": 1})
        effects = [effects_of(subject_sums(rows.assign(selected=place >> bit & 1), ["group"])) for bit in (1, 0)]
        sides = [with_effects(side, one, ["group"]) for side, one in zip(sides, effects, strict=True)]
        people = SameRows(("a",), cells, _products(whose, place, 1), effects[0]["most_effect"].to_numpy(float))
    asked: list[Named] = [("rate", "selection_rate"), ("rate", "accuracy")]
    found = correlations(people, asked, Rule("a", 0.95, 1))
    told = [group_rates(side.assign(attribute="x"), rates=("selection_rate", "accuracy")) for side in sides]
    ends = ("", "_low", "_high")
    was, now = (
        {one: Limits(*(side[f"{one[1]}{end}"].to_numpy(float) for end in ends)) for one in asked} for side in told
    )
    return [paired_change(was[one], now[one], found[one]) for one in asked]


@pytest.mark.slow
def test_people_who_come_again() -> None:
    """With the people known the change is held in 93 to 99 of 100 worlds, with every row its own person in 74."""
    random, hits = np.random.default_rng(5), {True: [], False: []}
    for _ in range(400):
        whose, place = one_world(random)
        for known, held in hits.items():
            changes = change_of(whose, place, known=known)
            held += [bool(one.low[0] <= truth <= one.high[0]) for one, truth in zip(changes, (0.06, 0.0), strict=True)]
    print(np.mean(hits[True]), np.mean(hits[False]))  # noqa: T201
    assert 0.93 <= np.mean(hits[True]) <= 0.99
    assert np.mean(hits[False]) < 0.85
