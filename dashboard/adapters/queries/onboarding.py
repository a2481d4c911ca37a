"""The columns behind Onboarding: imported systems that wait, and those that a wave brought in."""

from typing import Any

import pandas as pd
from sqlalchemy import or_, select

from dashboard.adapters.database import Database
from dashboard.adapters.tables import UseCaseRow

_case: Any = UseCaseRow


def systems(database: Database) -> pd.DataFrame:
    """id, revision, title, team, kind, owner, lifecycle, wave, due (ISO text): inventoried ones and planned ones."""
    plan = _case.record["onboarding"]
    wanted = (
        select(
            _case.id, _case.revision, _case.title, _case.team, _case.kind, _case.owner, _case.lifecycle,
            plan["wave"].as_string().label("wave"), plan["due"].as_string().label("due"),
        )
        .where(or_(_case.lifecycle == "inventoried", plan["wave"].as_string().is_not(None)))
        .order_by(_case.title)
    )  # fmt: skip
    return database.frame(wanted)
