"""Addresses of webhooks that stay outside the database: a row names the variable, and here is what it holds."""

import os
import tomllib
from pathlib import Path

from dashboard.errors import InputRejected, Problem

VARIABLES: dict[str, str] = {
    "DASHBOARD_WEBHOOK_URL_NAME": (
        "the address of a webhook that was added as env:DASHBOARD_WEBHOOK_URL_NAME, with a NAME of your own; "
        "it may be a line of .streamlit/secrets.toml instead ([how](notifications.md))"
    ),
}
SECRETS = Path(__file__).resolve().parent.parent.parent / ".streamlit" / "secrets.toml"


def load_webhook_url(variable: str) -> str:
    """What a variable holds, or the line of that name in Streamlit's file of secrets; empty where neither is.

    Raises:
        InputRejected: The file cannot be read; nothing of it is quoted.
    """
    return (os.environ.get(variable) or _lines().get(variable, "")).strip()


def _lines() -> dict[str, str]:
    try:
        with SECRETS.open("rb") as file:
            found = tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):  # what they say may quote a line
        problem = Problem(SECRETS.name, "what is no TOML, or may not be read", 'lines such as NAME = "https://…"')
        raise InputRejected(f"{SECRETS.name} cannot be read.", [problem]) from None
    return {name: value for name, value in found.items() if isinstance(value, str)}
