"""Which encoding a foreign file is in: its mark, else UTF-8, else UTF-16 by its zeros, else Windows-1252."""

import codecs
from pathlib import Path

from dashboard.errors import Problem, RegistryInvalid

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(path: Path, encoding: str | None) -> str:
    """The text of the file.

    Args:
        path: an existing file, already found small enough.
        encoding: a Python codec name that the mapping states, or None to find out.

    Raises:
        RegistryInvalid: No such encoding, or bytes that it does not have, with their offset.
    """
    content = path.read_bytes()
    if encoding is None:
        return _guessed(content)
    try:
        return content.decode("utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding)
    except LookupError:
        raise _refused(path, f"the encoding {encoding!r}", "one that exists, such as utf-8 or cp1252") from None
    except UnicodeError as error:
        offset = getattr(error, "start", 0)
        found = f"byte 0x{content[offset : offset + 1].hex()} at offset {offset}"
        raise _refused(path, found, f"{encoding}, as the mapping says") from None


def _guessed(content: bytes) -> str:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content.decode(name, errors="replace")
    try:
        return content.decode("utf-8") if b"\0" not in content[:4096] else _wide(content)
    except UnicodeDecodeError:
        return _single_bytes(content)


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    sample = content[:4096]
    if sample[1::2].count(0) > len(sample) // 4:
        return content.decode("utf-16-le", errors="replace")
    if sample[0::2].count(0) > len(sample) // 4:
        return content.decode("utf-16-be", errors="replace")
    return content.decode("utf-8", errors="replace")


def _single_bytes(content: bytes) -> str:
    """Windows-1252, and Latin-1 where a byte is none of its characters."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _refused(path: Path, found: str, expected: str) -> RegistryInvalid:
    return RegistryInvalid(f"{path.name} cannot be read.", [Problem("encoding", found, expected)])
