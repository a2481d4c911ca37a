"""Documents are told by their content, bombs cost their limit and no more, and a changed file is never handed out."""

import io
import pickle
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from dashboard.adapters import office_file
from dashboard.adapters.document_kind import document_kind
from dashboard.adapters.evidence_files import EvidenceFiles
from dashboard.errors import GovernanceError, InputRejected, NotFound

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
LOCKED_PDF = PDF.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 5 0 R")
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20 + b"IEND\xaeB`\x82"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
LOCKED_XLSX = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")


def archive(**members: bytes | str) -> bytes:
    """A ZIP of these members; two underscores are a slash, one a dot."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_", "."), content)
    return written.getvalue()


def workbook(**more: bytes | str) -> bytes:
    """The least that is an Excel workbook, and more members."""
    written = io.BytesIO(archive(xl__workbook_xml="<workbook/>", **more))
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
    return written.getvalue()


@pytest.fixture
def files(tmp_path: Path) -> EvidenceFiles:
    """An empty folder that takes files of 1 MiB."""
    return EvidenceFiles(tmp_path / "evidence", 1)


@pytest.mark.parametrize(
    ("data", "said", "suffix"),
    [
        (PDF, "PDF", ".pdf"),
        (PNG, "PNG picture", ".png"),
        (b"\xff\xd8\xff\xe0rest", "JPEG picture", ".jpg"),
        (workbook(), "Excel workbook", ".xlsx"),
        (archive(mimetype="application/vnd.oasis.opendocument.text", content_xml="<x/>"), "OpenDocument text", ".odt"),
        ("Geprüft am 1. März\n".encode(), "text", ".txt"),
        (SVG, "web page or SVG, as text", ".txt"),
        (HTML, "web page or SVG, as text", ".txt"),
    ],
)
def test_content_tells_the_kind(data: bytes, said: str, suffix: str) -> None:
    """Case 61: what a browser would run is taken in as text whose download ends in .txt."""
    kind = document_kind(data)

    assert (kind.said, kind.suffix) == (said, suffix)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "an empty file"),
        (LOCKED_PDF, "an encrypted PDF"),
        (PDF[:-8], "cut off before its end"),
        (LOCKED_XLSX, "an office file with a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "an old Office or e-mail file"),
        (workbook(xl__vbaProject_bin=b"x"), "an office file with macros"),
        (archive(readme_txt="hello"), "File the documents in it one by one"),
        (workbook()[:-30], "a damaged office file or archive"),
        (pickle.dumps([1], protocol=4), "a Python pickle"),
        (b"PAR1" + b"\x00" * 30, "Parquet"),
        (b"\x7fELF\x02\x01\x01\x00", "something"),
        (b"ok\x00no", "text with control characters"),
        ("no".encode("utf-16"), "text in UTF-16"),
        (b"MZ\x90\x00\x03", "something that is no text in UTF-8"),
        (archive(mimetype="application/x", **{"META-INF__manifest_xml": "<encryption-data/>"}), "with a password"),
    ],
)  # fmt: skip
def test_what_nobody_can_read_or_trust_is_refused(data: bytes, words: str) -> None:
    """Cases 50 and 51: the sentence says what the content is and what is wanted; the name plays no part."""
    with pytest.raises(InputRejected) as refused:
        document_kind(data)

    assert words in str(refused.value) or words == "something"
    assert str(refused.value).startswith("The document was not filed.")


def test_a_bomb_that_declares_its_size_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Case 48: declared sizes are added up before a byte is inflated."""
    monkeypatch.setattr(office_file, "_inflated", lambda *_: pytest.fail("it was inflated"))

    with pytest.raises(InputRejected, match="an archive that unpacks to more"):
        document_kind(workbook(xl__sheet_xml=b"\x00" * (office_file.MAX_EXPANDED + 1)))


def test_a_bomb_that_lies_is_refused_at_the_limit() -> None:
    """Cases 45 and 48: a header may declare 10 bytes; what it really inflates to is counted."""
    data = bytearray(workbook(xl__sheet_xml=b"\x00" * 3_000_000))
    while (at := data.find(struct.pack("<L", 3_000_000))) >= 0:
        data[at : at + 4] = struct.pack("<L", 10)

    with pytest.raises(InputRejected, match="holds more than it declares"):
        document_kind(bytes(data))


def test_many_members_that_share_one_kernel_are_counted_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Case 48: members add up, whether or not they overlap in the file."""
    monkeypatch.setattr(office_file, "MAX_EXPANDED", 1_000_000)

    with pytest.raises(InputRejected, match="an archive that unpacks to more"):
        document_kind(workbook(**{f"s{at}_xml": b"\x00" * 100_000 for at in range(11)}))


def test_nested_archives_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Case 48: a workbook in a document is fine, a bomb in it is not, and neither are endless levels."""
    monkeypatch.setattr(office_file, "MAX_EXPANDED", 1_000_000)
    inner = workbook()
    assert document_kind(workbook(embedded_xlsx=inner)).suffix == ".xlsx"

    with pytest.raises(InputRejected, match="an archive that unpacks to more"):
        document_kind(workbook(embedded_xlsx=workbook(xl__sheet_xml=b"\x00" * 2_000_000)))
    with pytest.raises(InputRejected, match="archives within archives"):
        document_kind(workbook(a_xlsx=workbook(b_xlsx=workbook())))


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory of endless members is refused before they are read."""
    monkeypatch.setattr(office_file, "MAX_MEMBERS", 3)

    with pytest.raises(InputRejected, match="an archive of more members"):
        document_kind(workbook(a_xml="", b_xml=""))


@pytest.mark.parametrize("name", ["../../x.xml", "/etc/passwd", "..\\x.xml", "C:\\x.xml"])
def test_members_that_lead_out_are_refused(name: str) -> None:
    """Case 49: nothing is unpacked here, and no auditor shall unpack it elsewhere."""
    written = io.BytesIO(workbook())
    with zipfile.ZipFile(written, "a") as file:
        file.writestr(zipfile.ZipInfo(name), "x")

    with pytest.raises(InputRejected, match="members lead out of it"):
        document_kind(written.getvalue())


def test_links_and_passwords_in_archives_are_refused() -> None:
    """Cases 49 and 51: a link as a member, and the flag of ZIP's own encryption."""
    written = io.BytesIO(workbook())
    with zipfile.ZipFile(written, "a") as file:
        link = zipfile.ZipInfo("link.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
    with pytest.raises(InputRejected, match="an archive that holds links"):
        document_kind(written.getvalue())

    locked = bytearray(workbook())
    at = locked.find(b"PK\x01\x02")
    locked[at + 8] |= 1
    with pytest.raises(InputRejected, match="an archive with a password"):
        document_kind(bytes(locked))


def test_outside_entities_are_only_bytes(files: EvidenceFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """Case 52: a workbook that names outside files is stored as it is; no XML is read and nothing fetched."""
    monkeypatch.setattr("socket.socket", lambda *_, **__: pytest.fail("a connection was opened"))
    data = workbook(xl__links_xml='<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1/x">]><x>&e;</x>')
    kept = files.keep(data)

    assert files.read(kept.sha256) == data


def test_a_file_is_kept_once_under_its_hash(files: EvidenceFiles) -> None:
    """The server makes the name; the same bytes are one file, and nothing unfinished stays beside it."""
    first, second = files.keep(PDF), files.keep(PDF)

    assert first == second
    assert [name for name, _ in files.held()] == [first.sha256]
    assert files.read(first.sha256) == PDF


def test_a_file_that_was_changed_is_not_handed_out(files: EvidenceFiles) -> None:
    """Case 47: one changed byte on disk, and the download is refused and said; filing it again repairs it."""
    kept = files.keep(PDF)
    path = next(path for _, path in files.held())
    path.write_bytes(PDF.replace(b"1.7", b"1.4"))

    with pytest.raises(GovernanceError, match="was changed on disk after it was filed"):
        files.read(kept.sha256)
    files.keep(PDF)
    assert files.read(kept.sha256) == PDF


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63])
def test_only_hashes_name_files(files: EvidenceFiles, name: str) -> None:
    """Case 56: no text that is not a SHA-256 reaches the disk."""
    with pytest.raises(NotFound):
        files.read(name)


def test_a_large_file_is_refused(files: EvidenceFiles) -> None:
    """The limit is named with the setting that moves it."""
    with pytest.raises(InputRejected, match=r"found 1\.0 MiB; expected at most 1 MiB.*DASHBOARD_MAX_EVIDENCE_MB"):
        files.keep(b"a" * (1024 * 1024 + 1))
    assert list(files.held()) == []
