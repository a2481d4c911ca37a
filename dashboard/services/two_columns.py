"""Champion against challenger in one file: two columns of decisions about the same rows."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.adapters.paths import readable_path
from dashboard.adapters.table_reader import Table, read_table
from dashboard.domain.counts import COUNTS
from dashboard.domain.references import Rule
from dashboard.domain.two_models import TWICE, beside
from dashboard.domain.verdict_rows import FindingRecord
from dashboard.errors import InputRejected, Problem
from dashboard.services.audit_request import AuditRequest
from dashboard.services.fairness_gate import JudgeFile, judge_file
from dashboard.services.file_counts import coded, labels_known, outcomes
from dashboard.services.screens.promotion import Contender, Flip, flips
from dashboard.services.screens.two_models import Side, TwoModels
from dashboard.settings import load_settings

MOST_GROUPS = 1000


@dataclass(frozen=True, slots=True)
class CompareColumns:
    """A file and how to read it, the challenger's column, and a charter to hold both against."""

    request: AuditRequest
    challenger: str
    charter: Path | None = None


def compare_columns(command: CompareColumns) -> TwoModels:
    """Rates, metrics and paired limits over the rows that both decided about; clauses over all rows of each.

    Raises:
        PathRefused, DecisionLogInvalid, CharterInvalid: file or charter cannot be read, a column or value is not there.
        InputRejected: one column for both, no row that both decided about, an attribute that is an identifier.
    """
    request = command.request
    if command.challenger == request.decision:
        found = Problem("--against", f"{command.challenger!r}, the champion's column", "another column of decisions")
        raise InputRejected("A model compared with itself has nothing to show.", [found])
    path = readable_path(request.path, [Path(Path.cwd().anchor)], max_mb=load_settings().max_upload_mb)
    table = read_table(path, [*request.columns, command.challenger], names=request.header or None)
    other = replace(request, decision=command.challenger)
    asked, left = _asked(table, request, other)
    champion, challenger, twice = _counted(table, request, asked)
    rule = Rule(request.reference, request.confidence, request.min_group)
    rows = beside(champion, challenger, rule, twice)
    size = table.rows - left
    sides = [Side(Contender(name), None, None, size) for name in (request.decision, command.challenger)]
    out = (f"{left:,} rows that only one of them decided about",) if left else ()
    clauses = _flips(command, other) if command.charter else ()
    key = repr((str(path), request, command.challenger))
    return TwoModels(key, sides[0], sides[1], rows, clauses, out, request.confidence, paired=True)


def _asked(table: Table, request: AuditRequest, other: AuditRequest) -> tuple[NDArray[np.int64], int]:
    """For each row 4 × outcome (0, 1, or 2 for unknown) + 2 × champion + challenger, -1 where one is undecided."""
    was, now = outcomes(table, request), outcomes(table, other)
    label = labels_known(table, request)
    known = (was[0] > 0) & (now[0] > 0)
    if not known.any():
        problem = Problem(other.decision, "no row that both decided about", "two decisions in each row")
        raise InputRejected("The two models cannot be compared.", [problem])
    outcome = np.where(np.isnan(label), 2, label).astype(np.int64)
    return np.where(known, 4 * outcome + 2 * was[1] + now[1], -1), int((~known).sum())


def _counted(
    table: Table, request: AuditRequest, asked: NDArray[np.int64]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """COUNTS of both by attribute and group, and the same people asked twice by outcome."""
    parts = [_of_attribute(table, name, asked) for name in request.attributes]
    champion, challenger, twice = (
        pd.concat([part[at] for part in parts], ignore_index=True) for at in range(len(parts[0]))
    )
    return champion, challenger, twice


def _of_attribute(
    table: Table, attribute: str, asked: NDArray[np.int64]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    codes, names = coded(table.columns[attribute])
    if len(names) > MOST_GROUPS:
        hint = "Is it an identifier or a number?"
        problem = Problem(attribute, f"{len(names):,} groups", f"at most {MOST_GROUPS:,}", suggestion=hint)
        raise InputRejected("An attribute has too many groups to compare.", [problem])
    known = asked >= 0
    cells = np.bincount(codes[known] * 12 + asked[known], minlength=12 * len(names)).reshape(len(names), 3, 2, 2)
    there = cells.sum(axis=(1, 2, 3)) > 0
    groups, cells = [name for name, held in zip(names, there, strict=True) if held], cells[there]
    sides = [_counts(cells.sum(axis=axis), groups).assign(attribute=attribute) for axis in (3, 2)]
    return sides[0], sides[1], _twice(cells, groups).assign(attribute=attribute)


def _counts(cells: NDArray[np.int64], groups: list[str]) -> pd.DataFrame:
    """From group × outcome × decision."""
    fp, tp, unlabelled = cells[:, 0, 1], cells[:, 1, 1], cells[:, 2]
    tn, fn = cells[:, 0, 0], cells[:, 1, 0]
    labelled = tp + fp + fn + tn
    columns = {"n": labelled + unlabelled.sum(axis=1), "undecided": 0, "selected": tp + fp + unlabelled[:, 1],
               "labelled": labelled, "tp": tp, "fp": fp, "fn": fn, "tn": tn}  # fmt: skip
    return pd.DataFrame({"group": groups} | {name: columns[name] for name in COUNTS})


def _twice(cells: NDArray[np.int64], groups: list[str]) -> pd.DataFrame:
    places = dict(zip(TWICE, ((1, 1), (1, 0), (0, 1), (0, 0)), strict=True))
    parts = [
        pd.DataFrame({"group": groups, "outcome": outcome} | {
            name: cells[:, at, first, second] for name, (first, second) in places.items()
        })
        for at, outcome in enumerate(("0", "1", ""))
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _flips(command: CompareColumns, other: AuditRequest) -> tuple[Flip, ...]:
    return flips(_judged(command, command.request), _judged(command, other))


def _judged(command: CompareColumns, request: AuditRequest) -> dict[str, FindingRecord]:
    if command.charter is None:
        return {}
    found = judge_file(JudgeFile(request, command.charter))
    return {item.clause.id: item for item in found.findings}
