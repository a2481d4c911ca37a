"""Documents that are malformed, stale, smuggled or filed by somebody who may not are refused in words."""

from datetime import timedelta
from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.evidence_files import EvidenceFiles
from dashboard.errors import (
    ChangedSinceOpened,
    Conflict,
    InputRejected,
    NotFound,
    NotPermitted,
    RegistryInvalid,
)
from dashboard.services.evidence import FileDocument, file_document
from dashboard.services.register import ChangeUseCase, change_use_case
from tests.adapters.test_evidence_files import PDF
from tests.services.cast import AUDITOR, LEAD, opened
from tests.services.papers_filed import DAY, LINK, accept, filed, files, paper, store

__all__ = ["files", "store"]  # fixtures


@pytest.mark.parametrize(
    "link",
    ["http://intranet.example/x", "javascript:alert(1)", "file:///etc/passwd", "https://", "https://user:pw@host/x",
     "https://host:port/x", "//host/x", "https://ho st/x", r"https:\\host\x", "https://" + "a" * 2_000],
)  # fmt: skip
def test_other_links_are_refused(store: Database, files: EvidenceFiles, link: str) -> None:
    """Case 53: only https, with a host and without a password in it."""
    with pytest.raises(InputRejected, match="link: found"):
        filed(store, files, content=None, link=link)
    assert opened(store)[0].evidence == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"effective": None}, "effective date: found nothing"),
        ({"expires": DAY - timedelta(days=30)}, "expiry: found"),
        ({"link": LINK}, "a file or a link, one of them"),
        ({"content": None}, "a file or a link, one of them"),
        ({"type": "../dpia"}, "type: found"),
        ({"signed_by": "dpo\nand more"}, "signed by: found"),
        ({"states": {"tool": "  "}}, "statement tool: found"),
        ({"states": {"tool": "x" * 70_000}}, "70,000 characters"),
        ({"content": b"PAR1" + b"\x00" * 9}, "found Parquet"),
    ],
)
def test_what_is_not_well_formed_is_refused(
    store: Database, files: EvidenceFiles, changes: dict[str, Any], words: str
) -> None:
    """A sentence says what is wrong; nothing is recorded and no file is kept."""
    with pytest.raises(InputRejected, match=words):
        filed(store, files, **changes)
    assert opened(store)[0].evidence == []
    assert list(files.held()) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        (r"C:\docs\a.pdf", "a.pdf"),
        ("', DROP TABLE.pdf", "', DROP TABLE.pdf"),
        ("gpj.\u202eexe", "gpj.\\u202eexe"),
        ("", "document"),
        ("x" * 500, "x" * 200),
    ],
)
def test_a_file_name_is_only_a_text(store: Database, files: EvidenceFiles, given: str, kept: str) -> None:
    """Cases 49 and 55: the name is kept to be shown; the file lies under its hash."""
    filed(store, files, file_name=given)

    assert paper(store).file_name == kept
    assert [name for name, _ in files.held()] == [paper(store).sha256]


def test_a_double_click_files_once(store: Database, files: EvidenceFiles) -> None:
    """The same key is the same command."""
    command = FileDocument("bot", opened(store)[1], "dpia", DAY, DAY, content=PDF, file_name="a.pdf", key="k")
    first, second = (file_document(store, files, command, LEAD) for _ in range(2))

    assert (first.replayed, second.replayed) == (False, True)
    assert len(opened(store)[0].evidence) == 1


def test_a_stale_tab_and_a_second_copy_are_told(store: Database, files: EvidenceFiles) -> None:
    """Somebody else filed meanwhile; and the same document is not filed twice under one type."""
    revision = opened(store)[1]
    filed(store, files)

    with pytest.raises(ChangedSinceOpened):
        filed(store, files, revision=revision, type="fria")
    with pytest.raises(Conflict, match="on file as dpia since"):
        filed(store, files)
    with pytest.raises(NotFound):
        filed(store, files, use_case="nothing")


def test_readers_and_auditors_file_nothing(store: Database, files: EvidenceFiles) -> None:
    """They are refused before a file is written."""
    with pytest.raises(NotPermitted, match="may not file documents"):
        filed(store, files, AUDITOR)
    assert list(files.held()) == []


def test_no_record_can_smuggle_a_file_or_an_acceptance(store: Database, files: EvidenceFiles) -> None:
    """An edit of the record names no file, accepts nothing, and cannot exchange what waits for acceptance."""
    request = filed(store, files)
    use_case, revision = opened(store)
    held = use_case.evidence[0]
    forged = [held.model_copy(update={"uploaded_by": "other-lead"}), held.model_copy(update={"accepted_by": "officer"})]
    for one in forged:
        with pytest.raises(RegistryInvalid):
            change_use_case(store, ChangeUseCase(use_case.model_copy(update={"evidence": [one]}), revision), LEAD)
    change_use_case(store, ChangeUseCase(use_case.model_copy(update={"evidence": []}), revision), LEAD)

    with pytest.raises(Conflict, match="is no longer on file as it was filed"):
        accept(store, request)
