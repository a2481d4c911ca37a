"""What the documentation says is what the program does."""

from pathlib import Path

import pytest

from dashboard.adapters.charter_file import load_charter, load_frameworks
from dashboard.adapters.yaml_source import read_yaml
from dashboard.domain.charter import Clause
from dashboard.domain.checks import KINDS
from dashboard.reports.charter_guide import EXAMPLES
from dashboard.reports.reference_docs import reference_docs, table


@pytest.fixture(scope="module")
def generated(root: Path) -> dict[str, str]:
    """Every generated reference."""
    frameworks = load_frameworks(root / "charter" / "frameworks.yaml")
    return reference_docs(load_charter(root / "charter" / "charter.yaml", frameworks=frameworks), frameworks)


@pytest.mark.parametrize("name", ["charter.md", "registry.md", "clauses.md"])
def test_committed_reference_is_the_generated_one(root: Path, generated: dict[str, str], name: str) -> None:
    """`python -m dashboard docs` was run after the last change of models or charter."""
    assert (root / "docs" / name).read_text(encoding="utf-8") == generated[name]


def test_every_key_of_the_format_has_a_meaning(generated: dict[str, str]) -> None:
    """No table of the format has an empty last cell."""
    rows = [line for line in generated["charter.md"].splitlines() if line.startswith("| `")]

    assert [row for row in rows if row.endswith("|  |")] == []


def test_examples_are_valid_checks() -> None:
    """Each example of the documentation is accepted by the models."""
    for example in "\n".join(EXAMPLES.values()).splitlines():
        check = read_yaml(f"check: {example}".encode(), what="The example").data["check"]
        Clause.model_validate({
            "id": "X", "principle": "x", "title": "x", "requirement": "x", "check": check, "severity": "low",
            "remediate_within": "1d", "threshold_set_by": "policy",
        })  # fmt: skip
    assert set(EXAMPLES) == set(KINDS) - {"fields"}


def test_bars_inside_cells_do_not_break_a_table() -> None:
    """A bar in a value is escaped."""
    assert table(["a"], [["x | y"]])[-1] == "| x \\| y |"
