"""The counts in an evidence pack: of rates, times and events too, at the grain that the findings read, few withheld."""

import json
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM
from dashboard.domain.amount_facts import window_of
from dashboard.domain.registry import UseCase
from dashboard.services import ingest
from dashboard.services.assess import run_assessment
from dashboard.services.register import ChangeUseCase, change_use_case
from dashboard.services.screens.pack_counts import steps
from dashboard.services.screens.pack_tables import GONE
from tests.evidence_packs import DAY, OFFICER, Store, filled, rows, store

__all__ = ["filled", "store"]
LOG = "decision_id,decided_at,model_version,selected,label,a_sex,a_age,s_channel\n"
TALKS = (
    "interaction_id,subject_key,channel,started_at,ai_involved,disclosure_shown,handoff_requested_at,human_joined_at,"
    "resolved,complaint_flag,in_opening_hours,language\n"
)


def assessed(store: Store) -> None:
    """Another assessment of the same day."""
    counts = DecisionStore(store.settings.decision_store)
    run_assessment(store.database, store.sources.charter, as_of=DAY, actor=SYSTEM, store=counts)


def decided_otherwise(store: Store) -> None:
    """Each day 40 decisions about M and 10 about F, who are treated worse, and on three days one about Q."""
    lines = []
    for back in range(80):
        day = DAY - timedelta(days=back)
        for at in range(50):
            sex, age, often = ("F", "65+" if at % 2 else "25-34", 3) if at % 5 == 0 else ("M", "65+", 7)
            lines.append(f"n{back}-{at},{day},2,{int((at * 7 + back) % 10 < often)},1,{sex},{age},web\n")
        lines += [f"q{back},{day},2,1,1,Q,65+,web\n"] if back < 3 else []
    log = store.folder / "otherwise.csv"
    log.write_text(LOG + "".join(lines))
    counts = DecisionStore(store.settings.decision_store)
    ingest.ingest_decisions(store.database, counts, ingest.IngestDecisions("loans", [log], mode="replace"), SYSTEM)
    assessed(store)


def talked(store: Store) -> None:
    """300 conversations with customers: most in German, 40 in Turkish, 4 in Danish; 250 wait for somebody."""
    lines = []
    for at in range(300):
        when = f"{DAY - timedelta(days=at % 25)}T09:00:00Z"
        joined = f"{when[:-3]}{at % 60:02d}Z" if at < 250 else ""
        language = "da" if at % 75 == 0 else "tr" if at % 7 == 0 else "de"
        asked = when if at < 250 else ""
        lines.append(
            f"t{at},s{at},chat,{when},auto,yes,{asked},{joined},{'no' if at % 3 else 'yes'},no,yes,{language}\n"
        )
    log = store.folder / "talks.csv"
    log.write_text(TALKS + "".join(lines))
    counts = DecisionStore(store.settings.decision_store)
    ingest.ingest_interactions(store.database, counts, ingest.IngestInteractions("loans", [log]), SYSTEM)
    found = use_case_record(store.database, "loans")
    assert found is not None
    about = {"customer_facing": True, "interacts_directly": True, "human_handoff": {"enabled": True}}
    changed = UseCase.model_validate(found[0].model_dump(exclude_none=True) | about)
    change_use_case(store.database, ChangeUseCase(changed, found[1]), OFFICER)
    assessed(store)


def test_a_finding_does_not_tell_the_group_that_hides_another(store: Store) -> None:
    """F is large, worst off, and withheld so that the three of Q cannot be worked out: its n is nowhere in the pack."""
    decided_otherwise(store)
    folder, _ = store.unpacked()
    hidden = {one["group"]: one["withheld"] for one in rows(folder, "counts") if one["attribute"] == "sex"}
    assert hidden == {"F": "the smaller group could be worked out", "M": "", "Q": "fewer than 10 decisions"}
    finding = next(one for one in rows(folder, "findings") if one["clause"] == "FAI-02")
    assert finding["status"] == "non_compliant"
    assert (finding["measured"], finding["reason"], finding["measured_in_words"]) == (None, GONE, GONE)
    crossed = [one for one in rows(folder, "measurements") if "×" in one["attribute"]]
    assert not [one for one in crossed if "F" in f"{one['group']} {one['reference']}"]
    assert "800 decisions" not in (folder / "findings.json").read_text()
    assert "n = 800" not in (folder / "findings.json").read_text()


def test_rates_are_counted_as_the_finding_read_them(store: Store) -> None:
    """The window, the yes and the n of a rate are those behind its finding."""
    talked(store)
    folder, _ = store.unpacked()
    findings = {one["clause"]: one for one in rows(folder, "findings") if one["measured"]}
    counted = [one for one in rows(folder, "rate-counts") if one["clause"] in findings and one["attribute"] == ""]
    assert {one["rate"] for one in counted} >= {"disclosure_shown", "handoff_connected@opening_hours"}
    for one in counted:
        measured = findings[one["clause"]]["measured"]
        if one["last_day"] == DAY.isoformat() and measured["metric"] == one["rate"].split("@")[0]:
            assert (one["n"], one["yes"] / one["n"]) == (measured["n"], pytest.approx(measured["value"], abs=1e-6))
    trend = [one["last_day"] for one in rows(folder, "rate-counts") if one["rate"] == "ai_complaint"]
    assert trend == ["2026-11-23"]  # earlier windows hold nothing


def test_groups_of_few_are_withheld_in_rates(store: Store) -> None:
    """Four Danish conversations, and the next smallest group by which they could be worked out."""
    talked(store)
    folder, _ = store.unpacked()
    solved = {
        one["group"]: (one["n"], one["withheld"])
        for one in rows(folder, "rate-counts")
        if (one["rate"], one["attribute"]) == ("resolved", "language")
    }
    assert solved["da"] == (None, "fewer than 10")
    assert solved["tr"] == (None, "the smaller group could be worked out")
    assert solved["de"][0] is not None
    assert json.loads((folder / "manifest.json").read_text())["withheld_as_too_small"] >= 4


def test_times_are_told_in_steps_of_enough_people(store: Store) -> None:
    """Together they are all that were counted, and none tells of fewer than ten."""
    talked(store)
    folder, _ = store.unpacked()
    waits = [one for one in rows(folder, "time-counts") if one["measure"] == "handoff_wait@opening_hours"]
    finding = next(one for one in rows(folder, "findings") if one["clause"] == waits[0]["clause"])
    assert sum(one["n"] for one in waits) + waits[0]["not_recorded"] == 250
    assert min(one["n"] for one in waits) >= 10
    assert [one["above"] for one in waits[1:]] == [one["up_to"] for one in waits[:-1]]
    assert finding["status"] != "not_applicable"


def test_what_must_not_happen_is_counted(store: Store) -> None:
    """No offer to a vulnerable customer among 300 conversations, of which nobody knows the flag."""
    talked(store)
    folder, _ = store.unpacked()
    offers = next(one for one in rows(folder, "event-counts") if one["event"].startswith("persuasive_offer"))
    assert (offers["events"], offers["among"]) == (0, 300)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 30)), max_size=30, unique_by=lambda one: one[0]),
       st.integers(0, 20), st.integers(1, 15), st.integers(0, 20))  # fmt: skip
def test_no_step_is_small_and_none_is_lost(held: list[tuple[int, int]], unknown: int, least: int, rest: int) -> None:
    """Each step has enough, all of them together the known ones; too few in all, or of the rest, are not told."""
    values, sizes = [float(value) for value, _ in sorted(held)], [n for _, n in sorted(held)]
    window = window_of(
        np.zeros(len(held) + 1, dtype=np.int64),
        np.array([*values, np.nan]),
        np.array([*sizes, unknown], dtype=np.int64),
        size=1,
    )
    found = list(steps(window, least, rest=rest))
    total = sum(sizes) + unknown
    if 0 < total < least or (total and 0 < rest < least):
        assert [one["n"] for one in found] == [None]
    elif found:
        assert sum(one["n"] for one in found) == sum(sizes)
        assert all(one["n"] >= min(least, sum(sizes)) for one in found)


def test_nothing_is_counted_where_there_is_no_log(store: Store) -> None:
    """Without conversations the tables are there and empty."""
    folder, _ = store.unpacked()
    assert all(rows(folder, name) == [] for name in ("rate-counts", "time-counts", "event-counts"))
    assert date.fromisoformat(rows(folder, "counts")[0]["last_day"]) == DAY
