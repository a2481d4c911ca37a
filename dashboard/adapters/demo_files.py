"""Reads the authored inputs of the demonstration: the YAML files of data/demo."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.adapters.yaml_source import read_yaml
from dashboard.domain.demonstration import Demonstration, demonstration
from dashboard.domain.stories import RegisterStory, ReviewStory, Story, register_stories, review_stories, stories


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """The portfolio, by use case the story of its decisions, and what people did with review items and entries."""

    portfolio: Demonstration
    stories: dict[str, Story]
    reviews: tuple[ReviewStory, ...]
    register: tuple[RegisterStory, ...]
    staff: Mapping[str, Any]
    cases: Mapping[str, Any]


def read_demo(folder: Path, *, today: date) -> DemoFiles:
    """Read the six files; every offset becomes a date relative to `today`."""
    registry = read_yaml(folder / "registry.yaml", what="The demonstration registry").data
    decisions = read_yaml(folder / "decisions.yaml", what="The demonstration decisions").data
    reviews = read_yaml(folder / "reviews.yaml", what="The demonstration reviews").data
    register = read_yaml(folder / "register.yaml", what="The demonstration's public entries").data
    staff = read_yaml(folder / "staff.yaml", what="The demonstration staff").data
    cases = read_yaml(folder / "cases.yaml", what="The demonstration cases").data
    return DemoFiles(
        demonstration(registry, today=today),
        stories(decisions, today=today),
        review_stories(reviews, today=today),
        register_stories(register, today=today),
        staff,
        cases,
    )
