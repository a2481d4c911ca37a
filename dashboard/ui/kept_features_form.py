"""Which features of single decisions a use case may keep: the form on its page, with what a change does."""

import streamlit as st

from dashboard.domain.actors import Role
from dashboard.domain.draft_entries import PERSONAL
from dashboard.domain.kept_features import MOST_DAYS, named_in
from dashboard.services.keep_features import KeepFeatures, keep_features
from dashboard.services.screens.kept_features import Leave, load_leave, load_team
from dashboard.ui import cache, identity
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE = "kept-features"
_OUT = (
    "A feature that is taken out, and everything where the field is left empty, is read no more from that moment; its "
    "stored values are erased within a day. Backups made before still hold them."
)


def kept_features(use_case: str) -> None:
    """Folded; told to a lead of another team, who may change other fields, that it is not theirs."""
    told(_PLACE)
    found = cache.cached(load_leave, use_case)
    if found is None:
        return
    title = "Keep features of single decisions"
    box = st.expander(title, key=f"open-kept-{use_case}", on_change="rerun")
    if not box.open:
        return
    with box:
        st.markdown(plain(f"{PERSONAL} Every look at them is recorded. {found.stored_words}"))
        if not _theirs(found):
            st.markdown("The officer, the deputy and the lead of its own team change this.")
            return
        _form(found)


def _theirs(found: Leave) -> bool:
    """Whether this person may; the service refuses all others anyway."""
    actor = identity.actor()
    own = cache.cached(load_team, actor.user_id)
    return actor.role is not Role.TEAM_LEAD or bool(own and own == found.team)


def _form(found: Leave) -> None:
    at = f"{found.use_case}-{found.revision}"
    with st.form(f"kept-{found.use_case}", clear_on_submit=False, border=False):
        st.text_area("Features, as the log's mapping names them, parted by commas", value=", ".join(found.names),
                     key=f"kept-names-{at}", max_chars=20_000, height=70)  # fmt: skip
        st.text_area("Why single decisions must be looked at", value=found.reason, key=f"kept-reason-{at}",
                     max_chars=4000, height=70)  # fmt: skip
        st.number_input(f"Days after a decision until its features are erased (1 to {MOST_DAYS:,})", value=found.days,
                        min_value=1, max_value=MOST_DAYS, step=1, key=f"kept-days-{at}", width=340)  # fmt: skip
        st.caption(f"{_OUT} A change is material: it needs a new approval. Kept is what logs bring from then on.")
        st.form_submit_button("Save what may be kept", on_click=_save, args=(found,))


@whole
def _save(found: Leave) -> None:
    at, state = f"{found.use_case}-{found.revision}", st.session_state
    names, reason = (str(state.get(f"kept-{part}-{at}") or "") for part in ("names", "reason"))
    days = state.get(f"kept-days-{at}")
    command = KeepFeatures(
        found.use_case, found.revision, names, reason, int(days) if days is not None else None,
        form_key("kept", found.use_case, found.revision, names, reason, days),
    )  # fmt: skip
    gone = found.without(named_in(names))
    done = f"Saved. Taken out: {', '.join(gone)}; read no more, and erased within a day." if gone else "Saved."
    carry_out(_PLACE, lambda: keep_features(cache.sources().database, command, identity.actor()), done)
