"""Reads the intake questionnaire with its triage table, and a file of answers to it."""

from pathlib import Path
from typing import Any

from pydantic import RootModel

from dashboard.adapters.validation import validated
from dashboard.adapters.yaml_source import scan_yaml
from dashboard.domain.intake import Intake
from dashboard.errors import CharterInvalid, InputRejected


class _Given(RootModel[dict[str, str | list[str]]]):
    """Field to choice or choices."""


def load_intake(source: Path | bytes) -> Intake:
    """The questionnaire in a file, or in its bytes; raises CharterInvalid with every problem."""
    name = f"The intake file {source.name}" if isinstance(source, Path) else "The intake"
    return validated(scan_yaml(source, what=name, error=CharterInvalid), Intake, what=name, error=CharterInvalid)


def load_answers(source: Path | bytes) -> dict[str, Any]:
    """A YAML mapping of field to choice, or to a list of choices; raises InputRejected with every problem."""
    name = f"The answers {source.name}" if isinstance(source, Path) else "The answers"
    given = validated(scan_yaml(source, what=name, error=InputRejected), _Given, what=name, error=InputRejected)
    return {field: tuple(answer) if isinstance(answer, list) else answer for field, answer in given.root.items()}
