"""Many use cases at once on the page: the template, the file, every problem in it, and the one or two ways on."""

import pandas as pd
import streamlit as st

from dashboard.domain.bulk_rows import bulk_columns
from dashboard.domain.draft_record import Asked
from dashboard.domain.wording import plural
from dashboard.reports.bulk_template import column_guide, template_csv, template_xlsx
from dashboard.services.bulk import MAX_MB, BulkFile, BulkLook, look_at, register_bulk
from dashboard.ui import cache, dates, identity, page
from dashboard.ui import errors as screen_errors
from dashboard.ui.forms import carry_out, told
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.whole import whole

_PLACE = "bulk"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def many_at_once() -> None:
    """The closed section below the drafts; opened, it has three steps."""
    told(_PLACE)
    box = st.expander("Register many from a table", key="open-bulk", on_change="rerun")
    if not box.open:
        return
    with box:
        _template()
        given = st.file_uploader(
            "CSV or XLSX, one use case a row", type=["csv", "xlsx"], key="bulk-file", max_upload_size=MAX_MB
        )
        if given is not None:
            _given(BulkFile(given.name, given.getvalue(), dates.as_of()))


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
    found = cache.sources()
    with screen_errors.told():
        look = look_at(found.database, cache.intake(), found.charter, file, identity.actor())
        _problems(look)
        _ways(look, file)


def _problems(look: BulkLook) -> None:
    bad = len({one.row for one in look.problems})
    said = [f"**{plural(len(look.new), 'row')} can be registered**", f"{plural(bad, 'row')} with problems"]
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
        st.button(f"Register all {len(look.new)}", type=page.main_button(), on_click=_register, args=(file,))
        return
    st.markdown("Correct the table and hand it over again, or leave the rows with problems out.")
    only_good = BulkFile(file.name, file.data, file.as_of, only_good=True)
    st.button(f"Register only the good rows ({len(look.new)})", on_click=_register, args=(only_good,))


@whole
def _register(file: BulkFile) -> None:
    found = cache.sources()
    done: list[int] = []

    def act() -> None:
        made = register_bulk(found.database, cache.intake(), found.charter, file, identity.actor())
        done.append(len(made.registered))

    if carry_out(_PLACE, act, "Registered."):
        carry_out(_PLACE, lambda: None, f"{plural(done[0], 'use case')} registered. They are drafts of their owners.")
