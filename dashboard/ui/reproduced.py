"""The address that opens a part of a page again, the command that says the same numbers, and both in an answer."""

import shlex
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.domain.answers import Answer
from dashboard.ui import cache, dates


def command_line(command: str, subject: str, options: Sequence[tuple[str, str]]) -> str:
    """The command with every option and its value."""
    said = [part for name, value in options for part in (name, shlex.quote(value))]
    return f"python -m dashboard {command} {shlex.quote(subject)} {' '.join(said)}"


def reproduced(command: str) -> None:
    """Both as text to copy; a command reads what is known now, which is said on a past day."""
    here = (st.context.url or "fairness").split("?")[0]
    st.code(f"{here}?{urlencode(dict(st.query_params))}", language=None, wrap_lines=True)
    if dates.past() is not None:
        st.caption("The command asks of the same day, but of what the store knows now:")
    st.code(command, language=None, wrap_lines=True)


def asked_again(
    kind: str, question: Mapping[str, Any], command: str, *, said: str, result: Mapping[str, Any]
) -> Answer:
    """The answer on this page, with all that it takes to ask again."""
    sources = cache.sources()
    query = {str(name): str(value) for name, value in st.query_params.items()}
    return Answer(kind, question, query, command, sources.as_of, sources.database.data_version(), said, result)
