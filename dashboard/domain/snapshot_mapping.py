"""How a training snapshot names its people: the columns of its record and subject ids, and the day it was taken."""

from datetime import datetime
from typing import Literal

from dashboard.domain.event_mapping import EventMapping
from dashboard.domain.log_mapping import Column


class SnapshotMapping(EventMapping):
    """A snapshot; records without an id of their own are called by the number of their row.

    `taken` is in UTC, without zone. `purpose` is what the snapshot trains for: only consent for that purpose, and
    consent that names none, speaks of it; None for all.
    """

    kind: Literal["snapshot"] = "snapshot"
    taken: datetime
    subject_key: Column = "subject_key"
    record_id: Column | None = None
    purpose: Column | None = None

    @property
    def columns(self) -> list[str]:
        """Every column that the file must have."""
        return [name for name in (self.subject_key, self.record_id) if name is not None]
