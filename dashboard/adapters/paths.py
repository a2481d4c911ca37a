"""Which files a person may name: plain files below the folders of the settings, and no other way to say a path."""

import re
from collections.abc import Sequence
from pathlib import Path

from dashboard.errors import DecisionLogInvalid, PathRefused, Problem

_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]+:")
_WILDCARDS = set("*?[]{}")


def readable_path(given: str | Path, allowed: Sequence[Path], *, max_mb: int) -> Path:
    """The resolved path of an existing file below one of the allowed folders, small enough to read.

    Raises:
        PathRefused: URLs, network shares, wildcards, `..` or links that lead out, or a folder that is not listed.
        DecisionLogInvalid: No such file, not a plain file, or larger than `max_mb` MiB.
    """
    text = str(given)
    _refuse_form(text)
    path = Path(text).expanduser().resolve()
    if not any(path.is_relative_to(folder.resolve()) for folder in allowed):
        listed = ", ".join(str(folder) for folder in allowed) or "no folder"
        raise PathRefused(
            f"{_shown(text)} may not be read.",
            [Problem("path", _shown(text), f"a file in {listed}", suggestion="DASHBOARD_READ_FROM lists the folders.")],
        )
    _refuse_size(path, text, max_mb)
    return path


def _refuse_form(text: str) -> None:
    """Judge the text alone: resolving a network share would already send it a password."""
    found: str | None = None
    if text.startswith(("\\\\", "//")):
        found = "a network share"
    elif _SCHEME.match(text):
        found = "a URL"
    elif any(ord(character) < 32 for character in text):
        found = "a control character"
    elif _WILDCARDS & set(text):
        found = "a wildcard"
    if found is not None or not text.strip():
        problem = Problem("path", found or "nothing", "the path of one file on this machine")
        raise PathRefused(f"{_shown(text)} may not be read.", [problem])


def _refuse_size(path: Path, text: str, max_mb: int) -> None:
    if not path.is_file():
        raise DecisionLogInvalid(f"{_shown(text)} cannot be read.", [Problem("path", "no such file", "a file")])
    size = path.stat().st_size
    if size > max_mb * 1024 * 1024:
        found = f"{size / 1024 / 1024:,.0f} MiB"
        expected = f"at most {max_mb:,} MiB (DASHBOARD_MAX_UPLOAD_MB)"
        raise DecisionLogInvalid(f"{_shown(text)} is too large to read.", [Problem("size", found, expected)])


def _shown(text: str) -> str:
    """The text with control characters escaped, so that it cannot write to a terminal or a log."""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text[:300])
