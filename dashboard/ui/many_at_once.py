"""Many use cases at once on the page: the template, the file, every problem in it, and the one or two ways on.

A table of a thousand rows is checked, and registered, beside the page; until it is committed it can be cancelled.
"""

import pandas as pd
import streamlit as st

from dashboard.domain.bulk_rows import bulk_columns
from dashboard.domain.draft_record import Asked
from dashboard.domain.wording import plural
from dashboard.reports.bulk_template import column_guide, template_csv, template_xlsx
from dashboard.services.bulk import MAX_MB, BulkDone, BulkFile, BulkLook, look_at, register_bulk
from dashboard.ui import cache, dates, identity, long_work, page
from dashboard.ui import errors as screen_errors
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE, _CHECK, _ASKED = "bulk", "bulk-check", "bulk_asked"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def many_at_once() -> None:
    """The closed section below the drafts; opened, it has three steps."""
    box = st.expander("Register many from a table", key="open-bulk", on_change="rerun")
    if box.open:
        with box:
            _template()
            given = st.file_uploader(
                "CSV or XLSX, one use case a row", type=["csv", "xlsx"], key="bulk-file", max_upload_size=MAX_MB
            )
            if given is not None:
                _given(BulkFile(given.name, given.getvalue(), dates.as_of()))
    if question := st.session_state.get(_ASKED):
        done: BulkDone | None = long_work.found(_PLACE, question)
        if done is not None:
            st.success(plain(_said(done, question[0])), icon=":material/check_circle:")


def _said(done: BulkDone, name: str) -> str:
    left_out = f"{plural(done.left_out, 'row')} left out. " if done.left_out else ""
    return (
        f"{plural(len(done.registered), 'use case')} registered from {name}. {left_out}They are drafts of their owners."
    )


def _template() -> None:
    found = cache.sources()
    columns = bulk_columns(Asked(cache.intake(), found.charter, identity.actor().user_id, found.as_of))
    st.markdown("Fill in the template; every question of the form is a column. Nothing is stored before you say so.")
    with st.container(horizontal=True):
        st.download_button("Template as XLSX", template_xlsx(columns), file_name="use-cases.xlsx", mime=_XLSX,
                           on_click="ignore")  # fmt: skip
        st.download_button("Template as CSV", template_csv(columns), file_name="use-cases.csv", mime="text/csv",
                           on_click="ignore")  # fmt: skip
        downloads(column_guide(columns), name="columns", title="Columns and their meaning")


def _given(file: BulkFile) -> None:
    (found, key), intake, actor = cache.place((file.digest,), {}), cache.intake(), identity.actor()
    with screen_errors.told():
        look: BulkLook | None = long_work.reading(
            _CHECK, (file.name, key), "Check the table",
            lambda: look_at(found.database, intake, found.charter, file, actor),
        )  # fmt: skip
        if look is not None:
            _problems(look)
            _ways(look, file)


def _problems(look: BulkLook) -> None:
    bad = len({one.row for one in look.problems})
    good = plural(len(look.new), "row")
    said = [f"**{good[:1].upper()}{good[1:]} can be registered**", f"{plural(bad, 'row')} with problems"]
    if look.there:
        said.append(f"{plural(len(look.there), 'row')} registered before and left alone")
    st.markdown("; ".join(said) + ".")
    if not look.problems:
        return
    rows = [(one.row, one.column, one.found, one.expected) for one in look.problems]
    frame = pd.DataFrame(rows, columns=["Row", "Column", "Found", "Expected"])
    data_table(frame, alt="Problems in the table", key="bulk-problems")
    downloads(frame, name="problems")


def _ways(look: BulkLook, file: BulkFile) -> None:
    if not look.new:
        return
    if not look.problems:
        title = f"Register all {len(look.new):,}"
        st.button(title, type=page.main_button(), on_click=_register, args=(file, title))
        return
    st.markdown("Correct the table and hand it over again, or leave the rows with problems out.")
    only_good = BulkFile(file.name, file.data, file.as_of, only_good=True)
    title = f"Register only the good rows ({len(look.new):,})"
    st.button(title, on_click=_register, args=(only_good, title))


@whole
def _register(file: BulkFile, title: str) -> None:
    found, intake, actor = cache.sources(), cache.intake(), identity.actor()
    question = (file.name, file.digest, file.as_of, file.only_good)
    st.session_state[_ASKED] = question
    long_work.begin(_PLACE, question, title, lambda: register_bulk(found.database, intake, found.charter, file, actor))
