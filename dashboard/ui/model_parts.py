"""Beside the models of a use case: what MLflow holds of them, as a difference that a person takes in.

The server is read beside the page; one that is slow or hangs can be cancelled.
"""

from dataclasses import asdict

import pandas as pd
import streamlit as st

from dashboard.domain.actors import Actor
from dashboard.domain.wording import plural
from dashboard.services.model_registries import (
    LookAtModels,
    ModelsLook,
    TakeInModels,
    UseCaseModels,
    look_at_models,
    take_in_models,
)
from dashboard.services.permissions import Verb, may
from dashboard.services.sources import Sources
from dashboard.settings.mlflow import load_mlflow
from dashboard.ui import cache, identity
from dashboard.ui.forms import carry_out, form_key, told
from dashboard.ui.looks import asked
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE, _TAKEN = "models", "models_taken_in"


def model_comparison(use_case: str) -> None:
    """The button that asks MLflow, and what it answered; nothing where no MLflow is set up."""
    if not load_mlflow().tracking or not may(identity.actor(), Verb.CHANGE):
        return
    told(_PLACE)
    command = LookAtModels(load_mlflow(), use_case=use_case)

    def compare(sources: Sources, actor: Actor) -> ModelsLook:
        del actor  # everybody who sees the button may look
        return look_at_models(sources.database, command)

    question = (use_case, command.mlflow.tracking, st.session_state.get(_TAKEN, 0))
    look = asked("models-compared", question, "Compare with MLflow", compare)
    if not isinstance(look, ModelsLook):
        return
    for one in look.differing:
        _difference(one)
    if not look.differing:
        st.markdown(f"Nothing differs from {plain(look.source)}.")
    for remark in look.remarks:
        st.markdown(f":small[{plain(remark)}]")


def _difference(one: UseCaseModels) -> None:
    st.markdown(f"**{plural(len(one.changes), 'difference')} between this record and MLflow**")
    titles = {"model": "Model", "version": "Version", "what": "What", "now": "On record", "found": "In MLflow"}
    table = pd.DataFrame([asdict(change) for change in one.changes]).rename(columns=titles)
    data_table(table, alt="Differences from MLflow", at_once=8, key=f"model-differences-{one.use_case}")
    downloads(table, name=f"model-differences-{one.use_case}")
    st.button("Take these in", on_click=_take_in, args=(one,), key=f"take-in-{one.use_case}")


@whole
def _take_in(one: UseCaseModels) -> None:
    command = TakeInModels(one, form_key("models", one.use_case, one.revision, one.changes))
    done = "Taken in. A version with another name or number is a material change: see the approval."
    if carry_out(_PLACE, lambda: take_in_models(cache.sources().database, command, identity.actor()), done):
        st.session_state[_TAKEN] = st.session_state.get(_TAKEN, 0) + 1  # what was compared is on record now
