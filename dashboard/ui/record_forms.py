"""Changing one field of a record, putting another model version on record, and keeping features of single decisions."""

from datetime import date

import streamlit as st

from dashboard.services.edit import ChangeField, DeployModel, change_field, deploy_model
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.record_form import FormField, RecordForm, load_record_form
from dashboard.ui import cache, dates, identity
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.kept_features_form import kept_features
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE, _UNKNOWN = "record", ""


def record_forms(use_case: str) -> None:
    """The forms, folded, for those who may change records."""
    told(_PLACE)
    found = cache.cached(load_record_form, use_case)
    if found is None or not may(identity.actor(), Verb.CHANGE):
        return
    box = st.expander("Change a field", key=f"open-field-{use_case}", on_change="rerun")
    if box.open:
        with box:
            _one_field(found)
    box = st.expander("Put a model version on record", key=f"open-model-{use_case}", on_change="rerun")
    if box.open:
        with box:
            _model(found)
    kept_features(use_case)


def _one_field(found: RecordForm) -> None:
    path = st.selectbox(
        "Field", list(found.fields), format_func=lambda one: found.fields[one].title, key="record-field", index=None
    )
    if path is None:
        return
    field = found.fields[path]
    st.markdown(f"{plain(field.meaning)}. Expected: {plain(field.expected)}. Left empty, it is unknown.")
    with st.form(f"field-{found.use_case}", clear_on_submit=False, border=False):
        _value(found, path, field)
        st.form_submit_button("Save this field", on_click=_save, args=(found, path))


def _value(found: RecordForm, path: str, field: FormField) -> None:
    key = f"value-{found.use_case}-{found.revision}-{path}"
    if field.options:
        options = [_UNKNOWN, *field.options]
        at = options.index(field.now) if field.now in options else 0
        words = {_UNKNOWN: "Unknown", **field.options}
        st.selectbox("Value", options, index=at, format_func=words.__getitem__, key=key)
    elif field.expected == "a date":
        now = date.fromisoformat(field.now) if field.now else None
        st.date_input("Value", value=now, format="DD/MM/YYYY", key=key)
    else:
        st.text_area("Value", value=field.now, max_chars=4000, height=90, key=key)


@whole
def _save(found: RecordForm, path: str) -> None:
    held = st.session_state.get(f"value-{found.use_case}-{found.revision}-{path}")
    value = held.isoformat() if isinstance(held, date) else str(held or "")
    key = form_key("field", found.use_case, found.revision, path, value)
    command = ChangeField(found.use_case, found.revision, path, value, key)
    carry_out(_PLACE, lambda: change_field(cache.sources().database, command, identity.actor()), "Saved.")


def _model(found: RecordForm) -> None:
    with st.form(f"model-{found.use_case}", clear_on_submit=False, border=False):
        st.text_input("Model", value=next(iter(found.models), ""), max_chars=200, key="model-name")
        st.text_input("Version", max_chars=200, key="model-version")
        st.text_input("Kind, such as gradient_boosting or llm", max_chars=200, key="model-type")
        st.date_input("First day in service", value=dates.as_of(), format="DD/MM/YYYY", key="model-day")
        st.checkbox("It takes the place of the versions of this model that serve now", value=True, key="model-replaces")
        st.form_submit_button("Save this version", on_click=_deploy, args=(found,))


@whole
def _deploy(found: RecordForm) -> None:
    state = st.session_state
    texts = {name: str(state.get(f"model-{name}") or "") for name in ("name", "version", "type")}
    key = form_key("model", found.use_case, found.revision, *texts.values(), state["model-day"])
    command = DeployModel(
        found.use_case, found.revision, **texts, deployed_at=state["model-day"], replaces=bool(state["model-replaces"]),
        key=key,
    )  # fmt: skip
    carry_out(_PLACE, lambda: deploy_model(cache.sources().database, command, identity.actor()), "Saved.")
