"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request."""

from collections.abc import Iterator

from dashboard.domain.plain_text import escaped
from dashboard.reports.gate_text import gate_lines
from dashboard.services.check_places import Place
from dashboard.services.gate import Gate

_ORDER = {"error": 0, "warning": 1, "notice": 2}


def github(gate: Gate) -> str:
    """One command a line, the failing ones first (ten of a kind are shown), then a line for the log."""
    lines = [_command("error", trouble.place, f"{gate.command} decided nothing", trouble.text)
             for trouble in gate.troubles]  # fmt: skip
    lines += _findings(gate)
    return "\n".join([*lines, gate_lines(gate)]) + "\n"


def _findings(gate: Gate) -> Iterator[str]:
    shown = [(item.level, item) for item in gate.items if item.level is not None]
    for level, item in sorted(shown, key=lambda pair: _ORDER[pair[0]]):
        yield _command(level, item.place, f"{item.clause.id} {item.clause.title}", item.text)


def _command(level: str, place: Place | None, title: str, text: str) -> str:
    where = {} if place is None else {"file": place.path} | ({"line": str(place.line)} if place.line else {})
    given = ",".join(f"{name}={_property(value)}" for name, value in (where | {"title": title}).items())
    return f"::{level} {given}::{_data(text)}"


def _data(text: str) -> str:
    return escaped(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
