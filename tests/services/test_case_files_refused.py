"""Files of cases that cannot be meant are refused, every problem at once; foreign files come by a mapping."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters.database import Database
from dashboard.errors import GovernanceError
from tests.conftest import ONE_STORE
from tests.registered import at
from tests.services.case_files import BOTH, CONTEST, HEADER, folder, held, refused, store, taken

__all__ = ["folder", "store"]  # fixtures

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


@given(st.binary(max_size=300))
@settings(max_examples=60, suppress_health_check=ONE_STORE)
def test_no_bytes_escape_as_another_error(store: Database, folder: Path, content: bytes) -> None:
    """Whatever a file holds, no case comes of noise, and it is refused in a sentence."""
    before = held(store)
    with suppress(GovernanceError):
        taken(store, folder, content)
    assert held(store) == before
