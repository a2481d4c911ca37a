"""A foreign register enters whole or is refused whole; the second import changes nothing."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters.database import Database
from dashboard.adapters.repository import load_registry, use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.errors import InputRejected, NotPermitted, PathRefused, RegistryInvalid
from dashboard.services.import_register import ImportRegister, ImportReport, import_register
from dashboard.services.register import ChangeUseCase, change_use_case
from tests.conftest import ONE_STORE

MAPPING = """
format: 1
title: A register
id: {from: [Tool]}
fields:
  title: Tool
  team: [Team, Unit]
  purpose: {join: [What, Why], headings: {What: "", Why: Because}}
  customer_facing: "Do customers meet it?"
  uses_personal_data: {column: Data, values: {"personal…": true, "anonymous": false, "partly": null}}
  go_live: {column: Since, dates: ["%d/%m/%Y", "%b %Y"]}
  jurisdictions: {column: Countries, split: ";"}
  vendor.name: Supplier
  purposes[].purpose: What
"""
HEADER = ["Tool", "Team", "Unit", "What", "Why", "DO CUSTOMERS  meet it", "Data", "Since", "Countries", "Supplier"]
BOT = ["Bot", "", "Voice", "Answers", "Speed", "Yes, on the web", "Personal data", "01/02/2024", "DE; FR", "Maker"]


def _register(folder: Path, rows: Sequence[Sequence[str]], mapping: str = MAPPING) -> ImportRegister:
    with (folder / "r.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *rows])
    (folder / "m.yaml").write_text(mapping, encoding="utf-8")
    return ImportRegister(folder / "r.csv", folder / "m.yaml")


def _import(database: Database, folder: Path, rows: Sequence[Sequence[str]]) -> ImportReport:
    return import_register(database, _register(folder, rows), SYSTEM)


def test_every_way_of_mapping_a_column_fills_its_field(database: Database, tmp_path: Path) -> None:
    """Columns, alternatives, joins, spellings, dates, lists and nested fields reach the stored record."""
    report = _import(database, tmp_path, [BOT])
    assert (report.read, report.imported, report.problems) == (1, 1, ())
    found = use_case_record(database, "bot")
    assert found is not None
    bot = found[0]
    assert (bot.lifecycle, bot.title, bot.team, bot.purpose) == (
        "inventoried",
        "Bot",
        "Voice",
        "Answers\n\nBecause: Speed",
    )
    assert (bot.customer_facing, bot.uses_personal_data, str(bot.go_live)) == (True, True, "2024-02-01")
    assert bot.jurisdictions == ["DE", "FR"]
    assert bot.vendor is not None
    assert bot.vendor.name == "Maker"
    assert bot.purposes is not None
    assert bot.purposes[0].purpose == "Answers"
    assert bot.source is not None
    assert bot.source["columns"]["Why"] == "Speed"


def test_blanks_and_words_for_unknown_leave_fields_unknown(database: Database, tmp_path: Path) -> None:
    """What a register does not say is unknown, never false."""
    report = _import(database, tmp_path, [["Bot", "", "", "", "", "N/A", "partly", "TBD", " ", "unknown"]])
    found = use_case_record(database, "bot")
    assert found is not None
    bot = found[0]
    assert report.problems == ()
    assert (bot.customer_facing, bot.uses_personal_data, bot.go_live, bot.jurisdictions, bot.vendor) == (None,) * 5


def test_what_cannot_be_read_is_a_problem_and_the_row_is_imported(database: Database, tmp_path: Path) -> None:
    """Each unreadable value is listed with its row, field, found and expected."""
    row = ["Bot", "", "", "", "", "perhaps", "secret", "31/02/2024", "", ""]
    report = _import(database, tmp_path, [BOT[:], row])
    assert report.imported == 2
    assert [(p.row, p.field) for p in report.problems] == [
        (2, "customer_facing"), (2, "uses_personal_data"), (2, "go_live"),
    ]  # fmt: skip
    assert "31/02/2024" in report.problems[2].found
    assert "%d/%m/%Y" in report.problems[2].expected


def test_the_second_import_changes_nothing(database: Database, tmp_path: Path) -> None:
    """Unchanged rows are skipped without a problem and the data version stays."""
    _import(database, tmp_path, [BOT])
    version = database.data_version()
    report = _import(database, tmp_path, [BOT])
    assert report == ImportReport(read=1, imported=0, updated=0, skipped=1, problems=())
    assert database.data_version() == version


def test_changed_rows_are_updated(database: Database, tmp_path: Path) -> None:
    """A change in the register reaches the record, with one event."""
    _import(database, tmp_path, [BOT])
    report = _import(database, tmp_path, [[*BOT[:9], "Another maker"]])
    assert (report.imported, report.updated, report.skipped) == (0, 1, 0)
    found = use_case_record(database, "bot")
    assert found is not None
    assert found[0].vendor is not None
    assert (found[0].vendor.name, found[1]) == ("Another maker", 2)


def test_an_onboarded_use_case_keeps_what_people_entered(database: Database, tmp_path: Path) -> None:
    """After onboarding, an import touches nothing but the source columns, and says so."""
    _import(database, tmp_path, [BOT])
    found = use_case_record(database, "bot")
    assert found is not None
    onboarded = found[0].model_copy(update={"lifecycle": "live", "team": "Ours"})
    change_use_case(database, ChangeUseCase(onboarded, found[1]), SYSTEM)
    report = _import(database, tmp_path, [["Bot", "Theirs", *BOT[2:]]])
    after = use_case_record(database, "bot")
    assert after is not None
    assert (after[0].lifecycle, after[0].team) == ("live", "Ours")
    assert after[0].source is not None
    assert after[0].source["columns"]["Team"] == "Theirs"
    assert "onboarded" in report.problems[0].found


def test_blank_identical_and_nameless_rows_are_skipped_with_a_problem(database: Database, tmp_path: Path) -> None:
    """Read is imported plus skipped, and each skipped row says why."""
    report = _import(database, tmp_path, [BOT, BOT, [""] * 10, ["", "Team", *BOT[2:]], [*BOT, "", "x"]])
    assert (report.read, report.imported, report.skipped) == (5, 1, 4)
    assert [p.row for p in report.problems] == [2, 3, 4, 5]


def test_equal_ids_are_numbered_in_the_order_of_the_file(database: Database, tmp_path: Path) -> None:
    """Different rows of one name become different use cases, the same ones on every import."""
    rows = [[*BOT[:9], maker] for maker in ("A", "B", "C")]
    assert _import(database, tmp_path, rows).imported == 3
    assert [one.id for one in load_registry(database).use_cases] == ["bot", "bot-2", "bot-3"]
    assert _import(database, tmp_path, rows).skipped == 3


def test_an_id_of_somebody_else_is_not_taken_over(database: Database, tmp_path: Path) -> None:
    """A use case that another register brought stays as it is."""
    _import(database, tmp_path, [BOT])
    other = _register(tmp_path, [BOT], MAPPING.replace("A register", "Another register"))
    report = import_register(database, other, SYSTEM)
    assert (report.updated, report.skipped, report.problems[0].field) == (0, 1, "id")


def test_long_text_is_cut_visibly_and_kept_in_full_beside_it(database: Database, tmp_path: Path) -> None:
    """Text over the limit is cut with an ellipsis and a problem; a whole novel is cut among the source columns too."""
    long = ["Bot", "", "", "a" * 5_000, "", *BOT[5:]]
    novel = ["Novel", "", "", "b" * 100_000, "", *BOT[5:]]
    report = _import(database, tmp_path, [long, novel])
    bot, book = load_registry(database).use_cases
    assert bot.purpose is not None
    assert (len(bot.purpose), bot.purpose[-1]) == (4_000, "…")
    assert bot.source is not None
    assert len(bot.source["columns"]["What"]) == 5_000
    assert book.source is not None
    assert len(book.source["columns"]["What"]) == 20_000
    assert {p.found for p in report.problems} >= {"5,000 characters", "100,000 characters"}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=HYPERLINK(A1)", "=HYPERLINK(A1)"),
        ("'); DROP TABLE use_cases; --", "'); DROP TABLE use_cases; --"),
        ("Bot\x1b[31m\x00red", "Bot[31mred"),
        ("Line\nbreak", "Line break"),
        ("e" + "\u0301" * 1_000, "é" + "\u0301" * 8),
        ("Bot\u202egnirts", "Botgnirts"),
    ],
)
def test_hostile_names_are_stored_as_plain_text(database: Database, tmp_path: Path, name: str, kept: str) -> None:
    """Markup and formulas stay text; control characters and piled-up accents are left out and listed."""
    report = _import(database, tmp_path, [[name, *BOT[1:]]])
    assert report.imported == 1
    assert [one.title for one in load_registry(database).use_cases] == [kept]
    assert bool(report.problems) == (name != kept and "\n" not in name)


def test_a_dry_run_says_the_same_and_writes_nothing(database: Database, tmp_path: Path) -> None:
    """The report of a dry run is that of the import that follows it."""
    asked = _register(tmp_path, [BOT, BOT])
    dry = import_register(database, ImportRegister(asked.file, asked.mapping, dry_run=True), SYSTEM)
    assert database.data_version() == 0
    assert dry == import_register(database, asked, SYSTEM)


def test_a_column_that_is_not_there_refuses_the_file_with_a_suggestion(database: Database, tmp_path: Path) -> None:
    """Nothing is imported half; the nearest header is suggested."""
    asked = _register(tmp_path, [BOT], MAPPING.replace("vendor.name: Supplier", "vendor.name: Suplier name"))
    with pytest.raises(RegistryInvalid, match="Did you mean 'Supplier'"):
        import_register(database, asked, SYSTEM)
    assert database.data_version() == 0


@pytest.mark.parametrize("file", ["http://example.com/r.csv", "s3://bucket/r.csv", "\\\\host\\share\\r.csv", "no.csv"])
def test_paths_that_are_no_files_here_are_refused(database: Database, tmp_path: Path, file: str) -> None:
    """Nothing is fetched and no share is asked."""
    asked = _register(tmp_path, [BOT])
    with pytest.raises((PathRefused, InputRejected)):
        import_register(database, ImportRegister(Path(file), asked.mapping), SYSTEM)


def test_readers_may_not_import(database: Database, tmp_path: Path) -> None:
    """Permission is asked before anything is read."""
    with pytest.raises(NotPermitted):
        import_register(database, _register(tmp_path, [BOT]), Actor("reader", Role.READER))


@settings(max_examples=40, suppress_health_check=ONE_STORE)
@given(rows=st.lists(st.lists(st.text(max_size=30), min_size=10, max_size=10), max_size=6))
def test_whatever_is_in_the_cells_every_row_is_accounted_for(tmp_path: Path, rows: list[list[str]]) -> None:
    """Read = imported + updated + skipped for any text, and each row that was skipped is listed."""
    with (tmp_path / "r.json").open("w", encoding="utf-8") as file:
        json.dump([dict(zip(HEADER, row, strict=True)) for row in [BOT, *rows]], file)
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    report = import_register(None, ImportRegister(tmp_path / "r.json", tmp_path / "m.yaml"), SYSTEM)
    assert report.read == len(rows) + 1 == report.imported + report.updated + report.skipped
    assert len({p.row for p in report.problems}) >= report.skipped
