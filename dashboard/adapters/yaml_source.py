"""Reads YAML that anybody may have written: nothing is executed, nothing grows, every value keeps its line."""

import hashlib
import re
from pathlib import Path

from dashboard.adapters.yaml_builder import build
from dashboard.adapters.yaml_document import Fault, Path_, Unreadable, YamlDocument, path_in_words
from dashboard.domain.plain_text import shown
from dashboard.errors import InputRejected, Problem

MAX_BYTES = 1024 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
__all__ = ["MAX_BYTES", "Fault", "Path_", "YamlDocument", "path_in_words", "read_yaml", "scan_yaml"]


def read_yaml(
    source: Path | bytes,
    *,
    what: str,
    error: type[InputRejected] = InputRejected,
    max_bytes: int = MAX_BYTES,
) -> YamlDocument:
    """Read one document whose top is a mapping.

    Args:
        source: a file or its bytes.
        what: how messages call it, such as "The mapping us.yaml".
        error: the kind of rejection to raise.
        max_bytes: larger input is refused unread.

    Raises:
        InputRejected: with every Problem found.
    """
    document = scan_yaml(source, what=what, error=error, max_bytes=max_bytes)
    if document.faults:
        raise error(f"{what} is refused.", [document.problem(fault) for fault in document.faults])
    return document


def scan_yaml(
    source: Path | bytes, *, what: str, error: type[InputRejected], max_bytes: int = MAX_BYTES
) -> YamlDocument:
    """Like `read_yaml`, but values that are wrong in themselves are left in `faults` beside the rest."""
    try:
        content = _bytes_of(source, max_bytes)
        document = build(_decode(content))
    except Unreadable as unreadable:
        raise error(f"{what} is refused.", [unreadable.problem]) from None
    if not isinstance(document.data, dict):
        found = "an empty file" if document.data is None else shown(document.data)
        raise error(f"{what} is refused.", [Problem("the whole file", found, "a mapping of keys to values")])
    document.digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return document


def _bytes_of(source: Path | bytes, max_bytes: int) -> bytes:
    if isinstance(source, bytes):
        content = source[: max_bytes + 1]
    else:
        if source.exists() and not source.is_file():
            raise Unreadable("the file", "a folder, a device or a pipe", "a plain file")
        try:
            with source.open("rb") as file:
                content = file.read(max_bytes + 1)
        except OSError as problem:
            raise Unreadable("the file", problem.strerror or "an error on reading", "a file that can be read") from None
    if len(content) > max_bytes:
        raise Unreadable("the whole file", f"more than {max_bytes:,} bytes", f"at most {max_bytes:,} bytes")
    return content


def _decode(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        offset = problem.start
        line = content.count(b"\n", 0, offset) + 1
        found = f"byte 0x{content[offset]:02x} at offset {offset}, which is not UTF-8"
        raise Unreadable("the encoding", found, "UTF-8 text; save the file as UTF-8", line) from None
    hit = _CONTROL.search(text)
    if hit:
        line = text.count("\n", 0, hit.start()) + 1
        found = f"the control character U+{ord(hit[0]):04X} at character {hit.start() + 1}"
        raise Unreadable("the text", found, "text without control characters", line)
    return text
