"""Writing a draft of the charter: begun on the charter's page, numbers moved, text edited, problems shown by line."""

import streamlit as st

from dashboard.domain.charter_drafts import LARGEST
from dashboard.domain.wording import day, plural
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.charter_drafts import CharterDraftPage, load_charter_drafts, load_keys
from dashboard.services.screens.words import moment
from dashboard.ui import cache, charter_draft_saving, identity, links, page
from dashboard.ui.charter_draft_saving import PLACE, shown
from dashboard.ui.forms import told
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain


def start() -> None:
    """On the charter's page: this person's drafts, and how to begin one."""
    page.section(
        "What if the charter changed?", "A draft is held against everything that is stored; nothing is changed"
    )
    told(PLACE)
    if not may(identity.actor(), Verb.DRAFT):
        st.markdown("Officer, deputy and team leads draft; whoever is given a draft's address reads it and its answer.")
        return
    for line in load_charter_drafts(cache.sources(), identity.actor()):
        name = f"Draft {plain(line.version)}, begun from {plain(line.based_on)}, saved {moment(line.updated)}"
        links.to_charter_draft(line.id, name)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.button("Begin a draft from the charter in force", on_click=charter_draft_saving.begin_here)
    with st.expander("Begin a draft from a file"):
        given = st.file_uploader("A charter as YAML", type=["yaml", "yml"], max_upload_size=1, key="draft-file")
        if given is not None:
            st.button("Begin with this file", on_click=charter_draft_saving.begin_with, args=(given,))


def head(found: CharterDraftPage) -> None:
    """Whose draft it is, and what can be done with it as a whole."""
    st.page_link(links.CHARTER, label="Read the charter in force")
    told(PLACE)
    draft, whose = found.draft, "Your draft" if found.mine else f"A draft by {plain(found.owner)}, which you read"
    st.markdown(
        f"{whose}: begun from {plain(draft.based_on)}, saved {moment(draft.updated)}, revision {draft.revision}."
    )
    with st.container(horizontal=True, gap="small"):
        st.download_button("Download the draft", draft.text.encode(), "charter-draft.yaml", "application/yaml",
                           on_click="ignore")  # fmt: skip
        if found.mine:
            st.button("Throw the draft away", on_click=charter_draft_saving.discard, args=(draft,))


def name(found: CharterDraftPage) -> None:
    """The version and the first day of the draft, which a proposal needs anew."""
    if found.charter is None or not found.mine:
        return
    keys = [f"{part}-{found.draft.id}" for part in ("version", "effective")]
    shown(keys[0], found.charter.version)
    shown(keys[1], found.charter.effective)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input("Version", key=keys[0], max_chars=40, width=160, on_change=charter_draft_saving.rename,
                      args=(found.draft, keys[0]))  # fmt: skip
        st.date_input("First day in force", key=keys[1], format="YYYY-MM-DD", width=200,
                      on_change=charter_draft_saving.rename, args=(found.draft, keys[1]))  # fmt: skip


def edit(found: CharterDraftPage) -> None:
    """The text, saved when it is left; what is wrong with it by line; what may stand at a line."""
    opened = found.charter is None
    box = st.expander("Edit the text", expanded=opened, key=f"edit-{found.draft.id}", on_change="rerun")
    if not (box.open or opened):
        return
    with box:
        key = f"text-{found.draft.id}"
        typed = charter_draft_saving.unsaved(found.draft)
        st.session_state[key] = found.draft.text if typed is None else typed
        if typed is not None:
            _unsaved(found)
        st.text_area(
            "The charter as YAML (saved when you leave the field)", height=460, max_chars=LARGEST, key=key,
            disabled=not found.mine, on_change=charter_draft_saving.save, args=(found.draft, key),
        )  # fmt: skip
        _keys(found)


def _unsaved(found: CharterDraftPage) -> None:
    st.warning("What you typed is not saved: the draft was changed elsewhere meanwhile, or what you typed was refused.")
    with st.container(horizontal=True, gap="small"):
        st.button("Save mine in its place", on_click=charter_draft_saving.keep_mine, args=(found.draft,))
        st.button("Take what is saved", on_click=charter_draft_saving.take_saved, args=(found.draft,))


def problems(found: CharterDraftPage) -> None:
    """Every problem by line; a sentence where it could not be proposed as it is."""
    if found.charter is None:
        page.section(f"{plural(len(found.problems), 'problem')} to be put right")
        wide = {name: st.column_config.TextColumn(width=240) for name in ("Reads", "Found", "Expected")}
        data_table(found.problems, alt="Problems of the draft by line", columns=wide, key="draft-problems")
        downloads(found.problems, name="draft-problems")
    elif found.unpublishable:
        st.info(f"To be proposed it needs another version: {plain(found.unpublishable)}.")


def _keys(found: CharterDraftPage) -> None:
    lines = found.draft.text.count("\n") + 1
    line = st.number_input(f"What may stand at line … (of {lines:,})", 1, lines, key=f"at-{found.draft.id}")
    place, table = load_keys(found.draft.text, int(line))
    st.caption(plain(place))
    if not table.empty:
        data_table(table, alt="Keys that may stand there", key="draft-keys", at_once=8,
                   columns={"Means": st.column_config.TextColumn(width=520)})  # fmt: skip
        downloads(table, name="keys-of-the-charter")


def effective_words(found: CharterDraftPage) -> str:
    """That the answer speaks as if the draft were in force."""
    charter, today = found.charter, cache.sources().as_of
    if charter is None or charter.effective <= today:
        return ""
    return f"It would be in force from {day(charter.effective)}; the answer is as if it were on {day(today)}."
