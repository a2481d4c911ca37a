"""One public entry: as it is and would be, choosing its fields and words, asking for publication, taking it out."""

import streamlit as st

from dashboard.domain.public_fields import BY_ID, HIDEABLE, LANGUAGES, LONGEST_WORDS, WORDED, is_shown, language_of
from dashboard.domain.wording import plural
from dashboard.services.permissions import Verb, may
from dashboard.services.public_register import (
    AskPublication,
    ChoosePublic,
    TakeOut,
    ask_publication,
    choose_public,
    take_out,
)
from dashboard.services.screens.public_register import EntryPage
from dashboard.ui import cache, dates, identity, links
from dashboard.ui.forms import carry_out, form_key
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

PLACE = "public-register"


def entry(shown: EntryPage) -> None:
    """What stands there, what differs, and what may be done about it."""
    st.markdown(plain(shown.said))
    links.to_use_case(shown.use_case, plain(shown.title))
    if not shown.changes.empty:
        st.markdown(f"**{plural(len(shown.changes), 'field')} of which the public reads something else**")
        wide = {name: st.column_config.TextColumn(width=330) for name in ("Public", "Now")}
        data_table(shown.changes, alt="Public against now", columns=wide, key=f"changes-{shown.use_case}")
        downloads(shown.changes, name=f"register-changes-{shown.use_case}")
    with st.expander("The entry as it would be published now", expanded=shown.published is None):
        for title, text in shown.fields:
            st.markdown(f"**{title}**  \n" + "  \n".join(plain(line) for line in text.splitlines()))
    actor = identity.actor()
    if may(actor, Verb.CHANGE):
        _choose(shown)
    if may(actor, Verb.ASK) and not shown.waits and (shown.published is None or not shown.changes.empty):
        _ask(shown)
    if may(actor, Verb.PUBLICISE) and shown.published is not None:
        _take_out(shown)


def _key(shown: EntryPage, name: str) -> str:
    """Widgets belong to one revision: what another one said is not typed over it."""
    return f"public-{name}-{shown.use_case}-{shown.revision}"


def _choose(shown: EntryPage) -> None:
    box = st.expander("Choose what is public, and write it in plain words", key=_key(shown, "open"), on_change="rerun")
    if not box.open:
        return
    with box, st.form(_key(shown, "form"), clear_on_submit=False, border=False):
        st.multiselect(
            "Public beside what always is",
            list(HIDEABLE),
            default=[name for name in HIDEABLE if is_shown(shown.choice, name)],
            format_func=lambda name: BY_ID[name].title,
            key=_key(shown, "show"),
        )
        st.selectbox(
            "Language of your words",
            list(LANGUAGES),
            index=list(LANGUAGES).index(language_of(shown.choice)),
            format_func=LANGUAGES.__getitem__,
            key=_key(shown, "language"),
        )
        _words(shown)
        st.form_submit_button("Keep this choice", key=_key(shown, "keep"), on_click=_keep, args=(shown,))


def _words(shown: EntryPage) -> None:
    said = shown.choice.get("words") or {}
    for name in WORDED:
        st.text_area(
            f"{BY_ID[name].title}: your words",
            value=str(said.get(name, "")),
            max_chars=LONGEST_WORDS,
            height=90,
            key=_key(shown, f"words-{name}"),
        )


@whole
def _keep(shown: EntryPage) -> None:
    state = st.session_state
    chosen = set(state[_key(shown, "show")])
    flags = {name: name in chosen for name in HIDEABLE}
    words = {name: str(state.get(_key(shown, f"words-{name}")) or "") for name in WORDED}
    language = str(state[_key(shown, "language")])
    key = form_key("choose-public", shown.use_case, shown.revision, sorted(chosen), sorted(words.items()), language)
    command = ChoosePublic(shown.use_case, shown.revision, flags, words, language, key)
    done = "Kept. Nothing is public by it: ask for publication next."
    carry_out(PLACE, lambda: choose_public(cache.sources().database, command, identity.actor()), done)


def _ask(shown: EntryPage) -> None:
    with st.form(_key(shown, "ask"), clear_on_submit=False):
        st.text_area("Why it is to be published", key=_key(shown, "ask-why"), max_chars=4000, height=90)
        st.form_submit_button("Ask for publication", key=_key(shown, "ask-go"), on_click=_asked, args=(shown,))


@whole
def _asked(shown: EntryPage) -> None:
    reason = str(st.session_state.get(_key(shown, "ask-why")) or "")
    key = form_key("ask-public", shown.use_case, shown.revision, reason)
    command = AskPublication(shown.use_case, shown.revision, reason, dates.as_of(), key)
    done = "Asked for. Somebody who is not involved rules on it, on the page of the use case."
    carry_out(PLACE, lambda: ask_publication(cache.sources(), command, identity.actor()), done)


def _take_out(shown: EntryPage) -> None:
    with st.form(_key(shown, "out"), clear_on_submit=False):
        st.text_area("Why it is to be taken out", key=_key(shown, "out-why"), max_chars=4000, height=90)
        st.form_submit_button("Take it out", key=_key(shown, "out-go"), on_click=_out, args=(shown,))


@whole
def _out(shown: EntryPage) -> None:
    reason = str(st.session_state.get(_key(shown, "out-why")) or "")
    key = form_key("take-out", shown.use_case, shown.published.at if shown.published else "", reason)
    command = TakeOut(shown.use_case, reason, dates.as_of(), key)
    done = "Taken out. Make the site again, so that it is gone from there too."
    carry_out(PLACE, lambda: take_out(cache.sources().database, command, identity.actor()), done)
