"""The rows of a file of indicators: read whole, or refused whole with every problem by row."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from math import isfinite
from typing import Any

from dashboard.domain.indicator_periods import EXPECTED, read_period
from dashboard.domain.indicators import FIELDS, HANDLED, INDICATORS, MEAN, NPS, SHARE, VALUE, Indicator
from dashboard.domain.plain_text import checked_text, shown
from dashboard.domain.register_text import folded
from dashboard.domain.staff_columns import cell_text
from dashboard.errors import InputRejected, Problem

REQUIRED = ("indicator", "period")
COLUMNS = (*REQUIRED, "use_case", "channel", "handled_by", *FIELDS)
_WHOLE = ("promoters", "passives", "detractors", "yes", "n")
_MOST, _MOST_SHOWN = 2 * 10**9, 200
_NEEDED = {
    NPS: ("promoters", "passives", "detractors"),
    SHARE: ("yes", "n"),
    MEAN: ("mean", "n"),
    VALUE: ("value",),
}
_ALLOWED = {NPS: {"n"}, MEAN: {"sd"}, VALUE: {"n"}, SHARE: set[str]()}


def read_indicator_rows(
    headers: Sequence[str], rows: Sequence[Sequence[Any]], *, known: Collection[str], as_of: date
) -> tuple[Indicator, ...]:
    """Every row.

    Args:
        headers: in any order; columns that do not apply may be left out.
        rows: the rows below; empty ones are left out.
        known: ids of registered use cases.
        as_of: no period may begin after it.

    Raises:
        InputRejected: every problem, with its row as a spreadsheet numbers it.
    """
    names = _names(headers)
    problems: list[Problem] = []
    found: dict[str, int] = {}
    read = []
    for number, cells in enumerate(rows, start=2):
        texts = [cell_text(cell) for cell in cells]
        if not any(texts):
            continue
        wrong, one = _row(dict(zip(names, [*texts, *[""] * len(names)], strict=False)), known, as_of)
        problems += [Problem(f"row {number}, {where}", told, expected) for where, told, expected in wrong]
        if one is None:
            continue
        if one.key in found:
            problems.append(Problem(f"row {number}", f"the same as row {found[one.key]}", "each once in a file"))
        found.setdefault(one.key, number)
        read.append(one)
    _refuse(problems if read or problems else [Problem("rows", "none", "a row for each below the header")])
    return tuple(read)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        more = len(problems) - _MOST_SHOWN
        rest = [Problem("further rows", f"{more:,} more problems", "none")] if more > 0 else []
        raise InputRejected(
            "The file of indicators was not taken in; nothing was saved.", problems[:_MOST_SHOWN] + rest
        )


def _names(headers: Sequence[str]) -> list[str]:
    spelt = [folded(header).replace(" ", "_") for header in headers]
    problems = [
        Problem(f"column {at}", shown(headers[at - 1]), f"one of {', '.join(COLUMNS)}", suggestion=_near(name, COLUMNS))
        for at, name in enumerate(spelt, start=1) if name not in COLUMNS
    ]  # fmt: skip
    problems += [Problem("header", f"{name} twice", "each column once") for name in COLUMNS if spelt.count(name) > 1]
    problems += [Problem("header", f"no column {name}", f"a column {name}") for name in REQUIRED if name not in spelt]
    _refuse(problems)
    return spelt


Wrong = list[tuple[str, str, str]]  # where, found, expected


def _row(texts: Mapping[str, str], known: Collection[str], as_of: date) -> tuple[Wrong, Indicator | None]:
    name, period = folded(texts["indicator"]).replace(" ", "_"), read_period(texts["period"])
    use_case, handled = texts.get("use_case", ""), folded(texts.get("handled_by", "")).replace(" ", "_")
    channel = texts.get("channel", "")
    numbers = {field: _number(texts.get(field, ""), whole=field in _WHOLE) for field in FIELDS}
    faults = [
        (name not in INDICATORS, "indicator", texts["indicator"], f"one of {', '.join(INDICATORS)}"),
        (period is None, "period", texts["period"], EXPECTED),
        (period is not None and period[1] > as_of, "period", texts["period"], f"a period that has begun by {as_of}"),
        (bool(use_case) and use_case not in known, "use_case", use_case, "the id of a registered use case, or nothing"),
        (handled not in HANDLED, "handled_by", handled, "ai, human, opted_out, or nothing for all customers"),
        (not _is_name(channel), "channel", channel, "a name of at most 80 plain characters"),
    ]
    faults += [
        (bool(texts.get(field)) and numbers[field] is None, field, texts.get(field, ""), _wanted(field))
        for field in FIELDS
    ]
    wrong = [(where, shown(text) if text else "nothing", expected) for bad, where, text, expected in faults if bad]
    wrong = wrong or _contradictions(name, numbers)
    if wrong or period is None:
        return wrong, None
    if numbers["promoters"] is not None:
        numbers["n"] = sum(int(numbers[field] or 0) for field in _NEEDED[NPS])
    return [], Indicator(name, *period, use_case, channel, handled, **_typed(numbers))


def _contradictions(name: str, numbers: Mapping[str, float | None]) -> Wrong:
    """Which counts belong together, and what they may say."""
    given = {field for field, number in numbers.items() if number is not None}
    form = next((form for form in (NPS, SHARE, MEAN, VALUE) if given & (set(_NEEDED[form]) - {"n"})), None)
    if form is None or form not in INDICATORS[name].forms:
        forms = "; or ".join(", ".join(_NEEDED[form]) for form in INDICATORS[name].forms)
        return [(name, ", ".join(sorted(given)) or "no figures", forms)]
    missing = [field for field in _NEEDED[form] if field not in given]
    wrong: Wrong = [(field, "nothing", f"a number beside {', '.join(sorted(given))}") for field in missing]
    extra = given - set(_NEEDED[form]) - _ALLOWED[form]
    wrong += [(field, "a number", f"nothing beside {', '.join(_NEEDED[form])}") for field in sorted(extra)]
    return wrong or _impossible(form, numbers, nps=name == "nps")


def _impossible(form: str, numbers: Mapping[str, float | None], *, nps: bool) -> Wrong:
    n, yes, value = numbers["n"], numbers["yes"], numbers["value"]
    if form == NPS:
        total = sum(numbers[field] or 0 for field in _NEEDED[NPS])
        if n is not None and n != total:
            return [("n", f"{n:,.0f}", f"{total:,.0f}, the sum of the three counts, or nothing")]
        return [] if total else [("promoters", "no answers at all", "at least one answer")]
    if n is not None and n < 1:
        return [("n", f"{n:g}", "at least 1")]
    if form == SHARE and n is not None and yes is not None and yes > n:
        return [("yes", f"{yes:,.0f}", f"at most n, {n:,.0f}")]
    if nps and value is not None and abs(value) > 100:
        return [("value", f"{value:g}", "points from -100 to 100")]
    return []


def _number(text: str, *, whole: bool) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    if not isfinite(number) or abs(number) > _MOST or (whole and (number < 0 or number != int(number))):
        return None
    return number


def _typed(numbers: Mapping[str, float | None]) -> dict[str, Any]:
    return {
        field: int(number) if number is not None and field in _WHOLE else number for field, number in numbers.items()
    }


def _wanted(field: str) -> str:
    return "a whole number from 0 on, such as 1200" if field in _WHOLE else "a number, such as 4.2"


def _is_name(text: str) -> bool:
    try:
        return checked_text(text) == text and len(text) <= 80 and "|" not in text and "\n" not in text
    except ValueError:
        return False


def _near(name: str, known: Sequence[str]) -> str | None:
    near = get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]}?" if near else None
