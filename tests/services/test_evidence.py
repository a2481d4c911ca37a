"""A document counts once somebody who neither filed it nor ever owned the use case accepted it, and until it lapses."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.evidence_files import EvidenceFiles
from dashboard.adapters.repository import load_registry, use_case_record
from dashboard.adapters.requests_store import involved_in_request, waiting_requests
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.approvals import fingerprint
from dashboard.domain.registry import Evidence, UseCase
from dashboard.domain.users import User
from dashboard.errors import (
    ChangedSinceOpened,
    Conflict,
    InputRejected,
    NotFound,
    NotPermitted,
    RegistryInvalid,
    StoreUnusable,
)
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.evidence import FileDocument, file_document
from dashboard.services.evidence_check import check_evidence
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case
from dashboard.services.rulings import RuleOn, rule_on
from tests.adapters.test_evidence_files import PDF, SVG
from tests.assessing import assessed, charter, clause
from tests.small_charter import CHARTER

DAY = date(2026, 11, 27)
LEAD, OTHER = Actor("lead", Role.TEAM_LEAD), Actor("other-lead", Role.TEAM_LEAD)
OFFICER, DEPUTY, AUDITOR = Actor("officer", Role.OFFICER), Actor("deputy", Role.DEPUTY), Actor("auditor", Role.AUDITOR)
LINK = "https://intranet.example/dpia"
STATED = {"tool": "Fairlearn 0.13", "n_per_group": "at least 400"}


@pytest.fixture
def files(tmp_path: Path) -> EvidenceFiles:
    """An empty folder of evidence."""
    return EvidenceFiles(tmp_path / "evidence", 1)


@pytest.fixture
def store(database: Database) -> Database:
    """A store with an officer, a deputy, an auditor, two leads, and the lead's live use case."""
    people = (LEAD, OTHER, OFFICER, DEPUTY, AUDITOR)
    add_users(database, AddUsers(tuple(User(one.user_id, one.user_id.title(), one.role) for one in people)), SYSTEM)
    bot = UseCase(id="bot", title="Bot", owner="lead", lifecycle="live", registered_at=date(2025, 1, 1))
    register_use_case(database, RegisterUseCase(bot), SYSTEM)
    return database


def record(database: Database) -> tuple[UseCase, int]:
    """The use case as it is stored."""
    found = use_case_record(database, "bot")
    assert found is not None
    return found


def filed(database: Database, files: EvidenceFiles, actor: Actor = LEAD, **other: Any) -> int:
    """File a document; returns the request to accept it."""
    values = {"use_case": "bot", "revision": record(database)[1], "type": "dpia", "as_of": DAY,
              "effective": DAY - timedelta(days=10), "content": PDF, "file_name": "DPIA final.pdf"} | other  # fmt: skip
    file_document(database, files, FileDocument(**values), actor)
    with database.read() as connection:
        return waiting_requests(connection, "bot")[-1].id


def accept(database: Database, request: int, actor: Actor = OFFICER, *, granted: bool = True) -> None:
    """Rule on it."""
    rule_on(database, RuleOn(request, "It is whole and signed.", DAY, granted=granted), actor)


def paper(database: Database) -> Evidence:
    """The newest document on record."""
    return record(database)[0].evidence[-1]


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
    use_case, revision = record(store)
    change_use_case(store, ChangeUseCase(use_case.model_copy(update={"owner": "deputy"}), revision), LEAD)
    use_case, revision = record(store)
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

    assert [bool(one.accepted_by) for one in record(store)[0].evidence] == [False, True]


def test_a_link_is_kept_as_text(store: Database, files: EvidenceFiles) -> None:
    """A link is filed instead of a file; nothing is fetched and no file is written."""
    filed(store, files, content=None, file_name="", link=f" {LINK} ")

    assert (paper(store).ref, paper(store).sha256, paper(store).size) == (LINK, None, None)
    assert list(files.held()) == []


@pytest.mark.parametrize(
    "link",
    ["http://intranet.example/x", "javascript:alert(1)", "file:///etc/passwd", "https://", "https://user:pw@host/x",
     "https://host:port/x", "//host/x", "https://ho st/x", r"https:\\host\x", "https://" + "a" * 2_000],
)  # fmt: skip
def test_other_links_are_refused(store: Database, files: EvidenceFiles, link: str) -> None:
    """Case 53: only https, with a host and without a password in it."""
    with pytest.raises(InputRejected, match="link: found"):
        filed(store, files, content=None, link=link)
    assert record(store)[0].evidence == []


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
    assert record(store)[0].evidence == []
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
    command = FileDocument("bot", record(store)[1], "dpia", DAY, DAY, content=PDF, file_name="a.pdf", key="k")
    first, second = (file_document(store, files, command, LEAD) for _ in range(2))

    assert (first.replayed, second.replayed) == (False, True)
    assert len(record(store)[0].evidence) == 1


def test_a_stale_tab_and_a_second_copy_are_told(store: Database, files: EvidenceFiles) -> None:
    """Somebody else filed meanwhile; and the same document is not filed twice under one type."""
    revision = record(store)[1]
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
    use_case, revision = record(store)
    held = use_case.evidence[0]
    forged = [held.model_copy(update={"uploaded_by": "other-lead"}), held.model_copy(update={"accepted_by": "officer"})]
    for one in forged:
        with pytest.raises(RegistryInvalid):
            change_use_case(store, ChangeUseCase(use_case.model_copy(update={"evidence": [one]}), revision), LEAD)
    change_use_case(store, ChangeUseCase(use_case.model_copy(update={"evidence": []}), revision), LEAD)

    with pytest.raises(Conflict, match="is no longer on file as it was filed"):
        accept(store, request)


def test_filing_is_no_material_change_but_involves(store: Database, files: EvidenceFiles) -> None:
    """An approval stays of what runs; but whoever filed for a submission does not decide about it."""
    before = fingerprint(record(store)[0])
    submit_use_case(store, SubmitUseCase("bot", record(store)[1], DAY), LEAD)
    filed(store, files, OFFICER)

    assert fingerprint(record(store)[0]) == before
    with pytest.raises(NotPermitted, match="because you changed it"):
        decide_use_case(store, CHARTER, DecideUseCase("bot", record(store)[1], "approved", "fine", DAY), OFFICER)
    decide_use_case(store, CHARTER, DecideUseCase("bot", record(store)[1], "approved", "fine", DAY), DEPUTY)


def test_verify_names_missing_altered_and_orphan(store: Database, files: EvidenceFiles) -> None:
    """Three documents: one whole, one altered, one gone; and a file that no record names, which is no problem."""
    for number, data in enumerate((PDF, SVG, b"text")):
        filed(store, files, content=data, type=f"type{number}")
    papers = [str(one.sha256) for one in record(store)[0].evidence]
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
        file_document(store, files, FileDocument("bot", record(store)[1], "dpia", DAY, DAY, content=PDF), LEAD)

    assert record(store)[0].evidence == []
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
