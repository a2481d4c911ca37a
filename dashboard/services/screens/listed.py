"""What programs read: the lists behind the pages as plain values, small groups withheld as the pages withhold them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.adapters import repository
from dashboard.adapters.queries import listed as queries
from dashboard.adapters.queries import use_cases as portfolio
from dashboard.adapters.queries.listed import Chosen
from dashboard.domain.tokens import Token
from dashboard.domain.wording import shown_status
from dashboard.services.screens.suppression import tells, withheld
from dashboard.services.sources import Sources

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """Part of a list, and how long the whole is."""

    total: int
    items: list[Values]


def load_findings(sources: Sources, chosen: Chosen, *, limit: int, offset: int) -> Part:
    """Current findings; `use_case` is None for the organisation."""
    rows = queries.findings(sources.database, chosen, limit=limit, offset=offset)
    least = sources.charter.defaults.min_display
    items = [_finding(row, least) for row in plain_records(rows)]
    return Part(queries.count_findings(sources.database, chosen), items)


def _finding(row: Values, least: int) -> Values:
    kept = {name: row[name] for name in row if name not in {"use_case_id", "assessment_id"}}
    return {**kept, "use_case": row["use_case_id"] or None, "measured": shown_measured(row["measured"], least)}


def shown_measured(measured: Any, least: int) -> Any:
    """What a finding measured, or None where fewer than `least` lie behind it."""
    few = isinstance(measured, Mapping) and isinstance(measured.get("n"), int) and measured["n"] < least
    return None if few else measured


def load_measurements(sources: Sources, use_case: str) -> tuple[list[Values], int]:
    """What the newest assessment until `as_of` measured, and how many groups are withheld as too small."""
    rows = queries.measurements(sources.database, use_case, sources.as_of)
    least = sources.charter.defaults.min_display
    hidden = withheld(rows, least) | ((rows["n_reference"] > 0) & (rows["n_reference"] < least))
    gone = frozenset(zip(rows.loc[hidden, "attribute"], rows.loc[hidden, "group"], strict=True))
    hidden |= pd.Series([tells(row, gone) for row in plain_records(rows)], index=rows.index, dtype=bool)
    wanted = rows[~hidden].drop(columns=["id", "assessment_id", "use_case_id"])
    return plain_records(wanted), int(hidden.sum())


def load_portfolio(sources: Sources, token: Token) -> list[Values]:
    """Every use case that the token reaches, by title."""
    rows, items = portfolio.use_cases(sources.database), portfolio.open_items(sources.database)
    found = [row for row in plain_records(rows) if token.reaches(row["id"])]
    return [_use_case(row, items.get(row["id"], 0)) for row in found]


def _use_case(row: Values, open_items: int) -> Values:
    waived = bool(row["waived"]) and row["status"] == "watch"
    status = row["status"] and shown_status(row["status"], waived=waived)
    whole = {name: None if row[name] is None else int(row[name]) for name in ("decided", "applicable")}
    kept = {name: value for name, value in row.items() if name not in {"waived", "worst_severity"}}
    channels = [str(one["id"]) for one in row["channels"] or []]
    return {**kept, **whole, "status": status, "channels": channels, "open_items": open_items}


def load_record(sources: Sources, use_case: str) -> tuple[Values, int] | None:
    """The whole record of a use case as exports write it, and its revision."""
    found = repository.use_case_record(sources.database, use_case)
    return None if found is None else (repository.whole_record(found[0]), found[1])


def plain_records(rows: pd.DataFrame) -> list[Values]:
    """Rows as plain values; what is absent is None."""
    return [{str(name): _plain(value) for name, value in row.items()} for row in rows.to_dict("records")]


def _plain(value: Any) -> Any:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
