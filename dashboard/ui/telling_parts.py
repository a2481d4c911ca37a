"""The parts of Being told: my own choice, and the webhooks with what the officer does about them."""

import streamlit as st

from dashboard.domain.telling import CADENCES, KINDS, LONGEST_ADDRESS, LONGEST_NAME, WEEKDAYS, Cadence, Kind, Wish
from dashboard.services.screens.telling import TellingPage, load_undelivered
from dashboard.services.telling import (
    AddWebhook,
    ChooseTelling,
    RemoveWebhook,
    add_webhook,
    choose_telling,
    remove_webhook,
)
from dashboard.ui import cache, dates, identity, page
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE = "telling"
_WEBHOOK_CADENCES = (Cadence.DAILY, Cadence.WEEKLY, Cadence.OFF)


def outcome() -> None:
    """What the last click did, told once."""
    told(_PLACE)


def undelivered() -> None:
    """Letters that were given up, for whoever can put right what is wrong."""
    for sentence in cache.cached(load_undelivered):
        st.warning(plain(sentence), icon=":material/unsubscribe:")


def mine(found: TellingPage) -> None:
    """The form with my own choice."""
    page.section("By mail", "what concerns you: your items, use cases, requests and decisions; each is told once")
    if not found.mail:
        page.empty(
            "No mail server is set up here.", "Your choice is kept; docs/notifications.md says how to set one up."
        )
    own, wish = found.mine, found.mine.wish
    with st.form("telling-form", clear_on_submit=False):
        st.text_input("Your e-mail address", value=own.address, key=f"telling-address-{own.user_id}",
                      max_chars=LONGEST_ADDRESS,
                      help="Kept apart from the audit trail; nobody else sees it here.")  # fmt: skip
        _rhythm(f"telling-{own.user_id}", list(CADENCES), wish)
        st.form_submit_button("Save", on_click=_choose, args=(found,))


def _rhythm(name: str, cadences: list[Cadence], wish: Wish) -> None:
    st.selectbox("Digest", cadences, index=cadences.index(wish.cadence), format_func=CADENCES.__getitem__,
                 key=f"{name}-cadence")  # fmt: skip
    st.selectbox("Day of a weekly digest", range(len(WEEKDAYS)), index=wish.weekday,
                 format_func=lambda at: WEEKDAYS[at].capitalize(), key=f"{name}-weekday")  # fmt: skip
    st.checkbox("Critical matters at once", value=wish.at_once, key=f"{name}-at-once")


def _chosen(name: str) -> Wish:
    state = st.session_state  # a form's choices are known only now
    return Wish(Cadence(state[f"{name}-cadence"]), int(state[f"{name}-weekday"]), bool(state[f"{name}-at-once"]))


@whole
def _choose(found: TellingPage) -> None:
    own = found.mine
    address, wish = str(st.session_state[f"telling-address-{own.user_id}"] or ""), _chosen(f"telling-{own.user_id}")
    key = form_key("telling", own.user_id, own.revision, address, wish)
    command = ChooseTelling(own.user_id, address, wish, dates.as_of(), own.revision, key)
    carry_out(_PLACE, lambda: choose_telling(cache.sources().database, command, identity.actor()), "Saved.")


def webhooks(found: TellingPage) -> None:
    """Which services are told; never their whole address, which is a secret."""
    page.section(f"Services: {len(found.webhooks)}", "told what concerns the whole organisation; nothing about persons")
    if found.webhooks:
        data_table(found.table, alt="Webhooks with form, host and rhythm", key="webhooks-table")
        downloads(found.table, name="webhooks")
    else:
        page.empty("No service is told.", "The officer adds a webhook of Slack, Teams or a program of yours.")


def webhook_forms(found: TellingPage) -> None:
    """Add one, remove one."""
    with st.form("webhook-form", clear_on_submit=False):
        st.markdown(
            "**Add a webhook.** Its address is a secret, and is not shown again. Where it is to stay "
            "outside the database, write `env:` and the variable of the server that holds it."
        )
        st.text_input("Name", key="webhook-name", max_chars=LONGEST_NAME, placeholder="Ethics channel")
        st.selectbox("Form", list(KINDS), format_func=KINDS.__getitem__, key="webhook-kind")
        st.text_input(
            "Address",
            key="webhook-url",
            type="password",
            placeholder="https://… or env:…",
            autocomplete="off",
        )
        _rhythm("webhook", list(_WEBHOOK_CADENCES), Wish(Cadence.DAILY, 0, at_once=True))
        st.form_submit_button("Add", on_click=_add)
    if found.webhooks:
        names = {one.id: one.name for one in found.webhooks}
        with st.form("webhook-remove-form", clear_on_submit=False):
            st.selectbox("Webhook", list(names), format_func=names.__getitem__, key="webhook-remove")
            st.form_submit_button("Remove", on_click=_remove)


@whole
def _add() -> None:
    state = st.session_state
    name, kind, url = str(state["webhook-name"] or ""), Kind(state["webhook-kind"]), str(state["webhook-url"] or "")
    wish = _chosen("webhook")
    key = form_key("webhook", name, kind, url, wish, cache.data_version())
    command = AddWebhook(name, kind, url, wish, dates.as_of(), key)
    if carry_out(_PLACE, lambda: add_webhook(cache.sources().database, command, identity.actor()), "Webhook added."):
        state["webhook-name"], state["webhook-url"] = "", ""


@whole
def _remove() -> None:
    chosen = int(st.session_state["webhook-remove"])
    command = RemoveWebhook(chosen, form_key("webhook-remove", chosen))
    carry_out(_PLACE, lambda: remove_webhook(cache.sources().database, command, identity.actor()), "Webhook removed.")
