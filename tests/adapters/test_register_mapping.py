"""A mapping is refused as a whole, with every problem, its line and a suggestion."""

from pathlib import Path

import pytest

from dashboard.adapters.register_mapping import load_mapping
from dashboard.domain.register_targets import targets
from dashboard.errors import RegistryInvalid

GOOD = "format: 1\ntitle: A register\nid: {from: [Name]}\nfields:\n  title: Name\n"


def _mapping(folder: Path, text: str) -> Path:
    path = folder / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_smallest_mapping_is_enough(tmp_path: Path) -> None:
    """A name, an id and a title are all that is required."""
    mapping = load_mapping(_mapping(tmp_path, GOOD))
    assert mapping.fields["title"].columns == ["Name"]
    assert mapping.digest.startswith("sha256:")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("  vendor.nmae: Supplier\n", "vendor.name"),
        ("  lifecycle: Stage\n", "always inventoried"),
        ("  sign_offs[].by: Signed by\n", "people sign here"),
        ("  purpose: {colunm: Text}\n", "column"),
        ("  purpose: {column: A, join: [B]}\n", "exactly one of"),
        ("constants: {customer_facing: 'yes'}\n", "yes or no"),
        ("constants: {owner: x, colour: red}\n", "colour"),
        ("kep: all\n", "keep"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_a_suggestion(tmp_path: Path, line: str, says: str) -> None:
    """Every problem says where it is and what would be right."""
    with pytest.raises(RegistryInvalid) as refused:
        load_mapping(_mapping(tmp_path, GOOD + line))
    assert says in str(refused.value)
    assert "line " in str(refused.value)


def test_shipped_mappings_are_valid(root: Path) -> None:
    """Every mapping in data/mappings for registers can be loaded."""
    for name in ("us-federal-2024.yaml", "uk-atrs.yaml"):
        assert load_mapping(root / "data" / "mappings" / name).keep == "all"


def test_the_documentation_lists_every_field_that_can_be_filled(root: Path) -> None:
    """A stranger finds each target in data/mappings/README.md."""
    text = (root / "data" / "mappings" / "README.md").read_text(encoding="utf-8")
    assert [path for path in targets() if f"`{path}`" not in text] == []
