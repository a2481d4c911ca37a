"""What the Fairness page asks about certainty, answered from a log that was really taken in."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.counts import NOT_RECORDED
from dashboard.domain.registry import UseCase
from dashboard.services import ingest
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.screens.group_picture import not_recorded
from dashboard.services.screens.label_coverage import load_label_coverage
from dashboard.services.screens.strata import load_strata
from dashboard.services.screens.subgroups import load_subgroups
from dashboard.services.sources import Sources
from dashboard.settings import load_settings

AS_OF = date(2026, 11, 23)
GAP = "selection_rate_gap"


@pytest.fixture
def sources(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    """A log of 2,000 decisions: equal on each channel, apart together; labels of the favoured only; old women worst."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    register_use_case(sqlite_database, RegisterUseCase(UseCase(id="loans", title="Loans", lifecycle="live")), SYSTEM)
    path = tmp_path / "log.csv"
    path.write_text("decision_id,decided_at,selected,label,a_sex,a_age,s_channel\n" + "".join(rows()), encoding="utf-8")
    store = DecisionStore(tmp_path / "decisions")
    ingest.ingest_decisions(sqlite_database, store, ingest.IngestDecisions("loans", [path]), Actor("o", Role.OFFICER))
    return Sources(sqlite_database, load_charter(load_settings().charter), None, store.root, AS_OF)


def rows() -> list[str]:
    """Women mostly by phone (20 % favourable), men mostly on the web (70 %); of old women fewer than of the young."""
    made = []
    sizes = (("F", "phone", 800, 2), ("M", "phone", 200, 2), ("F", "web", 200, 7), ("M", "web", 800, 7))
    for sex, channel, n, rate in sizes:
        for place in range(n):
            age = "old" if place // 10 % 2 else "young"
            lower = {("F", "old"): -1, ("F", "young"): 1}.get((sex, age), 0)
            chosen = place % 10 < rate + lower
            label = place % 2 if chosen else ""
            when = f"2026-11-{1 + place % 20:02d}T10:00:00Z"
            made.append(f"{sex}{channel}{place},{when},{int(chosen)},{label},{sex},{age},{channel}\n")
    return made


def test_strata_of_a_stored_log(sources: Sources) -> None:
    """Both channels with their groups, the like-for-like gap near 0 and the crude one near 30 points."""
    found = load_strata(sources, "loans", "sex", GAP)
    assert found is not None
    assert {(line.stratum, line.group) for line in found.lines} == {(c, s) for c in ("phone", "web") for s in "FM"}
    (line,) = found.compared
    assert line.within.lstrip("-").startswith("0.000 (")
    assert line.together.lstrip("-").startswith("0.300 (")
    assert "more than half of it comes from the mix of cases" in line.said
    assert load_strata(sources, "loans", "sex", "demographic_parity_difference") is None


def test_labels_of_a_stored_log(sources: Sources) -> None:
    """The outcome is known of the favoured alone, and that is said."""
    found = load_label_coverage(sources, "loans", "sex", "true_positive_rate_gap")
    assert found is not None
    assert found.numbers["Share"].tolist() == ["100.0 %", "0.0 %", "100.0 %", "0.0 %"]
    assert found.said.startswith("The actual outcome is known for 100 % (")


def test_subgroups_of_a_stored_log(sources: Sources) -> None:
    """Every sex, age and crossing is searched; women are the worst of all 8, and old women have the lowest share."""
    found = load_subgroups(sources, "loans", GAP)
    assert found is not None
    assert found.searched == 8
    assert found.numbers.loc[0, ["Subgroup", "n", "p"]].tolist() == ["sex F", "1,000", "0.001"]
    shares = found.numbers.set_index("Subgroup")["Share"]
    assert shares["sex F, age old"] == "20.0 %"
    assert shares["sex F"] == "30.0 %"
    assert load_subgroups(sources, "nothing", GAP) is None


def test_a_share_does_not_give_a_hidden_number_away() -> None:
    """`(not recorded)` with 4 of 1,004 decisions: 0.4 % of the total would be the number that its line withholds."""
    groups = pd.DataFrame({"group": ["F", "M", NOT_RECORDED], "n": [400, 600, 4]})
    assert not_recorded(groups, 10) == "withheld, few decisions"
    assert not_recorded(groups.assign(n=[400, 500, 100]), 10) == "10.0 % of decisions"
