"""The demonstration's register of cases, taken in as the file of a company would be."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor, Role
from dashboard.domain.case_kinds import KINDS
from dashboard.domain.demo_cases import demo_cases
from dashboard.services.cases import CaseCells, TakeInCases, take_in_case_cells

_FILE = "demonstration-cases.csv"


def write_cases(database: Database, authored: Mapping[str, Any], today: date, officer: str) -> None:
    """Take in every case, and what the officer (a user id) states: that each kind is complete; relative to `today`."""
    complete_to, (headers, rows) = demo_cases(authored, today=today)
    cells = CaseCells(_FILE, hashlib.sha256(repr(rows).encode()).hexdigest(), headers, rows)
    command = TakeInCases(_FILE, datetime.combine(today, time(0), UTC), complete_to=complete_to, kinds=tuple(KINDS))
    take_in_case_cells(database, command, cells, Actor(officer, Role.OFFICER))
