"""docs/bad-input.md names, for every case of bad input, a test that exists and holds the words it quotes."""

import re
from pathlib import Path

CASES = {
    *range(1, 25),
    *range(27, 94),
    *range(101, 119),
    *range(131, 141),
    *range(141, 149),
    *range(151, 157),
    *range(211, 224),
    *range(161, 171),
    *range(171, 184),
    *range(191, 203),
    *range(231, 241),
    *range(241, 247),
    *range(261, 264),
    *range(251, 256),
    *range(291, 297),
    *range(301, 305),
    *range(310, 318),
    *range(371, 377),
    *range(321, 363),
}
ROW = re.compile(r"^\| (\d+) \| .+? \| (.+) \| (tests/\S+)::(test_\w+) \|$", re.MULTILINE)


def rows(root: Path) -> list[tuple[str, str, str, str]]:
    """Case, what is said, file, test."""
    return ROW.findall((root / "docs" / "bad-input.md").read_text(encoding="utf-8"))


def test_every_case_is_listed(root: Path) -> None:
    """No case is left out and none is invented."""
    assert {int(case) for case, *_ in rows(root)} == CASES


def test_every_named_test_exists_and_holds_the_words(root: Path) -> None:
    """A renamed test or a reworded sentence shows here."""
    for case, said, file, name in rows(root):
        source = (root / file).read_text(encoding="utf-8")
        assert f"def {name}(" in source, (case, name)
        if said.startswith("`"):
            assert said.removeprefix("`").removesuffix("`") in source, (case, said)
