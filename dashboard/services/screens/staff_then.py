"""What of staff and training is kept of a past day: statuses as they were reported, and whether anything came since."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.adapters.known_rows import entries_since
from dashboard.adapters.reported_store import last_entry
from dashboard.domain.wording import day, plural
from dashboard.services.screens.staff import StaffPage
from dashboard.services.screens.then import Then
from dashboard.services.screens.then_tables import REPORTED, status_words
from dashboard.services.sources import Sources

_ENTITIES = ("staff_import", "training", "acknowledgement")
BY_NOW = "By what is known now"


@dataclass(frozen=True, slots=True)
class StaffSince:
    """How many entries about staff and training came after the day, and when the first of them did."""

    entries: int
    first: date | None

    @property
    def said(self) -> str:
        """Whose numbers the page shows, as sentences."""
        if self.first is None:
            return "No entry about staff or training came since: what is known now is what was known then."
        came = plural(self.entries, "entry", "entries")
        return (
            f"{came} about staff or training came since, the first on {day(self.first)}. Entries name no person, so "
            "who had what before is not kept: people are shown as they are known now, held against this day. What was "
            "reported stands beside it."
        )


def load_staff_since(sources: Sources, then: Then) -> StaffSince:
    """What came after the last entry of the day."""
    at = last_entry(sources.database, then.reported.run, then.asked)
    with sources.database.read() as connection:
        found = entries_since(connection, _ENTITIES, at)
    return StaffSince(len(found), found[0][1].date() if found else None)


def reported_table(then: Then, found: StaffPage) -> pd.DataFrame:
    """Each clause about staff with the status that was reported, and the one that these people give."""
    held = then.reported.held
    rows = [
        (
            one.clause,
            one.course_title,
            one.use_case_title,
            status_words(held.get((one.use_case, one.clause))),
            one.status,
        )
        for one in (*found.asked, *found.of_cases)
    ]
    return pd.DataFrame(rows, columns=["Clause", "What", "About", REPORTED, BY_NOW])
