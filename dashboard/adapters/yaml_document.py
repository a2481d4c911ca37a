"""A YAML document as data, with the line and the written form of every value, so that messages can point."""

from dataclasses import dataclass, field
from typing import Any

from dashboard.domain.plain_text import escaped
from dashboard.errors import Problem

_IDS = ("id", "use_case", "clause", "name", "type", "kind")

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a path of the document."""

    path: Path_
    found: str
    expected: str
    suggestion: str | None = None
    line: int | None = None


@dataclass(slots=True)
class YamlDocument:
    """The data of one document, with the line and the written form of every value."""

    data: dict[str, Any]
    lines: dict[Path_, int] = field(default_factory=dict)
    written: dict[Path_, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    digest: str = ""

    def line(self, path: Path_) -> int | None:
        """The line of the key or item at the path, or of the nearest thing around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1 if self.data else None

    def problem(self, fault: Fault) -> Problem:
        """The fault with its line and its path in words."""
        line = fault.line if fault.line is not None else self.line(fault.path)
        return Problem(path_in_words(self.data, fault.path), fault.found, fault.expected, line, fault.suggestion)


def path_in_words(data: Any, path: Path_) -> str:
    """`clauses[3] FAI-02 › check › treshold`: the path, with the id of each list member that has one."""
    words: list[str] = []
    for step in path:
        data = _child(data, step)
        if isinstance(step, int):
            words[-1:] = [f"{words[-1] if words else ''}[{step}]{_name_of(data)}"]
        else:
            words.append(escaped(step))
    return " › ".join(words) or "the whole file"


def _child(data: Any, step: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None


def _name_of(member: Any) -> str:
    names = (member.get(key) for key in _IDS) if isinstance(member, dict) else iter(())
    name = next((name for name in names if isinstance(name, str)), None)
    return f" {escaped(name[:60])}" if name else ""


class Unreadable(Exception):
    """The document cannot be read at all."""

    def __init__(self, where: str, found: str, expected: str, line: int | None = None) -> None:
        self.problem = Problem(where, found, expected, line)
        super().__init__(where)
