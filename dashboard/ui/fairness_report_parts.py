"""Below the documents: what a fairness report on file reports, against what its own counts give."""

from collections.abc import Sequence

import streamlit as st

from dashboard.domain.fairness_reports import FAIRNESS_REPORT
from dashboard.errors import GovernanceError
from dashboard.services.evidence_check import evidence_files
from dashboard.services.fairness_evidence import kept_report
from dashboard.services.screens.evidence import KeptDocument
from dashboard.settings import load_settings
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain


def fairness_reports(kept: Sequence[KeptDocument]) -> None:
    """A picker where fairness reports with a file are on record; the chosen one is read when it is chosen."""
    reports = {one.sha256: one.title for one in kept if one.type == FAIRNESS_REPORT}
    if not reports:
        return
    chosen = st.selectbox(
        "Reported against recomputed", list(reports), index=None, format_func=reports.__getitem__,
        key="fairness-report", placeholder="Choose a fairness report",
    )  # fmt: skip
    if chosen is not None:
        _table(chosen)


def _table(sha256: str) -> None:
    try:
        report = kept_report(evidence_files(load_settings()), sha256)
    except GovernanceError as error:
        st.error(plain(str(error)), icon=":material/warning:")
        return
    if report is None:
        st.markdown("Its figures cannot be read here: it is no JSON or CSV of Fairlearn, AIF360 or Aequitas.")
        return
    said = f"**{plain(report.tool)}: {plain(report.sentence)}.**"
    st.markdown(f"{said} A report stands in for no counts of our own.")
    table = report.table()
    data_table(table, alt="Reported against recomputed", at_once=8, key=f"report-{sha256[:8]}")
    downloads(table, name=f"fairness-report-{sha256[:8]}")
