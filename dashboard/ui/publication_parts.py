"""Proposing the charter file and publishing what somebody else proposed, on the charter's page."""

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from dashboard.domain.wording import plural
from dashboard.services.daily import assess_again
from dashboard.services.permissions import Verb, may
from dashboard.services.publish import ProposeCharter, PublishCharter, propose_charter, publish_charter
from dashboard.services.screens.publication import PublicationPage, Waits
from dashboard.services.sources import checkpoints_of
from dashboard.settings import load_settings
from dashboard.ui import cache, dates, identity, page
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE = "publication"


def publication(found: PublicationPage) -> None:
    """Who published what is in force, what waits for a second person, and how the file differs."""
    page.section("Publication", plain(found.headline))
    told(_PLACE)
    if found.waiting is not None:
        _waiting(found.waiting)
    if found.file_broken is not None:
        st.warning(f"The charter file has problems and could not be proposed. {plain(found.file_broken)}")
    if found.file is not None:
        st.markdown(f"{plain(found.file)}: {plural(len(found.file_changes), 'difference')}.")
        _changes(found.file_changes, "charter-file-differences")
    if found.file_text is not None and may(identity.actor(), Verb.PUBLISH):
        with st.form("propose-charter", clear_on_submit=False):
            st.text_area("What is new in the file, in words", key="propose-note", max_chars=4000, height=90)
            st.form_submit_button("Propose the charter file", on_click=_propose, args=(found.file_text,))
    if not found.history.empty:
        st.markdown(f"**{plural(len(found.history), 'publication')}**")
        dated = {name: st.column_config.DateColumn(format="D MMM YYYY") for name in ("Published", "First day")}
        data_table(found.history, alt="Publications", columns=dated, key="publications")
        downloads(found.history, name="publications")


def _waiting(waits: Waits) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(waits.words)}**  \n{plain(waits.note)}")
        _changes(waits.changes, "proposal-differences")
        who = ", ".join(waits.may_publish) or "nobody: name a deputy"
        st.markdown(f"**Who may publish it:** {plain(who)}.")
        if waits.publishes(identity.actor()):
            with st.form(f"publish-{waits.id}", clear_on_submit=False, border=False):
                st.text_area("Why", key=f"publish-reason-{waits.id}", max_chars=4000, height=90)
                st.form_submit_button(f"Publish charter {waits.version}", on_click=_publish, args=(waits,))
        elif identity.actor().user_id == waits.proposed_by:
            st.markdown("You may not publish it, because you proposed it.")


def _changes(changes: pd.DataFrame, name: str) -> None:
    if changes.empty:
        return
    wide = {column: st.column_config.TextColumn(width=330) for column in ("Was", "Becomes")}
    data_table(changes, alt=name.replace("-", " "), columns=wide, key=name)
    downloads(changes, name=name)


@whole
def _propose(text: bytes) -> None:
    note = str(st.session_state.get("propose-note") or "")
    command = ProposeCharter(text, note, dates.as_of(), form_key("propose", text, note))
    sources, actor = cache.sources(), identity.actor()
    carry_out(
        _PLACE,
        lambda: propose_charter(sources.database, sources.frameworks, command, actor),
        "Proposed. Somebody else publishes it; until then nothing changes.",
    )


@whole
def _publish(waits: Waits) -> None:
    reason = str(st.session_state.get(f"publish-reason-{waits.id}") or "")
    command = PublishCharter(waits.id, reason, dates.as_of(), form_key("publish", waits.id, reason))
    carry_out(_PLACE, lambda: _published(command), "Published, and everything was assessed again under it.")


def _published(command: PublishCharter) -> None:
    """Published, and assessed again at once where its first day has come."""
    settings, database = load_settings(), cache.sources().database
    publish_charter(database, checkpoints_of(settings), command, identity.actor())
    assess_again(database, settings, datetime.now(UTC).date())
