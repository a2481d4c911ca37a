"""The columns behind *coming up*: documents, statements and waivers of use cases in service."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import select

from dashboard.adapters.database import Database
from dashboard.adapters.tables import EvidenceRow, SignOffRow, UseCaseRow, WaiverRow
from dashboard.domain.statuses import IN_SERVICE

_case: Any = UseCaseRow
_evidence: Any = EvidenceRow
_sign_off: Any = SignOffRow
_waiver: Any = WaiverRow


def evidence(database: Database) -> pd.DataFrame:
    """Accepted documents of the organisation (title null) and of use cases in service."""
    wanted = (
        select(
            _evidence.use_case_id, _case.title, _case.team, _evidence.type, _evidence.effective, _evidence.expires
        )
        .join(_case, _case.id == _evidence.use_case_id, isouter=True)
        .where(_evidence.accepted_by.is_not(None))
        .where(_evidence.use_case_id.is_(None) | _case.lifecycle.in_(IN_SERVICE))
    )  # fmt: skip
    return database.frame(wanted)


def waivers(database: Database, *, first: date, last: date) -> pd.DataFrame:
    """Approved waivers that end between two days."""
    wanted = (
        select(_waiver.use_case_id, _case.title, _case.team, _waiver.clause, _waiver.until)
        .join(_case, _case.id == _waiver.use_case_id)
        .where(_waiver.approved_by.is_not(None), _waiver.until >= first, _waiver.until <= last)
        .where(_case.lifecycle.in_(IN_SERVICE))
    )
    return database.frame(wanted)


def sign_offs(database: Database) -> pd.DataFrame:
    """Dated statements about use cases in service, with the risk tier that sets how long they last."""
    wanted = (
        select(
            _sign_off.use_case_id, _case.title, _case.team, _case.risk_tier, _sign_off.kind,
            _sign_off.on.label("signed"),
        )
        .join(_case, _case.id == _sign_off.use_case_id)
        .where(_case.lifecycle.in_(IN_SERVICE))
    )  # fmt: skip
    return database.frame(wanted)
