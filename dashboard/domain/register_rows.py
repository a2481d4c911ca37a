"""The rows of a foreign register as use cases, each with the problems that were found in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from dashboard.domain.register_columns import Columns
from dashboard.domain.register_mapping import FieldSource, RegisterMapping
from dashboard.domain.register_targets import Target, head, target
from dashboard.domain.register_text import MAX_KEPT, cleaned, cut, folded, quoted, slug
from dashboard.domain.register_values import read_value
from dashboard.domain.registry import UseCase

MAX_TEXT = 4000
MAX_TITLE = 300
ONE_LINE = frozenset({"title", "team", "owner", "kind"})


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in a row; rows count from 1 below the header."""

    row: int
    field: str
    found: str
    expected: str


@dataclass(slots=True)
class Row:
    """One row: its use case (None where it cannot become one), the fields that it fills, and its problems."""

    number: int
    use_case: UseCase | None = None
    filled: frozenset[str] = frozenset()
    problems: list[RowProblem] = field(default_factory=list)

    def note(self, name: str, found: str, expected: str) -> None:
        """List one more problem."""
        self.problems.append(RowProblem(self.number, name, found, expected))


def read_rows(mapping: RegisterMapping, columns: Columns, rows: Sequence[Sequence[Any]]) -> Iterator[Row]:
    """Each row in order. Identical rows and rows without a title have a problem and no use case."""
    seen: dict[tuple[str, ...], int] = {}
    taken: dict[str, int] = {}
    for number, cells in enumerate(rows, start=1):
        row = Row(number)
        values = _cells(row, columns.names, cells)
        key = tuple(str(cell) for cell in cells)
        if not values:
            row.note("(row)", "only blank cells", "a use case")
        elif key in seen:
            row.note("(row)", f"the same content as row {seen[key]}", "each use case once")
        elif [cell for cell in cells[len(columns.names) :] if str(cell or "").strip()]:
            row.note("(row)", f"{len(cells)} cells", f"at most {len(columns.names)}, as the header has")
        else:
            seen[key] = number
            _fill(row, mapping, columns, values, taken)
        yield row


def _cells(row: Row, names: Sequence[str], cells: Sequence[Any]) -> dict[str, Any]:
    """What the row says, by column: blanks left out, text cleaned and cut to what can be kept."""
    values: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=False):
        value = _kept(row, name, cell)
        if value not in (None, "", []):
            values[name] = value
    return values


def _kept(row: Row, name: str, cell: Any) -> Any:
    if isinstance(cell, list):
        return [_kept(row, name, item) for item in cell]
    if not isinstance(cell, str):
        return cell
    text, fault = cleaned(cell)
    if fault:
        row.note(name, fault, "text without it; it was left out")
    text, length = cut(text.strip(), MAX_KEPT)
    if length:
        row.note(name, length, f"at most {MAX_KEPT:,} characters; the rest was cut")
    return text


def _fill(
    row: Row, mapping: RegisterMapping, columns: Columns, values: Mapping[str, Any], taken: dict[str, int]
) -> None:
    body: dict[str, Any] = {}
    for path, value in mapping.constants.items():
        _put(body, path, value)
    blanks = _blanks(tuple(mapping.unknown))
    for path, source in mapping.fields.items():
        found = _field(row, source, target(path) or Target(path, "text"), _Cells(columns, values, blanks))
        if found is not None:
            _put(body, path, found)
    if not body.get("title"):
        row.note("title", "nothing", "a name for the use case")
        return
    row.filled = frozenset(head(path) for path in [*mapping.constants, *mapping.fields])
    kept = {"register": mapping.title, "mapping": mapping.digest[-12:], "columns": _source(mapping, columns, values)}
    body |= {"id": _identity(mapping, columns, values, taken), "lifecycle": "inventoried", "source": kept}
    row.use_case = _validated(row, body)


@dataclass(frozen=True, slots=True)
class _Cells:
    columns: Columns
    values: Mapping[str, Any]
    blanks: frozenset[str]

    def says(self, column: str) -> Any:
        """What the column says, or None where it is blank or says that nothing is known."""
        name = self.columns.find(column)
        value = self.values.get(name) if name else None
        return None if value is None or (isinstance(value, str) and folded(value) in self.blanks) else value


def _blanks(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset({"", *(folded(word) for word in words)})


def _field(row: Row, source: FieldSource, into: Target, cells: _Cells) -> Any:
    said = [(column, value) for column in source.columns if (value := cells.says(column)) is not None]
    if not said:
        return None
    cell = _joined(source, said) if source.join else said[0][1]
    read = read_value(cell, source, into)
    if read.expected:
        row.note(into.path, quoted(cell), f"{read.expected}; the field was left unknown")
    if not isinstance(read.value, str):
        return read.value
    limit = MAX_TITLE if into.path in ONE_LINE else MAX_TEXT
    text, length = cut(read.value, limit)
    if length:
        row.note(into.path, length, f"at most {limit:,}; cut here, in full among the source columns")
    return " ".join(text.split()) if into.path in ONE_LINE else text


def _joined(source: FieldSource, said: Sequence[tuple[str, Any]]) -> str:
    headings = source.headings if isinstance(source.headings, dict) else {}
    parts = []
    for column, value in said:
        text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
        heading = headings.get(column, column) if source.headings else ""
        parts.append(f"{heading}: {text}" if heading else text)
    return source.separator.join(parts)


def _put(body: dict[str, Any], path: str, value: Any) -> None:
    """Set a nested field; `purposes[].purpose` fills the only member of a list."""
    first, _, rest = path.partition(".")
    if not rest:
        body[first] = value
    elif first.endswith("[]"):
        members = body.setdefault(first.removesuffix("[]"), [{}])
        _put(members[0], rest, value)
    else:
        _put(body.setdefault(first, {}), rest, value)


def _source(mapping: RegisterMapping, columns: Columns, values: Mapping[str, Any]) -> dict[str, Any]:
    if mapping.keep == "all":
        return {name: _plain(value) for name, value in values.items()}
    names = [columns.find(name) for name in mapping.keep]
    return {name: _plain(values[name]) for name in names if name is not None and name in values}


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | bool | int | float) else str(value)


def _identity(mapping: RegisterMapping, columns: Columns, values: Mapping[str, Any], taken: dict[str, int]) -> str:
    """The id: simplified text of its columns; equal ones are numbered in the order of the file."""
    said = [str(values[name]) for column in mapping.id.columns if (name := columns.find(column)) and name in values]
    stem = slug(" ".join(said)) or "use-case"
    stem = f"{mapping.id.prefix}{stem}"[:72].strip("-.")
    taken[stem] = taken.get(stem, 0) + 1
    return stem if taken[stem] == 1 else f"{stem}-{taken[stem]}"


def _validated(row: Row, body: dict[str, Any]) -> UseCase | None:
    """The use case; fields that our registry refuses are left out, each with a problem."""
    for _ in range(len(body) + 1):
        try:
            return UseCase.model_validate(body)
        except ValidationError as refused:
            for error in refused.errors():
                name = str(error["loc"][0])
                row.note(".".join(map(str, error["loc"])), quoted(error["input"]), error["msg"])
                body.pop(name, None)
    return None
