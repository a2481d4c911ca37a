"""The cells of a new batch, and of stored batches that its labels change: made once, so that counting is cheap."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.adapters.amount_cells import write_amounts
from dashboard.adapters.batch_cells import write_cells
from dashboard.adapters.batch_file import file_sha256
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.draft import Draft
from dashboard.adapters.late_labels import share_ids
from dashboard.adapters.log_reader import refusal
from dashboard.adapters.score_cells import write_scores
from dashboard.adapters.visible import BatchFile, shown_days, touching_labels
from dashboard.errors import Problem

Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Placed:
    """A new batch: its id, and the place (relative to the store) and digest that its file will have."""

    id: str
    path: str
    sha256: str


def about_cells(store: DecisionStore, draft: Draft, kind: str, placed: Placed, before: Sequence[BatchFile]) -> Columns:
    """What the row of a new batch says about cells; their files are in place afterwards.

    Where the rows stay elsewhere the batch is its cells.
    """
    if draft.engine:
        cells: Columns = {"path": placed.path, "sha256": placed.sha256, "labels": []}
        if draft.scores is not None:
            cells["scores"] = _placed(store, draft.scores, f"scores/{placed.id}.parquet")
        return {"engine": draft.engine, "cells": {placed.id: cells}, "late_labels": []}
    make = {"decisions": cells_of_new, "labels": cells_changed_by}.get(kind)
    return make(store, draft, placed.id, before) if make else {}


def cells_of_new(store: DecisionStore, draft: Draft, batch: str, before: Sequence[BatchFile]) -> Columns:
    """What the row of a batch of decisions says about its cells, whose file is in place afterwards.

    Labels that were there before join it where they name one of its decisions: a correction keeps what came late.
    """
    labels = [one for one in before if one.kind == "labels"]
    near = [one for one in before if one.kind == "decisions" and draft.near(one)]
    known = [late for late in labels if any(late in touching_labels(one, labels) for one in near)]
    late = [(one.id, one.path) for one in known if share_ids(draft.path, one.path)]
    groups = (*(f"a_{name}" for name in draft.attributes), *(f"s_{name}" for name in draft.strata))
    cells = _kept(store, draft.path, groups, batch, late)
    return {"cells": {batch: cells}, "late_labels": cells["labels"], **_amounts(store, draft, batch, before)}


def cells_changed_by(store: DecisionStore, draft: Draft, batch: str, before: Sequence[BatchFile]) -> Columns:
    """What the row of a batch of late labels says: which batches it touches, and their cells with these labels."""
    labels = [one for one in before if one.kind == "labels"]
    touched = [one for one in before if one.kind == "decisions" and one.rows and share_ids(one.path, draft.path)]
    cells = {}
    for one in touched:
        earlier = touching_labels(one, labels)
        late = [*((before.id, before.path) for before in earlier), (batch, draft.path)]
        cells[one.id] = _kept(store, one.path, one.columns, f"{one.id}-{batch}", late)
    return {"cells": cells, "touches": [one.id for one in touched]}


def _amounts(store: DecisionStore, draft: Draft, batch: str, before: Sequence[BatchFile]) -> Columns:
    """Sums of the amounts of a new batch; nothing where its log has none.

    Raises:
        DecisionLogInvalid: amounts that count already are measured in something else.
    """
    if not draft.unit:
        return {}
    units = [one.amounts.unit for one, _ in shown_days(before) if one.amounts]
    if other := next((unit for unit in units if unit != draft.unit), None):
        hint = "Amounts of two units have no common mean: retract those batches first, or give all in one unit."
        raise refusal(draft.source, [Problem("amount", f"the unit {draft.unit}", f"{other}, as in the batches before",
                                             suggestion=hint)])  # fmt: skip
    groups = tuple(f"a_{name}" for name in draft.attributes)
    with store.work() as work:
        file = work / "amounts.parquet"
        blank = write_amounts(draft.path, groups, file)
        return {"amounts": {**_placed(store, file, f"amounts/{batch}.parquet"), "unit": draft.unit, "blank": blank}}


def _kept(
    store: DecisionStore, rows: Path, groups: Sequence[str], name: str, late: Sequence[tuple[str, Path]]
) -> Columns:
    """Path, digest and late labels (given as id and file) of the cells that were made, and of their scores."""
    files = [path for _, path in late]
    with store.work() as work:
        file, scores = work / "cells.parquet", work / "scores.parquet"
        write_cells(rows, groups, file, labels=files)
        made = {"labels": [name for name, _ in late], **_placed(store, file, f"cells/{name}.parquet")}
        if write_scores(rows, groups, scores, labels=files):
            made["scores"] = _placed(store, scores, f"scores/{name}.parquet")
    return made


def _placed(store: DecisionStore, file: Path, relative: str) -> Columns:
    digest = file_sha256(file)
    store.keep(file, relative)
    return {"path": relative, "sha256": digest}
