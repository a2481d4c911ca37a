"""What would a remedy do? AIF360's and Fairlearn's on what is stored; read only when asked for, kept in the address."""

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st

from dashboard.charts.before_after import before_after
from dashboard.domain.answers import Answer as Attachable
from dashboard.domain.counts import CROSS
from dashboard.domain.metrics import RATES
from dashboard.domain.remedies import BY_SCORES, CALIBRATED, REJECT, REMEDIES, REWEIGHING
from dashboard.domain.remedies_calibrated import COSTS
from dashboard.domain.remedies_reject import GAPS
from dashboard.reports.remedies import remedies_json, remedy_file
from dashboard.services.remedies import WorkedOut, WorkOut
from dashboard.services.screens.legal_note import load_legal_note
from dashboard.services.screens.remedies import CUT, Answer, Wanted, file_of, load_remedy, worst_off
from dashboard.services.screens.remedy_groups import Basis, load_basis
from dashboard.services.screens.remedy_tables import LIMITS, WHAT, effect_table, headline, left_out_words
from dashboard.services.screens.threshold_strategies import load_has_scores
from dashboard.ui import cache, dates, filters, page
from dashboard.ui.answer_parts import attach
from dashboard.ui.fairness_pickers import Opened
from dashboard.ui.legal_note_parts import noted
from dashboard.ui.looks import read
from dashboard.ui.picks import pick
from dashboard.ui.reproduced import asked_again, command_line, reproduced
from dashboard.ui.tables import data_table, downloads, filed, same_numbers
from dashboard.ui.text import plain

Name = TypeVar("Name", bound=str)
_TITLE = "What would a remedy do?"


def remedies(opened: Opened) -> None:
    """The section; one sentence where groups are crossed."""
    use_case, attribute = opened.found.use_case, opened.found.attribute
    if CROSS in attribute:
        st.markdown(f"**{_TITLE}** Remedies are worked out by single attribute: pick one above.")
        return
    page.section(_TITLE, "Remedies of AIF360 and Fairlearn worked out on what is stored; nothing is changed")
    if not filters.switch("remedies", "Work out a remedy"):
        return
    scored = cache.cached(load_has_scores, use_case)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        names = [name for name in REMEDIES if scored or name not in BY_SCORES]
        remedy = pick("remedy", "Remedy", names, {name: name.capitalize() for name in names}) or REWEIGHING
        basis = read("remedy-basis", "Read what is stored", load_basis, use_case, attribute, since=opened.here.since,
                     by_scores=remedy in BY_SCORES)  # fmt: skip
        if basis is None:
            return
        wanted = _wanted(basis, remedy)
    answer = cache.cached_over(basis, load_remedy, wanted)
    if answer.remedy is None:
        page.empty("Nothing can be worked out.", plain(answer.why_not))
        return
    if not scored:
        st.caption("Four more remedies need scores, which were not logged here.")
    _shown(answer)
    _handed_over(answer)
    _again(opened, answer)


def _wanted(basis: Basis, remedy: str) -> Wanted:
    if remedy == CALIBRATED:
        cost = _one_of("remedy_cost", "Made the same", COSTS, usual="weighted")
        cut = st.number_input("Selected from", 0.0, 1.0, CUT, step=0.01, key="remedy_cut", bind="query-params")
        return Wanted(remedy, cost=cost, cut=float(cut))
    if remedy == REJECT and len(basis.groups) > 1:
        worst = worst_off(basis.groups)
        groups = sorted((one.group for one in basis.groups), key=lambda name: name != worst)
        helped = pick("disadvantaged", "Disadvantaged", groups) or worst
        return Wanted(
            remedy, gap=_one_of("remedy_gap", "Gap of", GAPS, usual="selection_rate"), disadvantaged=(helped,)
        )
    return Wanted(remedy)


def _one_of(name: str, title: str, options: Mapping[Name, str], *, usual: Name) -> Name:
    words = {str(one): said for one, said in options.items()}
    chosen = pick(name, title, list(words), words)
    return next((one for one in options if one == chosen), usual)


def _shown(answer: Answer) -> None:
    remedy, basis = answer.remedy, answer.basis
    if remedy is None:
        return
    st.markdown(plain(headline(answer)))
    for remark in remedy.remarks:
        st.warning(plain(remark), icon=":material/info:")
    places = st.columns(2, gap="large") if len(remedy.rates) > 1 else [st.container()]
    for at, rate in enumerate(remedy.rates):
        with places[at % len(places)]:
            page.section(
                plain(RATES[rate].plain.capitalize()), f"by {plain(basis.attribute.replace('_', ' '))}", level=3
            )
            page.chart(before_after(answer.of(rate), page.colours()), key=f"chart-remedy-{rate}",
                       alt=f"{RATES[rate].plain} of every group before and after")  # fmt: skip
    same_numbers(effect_table(answer), name=f"remedy-{basis.use_case}", title="Every rate before and after as a table")
    st.caption(plain(f"Limits: {LIMITS[remedy.name]} {basis.window}. {left_out_words(basis)}"))


def _handed_over(answer: Answer) -> None:
    """The file, after an officer has taken note of the law."""
    remedy, basis = answer.remedy, answer.basis
    if remedy is None:
        return
    page.section("The file that carries it out", plain(WHAT[remedy.name].capitalize()), level=3)
    if not noted(basis.use_case, basis.attribute, place="remedies", waits="The file is given"):
        return
    name = f"{remedy.name.replace(' ', '-')}-{basis.use_case}"
    frame = file_of(remedy)
    data_table(frame, alt=f"{remedy.name} by group", key="table-remedy-file")
    downloads(frame, name=name)
    st.download_button(
        "Download JSON", lambda: remedy_file(answer, as_json=True), file_name=f"{filed(name, dates.past())}.json",
        mime="application/json", key=f"json-{name}", on_click="ignore",
    )  # fmt: skip


def _again(opened: Opened, answer: Answer) -> None:
    wanted, found = answer.wanted, opened.found
    options = [("--attribute", found.attribute), ("--remedy", wanted.remedy.replace(" ", "-"))]
    if wanted.remedy == CALIBRATED:
        options += [("--cost", wanted.cost), ("--cut", f"{wanted.cut:g}")]
    if wanted.remedy == REJECT:
        options += [("--gap", wanted.gap), *(("--disadvantaged", name) for name in wanted.disadvantaged)]
    options += [("--days", str(opened.asked.days)), ("--as-of", cache.sources().as_of.isoformat())]
    command = command_line("remedies", found.use_case, options)
    attach("remedies-answer", lambda: _answer(opened, answer, command), about=found.use_case)
    reproduced(command)


def _answer(opened: Opened, answer: Answer, command: str) -> Attachable:
    found, wanted = opened.found, answer.wanted
    note = cache.cached(load_legal_note, found.use_case, found.attribute)
    result = remedies_json(
        WorkedOut(answer, note, cache.sources().as_of),
        WorkOut(found.use_case, found.attribute, wanted, opened.asked.days),
    )
    question = {"use_case": found.use_case, "attribute": found.attribute, "remedy": wanted.remedy}
    return asked_again("remedies", question, command, said=headline(answer), result=result)
