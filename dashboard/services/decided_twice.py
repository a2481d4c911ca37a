"""Rows that two models decided about, counted by group: for each attribute and crossing who got which two decisions."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.adapters.table_reader import Table
from dashboard.domain.counts import COUNTS, CROSS
from dashboard.domain.intersections import crossings
from dashboard.domain.repeated_subjects import effects_of, subject_sums, with_effects
from dashboard.domain.same_rows import MOST_GROUPS as MOST_PAIRED
from dashboard.domain.same_rows import SameRows
from dashboard.errors import InputRejected, Problem
from dashboard.services.audit_request import AuditRequest
from dashboard.services.file_counts import coded

MOST_GROUPS = 1000
_PLACES = 12  # outcome × decision of the champion × of the challenger
Ints = NDArray[np.int64]
Counted = tuple[pd.DataFrame, pd.DataFrame, dict[str, SameRows]]


def decided_twice(table: Table, request: AuditRequest, asked: Ints) -> Counted:
    """COUNTS (with EFFECTS where a subject is named) of both models by attribute and group, and the same people.

    Args:
        table: as read.
        request: which attributes, whether crossed, and the column of the subject.
        asked: for each row 4 × outcome (0, 1, 2 for unknown) + 2 × champion + challenger; -1 for a row left out.

    Raises:
        InputRejected: an attribute that is an identifier.
    """
    people = people_of(table, request)
    views = crossings(request.attributes, intersect=request.intersect)
    parts = {CROSS.join(names): _of_groups(grouped(table, names), asked, people) for names in views}
    champion, challenger = (
        pd.concat([part.counts[at].assign(attribute=name) for name, part in parts.items()], ignore_index=True)
        for at in (0, 1)
    )
    return champion, challenger, {name: part.same for name, part in parts.items()}


def people_of(table: Table, request: AuditRequest) -> Ints | None:
    """For each row whose it is; who is not named is nobody else."""
    if request.subject is None:
        return None
    codes = table.columns[request.subject].codes.astype(np.int64)
    return np.where(codes < 0, codes.max(initial=0) + 1 + np.arange(len(codes)), codes)


def grouped(table: Table, attributes: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
    """For each row its group, and the names of groups, sorted."""
    codes, names = np.zeros(table.rows, dtype=np.int64), [""]
    for at, attribute in enumerate(attributes):
        own, values = coded(table.columns[attribute])
        there, codes = np.unique(codes * len(values) + own, return_inverse=True)
        before, after = np.divmod(there, len(values))
        names = [CROSS.join([*([names[b]] if at else []), values[a]]) for b, a in zip(before, after, strict=True)]
        if len(names) > MOST_GROUPS:
            problem = Problem(" × ".join(attributes), f"{len(names):,} groups", f"at most {MOST_GROUPS:,}",
                              suggestion="Is it an identifier or a number?")  # fmt: skip
            raise InputRejected("An attribute has too many groups to compare.", [problem])
    order = np.argsort(np.asarray(names, dtype=object), kind="stable")
    return np.argsort(order)[codes], tuple(names[at] for at in order)


class _Part(NamedTuple):
    """One attribute or crossing: COUNTS of both models, and the same people."""

    counts: tuple[pd.DataFrame, pd.DataFrame]
    same: SameRows


def _of_groups(groups: tuple[Ints, tuple[str, ...]], asked: Ints, people: Ints | None) -> _Part:
    known = asked >= 0
    codes, places = groups[0][known], asked[known]
    there, codes = np.unique(codes, return_inverse=True)
    names = tuple(groups[1][at] for at in there)
    cells = np.bincount(codes * _PLACES + places, minlength=_PLACES * len(names)).reshape(-1, 3, 2, 2)
    same = SameRows(names, cells.astype(float))
    counts = _counts(cells.sum(axis=3), names), _counts(cells.sum(axis=2), names)
    if people is None:
        return _Part(counts, same)
    whose = np.unique(people[known], return_inverse=True)[1]
    rows = pd.DataFrame({"group": codes, "subject": whose, "n": 1})
    told = [_effects(rows.assign(selected=(places >> bit) & 1), names) for bit in (1, 0)]
    champion, challenger = (with_effects(one, more, ["group"]) for one, more in zip(counts, told, strict=True))
    widened = champion, challenger
    if len(names) > MOST_PAIRED:
        return _Part(widened, same)
    kish = told[0].set_index("group")["most_effect"].reindex(list(names)).to_numpy(float)
    products = _products(whose, codes * _PLACES + places, len(names))
    return _Part(widened, SameRows(names, same.cells, products, kish))


def _effects(rows: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    found = effects_of(subject_sums(rows, ["group"]))
    return found.assign(group=np.asarray(names, dtype=object)[found["group"]])


def _products(whose: Ints, place: Ints, groups: int) -> NDArray[np.float64]:
    """Over people, the products of how many of their rows lie in two places."""
    held = pd.DataFrame({"who": whose, "place": place}).value_counts(sort=False).rename("n").reset_index()
    pairs = held.merge(held, on="who")
    width = _PLACES * groups
    code = pairs["place_x"].to_numpy() * width + pairs["place_y"].to_numpy()
    found = np.bincount(code, (pairs["n_x"] * pairs["n_y"]).to_numpy(float), width * width)
    return found.astype(float).reshape(width, width)


def _counts(cells: NDArray[np.int64], groups: Sequence[str]) -> pd.DataFrame:
    """From group × outcome × decision."""
    fp, tp, unlabelled = cells[:, 0, 1], cells[:, 1, 1], cells[:, 2]
    tn, fn = cells[:, 0, 0], cells[:, 1, 0]
    labelled = tp + fp + fn + tn
    columns = {"n": labelled + unlabelled.sum(axis=1), "undecided": 0, "selected": tp + fp + unlabelled[:, 1],
               "labelled": labelled, "tp": tp, "fp": fp, "fn": fn, "tn": tn}  # fmt: skip
    return pd.DataFrame({"group": list(groups)} | {name: columns[name] for name in COUNTS})
