"""Staff and training of the demonstration, taken in as the files of a company would be."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_args

from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM
from dashboard.domain.charter import Charter
from dashboard.domain.demo_staff import demo_staff
from dashboard.services.staff import Kind, Rows, take_in_rows


def write_staff(
    database: Database,
    authored: Mapping[str, Any],
    charter: Charter,
    today: date,
    systems: Mapping[str, Sequence[date]] | None = None,
) -> None:
    """Take in courses, staff and training; dates are relative to `today`, acknowledgements of this charter.

    `systems`: team to the days on which its systems went live.
    """
    files = demo_staff(authored, today=today, version=charter.version, systems=systems)
    kinds: tuple[Kind, ...] = get_args(Kind)
    for kind in sorted(kinds, key=list(files).index):
        headers, rows = files[kind]
        digest = hashlib.sha256(repr(rows).encode()).hexdigest()
        take_in_rows(database, Rows(kind, f"demonstration-{kind}.csv", digest, headers, rows), today, SYSTEM)


def systems_of(use_cases: Sequence[Mapping[str, Any]]) -> dict[str, list[date]]:
    """Team to the days on which its systems went live."""
    found: dict[str, list[date]] = {}
    for one in use_cases:
        if one.get("go_live") and one.get("team"):
            found.setdefault(str(one["team"]), []).append(one["go_live"])
    return found
