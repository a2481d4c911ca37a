"""What people do with one use case, in their order: approval, next step, tier, requests, documents, reviews."""

import streamlit as st

from dashboard.domain.wording import listed, plural
from dashboard.services.screens.approval import load_approval
from dashboard.services.screens.evidence import load_evidence
from dashboard.services.screens.lifecycle import load_lifecycle
from dashboard.services.screens.requests import load_requests
from dashboard.services.screens.sign_offs import load_sign_offs
from dashboard.ui import cache, identity
from dashboard.ui.approval_parts import approval
from dashboard.ui.evidence_parts import evidence
from dashboard.ui.lifecycle_parts import steps
from dashboard.ui.ruling_parts import requests
from dashboard.ui.sign_off_parts import sign_offs
from dashboard.ui.tier_parts import tier


def waits_for_you(use_case: str) -> None:
    """At the top of the page: what this person may decide further down."""
    standing, asked = cache.cached(load_approval, use_case), cache.cached(load_requests, use_case)
    actor = identity.actor()
    mine = ["[the approval](#approval)"] if standing is not None and standing.decides(actor) else []
    count = sum(one.rules(actor) for one in asked.waiting)
    mine += [f"[{plural(count, 'request')}](#requests)"] if count else []
    if mine:
        st.markdown(f"**Waits for your decision:** {listed(mine)}.")


def workflow(use_case: str) -> None:
    """Every section in which somebody acts on this use case."""
    standing = cache.cached(load_approval, use_case)
    if standing is not None:
        approval(standing)
        steps(cache.cached(load_lifecycle, use_case))
        tier(use_case)
        requests(cache.cached(load_requests, use_case))
    documents, signed = cache.cached(load_evidence, use_case), cache.cached(load_sign_offs, use_case)
    if documents is not None and signed is not None:
        evidence(documents)
        sign_offs(signed)
