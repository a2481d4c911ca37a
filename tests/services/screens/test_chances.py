"""Where the charter corrects for many comparisons the page shows the p that the finding says, alone and adjusted."""

import re
from datetime import date
from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.queries import use_case as query
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.services.assess import run_assessment
from dashboard.services.register import ChangeUseCase, change_use_case
from dashboard.services.screens.compared import Asked, load_compared
from dashboard.services.screens.counts import load_counts
from dashboard.services.screens.explorer import Explorer, load_explorer
from dashboard.services.screens.group_picture import group_frame
from dashboard.services.screens.group_table import GroupLine
from dashboard.services.sources import Sources
from tests.assessing import charter, clause
from tests.decided import decide

DAY = date(2026, 11, 27)
RATIO = "selection_rate_ratio"
STRICT, LAX = (
    clause({"fairness": RATIO, "between": band, "window": "90d", "min_group": 200, "reference": "M"}, id=name)
    for name, band in (("F-01", [0.85, 1.25]), ("F-02", [0.5, 2.0]))
)


def assessed(database: Database, folder: Path, multiplicity: str) -> Sources:
    """Women against men held against two bands: of two comparisons one is beyond its line, one far inside."""
    store = DecisionStore(folder / "decisions")
    decide(database, store, folder, last=DAY)
    collected = UseCase(id="loans", title="Loans", lifecycle="live", protected_attributes={"sex": "collected"})
    change_use_case(database, ChangeUseCase(collected, revision=1), SYSTEM)
    promise = charter(STRICT, LAX, defaults={"multiplicity": multiplicity})
    run_assessment(database, promise, as_of=DAY, actor=SYSTEM, store=store)
    return Sources(database, promise, None, store.root, DAY)


def page(sources: Sources, *, days: int = 90, within: str = "") -> Explorer:
    """What the pickers show."""
    here = load_compared(sources, load_counts(sources, "loans"), Asked("loans", "sex", RATIO, within=within, days=days))
    assert here is not None
    return load_explorer(sources, here, "Loans")


def line_of(found: Explorer, group: str) -> GroupLine:
    """One group."""
    return next(line for line in found.lines if line.group == group)


@pytest.fixture(autouse=True)
def _readable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))


def test_page_and_finding_say_the_same(database: Database, tmp_path: Path) -> None:
    """Both p of the worst group are those of the finding's sentence, and what it does not call proven the page doesn't.

    Alone the ratio of women is a breach; among two comparisons its p doubles, past 5 %: the finding is to be watched.
    """
    sources = assessed(database, tmp_path, "benjamini_hochberg")
    finding = query.findings(database, "loans").set_index("clause").loc["F-01"]
    said = re.search(r"p = (\S+) alone, (\S+) among (\d+) comparisons", str(finding["reason"]))
    assert said is not None
    alone, adjusted = float(said[1]), float(said[2])
    assert alone < 0.05 < adjusted
    assert adjusted == pytest.approx(2 * alone, rel=0.05)

    found = page(sources)
    women = line_of(found, "F")
    assert float(women.p) == pytest.approx(alone, abs=0.001)
    assert float(women.adjusted) == pytest.approx(adjusted, abs=0.001)
    assert found.corrected.startswith(
        f"p alone and adjusted among the {said[3]} comparisons of the assessment of 27 Nov"
    )
    assert (str(finding["status"]), women.status) == ("watch", "watch")
    assert group_frame(found.lines, "sex").set_index("Sex").loc["F", ["p alone", "p adjusted"]].tolist() == [
        women.p, women.adjusted,
    ]  # fmt: skip


def test_p_stands_only_beside_the_number_that_was_assessed(sqlite_database: Database, tmp_path: Path) -> None:
    """Another window has other values: nothing that was assessed is said of them, and the page says so."""
    found = page(assessed(sqlite_database, tmp_path, "benjamini_hochberg"), days=30)

    assert {line.p for line in found.lines} == {""}
    assert found.corrected == "p stands beside what was assessed: the charter's measure, window and all decisions."


def test_without_a_correction_there_is_no_p(sqlite_database: Database, tmp_path: Path) -> None:
    """A charter that corrects for nothing has neither the columns nor the sentence; the women's ratio is a breach."""
    found = page(assessed(sqlite_database, tmp_path, "none"))

    assert "p alone" not in group_frame(found.lines, "sex")
    assert found.corrected == ""
    assert line_of(found, "F").status == "non_compliant"


def test_a_group_that_is_too_small_has_no_p(sqlite_database: Database, tmp_path: Path) -> None:
    """80 decisions about `X` are not judged, so they are in no family."""
    found = page(assessed(sqlite_database, tmp_path, "benjamini_hochberg"))

    assert line_of(found, "X").p == ""
