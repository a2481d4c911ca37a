"""Findings as text: a table for people, and the stable JSON contract."""

import json
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from dashboard.domain.plain_text import escaped
from dashboard.domain.statuses import SEVERITY_ORDER, STATUS_ORDER, Status
from dashboard.domain.verdict_rows import FindingRecord
from dashboard.domain.wording import REASONS, label
from dashboard.reports.gate_text import harmless
from dashboard.services.check import CheckResult

WIDTH = 140


def own_formats(result: CheckResult) -> dict[str, Callable[[], str]]:
    """The stable JSON contract and the table for people."""
    return {"json": lambda: as_json(result), "text": lambda: as_table(result), "table": lambda: as_table(result)}


def as_json(result: CheckResult) -> str:
    """The stable JSON contract."""
    return json.dumps(result.as_json(), ensure_ascii=False, indent=1) + "\n"


def as_table(result: CheckResult) -> str:
    """Findings that apply, worst first, and the summary."""
    title = harmless(escaped(f"{result.charter.title} {result.charter.version}, as of {result.as_of}"))
    table = Table(title=title, title_justify="left")
    for name in ("use case", "clause", "severity", "finding", "why"):
        table.add_column(name, overflow="fold", no_wrap=name in {"clause", "severity"})
    for item in sorted(result.findings, key=_rank):
        if item.status != Status.NOT_APPLICABLE:
            table.add_row(*(harmless(escaped(cell)) for cell in _cells(item)))
    console = Console(markup=False, highlight=False, width=None if Console().is_terminal else WIDTH)
    with console.capture() as captured:
        console.print(table)
        console.print(", ".join(f"{count} {status.replace('_', ' ')}" for status, count in result.summary.items()))
    return captured.get()


def _rank(item: FindingRecord) -> tuple[int, int, str, str]:
    severity = SEVERITY_ORDER.index(item.clause.severity)
    return STATUS_ORDER.index(item.status), severity, item.use_case, item.clause.id


def _cells(item: FindingRecord) -> tuple[str, ...]:
    code = f" ({REASONS[item.reason_code]})" if item.reason_code else ""
    name = item.use_case or "(organisation)"
    return name, item.clause.id, item.clause.severity.value, f"{label(item.status)}{code}", item.spelled.reason
