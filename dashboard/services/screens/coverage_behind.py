"""What lies behind a coverage finding: the newest files, and everybody counted by role and team, nobody by name."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from dashboard.domain.field_words import plain_words
from dashboard.domain.measured_checks import CoverageCheck
from dashboard.domain.wording import named
from dashboard.services.screens.case_file import CaseFile
from dashboard.services.screens.origin import Behind
from dashboard.services.screens.words import moment, short_hash

_COMMANDS = {"staff": "python -m dashboard ingest staff FILE", "training": "python -m dashboard ingest training FILE"}


def coverage_behind(check: CoverageCheck, case: CaseFile, _as_of: date) -> Behind:
    """The newest staff and training files, and the counts that the assessment kept."""
    found = [_measured(value, check) for value in case.findings["measured"]]
    groups = next((groups for groups in found if groups), None)
    files = tuple(_file(case, kind) for kind in _COMMANDS)
    if groups is None:
        return Behind((f"Nobody's “{plain_words(check.coverage)}” was counted yet.", *files))
    return Behind(files, "roles and teams", group_table(groups))


def group_table(groups: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Role and team with how many must have it, have it, lack it, and are newcomers with time left; or nothing."""
    rows = [
        (named(one["role"]) if one["role"] else "Not on the staff list", one["team"] or "–", one["counted"],
         one["having"], None if one["counted"] is None else one["counted"] - one["having"], one["newcomers"])
        for one in groups
    ]  # fmt: skip
    numbers = ["Must have it", "Have it", "Lack it", "Newcomers"]
    return pd.DataFrame(rows, columns=["Role", "Team", *numbers]).astype(dict.fromkeys(numbers, "Int64"))


def _measured(value: Any, check: CoverageCheck) -> Sequence[Mapping[str, Any]] | None:
    known = isinstance(value, Mapping) and value.get("metric") == "coverage"
    return value.get("by_group") if known and value.get("attribute") == check.coverage else None


def _file(case: CaseFile, kind: str) -> str:
    newest = next((one for one in case.staff_imports if one.kind == kind), None)
    if newest is None:
        return f"No {kind} file was taken in yet: {_COMMANDS[kind]}"
    return (
        f"Newest {kind} file: {newest.file}, {newest.rows:,} rows, taken in {moment(newest.recorded_at)}, "
        f"SHA-256 {short_hash(newest.sha256)}"
    )
