"""Rows of a file become cases with their steps; every problem of every row is found before anything is said."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.domain.case_columns import COLUMNS, FACTS, STEPS, CaseColumn, Zone, cell
from dashboard.domain.case_kinds import CLOSED, EXTENDED, KINDS
from dashboard.domain.case_mapping import CaseMapping
from dashboard.domain.cases import Case, Step
from dashboard.domain.measured_rules import nearest
from dashboard.domain.plain_text import shown
from dashboard.domain.register_text import folded
from dashboard.domain.staff_columns import cell_text
from dashboard.errors import InputRejected, Problem

MOST_SHOWN = 200
REFUSED = "The file of cases was not taken in; nothing was saved."


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What a file says: its cases by row, and the columns it has, whether filled or not."""

    cases: Mapping[int, Case]
    columns: frozenset[str]


@dataclass(slots=True)
class _Reading:
    zone: Zone
    use_cases: Collection[str]
    mapping: CaseMapping | None
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, where: str, found: str, expected: str, suggestion: str | None = None) -> None:
        self.problems.append(Problem(where, found, expected, suggestion=suggestion))


def read_case_rows(  # the file, how to read it, and what it may name
    headers: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    zone: Zone,
    use_cases: Collection[str],
    mapping: CaseMapping | None = None,
) -> CaseFile:
    """The cases of a file.

    Raises:
        InputRejected: every problem, with its row as a spreadsheet numbers it.
    """
    reading = _Reading(zone, use_cases, mapping)
    places = _places(reading, headers)
    cases: dict[int, Case] = {}
    first: dict[str, int] = {}
    for number, cells in enumerate(rows, start=2):
        texts = [cell_text(one) for one in cells]
        if not any(texts):
            continue
        if any(texts[len(headers) :]):
            reading.refuse(f"row {number}", f"{len(texts)} cells", f"at most {len(headers)}")
        case = _case(reading, number, _values(reading, number, places, texts))
        if case is not None and case.id in first:
            reading.refuse(f"row {number}, case", f"{case.id} again, as in row {first[case.id]}", "each case once")
        if case is not None:
            first.setdefault(case.id, number)
            cases[number] = case
    refuse_all(reading.problems)
    return CaseFile(cases, frozenset(places))


def refuse_all(problems: Sequence[Problem]) -> None:
    """Raise what is wrong with a file, cut after MOST_SHOWN; nothing where nothing is."""
    if problems:
        more = len(problems) - MOST_SHOWN
        rest = [Problem("further rows", f"{more:,} more problems", "none")] if more > 0 else []
        raise InputRejected(REFUSED, [*problems[:MOST_SHOWN], *rest])


def _places(reading: _Reading, headers: Sequence[str]) -> dict[str, int]:
    """Our columns to where they stand; refused at once where a file cannot be read at all."""
    mapping = reading.mapping
    spelt = [header.strip() if mapping else folded(header).replace(" ", "_") for header in headers]
    wanted = mapping.columns if mapping else {name: name for name in COLUMNS}
    for at, name in enumerate(spelt):
        if mapping is None and name and name not in COLUMNS:
            reading.refuse(f"column {at + 1}", shown(headers[at]), "a column of the template", nearest(name, COLUMNS))
    for ours, theirs in wanted.items():
        if spelt.count(theirs) > 1:
            reading.refuse("header", f"{theirs} twice", "each column once")
        elif theirs not in spelt and (mapping or COLUMNS[ours].required):
            reading.refuse("header", f"no column {theirs}", f"{ours}: {COLUMNS[ours].meaning}")
    for ours in COLUMNS:
        given = ours in wanted or (mapping is not None and ours in mapping.constants)
        if COLUMNS[ours].required and not given:
            reading.refuse("mapping", f"nothing for {ours}", COLUMNS[ours].meaning)
    refuse_all(reading.problems)
    return {ours: spelt.index(theirs) for ours, theirs in wanted.items() if theirs in spelt}


def _values(reading: _Reading, number: int, places: Mapping[str, int], texts: Sequence[str]) -> dict[str, Any] | None:
    """The values of a row; None where one of them cannot be read."""
    before, mapping = len(reading.problems), reading.mapping
    found = {ours: texts[at] if at < len(texts) else "" for ours, at in places.items()}
    if mapping is not None:
        missing = {str(value) for value in mapping.missing}
        found = {ours: "" if text in missing else text for ours, text in found.items()} | mapping.constants
        found = {ours: mapping.values.get(ours, {}).get(text, text) for ours, text in found.items()}
    values = {ours: _cell(reading, COLUMNS[ours], number, text) for ours, text in found.items()}
    return values if len(reading.problems) == before else None


def _cell(reading: _Reading, column: CaseColumn, number: int, text: str) -> Any:
    where = f"row {number}, {column.name}"
    if not text:
        if column.required:
            reading.refuse(where, "nothing", column.meaning)
        return None
    value, expected = cell(column, text, reading.zone)
    if expected is not None:
        near = nearest(text, KINDS) if column.name == "kind" else None
        reading.refuse(where, shown(text), expected, near)
    return value


def _case(reading: _Reading, number: int, values: Mapping[str, Any] | None) -> Case | None:
    """The case of a row; None where it contradicts itself."""
    if values is None:
        return None
    found = [*_misfits(values), *_contradictions(values)]
    for column, what, expected in found:
        reading.refuse(f"row {number}, {column}", what, expected)
    use_case = values.get("use_case")
    if use_case is not None and use_case not in reading.use_cases:
        near = nearest(use_case, reading.use_cases)
        reading.refuse(f"row {number}, use_case", shown(use_case), "the id of a use case in the registry", near)
        return None
    texts = {name: values.get(name) for name in ("use_case", "model_version", "channel", "subject")}
    facts = {name: values[name] for name in FACTS if values.get(name) is not None}
    steps = tuple(sorted(_steps(values), key=lambda step: step.at))
    return None if found else Case(values["case"], values["kind"], values["opened"], **texts, facts=facts, steps=steps)


def _steps(values: Mapping[str, Any]) -> Iterator[Step]:
    decided = KINDS[values["kind"]].decided
    for name in STEPS:
        if values.get(name) is not None:
            reason = values.get({CLOSED: "reason", EXTENDED: "extension_reason"}.get(name, "")) or ""
            outcome = values.get("outcome") if name == decided else None
            told = name == EXTENDED and bool(values.get("person_told"))
            yield Step(name, values[name], reason, outcome, told=told)


def _misfits(values: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Steps and facts that cases of this kind do not have, and steps before the start."""
    kind = KINDS[values["kind"]]
    for name in STEPS:
        at = values.get(name)
        if at is not None and name not in kind.steps:
            yield name, f"{at:%Y-%m-%d %H:%M} for {kind.many}", f"nothing: their steps are {', '.join(kind.steps)}"
        elif at is not None and at < values["opened"]:
            yield (
                name,
                f"{at:%Y-%m-%d %H:%M}, before it was opened",
                f"a time from {values['opened']:%Y-%m-%d %H:%M} on",
            )
    for name in FACTS:
        if values.get(name) is not None and name not in kind.known_facts:
            known = ", ".join(kind.known_facts) or "none"
            yield name, f"{shown(values[name])} for {kind.many}", f"nothing: their facts are {known}"


def _contradictions(values: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    decided = KINDS[values["kind"]].decided
    if values.get("outcome") is not None and (not decided or values.get(decided) is None):
        yield "outcome", shown(values["outcome"]), f"nothing until {decided or 'a person could decide'} has a time"
    if values.get(CLOSED) is not None and not values.get("reason"):
        yield "reason", "nothing", f"why it was closed, since {CLOSED} has a time"
    if values.get(EXTENDED) is not None and not values.get("extension_reason"):
        yield "extension_reason", "nothing", f"why, since {EXTENDED} has a time"
