"""A decision by its id, and beside it the nearest one that went the other way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.feature_rows import FeatureRows
from dashboard.domain.actors import Actor
from dashboard.domain.effort import step
from dashboard.domain.nearest import NORMS, Flags, Floats, Norm, distances, gap, gaps, nearest, scale
from dashboard.domain.plain_text import shown
from dashboard.domain.single_decision import Decision, decision_of, digest_of
from dashboard.errors import InputRejected, NotFound, Problem
from dashboard.services.register import new_key
from dashboard.services.single_decisions import Asked, Sight, record_look, sight, today

ASKED = "a decision and its nearest counterfactual"


@dataclass(frozen=True, slots=True)
class LookAtDecision:
    """A decision and how distance is measured; decisions of other model versions only where `any_version`."""

    use_case: str
    decision_id: str
    norm: Norm = "L1"
    any_version: bool = False
    on: date = field(default_factory=today)
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What was found.

    Attributes:
        decision: the one that was asked for.
        other: the nearest that went the other way; None where `why_not` says why.
        distance: between them, by `norm`.
        apart: feature -> distance in this feature, and `scales` what differences were measured by.
        compared: decisions that went the other way, among `pool` that were measured; `left_out` older ones were not.
    """

    title: str
    norm: Norm
    decision: Decision
    other: Decision | None
    why_not: str
    distance: float
    apart: Mapping[str, float]
    scales: Mapping[str, float]
    compared: int
    pool: int
    left_out: int


def look_at_decision(database: Database, store: DecisionStore, command: LookAtDecision, actor: Actor) -> LookedAt:
    """Find a decision and its nearest counterfactual; the look is an event, also where nothing was found.

    Raises:
        NotPermitted, NotFound, Conflict, InputRejected, StoreUnusable: nothing is shown.
    """
    if command.norm not in NORMS:
        raise InputRejected("Nothing was looked at.", [Problem("norm", shown(command.norm), "L1 or L2")])
    seen = sight(database, store, command.use_case, actor, command.on)
    about = {"decision": digest_of(command.decision_id), "norm": command.norm, "any_version": command.any_version}
    asked = Asked(command.use_case, ASKED, about, command.key)
    places = seen.rows.places_of(command.decision_id)
    if not places:
        record_look(database, asked, actor, shown_rows=0, compared=0)
        raise NotFound(
            f"{seen.use_case.title} has no decision {shown(command.decision_id)} whose features are kept. "
            f"They are kept for {seen.allowed.days:,} days."
        )
    found = _found(seen, command, places[-1])
    shown_rows = 1 if found.other is None else 2
    record_look(database, asked, actor, shown_rows=shown_rows, compared=found.compared)
    return found


def _found(seen: Sight, command: LookAtDecision, at: int) -> LookedAt:
    rows = seen.rows
    pool = rows.counts if command.any_version else rows.counts & _same_version(rows, at)
    places = np.flatnonzero(pool)
    here = int(np.searchsorted(places, at))
    measured = _Measured(rows, places, here, command.norm)
    selected = rows.flags("selected")[places]
    other_way = (selected == 1 - selected[here]) if selected[here] >= 0 else np.zeros(len(places), dtype=bool)
    best = nearest(measured.far, other_way, rows.moments[places])
    found = [decision_of(row) for row in rows.rows_at([at, *(int(places[one]) for one in best)])]
    return LookedAt(
        seen.use_case.title, command.norm, found[0], found[1] if best else None, _why_not(selected[here], best),
        distance=float(measured.far[best[0]]) if best else float("nan"),
        apart=measured.between(found[0], found[1]) if best else {}, scales=measured.scales,
        compared=int(other_way.sum()), pool=len(places), left_out=rows.left_out,
    )  # fmt: skip


def _why_not(selected: int, best: list[int]) -> str:
    if best:
        return ""
    return "it is undecided" if selected < 0 else "no decision of this pool went the other way"


def _same_version(rows: FeatureRows, at: int) -> Flags:
    codes = rows.versions().codes
    same: Flags = codes == codes[at]
    return same


class _Measured:
    """Distances from one decision to every other of a pool; features pass by one after the other."""

    def __init__(self, rows: FeatureRows, places: npt.NDArray[np.int64], here: int, norm: Norm) -> None:
        self.scales: dict[str, float] = {}
        self.far = distances(self._parts(rows, places, here), norm, len(places))

    def _parts(self, rows: FeatureRows, places: npt.NDArray[np.int64], here: int) -> Iterator[Floats]:
        for turn, name in enumerate(rows.kinds):
            step(turn, len(rows.kinds), f"features, of {len(places):,} decisions")
            column = rows.column(name).at(places)
            self.scales[name] = scale(column)
            yield gaps(column, here, self.scales[name])

    def between(self, one: Decision, other: Decision) -> dict[str, float]:
        """Feature -> how far two decisions are apart in it."""
        return {name: gap(one.features[name], other.features[name], size) for name, size in self.scales.items()}
