"""Below the record: its model card as a file, and what a card from elsewhere proposes for it."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard.domain.card_proposals import TITLES
from dashboard.services.model_cards import CardLook, TakeInCard, look_at_card, take_in_card
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.case_file import ORGANISATION
from dashboard.services.screens.model_card import NAMES, Form, card_file
from dashboard.ui import cache, identity
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.whole import whole

_PLACE = "card"
_TITLES: dict[Form, str] = {"toolkit": "Model card as JSON", "huggingface": "Model card as README"}


def model_card(use_case: str) -> None:
    """Both downloads, and the form for who may change records; the organisation has no card."""
    if use_case == ORGANISATION:
        return
    with st.container(horizontal=True):
        for form, title in _TITLES.items():
            st.download_button(title, partial(_file, use_case, form), key=f"card-{form}",
                               file_name=f"{use_case}-{NAMES[form]}", mime="application/octet-stream",
                               on_click="ignore")  # fmt: skip
    told(_PLACE)
    if may(identity.actor(), Verb.CHANGE):
        box = st.expander("Take in a model card", key=f"open-card-{use_case}", on_change="rerun")
        if box.open:
            with box:
                _form(use_case)


def _file(use_case: str, form: Form) -> bytes:
    return card_file(cache.sources(), use_case, form)


def _form(use_case: str) -> None:
    st.file_uploader("Model card", key="card-file", help="JSON of Model Card Toolkit, or a README of Hugging Face")
    st.button("Show what it proposes", on_click=_look, args=(use_case,))
    look = st.session_state.get(_slot(use_case))
    if not isinstance(look, CardLook):
        return
    if not look.proposals:
        st.markdown("Nothing differs from the record.")
        return
    rows = [(TITLES[one.path], one.now or "unknown", one.proposed) for one in look.proposals]
    table = pd.DataFrame(rows, columns=["Field", "On record", "In the card"])
    data_table(table, alt="Proposals", key="card-proposals")
    downloads(table, name=f"card-proposals-{use_case}")
    fields = [one.path for one in look.proposals]
    st.multiselect("Take in", fields, default=fields, format_func=TITLES.__getitem__, key="card-chosen")
    st.button("Take these fields in", on_click=_take_in, args=(look,))


@whole
def _look(use_case: str) -> None:
    upload = st.session_state.get("card-file")
    data = b"" if upload is None else upload.getvalue()

    def act() -> None:
        st.session_state[_slot(use_case)] = look_at_card(cache.sources().database, use_case, data)

    st.session_state.pop(_slot(use_case), None)
    carry_out(_PLACE, act, "Compared. Nothing was changed.")


@whole
def _take_in(look: CardLook) -> None:
    wanted = set(st.session_state.get("card-chosen", []))
    chosen = [one for one in look.proposals if one.path in wanted]
    command = TakeInCard(look.use_case, look.revision, chosen, form_key("card", look.use_case, look.revision, chosen))
    if carry_out(_PLACE, lambda: take_in_card(cache.sources().database, command, identity.actor()), "Taken in."):
        st.session_state.pop(_slot(look.use_case), None)


def _slot(use_case: str) -> str:
    return f"card_of_{use_case}"
