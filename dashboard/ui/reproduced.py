"""The address that opens a part of a page again, and the command that says the same numbers."""

import shlex
from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st


def reproduced(command: str, subject: str, options: Sequence[tuple[str, str]]) -> None:
    """Both as text to copy; every option is a flag and its value."""
    said = [part for name, value in options for part in (name, shlex.quote(value))]
    here = (st.context.url or "fairness").split("?")[0]
    st.code(f"{here}?{urlencode(dict(st.query_params))}", language=None, wrap_lines=True)
    line = f"python -m dashboard {command} {shlex.quote(subject)} {' '.join(said)}"
    st.code(line, language=None, wrap_lines=True)
