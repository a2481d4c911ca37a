"""Decisions of more than two kinds: each value in turn against the rest, as an audit of its own."""

from dataclasses import replace
from pathlib import Path

from dashboard.adapters.paths import readable_path
from dashboard.adapters.table_reader import read_table
from dashboard.errors import InputRejected, Problem
from dashboard.services.audit_file import Audit, audit_file
from dashboard.services.audit_request import AuditRequest
from dashboard.settings import load_settings

MOST_VALUES = 20


def audit_each(request: AuditRequest) -> dict[str, Audit]:
    """Value of the decision -> its audit; with a label, the same value there is the positive one, if it occurs.

    Raises:
        InputRejected: more values than can be read one by one; and what `audit_file` raises.
    """
    path = readable_path(request.path, [Path(Path.cwd().anchor)], max_mb=load_settings().max_upload_mb)
    wanted = [name for name in (request.decision, request.label) if name is not None]
    columns = read_table(path, wanted, names=request.header or None).columns
    values = columns[request.decision].values
    if len(values) > MOST_VALUES:
        problem = Problem(request.decision, f"{len(values):,} values", f"at most {MOST_VALUES}")
        raise InputRejected("The decision has too many values to hold each against the rest.", [problem])
    labels = columns[request.label].values if request.label else ()
    return {value: audit_file(_about(request, value, known=value in labels)) for value in sorted(values)}


def _about(request: AuditRequest, value: str, *, known: bool) -> AuditRequest:
    label, positive = (request.label, (value,)) if known else (None, ())
    return replace(request, favourable=(value,), label=label, positive=positive)
