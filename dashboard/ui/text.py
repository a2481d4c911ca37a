"""Text from people goes to the screen as text: never as markdown, LaTeX, directives or links."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~^=&])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def plain(text: object) -> str:
    """Any value as literal markdown text; invisible control characters are dropped."""
    return _SPECIAL.sub(r"\\\1", _CONTROL.sub(" ", str(text)))


def unbroken(text: str) -> str:
    """Dates and clause ids that must not wrap: spaces and hyphens that do not break."""
    return text.replace(" ", "\u00a0").replace("-", "\u2011")
