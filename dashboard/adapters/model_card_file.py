"""The files of model cards: JSON of Model Card Toolkit, and a README with YAML at its head."""

import json
from typing import Any

import yaml

from dashboard.adapters.yaml_source import MAX_BYTES, read_yaml
from dashboard.domain.card_proposals import said_by_readme, said_by_toolkit
from dashboard.domain.model_cards import ModelCard, card_text, front_matter, toolkit_card
from dashboard.domain.plain_text import shown
from dashboard.errors import InputRejected, Problem

_KNOWN = "JSON of Model Card Toolkit with model_details, or a README that begins with a line ---"


def toolkit_file(card: ModelCard) -> bytes:
    """The card as JSON."""
    return json.dumps(toolkit_card(card), indent=2, ensure_ascii=False).encode()


def readme_file(card: ModelCard) -> bytes:
    """The card as README.md for Hugging Face."""
    head = yaml.safe_dump(front_matter(card), sort_keys=False, allow_unicode=True, width=1_000)
    return f"---\n{head}---\n\n{card_text(card)}".encode()


def read_card(data: bytes) -> dict[str, str]:
    """What a card says: field to text.

    Raises:
        InputRejected: it is neither a card of Model Card Toolkit nor a README with a YAML head.
    """
    if len(data) > MAX_BYTES:
        raise _refused("size", f"{len(data):,} bytes", f"at most {MAX_BYTES:,}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused("the file", "something that is no text in UTF-8", _KNOWN) from None
    if text.startswith("---\n"):
        head, end, body = text[4:].partition("\n---\n")
        if not end:
            raise _refused("the head", "no line --- after it", "YAML between two lines ---")
        read_yaml(f"{head}\n".encode(), what="The head of the model card")
        return said_by_readme(body)
    return said_by_toolkit(_toolkit(text))


def _toolkit(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("model_details"), dict):
        raise _refused("the file", shown(text[:40]), _KNOWN)
    return found


def _refused(where: str, found: str, expected: str) -> InputRejected:
    return InputRejected("The model card was not read. Nothing was changed.", [Problem(where, found, expected)])
