"""Files of cases come in whole or not at all, once; nothing in them changes what is recorded."""

from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from dashboard.adapters.cases_store import case_register
from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.errors import GovernanceError, NotPermitted
from dashboard.services.cases import StateComplete, TakeInCases, TakenCases, state_complete, take_in_cases
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.settings import load_settings
from tests.registered import at
from tests.services.case_files import BOTH, CONCERN, CONTEST, HEADER, NOW, folder, held, refused, store, taken

__all__ = ["folder", "store"]  # fixtures


def test_a_file_comes_in_once(database: Database, folder: Path) -> None:
    """Times become UTC, a day alone counts against whoever is late; the same file again does nothing."""
    register_use_case(database, RegisterUseCase(UseCase(id="u", title="Bot", lifecycle="live")), SYSTEM)

    assert taken(database, folder, BOTH) == TakenCases("cases.csv", added=2)
    assert taken(database, folder, BOTH).replayed
    contest, concern = held(database)["C-1"], held(database)["N-1"]
    assert [(step.name, step.at, step.outcome) for step in contest.steps] == [
        ("acknowledged", at("2026-11-03 09:00"), None), ("decided_by_human", at("2026-11-10 12:00"), "overturned")
    ]  # fmt: skip
    assert (concern.kind, concern.use_case, concern.opened) == ("concern", None, at("2026-11-02"))
    assert [step.at for step in concern.steps] == [at("2026-11-04 23:59:59"), at("2026-11-05 23:59:59")]
    assert concern.steps[1].reason == "Explained"


def test_a_later_file_adds_steps(store: Database, folder: Path) -> None:
    """The same case again with one more step: the step is added, and nothing else is written."""
    taken(store, folder, BOTH)
    later = CONTEST.replace(",overturned,,\n", ",overturned,2026-11-12T08:00Z,Corrected\n")

    assert taken(store, folder, HEADER + later + CONCERN) == TakenCases("cases.csv", moved=1, unchanged=1)
    assert [step.name for step in held(store)["C-1"].steps] == [
        "acknowledged",
        "decided_by_human",
        "closed_with_reason",
    ]


def test_a_column_that_is_not_there_says_nothing(store: Database, folder: Path) -> None:
    """A shorter export takes no step away; a blank cell in a column that is there would."""
    taken(store, folder, BOTH)

    assert taken(store, folder, "case,kind,opened,use_case\nC-1,contest,2026-11-02T09:00Z,u\n").unchanged == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (CONTEST.replace("02T09:00Z", "02T10:00Z"), "the start of a case never changes"),
        (CONTEST.replace("2026-11-03T10:00+01:00", ""), "a step is never taken away"),
        (CONTEST.replace("2026-11-03T10:00+01:00", "2026-11-03T10:00Z"), "a step never changes"),
        (CONTEST.replace("overturned", "upheld"), "found `upheld`; expected `overturned`, as recorded"),
        (CONTEST.replace("contest", "complaint"), "found `complaint`; expected `contest`, as recorded"),
        (CONTEST.replace(",u,", ",,"), "found nothing; expected `u`, as recorded"),
    ],
)
def test_what_is_recorded_is_not_changed_by_a_file(store: Database, folder: Path, row: str, sentence: str) -> None:
    """A changed start, a removed or moved step, another outcome, kind or use case: refused, with the row."""
    taken(store, folder, BOTH)
    said = refused(store, folder, HEADER + row)

    assert sentence in said
    assert "row 2" in said


def test_a_fact_may_be_added_and_not_changed(store: Database, folder: Path) -> None:
    """What was not known becomes a step of now; a fact that was stated otherwise is refused."""
    header = "case,kind,opened,personal_data_breach\n"
    taken(store, folder, header + "I-1,incident,2026-11-02T09:00Z,\n")
    taken(store, folder, header + "I-1,incident,2026-11-02T09:00Z,yes\n")

    assert held(store)["I-1"].facts_now == {"personal_data_breach": True}
    assert held(store)["I-1"].steps[0].at == NOW
    assert "`false`; expected `true`, as recorded" in refused(
        store, folder, header + "I-1,incident,2026-11-02T09:00Z,no\n"
    )


def test_a_workbook_comes_in(store: Database, folder: Path) -> None:
    """A day that a spreadsheet holds as a day is a day; one with a time names no zone and is refused."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["case", "kind", "opened", "acknowledged"])
    sheet.append(["N-1", "concern", date(2026, 11, 2), "2026-11-03T10:00Z"])
    book.save(folder / "cases.xlsx")
    command = TakeInCases(folder / "cases.xlsx", NOW)

    assert take_in_cases(store, command, SYSTEM, load_settings()).added == 1
    assert held(store)["N-1"].opened == at("2026-11-02")
    sheet.append(["N-2", "concern", datetime(2026, 11, 2, 9, 30), None])  # noqa: DTZ001  # as a spreadsheet has it
    book.save(folder / "cases.xlsx")
    with pytest.raises(GovernanceError, match="a time with its zone"):
        take_in_cases(store, command, SYSTEM, load_settings())


def test_a_register_is_stated_complete_with_its_file(store: Database, folder: Path) -> None:
    """Each kind in the file, and those named beside it; the same file on a later day is a statement of its own."""
    first = taken(store, folder, BOTH, complete_to=date(2026, 11, 20), kinds=("incident",))
    assert first.stated == ("contest", "concern", "incident")
    assert taken(store, folder, BOTH, complete_to=date(2026, 11, 22)).stated == ("contest", "concern")

    register = case_register(store)
    assert register.complete_to("contest", NOW.date()) == date(2026, 11, 22)
    assert register.complete_to("incident", NOW.date()) == date(2026, 11, 20)
    assert register.complete_to("complaint", NOW.date()) is None
    assert {one.source for one in register.statements} == {"cases.csv"}


def test_an_empty_file_may_state_that_there_was_nothing(store: Database, folder: Path) -> None:
    """Only where the kinds are named of which there is none."""
    assert taken(store, folder, HEADER, complete_to=date(2026, 11, 20), kinds=("contest",)).stated == ("contest",)


def test_nobody_states_the_future(store: Database, folder: Path, officer: Actor) -> None:
    """A day that has not come, a kind that is none, kinds without a day."""
    with pytest.raises(GovernanceError, match="which has not come yet"):
        taken(store, folder, BOTH, complete_to=NOW.date() + timedelta(days=1))
    with pytest.raises(GovernanceError, match="the day up to which"):
        taken(store, folder, BOTH, kinds=("contest",))
    with pytest.raises(GovernanceError, match="Did you mean `incident`"):
        state_complete(store, StateComplete("incidents", NOW.date(), NOW), officer)


def test_officer_or_deputy_state_that_nothing_else_happened(store: Database, officer: Actor) -> None:
    """By name, once; a team lead answers for cases and not for the register."""
    command = StateComplete("incident", NOW.date(), NOW)
    state_complete(store, command, officer)

    assert state_complete(store, command, officer).replayed
    assert [one.by for one in case_register(store).statements] == ["officer"]
    with pytest.raises(NotPermitted, match="state that a register of cases is complete"):
        state_complete(store, StateComplete("incident", NOW.date(), NOW), Actor("lead", Role.TEAM_LEAD))
