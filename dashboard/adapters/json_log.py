"""The log as one JSON object a line, whoever wrote it: ours, Streamlit's and uvicorn's lines alike.

Each log record carries its own JSON, so that every formatter with the format LINE writes it; Streamlit and uvicorn take
a format from outside, not a formatter. Secrets, tokens and addresses of people are taken out of every line.
"""

import json
import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

LINE = "%(json)s"
TOLD = ("data_version", "run", "as_of", "findings", "flips")  # what a record may carry beside its message
_SECRET = re.compile(r"SECRET|PASSWORD|TOKEN|WEBHOOK_URL|_KEY$")
_PARTS = (
    (re.compile(r"(?<=://)[^\s/@]+@"), "…@"),
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "(address)"),
    (re.compile(r"(?i)\b(bearer|basic)\s+\S+"), r"\1 …"),
    (re.compile(r"(?i)\b(code|state|token|id_token|secret|password|key)=[^\s&'\"]+"), r"\1=…"),
)
_SHORTEST = 6


class _Json:
    """The line of a record, made when a formatter asks for it."""

    def __init__(self, record: logging.LogRecord, trace: str | None) -> None:
        self._record, self._trace = record, trace

    def __str__(self) -> str:
        record = self._record
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redacted(record.getMessage()),
        }
        line |= {name: getattr(record, name) for name in TOLD if hasattr(record, name)}
        if self._trace:
            line["trace"] = redacted(self._trace)
        return json.dumps(line, default=str)


class JsonRecord(logging.LogRecord):
    """A record that carries its JSON, and its trace inside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        trace = "".join(traceback.format_exception(*self.exc_info)) if self.exc_info and self.exc_info[0] else None
        self.exc_info = None
        self.json = _Json(self, trace)

    def getMessage(self) -> str:  # noqa: N802  # logging's name
        """The message; where its arguments do not fit it, as it was written."""
        try:
            return super().getMessage()
        except (TypeError, ValueError):
            return str(self.msg)


def redacted(text: str, env: Mapping[str, str] | None = None) -> str:
    """The text without values of secret settings, credentials in addresses, tokens and e-mail addresses."""
    held = os.environ if env is None else env
    secrets = {value for name, value in held.items() if _SECRET.search(name) and len(value) >= _SHORTEST}
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "…")
    for pattern, instead in _PARTS:
        text = pattern.sub(instead, text)
    return text


def log_as_json() -> None:
    """From now on every line of this process's log is JSON on standard error; also what nobody caught, and warnings."""
    logging.setLogRecordFactory(JsonRecord)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(LINE))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    if logging.lastResort is not None:  # loggers that Streamlit or uvicorn left without a handler
        logging.lastResort.setFormatter(logging.Formatter(LINE))
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda left: _uncaught(left.exc_type, left.exc_value, left.exc_traceback)


def _uncaught(kind: type[BaseException], value: BaseException | None, trace: TracebackType | None) -> None:
    if value is not None:
        logging.getLogger("dashboard").critical("nobody caught this", exc_info=(kind, value, trace))
