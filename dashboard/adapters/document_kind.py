"""What a document that somebody files as evidence really is: told by its content, never by its name.

Nothing here is parsed or rendered: documents are stored as they are and only ever downloaded.
"""

import re
from dataclasses import dataclass

from dashboard.adapters.magic import content
from dashboard.adapters.office_file import office_kind
from dashboard.errors import InputRejected, Problem

ALLOWED = "a PDF, a Word, Excel, PowerPoint or OpenDocument file, a PNG or JPEG picture, or text in UTF-8"
_ENCRYPTED_PDF = re.compile(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)")
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WEB_PAGE = re.compile(rb"<(!doctype\s+html|html|head|body|script|iframe|svg)[\s>/]", re.IGNORECASE)
_WITHOUT_PASSWORD = "Save it without a password or restrictions: an auditor has to be able to read it."  # noqa: S105


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """What it is in words, and how the name of a download ends.

    What a browser would run (web pages, SVG) ends in `.txt`, so that opening a download shows its text.
    """

    said: str
    suffix: str


def document_kind(data: bytes) -> DocumentKind:
    """The kind of a document.

    Raises:
        InputRejected: Empty, encrypted, cut off, an archive, a program, or anything else that is not ALLOWED.
    """
    if not data:
        raise _refused("an empty file", ALLOWED)
    for starts, told in _BY_START:
        if data.startswith(starts):
            return told(data)
    return _text(data)


def _pdf(data: bytes) -> DocumentKind:
    if b"%%EOF" not in data[-2048:]:
        raise _refused("a PDF that is cut off before its end", "a whole PDF")
    if _ENCRYPTED_PDF.search(data):
        raise _refused("an encrypted PDF", "one without encryption", _WITHOUT_PASSWORD)
    return DocumentKind("PDF", ".pdf")


def _png(data: bytes) -> DocumentKind:
    if b"IEND" not in data[-64:]:
        raise _refused("a PNG picture that is cut off before its end", "a whole picture")
    return DocumentKind("PNG picture", ".png")


def _jpeg(_data: bytes) -> DocumentKind:
    return DocumentKind("JPEG picture", ".jpg")


def _archive(data: bytes) -> DocumentKind:
    return DocumentKind(*office_kind(data))


def _old_office(data: bytes) -> DocumentKind:
    if _ENCRYPTED_OFFICE in data:
        raise _refused("an office file with a password", "one without a password", _WITHOUT_PASSWORD)
    raise _refused("an old Office or e-mail file", ALLOWED, "Save it as PDF, or in a format of today.")


def _text(data: bytes) -> DocumentKind:
    found = content(data[:512])
    if found is not None and not found.startswith("a web page"):
        raise _refused(found, ALLOWED)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise _refused("something that is no text in UTF-8", ALLOWED) from None
    if _CONTROL.search(data):
        raise _refused("text with control characters", ALLOWED)
    if _WEB_PAGE.search(data[:65_536]):
        return DocumentKind("web page or SVG, as text", ".txt")
    return DocumentKind("text", ".txt")


def _refused(found: str, expected: str, suggestion: str | None = None) -> InputRejected:
    return InputRejected("The document was not filed.", [Problem("content", found, expected, suggestion=suggestion)])


_BY_START = (
    (b"%PDF-", _pdf),
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8\xff", _jpeg),
    (b"PK\x03\x04", _archive),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _old_office),
)
