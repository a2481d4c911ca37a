"""The evidence pack on the Reports page and on that of a use case: what goes in, the ZIP, and the hash to tell."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from dashboard.domain.actors import Actor
from dashboard.domain.wording import day
from dashboard.errors import InputRejected, Problem
from dashboard.reports.evidence_pack import Made, write_pack
from dashboard.services.evidence_pack import RecordEvidencePack, record_evidence_pack
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.evidence_pack import (
    EvidencePack,
    Wanted,
    load_choices,
    load_evidence_pack,
    load_headline,
)
from dashboard.services.screens.ledger import Trust
from dashboard.services.sources import Sources, checkpoints_of
from dashboard.settings import load_settings
from dashboard.ui import cache, dates, forms, identity, page
from dashboard.ui.looks import asked
from dashboard.ui.text import plain

_MADE = "evidence_pack_made"
_SECRETS = "They may be left out because they may hold secrets; the SHA-256 of each is in the pack either way."


@dataclass(frozen=True, slots=True)
class _Ready:
    """A recorded pack that can be fetched: its bytes, and what to say about it."""

    pack: EvidencePack
    made: Made
    data: bytes


def headline(found: Trust) -> str:
    """What a pack would tell of, and of which day."""
    del found  # the pack reads its checkpoint itself
    return plain(cache.cached(load_headline))


def evidence_pack(found: Trust) -> None:
    """Choose, make and download; who may not is told who may."""
    del found  # the pack reads its checkpoint itself
    page.section(
        "What a regulator or an auditor is handed",
        f"As of {day(dates.as_of())}, a ZIP with its verifier · making one is recorded in the ledger with its SHA-256",
    )
    if not may(identity.actor(), Verb.EVIDENCE_PACK):
        st.markdown("The officer, the deputy and the auditor make evidence packs.")
        return
    _made_on_request(_wanted(), _MADE)


def of_use_case(use_case: str) -> None:
    """The same of one use case, at the end of its page; nothing for who may not."""
    if not may(identity.actor(), Verb.EVIDENCE_PACK):
        return
    page.section(
        "Evidence pack", "Findings, counts and decisions as a ZIP with its verifier, for a regulator or auditor"
    )
    documents = st.checkbox("With the files of documents", key=f"evidence-pack-documents-{use_case}", help=_SECRETS)
    _made_on_request(Wanted((use_case,), documents), f"{_MADE}-{use_case}")


def _made_on_request(wanted: Wanted, place: str) -> None:
    token = forms.form_key("evidence-pack", dates.as_of(), wanted)

    def make(sources: Sources, actor: Actor) -> _Ready:
        return _recorded(sources, actor, wanted, token)

    ready = asked(place, (wanted,), "Make the evidence pack", make, icon=":material/folder_zip:")
    if isinstance(ready, _Ready):
        _offer(ready, place)


def _wanted() -> Wanted:
    titles = cache.cached(load_choices)
    chosen = st.multiselect(
        "Use cases",
        list(titles),
        format_func=lambda one: titles.get(one, one),
        placeholder="All, and the organisation",
        key="evidence-pack-use-cases",
    )
    documents = st.checkbox("With the files of documents", key="evidence-pack-documents")
    st.caption(_SECRETS)
    return Wanted(tuple(sorted(chosen)), documents)


def _recorded(sources: Sources, actor: Actor, wanted: Wanted, token: str) -> _Ready:
    """Write it and record it; the same picture twice is recorded once."""
    settings = load_settings()
    pack = load_evidence_pack(sources, checkpoints_of(settings), wanted)
    try:
        with TemporaryDirectory(prefix="evidence-pack-") as folder:
            path = Path(folder) / "pack.zip"
            made, data = write_pack(path, sources, settings, pack), path.read_bytes()
    except OSError as error:
        found = Problem("the temporary folder", error.strerror or "an error", "a folder with room that can be written")
        raise InputRejected("No pack was made.", [found]) from error
    command = RecordEvidencePack(pack, made.manifest_sha256, made.zip_sha256, f"{token}-{pack.head.entry}")
    record_evidence_pack(sources.database, command, actor)
    return _Ready(pack, made, data)


def _offer(ready: _Ready, place: str) -> None:
    """The download, the hash to tell, and how to verify."""
    pack, count = ready.pack, len(ready.pack.wanted.use_cases)
    about = "all use cases and the organisation" if not count else f"{count} use case{'s' if count > 1 else ''}"
    files = "with" if pack.wanted.documents else "without"
    st.markdown(
        f"**Made of {about}, {files} files of documents**, as of {day(pack.head.as_of)}, "
        f"up to ledger entry {pack.head.entry:,}."
    )
    for one in ready.made.left_out:
        st.warning(plain(f"Left out: {one}"), icon=":material/warning:")
    st.download_button(
        f"Download the pack as ZIP ({ready.made.size:,} bytes)",
        ready.data,
        file_name=f"evidence-pack-{pack.head.as_of}.zip",
        mime="application/zip",
        icon=":material/download:",
        key=f"{place}-zip",
        on_click="ignore",
    )
    st.markdown("SHA-256 of its manifest, to tell the recipient by another way than the pack:")
    st.code(ready.made.manifest_sha256, language=None, wrap_lines=True)
    st.markdown("To verify, unpack it and run in its folder `python -I verify.py --manifest` with that SHA-256.")
