"""The page about the public register lists the fields as the program has them."""

from pathlib import Path

from dashboard.domain.public_fields import FIELDS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "public-register.md"


def test_the_table_is_that_of_the_program() -> None:
    """Every field stands there in order, with its source, whether it can be hidden, and whether it takes own words."""
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ") and "`" in line]
    assert rows[: len(FIELDS)] == [
        f"| {one.title} | `{one.id}` | {one.source} | {'no' if one.always else 'yes'} | "
        f"{'yes' if one.worded else 'no'} |"
        for one in FIELDS
    ]
