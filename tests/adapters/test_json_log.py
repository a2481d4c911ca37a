"""The log for machines: one JSON object a line whoever writes it, without secrets and people's addresses."""

import json
import logging
import sys

import pytest
import uvicorn.logging

from dashboard.adapters.json_log import LINE, JsonRecord, redacted


def line(
    message: str, *given: object, formatter: logging.Formatter | None = None, **extra: object
) -> dict[str, object]:
    """A record as a formatter writes it, read again."""
    record = JsonRecord("streamlit.web", logging.WARNING, "here.py", 7, message, given, extra.pop("exc_info", None))
    record.__dict__.update(extra)
    text = (formatter or logging.Formatter(LINE)).format(record)
    assert "\n" not in text
    said: dict[str, object] = json.loads(text)
    return said


def test_a_line_has_time_level_logger_and_message() -> None:
    """Four keys always, in UTC; data version and run where the record carries them."""
    said = line("assessed %s", "today", data_version=12, run=3)
    assert list(said) == ["time", "level", "logger", "message", "data_version", "run"]
    assert (said["level"], said["logger"], said["message"]) == ("warning", "streamlit.web", "assessed today")
    assert str(said["time"]).endswith("+00:00")
    assert (said["data_version"], said["run"]) == (12, 3)


def test_uvicorn_writes_the_same() -> None:
    """Its own formatter takes the format and adds nothing."""
    said = line("a\nb", formatter=uvicorn.logging.DefaultFormatter(LINE, use_colors=False))
    assert said["message"] == "a\nb"


def test_a_trace_stays_in_its_line() -> None:
    """What went wrong is one object with the whole trace, not lines that no machine reads."""
    try:
        raise ValueError("no such thing")
    except ValueError:
        said = line("failed", exc_info=sys.exc_info())
    assert str(said["trace"]).rstrip().endswith("ValueError: no such thing")


def test_arguments_that_do_not_fit_lose_no_line() -> None:
    """A record whose arguments do not fit its message is written as it is."""
    assert line("100 % of %d", "text")["message"] == "100 % of %d"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql+psycopg://app:pa55word@db/x is down", "postgresql+psycopg://…@db/x is down"),
        ("asked by jane.doe@example.org now", "asked by (address) now"),
        ("GET /oauth2callback?code=abc&state=def HTTP", "GET /oauth2callback?code=…&state=… HTTP"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer …"),
        ("with s3cret-value in it", "with … in it"),
        ("12 findings at 12:30", "12 findings at 12:30"),
    ],
)
def test_secrets_and_addresses_are_taken_out(text: str, shown: str) -> None:
    """Credentials in addresses, tokens, secret settings and e-mail addresses do not reach the log."""
    env = {"DASHBOARD_OIDC_CLIENT_SECRET": "s3cret-value", "DASHBOARD_SIGN_IN_HOURS": "12"}
    assert redacted(text, env) == shown
