"""A document counts once somebody who neither filed it nor ever owned the use case accepted it, and until it lapses."""

from datetime import date, timedelta
from typing import Any

import pytest

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.evidence_files import EvidenceFiles
from dashboard.adapters.repository import load_registry
from dashboard.adapters.requests_store import involved_in_request
from dashboard.domain.actors import Actor
from dashboard.domain.approvals import fingerprint
from dashboard.errors import (
    NotPermitted,
    StoreUnusable,
)
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.evidence import FileDocument, file_document
from dashboard.services.evidence_check import check_evidence
from dashboard.services.register import ChangeUseCase, change_use_case
from tests.adapters.test_evidence_files import PDF, SVG
from tests.assessing import assessed, charter, clause
from tests.services.cast import AUDITOR, DEPUTY, LEAD, OFFICER, OTHER, opened
from tests.services.papers_filed import DAY, LINK, accept, filed, files, paper, store
from tests.small_charter import CHARTER

__all__ = ["files", "store"]  # fixtures

STATED = {"tool": "Fairlearn 0.13", "n_per_group": "at least 400"}


def test_a_filed_document_counts_once_accepted(store: Database, files: EvidenceFiles) -> None:
    """Filed with its own effective date, accepted by the officer; the file is what was uploaded."""
    request = filed(store, files, expires=DAY + timedelta(days=90), signed_by="dpo", states=STATED)
    before = paper(store)
    accept(store, request)
    after = paper(store)

    assert (before.accepted_by, before.uploaded_by, before.uploaded_on) == (None, "lead", DAY)
    assert before.effective == DAY - timedelta(days=10)
    assert (before.file_name, before.size, before.signed_by) == ("DPIA final.pdf", len(PDF), "dpo")
    assert after == before.model_copy(update={"accepted_by": "officer", "accepted_on": DAY})
    assert after.states == STATED
    assert files.read(str(after.sha256)) == PDF
    assert verify_chain(store) == ()


@pytest.mark.parametrize("actor", [LEAD, OTHER, AUDITOR])
def test_only_officer_and_deputy_accept(store: Database, files: EvidenceFiles, actor: Actor) -> None:
    """Neither a lead, the uploader or not, nor an auditor."""
    request = filed(store, files)

    with pytest.raises(NotPermitted, match="may not accept documents"):
        accept(store, request, actor)
    assert paper(store).accepted_by is None


def test_nobody_accepts_what_they_filed_or_owned(store: Database, files: EvidenceFiles) -> None:
    """The officer files it, the deputy once owned the use case: the sentence says who remains, and nothing counts."""
    use_case, revision = opened(store)
    change_use_case(store, ChangeUseCase(use_case.model_copy(update={"owner": "deputy"}), revision), LEAD)
    use_case, revision = opened(store)
    change_use_case(store, ChangeUseCase(use_case.model_copy(update={"owner": "lead"}), revision), LEAD)
    request = filed(store, files, OFFICER)

    with pytest.raises(NotPermitted, match=r"because you asked for it\. Nobody remains who may"):
        accept(store, request, OFFICER)
    with pytest.raises(NotPermitted, match="because you owned it once"):
        accept(store, request, DEPUTY)
    with store.read() as connection:
        assert involved_in_request(connection, request) == {
            "lead": "own it", "deputy": "owned it once", "officer": "asked for it",
        }  # fmt: skip
    assert paper(store).accepted_by is None


def test_a_refused_document_does_not_count(store: Database, files: EvidenceFiles) -> None:
    """It stays on file with the reason, and a better one can be filed."""
    accept(store, filed(store, files), granted=False)
    accept(store, filed(store, files, content=PDF + b"2"))

    assert [bool(one.accepted_by) for one in opened(store)[0].evidence] == [False, True]


def test_a_link_is_kept_as_text(store: Database, files: EvidenceFiles) -> None:
    """A link is filed instead of a file; nothing is fetched and no file is written."""
    filed(store, files, content=None, file_name="", link=f" {LINK} ")

    assert (paper(store).ref, paper(store).sha256, paper(store).size) == (LINK, None, None)
    assert list(files.held()) == []


def test_filing_is_no_material_change_but_involves(store: Database, files: EvidenceFiles) -> None:
    """An approval stays of what runs; but whoever filed for a submission does not decide about it."""
    before = fingerprint(opened(store)[0])
    submit_use_case(store, SubmitUseCase("bot", opened(store)[1], DAY), LEAD)
    filed(store, files, OFFICER)

    assert fingerprint(opened(store)[0]) == before
    with pytest.raises(NotPermitted, match="because you changed it"):
        decide_use_case(store, CHARTER, DecideUseCase("bot", opened(store)[1], "approved", "fine", DAY), OFFICER)
    decide_use_case(store, CHARTER, DecideUseCase("bot", opened(store)[1], "approved", "fine", DAY), DEPUTY)


def test_verify_names_missing_altered_and_orphan(store: Database, files: EvidenceFiles) -> None:
    """Three documents: one whole, one altered, one gone; and a file that no record names, which is no problem."""
    for number, data in enumerate((PDF, SVG, b"text")):
        filed(store, files, content=data, type=f"type{number}")
    papers = [str(one.sha256) for one in opened(store)[0].evidence]
    paths = dict(files.held())
    paths[papers[1]].write_bytes(b"<svg/>")
    paths[papers[2]].unlink()
    orphan = files.keep(b"nobody recorded me").sha256
    found = check_evidence(store, files)

    assert found.documents == 3
    assert [(one.where.split(" (")[0], one.found) for one in found.problems] == [
        ("bot type1", "a file that was changed or cannot be read"), ("bot type2", "no file"),
    ]  # fmt: skip
    assert found.orphans == (orphan,)


def test_a_file_whose_record_fails_is_an_orphan(
    store: Database, files: EvidenceFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file comes first: when the store breaks after it, no record names a file that is not there."""

    def broken(*_: Any, **__: Any) -> None:
        raise StoreUnusable("the disk is full")

    monkeypatch.setattr("dashboard.services.evidence.ask", broken)
    with pytest.raises(StoreUnusable):
        file_document(store, files, FileDocument("bot", opened(store)[1], "dpia", DAY, DAY, content=PDF), LEAD)

    assert opened(store)[0].evidence == []
    assert len(check_evidence(store, files).orphans) == 1


def test_a_lapse_flips_the_finding(store: Database, files: EvidenceFiles) -> None:
    """Filed: requested or missing. Accepted: met. The day after it expires: breached, with nobody doing anything."""
    check = {"evidence": "dpia", "max_age": "365d", "signed_by": "dpo", "require": ["tool"]}
    promise, last = charter(clause(check)), DAY + timedelta(days=30)

    def status(on: date) -> str:
        found, _ = assessed(promise, load_registry(store), as_of=on)
        return found.use_cases.says(0, 0)[0].value

    assert status(DAY) == "non_compliant"
    request = filed(store, files, expires=last, signed_by="dpo", states=STATED)
    assert status(DAY) == "non_compliant"
    accept(store, request)

    assert [status(last + timedelta(days=after)) for after in (-29, 0, 1)] == [
        "compliant", "compliant", "non_compliant",
    ]  # fmt: skip
