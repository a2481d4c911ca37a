"""What somebody is told of a file that was read."""

from dataclasses import replace
from typing import Any

from dashboard.adapters.draft import Draft
from dashboard.adapters.feature_files import kinds_of
from dashboard.services.log_commands import FileReport


def stored(draft: Draft, values: dict[str, Any]) -> FileReport:
    """A file that became a batch, of which these are the columns of its row."""
    counted = FileReport(
        draft.source, "imported", values["id"], draft.rows_read, draft.rows_stored, draft.rows_quarantined,
        first_day=draft.first_day, last_day=draft.last_day, unzoned=draft.unzoned,
        unit=draft.unit, features=tuple(kinds_of(draft.features)) if draft.features else (), left_out=draft.left_out,
        blank=int(values["columns"].get("amounts", {}).get("blank", 0)),
    )  # fmt: skip
    return _with_shares(counted, draft)


def nothing_stored(draft: Draft, kind: str) -> FileReport:
    """A file without a row, or without one that fits."""
    outcome = f"no {kind}" if not draft.rows_read else "nothing that fits"
    return _with_shares(FileReport(draft.source, outcome, None, draft.rows_read, 0, draft.rows_quarantined), draft)


def _with_shares(report: FileReport, draft: Draft) -> FileReport:
    """The report with what became of the rows that were not kept."""
    return replace(report, hidden=draft.hidden, dropped=draft.dropped, repeated=draft.repeated, read_as=draft.read_as)
