"""CSV that a spreadsheet reads as text: no cell of ours can become a formula.

A cell that starts with a character of OWASP ASVS 5.0, 1.2.10 (= + - @ tab NUL, CR, LF and the full-width forms) gets
an apostrophe in front; numbers stay numbers. Everything else is written as it is.
"""

from typing import Any

import pandas as pd

DANGEROUS = frozenset("=+-@\t\r\n\x00＝＋－＠")  # the full-width forms are the point


def neutral(value: Any) -> Any:
    """The value, or the text with an apostrophe where a spreadsheet would calculate it."""
    if not isinstance(value, str):
        return value
    return f"'{value}" if value.lstrip(" ")[:1] in DANGEROUS and value.strip(" ") else value


def neutral_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """A copy with every text cell, and every heading, neutral; lists become `a, b`."""
    texts = [name for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])]
    safe = frame.assign(**{name: frame[name].map(_flat).map(neutral) for name in texts})
    return safe.rename(columns=lambda name: neutral(str(name)))


def to_csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read the accents too."""
    text: str = neutral_frame(frame).to_csv(index=False)
    return text.encode("utf-8-sig")


def _flat(value: Any) -> Any:
    return ", ".join(str(part) for part in value) if isinstance(value, list | tuple) else value
