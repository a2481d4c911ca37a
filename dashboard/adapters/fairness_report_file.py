"""Knows fairness reports of Fairlearn, AIF360 and Aequitas as people save them; no tool is needed to read them."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dashboard.adapters import aequitas_report, aif360_report, fairlearn_report
from dashboard.adapters.report_numbers import Rows, refused
from dashboard.domain.fairness_reports import FairnessReport, recomputed

MOST_BYTES, MOST_FIGURES, MOST_ROWS = 4 * 1024 * 1024, 5_000, 20_000


def read_report(data: bytes) -> FairnessReport | None:
    """The report in a file; None where it is none that we know.

    Raises:
        InputRejected: it is one, and something in it cannot be; the sentence says where.
    """
    if len(data) > MOST_BYTES or data[:4] in (b"%PDF", b"PK\x03\x04"):
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    try:
        report = _from_json(text) if text.lstrip()[:1] in ("{", "[") else _from_table(text)
    except RecursionError:  # nested just deep enough to be parsed, and too deep to be written out
        return None
    if report is not None and len(report.figures) > MOST_FIGURES:
        raise refused("the report", f"{len(report.figures):,} figures", f"at most {MOST_FIGURES:,}")
    return None if report is None else replace(report, figures=recomputed(report.figures))


def _from_json(text: str) -> FairnessReport | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = _lines(text)
    readers: tuple[Callable[[Any], FairnessReport | None], ...] = (aif360_report.read, fairlearn_report.read)
    return next((report for reader in readers if (report := reader(found)) is not None), None)


def _lines(text: str) -> Any:
    """One JSON value a line, as AIF360's explanations are often kept."""
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return None


def _from_table(text: str) -> FairnessReport | None:
    try:
        rows: Rows = list(csv.DictReader(io.StringIO(text)))[:MOST_ROWS]
    except csv.Error:
        return None
    if not rows:
        return None
    return aequitas_report.read(rows) if aequitas_report.is_one(rows[0]) else fairlearn_report.read_rows(rows)
