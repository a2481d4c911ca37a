"""What other thresholds, remedies and models would have done by what was known on a past day: read, and never kept."""

import streamlit as st

from dashboard.domain.wording import day
from dashboard.services.known_then import Known
from dashboard.services.screens.then import NOW, Then
from dashboard.ui import fairness_remedies, fairness_thresholds, fairness_two_models, page, past_known
from dashboard.ui.errors import told
from dashboard.ui.fairness_pickers import Opened

_READ_ONLY = "They are only read: to attach an answer to a review item, or to acknowledge the law, go back to today."
_NO_CHARTER = " The charter of that day is gone, so no line and no clause of it is in them."
_ALONE = " What is known now is not set beside them: the command under each asks for it."


def what_if(then: Then, known: Known, opened: Opened) -> None:
    """The three sections of today's page on what was known then; each says alone what cannot be read."""
    page.section("What if, on that day?", f"The next three answers are given by what was known on {day(then.asked)}")
    st.caption(_READ_ONLY + ("" if then.charter else _NO_CHARTER) + (_ALONE if then.known == NOW else ""))
    for part in (fairness_thresholds.thresholds, fairness_remedies.remedies):
        with told(), past_known.spoken_of(known):
            part(opened)
    with told():
        _two_models(then, known, opened)


def _two_models(then: Then, known: Known, opened: Opened) -> None:
    """Days after the asked one are taken out of the months of both."""
    with past_known.spoken_of(known):
        models = fairness_two_models.picked(opened)
    if models is None:
        return
    both = past_known.read(then, *{one.use_case for one in models})
    if both is None:
        return
    with past_known.spoken_of(both):
        past_known.notes(both, beyond=known)
        fairness_two_models.compared(opened, models)
