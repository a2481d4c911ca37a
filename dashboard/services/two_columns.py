"""Champion against challenger in one file: two columns of decisions about the same rows."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.adapters.paths import readable_path
from dashboard.adapters.table_reader import Table, read_table
from dashboard.domain.references import Rule
from dashboard.domain.two_models import beside
from dashboard.domain.verdict_rows import FindingRecord
from dashboard.errors import InputRejected, Problem
from dashboard.services.audit_request import AuditRequest
from dashboard.services.decided_twice import decided_twice
from dashboard.services.fairness_gate import JudgeFile, judge_file
from dashboard.services.file_counts import labels_known, outcomes
from dashboard.services.measured_twice import scored_twice, valued_twice
from dashboard.services.screens.promotion import Contender, Flip, flips
from dashboard.services.screens.two_model_counts import Side
from dashboard.services.screens.two_models import TwoModels
from dashboard.settings import load_settings


@dataclass(frozen=True, slots=True)
class CompareColumns:
    """A file and how to read it, the challenger's column, and a charter to hold both against.

    `score` and `amount` are the challenger's, beside those of the request, which are the champion's.
    """

    request: AuditRequest
    challenger: str
    charter: Path | None = None
    score: str | None = None
    amount: str | None = None


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
    more = [name for name in (command.challenger, command.score, command.amount) if name]
    table = read_table(path, list(dict.fromkeys([*request.columns, *more])), names=request.header or None)
    other = replace(request, decision=command.challenger)
    asked, left = _asked(table, request, other)
    rule = Rule(request.reference, request.confidence, request.min_group)
    champion, challenger, same = decided_twice(table, request, asked)
    parts = [beside(champion, challenger, rule, same), *_measured(table, command, rule)]
    rows = pd.concat(parts, ignore_index=True)
    size = table.rows - left
    sides = [Side(Contender(name), None, None, size) for name in (request.decision, command.challenger)]
    out = (f"{left:,} rows that only one of them decided about",) if left else ()
    clauses = _flips(command, other) if command.charter else ()
    key = repr((str(path), request, command.challenger))
    return TwoModels(key, sides[0], sides[1], rows, clauses, out, request.confidence, paired=True)


def _measured(table: Table, command: CompareColumns, rule: Rule) -> list[pd.DataFrame]:
    request, found = command.request, list[pd.DataFrame]()
    if request.score and command.score:
        found += scored_twice(table, request, (request.score, command.score), rule)
    if request.amount and command.amount:
        found += valued_twice(table, request, (request.amount, command.amount), rule)
    return found


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


def _flips(command: CompareColumns, other: AuditRequest) -> tuple[Flip, ...]:
    return flips(_judged(command, command.request), _judged(command, other))


def _judged(command: CompareColumns, request: AuditRequest) -> dict[str, FindingRecord]:
    if command.charter is None:
        return {}
    found = judge_file(JudgeFile(request, command.charter))
    return {item.clause.id: item for item in found.findings}
