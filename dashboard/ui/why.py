"""The frame of *Why*: clause, rule, measured value, what was not checked, and what is behind a finding.

Pages fill a `Why`; every text in it is ours or already escaped with `ui.text.plain`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import streamlit as st


@dataclass(frozen=True, slots=True)
class Why:
    """What one finding rests on; `facts` are short headings with markdown lines below them."""

    heading: str
    clause: str
    rule: str
    measured: str
    not_checked: str
    command: str
    facts: Mapping[str, str] = field(default_factory=dict)


def why_panel(why: Why, *, name: str, expanded: bool = False, evidence: Callable[[], None] | None = None) -> None:
    """An expander with the sentences left, `evidence()` (a chart or a list) right, facts and command below.

    Closed it sends nothing; `name` is unique on the page.
    """
    box = st.expander(why.heading, expanded=expanded, key=f"why-open-{name}", on_change="rerun")
    if not box.open:
        return
    with box:
        words, picture = st.columns([5, 6], gap="large") if evidence else (st.container(), None)
        with words:
            _sentences(why)
        if picture is not None and evidence is not None:
            with picture:
                evidence()
        _facts(why.facts)
        st.caption("Reproduce this finding")
        st.code(why.command, language=None, wrap_lines=True)


def _sentences(why: Why) -> None:
    parts = {"The clause.": why.clause, "The rule.": why.rule, "Measured.": why.measured}
    for name, text in {**parts, "Not checked.": why.not_checked}.items():
        if text:
            st.markdown(f"**{name}** {text}")


def _facts(facts: Mapping[str, str]) -> None:
    if not facts:
        return
    for column, (name, text) in zip(st.columns(len(facts), gap="large"), facts.items(), strict=True):
        column.markdown(f"**{name}**  \n{text}")
