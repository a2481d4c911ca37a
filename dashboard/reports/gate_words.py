"""Text for SARIF, whose messages are a small language of their own."""

from dashboard.domain.plain_text import escaped

_MEANT = {"\\": "\\\\", "[": "\\[", "]": "\\]", "{": "{{", "}": "}}"}


def literal(text: str) -> str:
    """The text so that no part of it is read as a link or a placeholder; lines stay lines."""
    lines = (escaped(line) for line in text.split("\n"))
    return "\n".join("".join(_MEANT.get(char, char) for char in line) for line in lines)
