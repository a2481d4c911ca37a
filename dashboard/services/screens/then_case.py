"""What a use case's record said on a past day: its waivers in force and its documents."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.adapters.queries.use_case import people
from dashboard.adapters.reported_store import record_then
from dashboard.domain.registry import UseCase
from dashboard.domain.waivers import in_force_until
from dashboard.domain.wording import named
from dashboard.services.screens.then import Then
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Papers:
    """Waivers in force on the day, documents on record; `owner` and `purpose` as registered."""

    owner: str
    purpose: str
    waivers: pd.DataFrame
    documents: pd.DataFrame


def load_papers_then(sources: Sources, then: Then, use_case: str) -> Papers | None:
    """Of the record that the assessment read; None where the use case was not registered, or is the organisation."""
    record = record_then(sources.database, then.reported.run, use_case) if use_case else None
    if record is None:
        return None
    case, names = UseCase.model_validate(record), people(sources.database)
    longest = (then.charter or sources.charter).defaults.max_waiver
    waivers = [
        (one.clause, until, one.reason, names.get(one.approved_by or "", one.approved_by))
        for one in case.waivers
        if (until := in_force_until(one, then.asked, longest)) is not None
    ]
    documents = [
        (named(one.type), one.effective, one.expires, names.get(one.accepted_by or "", one.accepted_by or "nobody yet"))
        for one in case.evidence
        if _was_there(one.uploaded_on or one.effective, then.asked)
    ]
    return Papers(
        owner=names.get(case.owner or "", case.owner or "nobody"),
        purpose=case.purpose or "",
        waivers=pd.DataFrame(waivers, columns=["Clause", "In force until", "Reason", "Approved by"]),
        documents=pd.DataFrame(documents, columns=["Document", "Holds from", "Holds until", "Accepted by"]),
    )


def _was_there(since: Any, asked: date) -> bool:
    return since is None or since <= asked
