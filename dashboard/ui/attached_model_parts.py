"""The attached model on the page of single decisions: attach it, change a decision, move a feature, flip one."""

import streamlit as st

from dashboard.adapters.attached_models import Attached
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.model_runner import INSTALL, has_engine
from dashboard.adapters.onnx_file import MOST_MB
from dashboard.charts.flip_points import flip_points
from dashboard.charts.model_curve import model_curve
from dashboard.domain.actors import Actor
from dashboard.domain.answers import Answer
from dashboard.reports.as_json import json_record
from dashboard.services.attach_model import AttachModel, attach_model
from dashboard.services.permissions import Verb, may
from dashboard.services.screens import model_answers as words
from dashboard.services.screens.kept_features import Keeping
from dashboard.services.sources import Sources
from dashboard.services.try_decision import Tried, TryDecision, try_decision
from dashboard.services.try_feature import Curved, Flipped, TryCurve, TryFlips, try_curve, try_flips
from dashboard.ui import answer_parts, cache, identity, long_work, page
from dashboard.ui.forms import form_key
from dashboard.ui.looks import asked
from dashboard.ui.picks import pick
from dashboard.ui.reproduced import asked_again, command_line
from dashboard.ui.tables import data_table, downloads, same_numbers
from dashboard.ui.text import plain
from dashboard.ui.whole import whole

_PLACE, _TITLE = "attached-model", "Attach and hold against the log"
_ASKED = "model_attached"


def model(keeping: Keeping) -> None:
    """What can be asked of the model, or how it is attached."""
    page.section(
        "Would the model say otherwise?",
        "Its ONNX file, run apart · each look is recorded",
    )
    if not has_engine():
        page.empty("No model can be asked here.", plain(INSTALL))
        return
    if (question := st.session_state.get(_ASKED)) and long_work.found(_PLACE, question) is not None:
        st.success("Attached.", icon=":material/check_circle:")
    found = {one.model_version: one for one in cache.cached(words.load_attached, keeping.use_case)}
    if may(identity.actor(), Verb.ATTACH):
        if not found:
            page.empty("No model is attached.", "Open the form below and give its ONNX file.")
        _attach(keeping)
    elif not found:
        page.empty("No model is attached.", "Officer, deputy or the lead of the team attach its ONNX file here.")
    chosen = pick("model", "Model of version", list(found)) if found else None
    if chosen is not None:
        one = found[chosen]
        st.markdown(plain(f"{words.reads(one)} {words.agreement(one)}"))
        _changed(keeping, one)
        _flipped(keeping, one)
        _along(keeping, one)


def _larger(use_case: str) -> str:
    """How large a file may be here, and the command that takes more; said before anybody uploads one."""
    here = min(int(st.get_option("server.maxUploadSize")), MOST_MB)
    command = f"python -m dashboard features attach {use_case} FILE --model-version V --as {identity.actor().user_id}"
    return f"Up to {here} MB here. A file of up to {MOST_MB} MB: `{command}`"


def _attach(keeping: Keeping) -> None:
    with st.expander("Attach a model"), st.form("attach-model", clear_on_submit=False):
        st.markdown(_larger(keeping.use_case))
        st.file_uploader("ONNX file", type=["onnx"], key="model-file")
        with st.container(horizontal=True, gap="small"):
            st.text_input("Version that decided with it", key="model-of", max_chars=200, width=220)
            st.number_input("Column of the favourable score", 0, 100, 1, key="model-column", width=220)
            st.number_input("Favourable from", value=0.5, format="%.4g", step=0.05, key="model-threshold", width=220)
        st.form_submit_button(_TITLE, on_click=attach, args=(keeping.use_case,))


@whole
def attach(use_case: str) -> None:
    """Attach what was uploaded; nothing without a file and a version."""
    state = st.session_state
    file, version = state.get("model-file"), str(state.get("model-of") or "").strip()
    if file is None or not version:
        return
    content, sources, actor = file.getvalue(), cache.sources(), identity.actor()
    terms = int(state["model-column"]), float(state["model-threshold"])
    question = (use_case, version, file.file_id, *terms)
    command = AttachModel(use_case, version, content, *terms, key=form_key("attach", *question))
    store = DecisionStore(sources.store)
    state[_ASKED] = question
    long_work.begin(_PLACE, question, _TITLE, lambda: attach_model(sources.database, store, command, actor))


def _changed(keeping: Keeping, one: Attached) -> None:
    page.section("One decision with other values", "The rest stays as it was decided", level=3)
    decision = st.text_input("Decision id", key="change-id", max_chars=500, width=280)
    names = st.multiselect("Change", one.signature.features, key="change-features")
    with st.container(horizontal=True, gap="small"):
        given = [(name, st.text_input(f"{name} becomes", key=f"change-{name}", width=200)) for name in names]

    def look(sources: Sources, actor: Actor) -> Tried:
        command = TryDecision(keeping.use_case, decision.strip(), dict(given))
        return try_decision(sources.database, DecisionStore(sources.store), command, actor)

    found = asked("model_changed", (keeping.use_case, decision, tuple(given)), "Ask the model", look)
    if isinstance(found, Tried):
        st.markdown(f"**{plain(words.tried_headline(found))}.** {plain(' '.join(words.tried_notes(found)))}")


def _flipped(keeping: Keeping, one: Attached) -> None:
    page.section("Whose decision turns if one feature alone is changed?", "Over 2,000 drawn by lot", level=3)
    feature = pick("flip", "Feature", [read.feature for read in one.signature.reads if read.dtype == "str"])
    if feature is None:
        st.markdown("The model reads no category, so there is nothing to flip.")
        return

    def look(sources: Sources, actor: Actor) -> Flipped:
        command = TryFlips(keeping.use_case, feature, one.model_version)
        return try_flips(sources.database, DecisionStore(sources.store), command, actor)

    found = asked("model_flips", (keeping.use_case, one.model_version, one.sha256, feature), "Change it in all", look)
    if isinstance(found, Flipped):
        st.markdown(f"**{plain(words.flips_headline(found))}.**")
        page.chart(flip_points(found, page.colours()), alt=plain(words.flips_headline(found)), key="chart-flips")
        table = words.flips_table(found)
        columns = {name: st.column_config.NumberColumn(format="%.4f") for name in ("Share", "From", "To")}
        data_table(table, alt="Flips by change", columns=columns, key="table-flips")
        downloads(table, name=f"flips-{keeping.use_case}")
        st.caption(plain(" ".join(words.flips_notes(found))))
        answer_parts.attach("model-flips", lambda: _flips_answer(keeping, found), about=keeping.use_case)


def _flips_answer(keeping: Keeping, found: Flipped) -> Answer:
    """Of all changes together alone: a single change may speak of few people, and everybody reads review items."""
    asked_of = {"use_case": keeping.use_case, "feature": found.feature, "model_version": found.model.model_version}
    options = [("--model-version", found.model.model_version), ("--as", identity.actor().user_id)]
    command = command_line("features flips", f"{keeping.use_case} {found.feature}", options)
    result = json_record(found.all)
    return asked_again("model_flips", asked_of, command, said=words.flips_headline(found), result=result)


def _along(keeping: Keeping, one: Attached) -> None:
    page.section("The score along a feature", "Partial dependence over 200 decisions drawn by lot", level=3)
    feature = pick("along", "Along", list(one.signature.features))
    decision = st.text_input("And of this decision (its id)", key="along-id", max_chars=500, width=280).strip()

    def look(sources: Sources, actor: Actor) -> Curved:
        command = TryCurve(keeping.use_case, str(feature), one.model_version, decision or None)
        return try_curve(sources.database, DecisionStore(sources.store), command, actor)

    found = asked("model_curve", (keeping.use_case, one.sha256, feature, decision), "Draw its curve", look)
    if isinstance(found, Curved):
        st.markdown(f"**{plain(words.curve_headline(found))}.**")
        page.chart(model_curve(found, page.colours()), alt=plain(words.curve_headline(found)), key="chart-curve")
        same_numbers(words.curve_table(found), name="model-curve")
        st.caption(plain(" ".join(words.curve_notes(found))))
