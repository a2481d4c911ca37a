"""Tables of a past day beside the same tables as they are known now: every number that is another."""

from collections.abc import Iterator, Mapping

import pandas as pd

from dashboard.services.screens.words import absent

THEN, NOW = "Known then", "Known now"
Tables = Mapping[str, tuple[pd.DataFrame, tuple[str, ...]]]


def differing(then: Tables, now: Tables) -> pd.DataFrame:
    """Where, Number, then and now, for each number that differs; a row that one of them lacks reads as a dash there.

    Args:
        then: name of a table to the table and the columns that name its rows.
        now: the same tables.
    """
    rows = [row for name in dict.fromkeys([*then, *now]) for row in _of_table(name, then.get(name), now.get(name))]
    return pd.DataFrame(rows, columns=["Table", "Where", "Number", THEN, NOW])


def _of_table(
    name: str, then: tuple[pd.DataFrame, tuple[str, ...]] | None, now: tuple[pd.DataFrame, tuple[str, ...]] | None
) -> Iterator[tuple[str, ...]]:
    before, after = ({} if one is None else _cells(*one) for one in (then, now))
    for place in dict.fromkeys([*before, *after]):
        pair = before.get(place, "–"), after.get(place, "–")
        if pair[0] != pair[1]:
            yield name, place[0], place[1], *pair


def _cells(frame: pd.DataFrame, keys: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """Row and column to what stands there."""
    found: dict[tuple[str, str], str] = {}
    for row in frame.to_dict("records"):
        where = ", ".join(_said(row[key]) for key in keys)
        found |= {(where, str(name)): _said(value) for name, value in row.items() if name not in keys}
    return found


def _said(value: object) -> str:
    if absent(value):
        return "–"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
