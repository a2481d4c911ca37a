"""The rows of a file as thresholds and remedies need them: counted as the store counts them, and nothing is kept."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard.adapters.paths import readable_path
from dashboard.adapters.table_reader import Table, read_table
from dashboard.domain.counts import COUNTS
from dashboard.errors import InputRejected, Problem
from dashboard.services.audit_request import AuditRequest
from dashboard.services.file_counts import coded, joint_counts, labels_known, outcomes
from dashboard.services.scores import numbers_of
from dashboard.settings import load_settings

MOST_GROUPS = 1000
_KEYS = ["group", "score", "outcome"]


@dataclass(frozen=True, slots=True)
class FileRows:
    """A file of one attribute, and the use case that it is about: whose acknowledgement of the law counts."""

    request: AuditRequest
    about: str | None = None

    @property
    def named(self) -> str:
        """What the answer is of."""
        return self.about or Path(self.request.path).name


def scores_of_file(request: AuditRequest) -> pd.DataFrame:
    """Counted scores as of a use case: group, score, width, outcome (3 × decision + label), rows and an empty month.

    Raises:
        PathRefused, DecisionLogInvalid: the file cannot be read, or a column or a value is not there.
        InputRejected: no column of scores was named, or the attribute is an identifier.
    """
    if request.score is None:
        raise InputRejected("The file needs scores.", [Problem("--score", "nothing", "the column of the score")])
    table = _read(request)
    group, score = _groups(table, request), numbers_of(table.columns[request.score], request.score, "score")
    decided, favourable = outcomes(table, request)
    label = labels_known(table, request)
    state = np.where(decided == 0, 8, 3 * favourable + np.where(np.isnan(label), 2, label).astype(np.int64))
    frame = pd.DataFrame({"group": group, "score": score, "outcome": state})
    counted = frame[frame["score"].notna()].groupby(_KEYS, as_index=False).size()
    return counted.rename(columns={"size": "rows"}).assign(width=0.0, month="")


def counts_of_file(request: AuditRequest) -> pd.DataFrame:
    """COUNTS by `group`.

    Raises:
        PathRefused, DecisionLogInvalid, InputRejected: as for the scores.
    """
    table = _read(request)
    _groups(table, request)
    joint = joint_counts(table, request).rename(columns={request.attributes[0]: "group"})
    counts: pd.DataFrame = joint.groupby("group", as_index=False)[list(COUNTS)].sum()
    return counts


def _read(request: AuditRequest) -> Table:
    path = readable_path(request.path, [Path(Path.cwd().anchor)], max_mb=load_settings().max_upload_mb)
    return read_table(path, request.columns, names=request.header or None)


def _groups(table: Table, request: AuditRequest) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    name = request.attributes[0]
    codes, values = coded(table.columns[name])
    if len(values) > MOST_GROUPS:
        problem = Problem(name, f"{len(values):,} groups", f"at most {MOST_GROUPS:,}",
                          suggestion="Is it an identifier or a number?")  # fmt: skip
        raise InputRejected("An attribute has too many groups to compare.", [problem])
    return np.asarray(values, dtype=object)[codes]
