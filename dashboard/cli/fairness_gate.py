"""`fairness FILE --charter`: the findings about one file, in the formats and with the exit codes of `check`."""

from datetime import UTC, datetime
from pathlib import Path

import orjson

from dashboard.cli.check_text import as_table
from dashboard.cli.fairness_table import audit_text
from dashboard.cli.gate_output import deliver
from dashboard.errors import GovernanceError
from dashboard.reports.fairness_audit import audit_json
from dashboard.reports.gate_text import harmless
from dashboard.services.audit_file import audit_file
from dashboard.services.audit_remarks import audit_remarks
from dashboard.services.check import CheckRequest, CheckResult
from dashboard.services.fairness_gate import JudgeFile, judge_file
from dashboard.services.gate import gate_of, refused
from dashboard.settings import load_settings


def judge(asked: JudgeFile, fail_on: str, shape: str, out: Path | None) -> None:
    """Print or write the findings and leave; figures of the groups stand beside them in text and JSON."""
    settings = load_settings()
    try:
        result = judge_file(asked)
        gate = gate_of("fairness", result, fail_on, settings)
        own = {name: lambda: _text(asked, result) for name in ("text", "table")}
        deliver(gate, shape, out, {**own, "json": lambda: _json(asked, result)})
    except GovernanceError as error:
        day = asked.as_of or datetime.now(UTC).date()
        deliver(refused("fairness", error, CheckRequest(asked.charter, None, day), settings), shape, out, {})


def _text(asked: JudgeFile, result: CheckResult) -> str:
    return harmless(audit_text(audit_file(asked.request))) + as_table(result)


def _json(asked: JudgeFile, result: CheckResult) -> str:
    audit = audit_file(asked.request)
    both = result.as_json() | {"audit": audit_json(audit, audit_remarks(audit))}
    return orjson.dumps(both, option=orjson.OPT_INDENT_2).decode() + "\n"
