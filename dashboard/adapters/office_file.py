"""Office files are ZIP archives: measured by what they declare and by what they really hold, before anything opens one.

Sizes are found by inflating piece by piece into nothing, so that a bomb costs its limit and no more.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

from dashboard.errors import InputRejected, Problem

MAX_EXPANDED = 200 * 1024 * 1024
MAX_MEMBERS = 5_000
MAX_DEPTH = 2
_PIECE = 64 * 1024
_KINDS = {
    "word/document.xml": ("Word document", ".docx"),
    "xl/workbook.xml": ("Excel workbook", ".xlsx"),
    "ppt/presentation.xml": ("PowerPoint presentation", ".pptx"),
}
_OPEN_KINDS = {
    b"application/vnd.oasis.opendocument.text": ("OpenDocument text", ".odt"),
    b"application/vnd.oasis.opendocument.spreadsheet": ("OpenDocument spreadsheet", ".ods"),
    b"application/vnd.oasis.opendocument.presentation": ("OpenDocument presentation", ".odp"),
}


def office_kind(data: bytes) -> tuple[str, str]:
    """What kind of office file this is, in words, and the suffix of its name.

    Raises:
        InputRejected: Encrypted, with macros, damaged, larger than MAX_EXPANDED once inflated, with members that
            lead out of it, or an archive that is no office file.
    """
    budget = _Budget()
    try:
        heads = _measured(data, budget, depth=1)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise _refused(f"a damaged office file or archive ({type(error).__name__})", "a whole office file") from None
    if any(PurePosixPath(name).name.lower() == "vbaproject.bin" for name in heads):
        raise _refused("an office file with macros", "one without macros", "Save it without macros, or as PDF.")
    if b"encryption-data" in heads.get("META-INF/manifest.xml", b""):
        raise _refused("an office file with a password", "one without a password")
    kind = next((kind for member, kind in _KINDS.items() if member in heads and "[Content_Types].xml" in heads), None)
    kind = kind or _OPEN_KINDS.get(heads.get("mimetype", b"").strip())
    if kind is None:
        raise _refused("an archive", "an office file or a PDF", "File the documents in it one by one.")
    return kind


class _Budget:
    """How many bytes and members may still come."""

    def __init__(self) -> None:
        self.bytes, self.members = MAX_EXPANDED, MAX_MEMBERS

    def take(self, size: int) -> None:
        self.bytes -= size
        if self.bytes < 0:
            limit = f"at most {MAX_EXPANDED // 1024 // 1024} MiB once unpacked"
            raise _refused("an archive that unpacks to more", limit)


def _measured(data: bytes, budget: _Budget, *, depth: int) -> dict[str, bytes]:
    """Member to its first bytes, once every size is known to be small enough."""
    if depth > MAX_DEPTH:
        raise _refused("archives within archives within archives", f"at most {MAX_DEPTH} levels")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
    budget.members -= len(members)
    if budget.members < 0:
        raise _refused("an archive of more members", f"at most {MAX_MEMBERS:,} members")
    if sum(member.file_size for member in members) > budget.bytes:
        budget.take(MAX_EXPANDED + 1)
    for member in members:
        _refuse_member(member)
    return {member.filename: _head(data, member, budget, depth) for member in members}


def _refuse_member(member: zipfile.ZipInfo) -> None:
    path = PurePosixPath(member.orig_filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in member.orig_filename or "\x00" in member.orig_filename:
        raise _refused("an archive whose members lead out of it", "members inside it")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise _refused("an archive that holds links", "plain files")
    if member.flag_bits & 0x1:
        raise _refused("an archive with a password", "one without a password")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refused("an archive packed in a way that office files are not", "stored or deflated members")


def _head(data: bytes, member: zipfile.ZipInfo, budget: _Budget, depth: int) -> bytes:
    head, kept, size = b"", [], 0
    nested = False
    for piece in _inflated(data, member):
        budget.take(len(piece))
        size += len(piece)
        head = head or piece
        nested = nested or head.startswith(b"PK\x03\x04")
        if nested:
            kept.append(piece)
    if size != member.file_size:
        raise _refused("an archive that holds more than it declares", "sizes that are true")
    if nested:
        _measured(b"".join(kept), budget, depth=depth + 1)
    return head


def _inflated(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a member really holds, whatever its header declares, in pieces."""
    at = member.header_offset
    name, extra = struct.unpack("<HH", data[at + 26 : at + 30])
    packed = memoryview(data)[at + 30 + name + extra :][: member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[start : start + _PIECE]) for start in range(0, len(packed), _PIECE))
        return
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting: bytes | memoryview = packed
    while not inflate.eof:
        piece = inflate.decompress(waiting, _PIECE)
        waiting = inflate.unconsumed_tail
        if not piece:
            return
        yield piece


def _refused(found: str, expected: str, suggestion: str | None = None) -> InputRejected:
    return InputRejected("The document was not filed.", [Problem("content", found, expected, suggestion=suggestion)])
