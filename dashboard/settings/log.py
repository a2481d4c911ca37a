"""In which form the server writes its log."""

import os

from dashboard.errors import InputRejected, Problem

VARIABLES: dict[str, str] = {
    "DASHBOARD_LOG_FORMAT": "`text` (default) or `json`: one JSON object a line ([how](operations.md))",
}


def load_json_log() -> bool:
    """Whether the log is JSON.

    Raises:
        InputRejected: The variable says something else than text or json.
    """
    said = os.environ.get("DASHBOARD_LOG_FORMAT", "").strip().lower() or "text"
    if said in {"text", "json"}:
        return said == "json"
    raise InputRejected("A setting cannot be used.", [Problem("DASHBOARD_LOG_FORMAT", repr(said), "text or json")])
