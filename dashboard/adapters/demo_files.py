"""Reads the authored inputs of the demonstration: data/demo/registry.yaml and data/demo/decisions.yaml."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard.adapters.yaml_source import read_yaml
from dashboard.domain.demonstration import Demonstration, demonstration
from dashboard.domain.stories import Story, stories


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """The portfolio and, by use case, the story of its decisions."""

    portfolio: Demonstration
    stories: dict[str, Story]


def read_demo(folder: Path, *, today: date) -> DemoFiles:
    """Read both files; every offset becomes a date relative to `today`."""
    registry = read_yaml(folder / "registry.yaml", what="The demonstration registry").data
    decisions = read_yaml(folder / "decisions.yaml", what="The demonstration decisions").data
    return DemoFiles(demonstration(registry, today=today), stories(decisions, today=today))
