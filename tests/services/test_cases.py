"""Files of cases come in whole or not at all, once; nothing in them changes what is recorded."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters.cases_store import case_register
from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.cases import Case
from dashboard.domain.registry import UseCase
from dashboard.errors import GovernanceError, NotPermitted
from dashboard.services.cases import StateComplete, TakeInCases, TakenCases, state_complete, take_in_cases
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.settings import load_settings
from tests.conftest import ONE_STORE
from tests.registered import at

NOW = at("2026-11-23 12:00")
HEADER = "case,kind,opened,use_case,acknowledged,answered,decided_by_human,outcome,closed_with_reason,reason\n"
CONTEST = "C-1,contest,2026-11-02T09:00Z,u,2026-11-03T10:00+01:00,,2026-11-10T12:00Z,overturned,,\n"
CONCERN = "N-1,Concern,2026-11-02,,2026-11-04,,,,2026-11-05,Explained\n"
BOTH = HEADER + CONTEST + CONCERN


@pytest.fixture
def store(sqlite_database: Database) -> Database:
    """A store with one use case."""
    register_use_case(sqlite_database, RegisterUseCase(UseCase(id="u", title="Bot", lifecycle="live")), SYSTEM)
    return sqlite_database


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return tmp_path


def taken(
    store: Database, folder: Path, text: str | bytes, *, mapping: str | None = None, now: datetime = NOW,
    complete_to: date | None = None, kinds: tuple[str, ...] = (),
) -> TakenCases:  # fmt: skip
    """A file with this content, taken in."""
    path = folder / "cases.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    if mapping is not None:
        (folder / "map.yaml").write_text(mapping)
    given = TakeInCases(path, now, folder / "map.yaml" if mapping else None, complete_to, kinds)
    return take_in_cases(store, given, SYSTEM, load_settings())


def refused(store: Database, folder: Path, text: str | bytes, *, mapping: str | None = None) -> str:
    """What is said about a file that is refused; nothing was written."""
    before = store.data_version()
    with pytest.raises(GovernanceError) as caught:
        taken(store, folder, text, mapping=mapping)
    assert store.data_version() == before
    return str(caught.value)


def held(store: Database) -> dict[str, Case]:
    """Every case by id."""
    return {case.id: case for case in case_register(store).cases}


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


BAD = {
    "time without a zone": (
        HEADER + "C-1,contest,2026-11-02T09:00,u,,,,,,\n",
        "row 2, opened: found `2026-11-02T09:00`; expected a day, or a time with its zone, such as",
    ),
    "zone that does not exist": (HEADER + "C-1,contest,2026-11-02T09:00+99:00,u,,,,,,\n", "a time with its zone"),
    "day that does not exist": (HEADER + "C-1,contest,2026-02-30,u,,,,,,\n", "a time with its zone"),
    "other way of writing days": (HEADER + "C-1,contest,02.11.2026,u,,,,,,\n", "a time with its zone"),
    "time to come": (HEADER + "C-1,contest,2026-11-23T12:01Z,u,,,,,,\n", "a time up to now, 2026-11-23 12:00 UTC"),
    "step to come": (HEADER + "C-1,contest,2026-11-02,u,2026-11-24,,,,,\n", "row 2, acknowledged"),
    "step before the start": (
        HEADER + "C-1,contest,2026-11-02T09:00Z,u,2026-11-02T08:59Z,,,,,\n", "2026-11-02 08:59, before it was opened"
    ),
    "case twice": (BOTH + CONTEST, "C-1 again, as in row 2; expected each case once"),
    "unknown kind": (HEADER + "C-1,complain,2026-11-02,u,,,,,,\n", "Did you mean `complaint`?"),
    "unknown use case": (
        HEADER + "C-1,contest,2026-11-02,uu,,,,,,\n", "found `uu`; expected the id of a use case in the registry"
    ),
    "step of another kind": (
        HEADER + "N-1,concern,2026-11-02,,,2026-11-03,,,,\n", "for concerns; expected nothing: their steps are"
    ),
    "fact of another kind": ("case,kind,opened,death\nC-1,contest,2026-11-02,yes\n", "their facts are none"),
    "outcome without a decision": (HEADER + "C-1,contest,2026-11-02,u,,,,upheld,,\n", "nothing until decided_by_human"),
    "closed without a reason": (HEADER + "C-1,contest,2026-11-02,u,,,,,2026-11-09,\n", "row 2, reason: found nothing"),
    "extended without a reason": (
        "case,kind,opened,extended,person_told\nR-1,rights_request,2026-11-02,2026-11-03,yes\n",
        "row 2, extension_reason",
    ),
    "a name instead of a pseudonym": (
        "case,kind,opened,subject\nC-1,contest,2026-11-02,Some Body <a@b.c>\n", "an id of letters, digits"
    ),
    "formula as an id": (HEADER + "=1+1,contest,2026-11-02,u,,,,,,\n", "an id of letters, digits"),
    "hidden characters": (
        HEADER + "C-1,contest,2026-11-02,u,,,,,2026-11-09,a\u200b\x07b\n", "text without hidden characters"
    ),
    "header only": (HEADER, "rows: found none; expected a row for each case"),
    "empty file": ("", "header"),
    "column missing": ("case,kind\nC-1,contest\n", "no column opened"),
    "column misspelt": ("case,kind,opned\nC-1,contest,2026-11-02\n", "Did you mean `opened`?"),
    "column twice": ("case,kind,opened,opened\nC-1,contest,2026-11-02,2026-11-02\n", "opened twice"),
    "cells too many": ("case,kind,opened\nC-1,contest,2026-11-02,x\n", "4 cells; expected at most 3"),
    "not text": (b"\x00\x01\x02\xff", "expected a column of the template"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), BAD.values(), ids=BAD.keys())
def test_bad_files_are_refused_in_a_sentence(store: Database, folder: Path, text: str | bytes, sentence: str) -> None:
    """What, where, found and expected; nothing is written."""
    assert sentence in refused(store, folder, text)


def test_all_problems_are_told_at_once(store: Database, folder: Path) -> None:
    """Each with its row, as a spreadsheet numbers it."""
    said = refused(store, folder, HEADER + "C-1,contest,soon,u,,,,,,\n\nC-2,contst,2026-11-02,u,,,,,,\n")

    assert "row 2, opened" in said
    assert "row 4, kind" in said


def test_formulas_stay_text(store: Database, folder: Path) -> None:
    """A reason that looks like a formula is kept as written; whoever writes it out quotes it."""
    taken(store, folder, HEADER + 'C-1,contest,2026-11-02,u,,,,,2026-11-09,"=HYPERLINK(""http://x"")"\n')

    assert held(store)["C-1"].steps[0].reason == '=HYPERLINK("http://x")'


def test_another_tools_file_comes_in_by_a_mapping(store: Database, folder: Path) -> None:
    """Their columns, their words and their time zone; what is not named is left out."""
    mapping = """\
format: 1
kind: cases
time_zone: Europe/Berlin
columns: {case: Ticket, opened: Created, decided_by_human: Decided, outcome: Result}
constants: {kind: contest, use_case: u}
values: {outcome: {accepted: overturned, rejected: upheld}}
missing: ["-"]
"""
    file = "Ticket,Created,Decided,Result,Agent\nT1,2026-07-01 09:00,2026-07-09 12:30,accepted,x\nT2,2026-11-01,-,-,y\n"
    assert taken(store, folder, file, mapping=mapping).added == 2

    first, second = held(store)["T1"], held(store)["T2"]
    assert (first.opened, first.steps[0].at, first.outcome) == (
        at("2026-07-01 07:00"),
        at("2026-07-09 10:30"),
        "overturned",
    )
    assert (second.opened, second.steps, second.use_case) == (at("2026-10-31 23:00"), (), "u")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("columns: {case: Ticket, opend: Created}", "not opend"),
        ("columns: {case: Ticket}\nconstants: {kind: contest}", "nothing for opened"),
        ("columns: {case: Ticket, opened: Made}\nconstants: {kind: contest}", "no column Made"),
        ("columns: {case: Ticket}\ntime_zone: Middle/Earth", "a time zone such as Europe/Berlin"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(store: Database, folder: Path, line: str, sentence: str) -> None:
    """An unknown name of ours, a column that is missing here or there, a zone that nobody knows."""
    text = "Ticket,Created\nT1,2026-11-01\n"

    assert sentence in refused(store, folder, text, mapping=f"format: 1\nkind: cases\n{line}\n")


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


@given(st.binary(max_size=300))
@settings(max_examples=60, suppress_health_check=ONE_STORE)
def test_no_bytes_escape_as_another_error(store: Database, folder: Path, content: bytes) -> None:
    """Whatever a file holds, no case comes of noise, and it is refused in a sentence."""
    before = held(store)
    with suppress(GovernanceError):
        taken(store, folder, content)
    assert held(store) == before
