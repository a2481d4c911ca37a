"""Many use cases from a table: the form's rules, every problem at once, nothing twice, nothing dangerous opened."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.intake_file import load_intake
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.bulk_rows import bulk_columns
from dashboard.domain.draft_record import Asked, record_of
from dashboard.domain.triage import Answer
from dashboard.domain.users import User
from dashboard.errors import InputRejected, NotPermitted
from dashboard.reports.bulk_template import column_guide, template_csv, template_xlsx
from dashboard.services.bulk import BulkDone, BulkFile, BulkLook, look_at, register_bulk
from dashboard.services.people import AddUsers, add_users
from tests.registrations import ASSISTANT, DECIDES

ROOT = Path(__file__).resolve().parents[2]
CHARTER, INTAKE = load_charter(ROOT / "charter" / "charter.yaml"), load_intake(ROOT / "charter" / "intake.yaml")
DAY = date(2026, 11, 28)
LEAD, READER = Actor("lead", Role.TEAM_LEAD), Actor("reader", Role.READER)
COLUMNS = bulk_columns(Asked(INTAKE, CHARTER, "lead", DAY))
Rows = Iterable[Mapping[str, Answer]]


@pytest.fixture
def store(database: Database) -> Database:
    """A store with the lead and another one."""
    people = (User("lead", "Team lead", Role.TEAM_LEAD), User("other", "Other lead", Role.TEAM_LEAD))
    add_users(database, AddUsers(people), SYSTEM)
    return database


def cells(row: Mapping[str, Answer]) -> dict[str, str]:
    """A row as a table has it."""
    return {name: ";".join(one) if isinstance(one, tuple) else one for name, one in row.items()}


def as_csv(rows: Rows, *, columns: Iterable[str] = COLUMNS) -> bytes:
    """The rows below the template's heading."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns))
    writer.writeheader()
    writer.writerows(cells(row) for row in rows)
    return text.getvalue().encode()


def as_xlsx(rows: Rows) -> bytes:
    """The same, filled into the downloaded template."""
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(COLUMNS)))
    sheet = book["Use cases"]
    for row in rows:
        sheet.append([cells(row).get(column) for column in COLUMNS])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def look(store: Database, data: bytes, name: str = "t.csv", actor: Actor = LEAD) -> BulkLook:
    """What registering it would do."""
    return look_at(store, INTAKE, CHARTER, BulkFile(name, data, DAY), actor)


def register(store: Database, data: bytes, name: str = "t.csv", *, only_good: bool = False) -> BulkDone:
    """Register it."""
    return register_bulk(store, INTAKE, CHARTER, BulkFile(name, data, DAY, only_good=only_good), LEAD)


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_a_row_becomes_what_the_form_would_have_made(store: Database, name: str) -> None:
    """Each good row is registered with the record, the tier and the triage of the same answers in the form."""
    data = (as_csv if name == "t.csv" else as_xlsx)([ASSISTANT, {**DECIDES, "owner": "Other lead"}])
    assert register(store, data, name).registered == ("refund-chat-assistant", "refund-approval")
    found, other = use_case_record(store, "refund-chat-assistant"), use_case_record(store, "refund-approval")
    assert found is not None
    assert other is not None
    made = record_of(Asked(INTAKE, CHARTER, "lead", DAY), ASSISTANT)

    assert found[0].model_copy(update={"source": None}) == made
    assert (other[0].owner, other[0].risk_tier) == ("other", "minimal")


def test_words_do_as_well_as_ids(store: Database) -> None:
    """People write what the form shows; it is the same answer."""
    said = {"speaks": "It speaks or writes by itself", "emotion": "it does not", "channels": "Chat; Voice"}
    words = {**ASSISTANT, **said, "acceptable_use": CHARTER.acceptable_uses["answer"]}
    found = look(store, as_csv([words]))

    assert found.problems == ()
    assert found.new[0].interacts_directly is True
    assert [channel.id for channel in found.new[0].channels or []] == ["chat", "voice"]


def test_every_problem_is_told_at_once_and_nothing_is_written(store: Database) -> None:
    """Row, column, found and expected of each; the good row beside them waits."""
    rows = [ASSISTANT, {**ASSISTANT, "title": "B", "emotion": "angry", "credit": ""}, {**DECIDES, "owner": "nobody"}]
    before = store.data_version()
    found = look(store, as_csv(rows))

    assert [(one.row, one.column, one.found) for one in found.problems] == [
        (3, "emotion", "`angry`"), (3, "credit", "nothing"), (4, "owner", "`nobody`"),
    ]  # fmt: skip
    assert found.problems[0].expected.startswith("one of none, text, biometric")
    with pytest.raises(InputRejected, match=r"row 3, emotion: found `angry`"):
        register(store, as_csv(rows))
    assert store.data_version() == before


def test_only_good_rows_is_a_choice_of_its_own(store: Database) -> None:
    """Asked for, the good row is registered and the others are counted as left out."""
    rows = [ASSISTANT, {**ASSISTANT, "title": "B", "emotion": "angry"}]
    done = register(store, as_csv(rows), only_good=True)

    assert (done.registered, done.left_out) == (("refund-chat-assistant",), 1)


def test_the_same_file_again_registers_nothing_twice(store: Database) -> None:
    """Rows that were registered are left alone; a corrected file adds only what is new."""
    register(store, as_csv([ASSISTANT]))
    before = store.data_version()
    again = register(store, as_csv([ASSISTANT]))
    assert (again.registered, again.replayed, store.data_version()) == ((), True, before)
    more = register(store, as_csv([ASSISTANT, {**DECIDES, "not_collected_by": "lead"}]))

    assert more.registered == ("refund-approval",)


def test_another_use_case_of_that_title_is_a_problem(store: Database) -> None:
    """The same title with other answers, in the registry or twice in the table, is told and not overwritten."""
    register(store, as_csv([ASSISTANT]))
    other = {**ASSISTANT, "purpose": "Something else"}

    assert [one.column for one in look(store, as_csv([other])).problems] == ["title"]
    twice = look(store, as_csv([{**ASSISTANT, "title": "New"}, {**other, "title": "New"}]))
    assert [(one.row, one.column) for one in twice.problems] == [(3, "title")]


def test_unknown_columns_are_named_with_the_nearest(store: Database) -> None:
    """A misspelt heading is refused before any row is read; a double one too."""
    with pytest.raises(InputRejected, match=r"(?s)found `titel`.*Did you mean title\?"):
        look(store, b"titel,purpose\nBot,Answers\n")
    with pytest.raises(InputRejected, match="purpose twice"):
        look(store, b"title,purpose,purpose\nBot,Answers,Again\n")
    with pytest.raises(InputRejected, match="holds no use case"):
        look(store, b"title,purpose\n,\n")


def test_formulas_are_text(store: Database) -> None:
    """A cell that begins like a formula is stored as it was written, calculated by nobody."""
    evil = {**ASSISTANT, "expected_benefit": '=HYPERLINK("http://x","y")'}
    found = look(store, as_xlsx([evil]), "t.xlsx")

    assert found.new[0].expected_benefit == '=HYPERLINK("http://x","y")'


def with_link() -> bytes:
    """A workbook that links to another machine."""
    buffer = io.BytesIO(as_xlsx([ASSISTANT]))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        body = b'<externalLink xmlns="x"><externalBook href="http://127.0.0.1:9/never"/></externalLink>'
        archive.writestr("xl/externalLinks/externalLink1.xml", body)
    return buffer.getvalue()


def bomb() -> bytes:
    """A small workbook that unpacks to 600 MiB."""
    buffer = io.BytesIO(as_xlsx([ASSISTANT]))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/b", "w") as member:
        for _ in range(600):
            member.write(bytes(1024 * 1024))
    return buffer.getvalue()


def test_a_bomb_is_refused_before_it_is_opened(store: Database) -> None:
    """A workbook of less than one MiB that unpacks to 600 is refused by what it holds."""
    data = bomb()
    assert len(data) < 1024 * 1024

    with pytest.raises(InputRejected, match="an archive that unpacks to more"):
        look(store, data, "t.xlsx")


@pytest.mark.parametrize(("name", "data", "said"), [
    ("t.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "with a password"),
    ("t.xlsx", b"PAR1" + bytes(20), "Parquet"),
    ("t.csv", b"PK\x03\x04" + bytes(20), "a zip archive"),
    ("t.csv", b"x" * (10 * 1024 * 1024 + 1), "at most 10 MiB"),
    ("t.ods", b"x", "a name ending in .csv or .xlsx"),
])  # fmt: skip
def test_dangerous_files_are_refused_before_they_are_opened(store: Database, name: str, data: bytes, said: str) -> None:
    """A bomb, a password, another kind of file, one that is too large: a sentence each, and nothing is parsed."""
    with pytest.raises(InputRejected, match=said):
        look(store, data, name)


def test_outside_links_are_never_fetched(store: Database) -> None:
    """A workbook with a link to elsewhere is read as it is; nobody answers at that address, and nobody is asked."""
    assert len(look(store, with_link(), "t.xlsx").new) == 1


def test_readers_register_nothing(store: Database) -> None:
    """The role is asked before the file is."""
    with pytest.raises(NotPermitted):
        look(store, b"PAR1", "t.xlsx", READER)


def test_the_template_explains_every_column() -> None:
    """The heading row and the guide name the same columns; each says what it means and what may stand there."""
    guide = column_guide(COLUMNS)
    heading = next(csv.reader(io.StringIO(template_csv(COLUMNS).decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(template_xlsx(COLUMNS)))["Use cases"]

    assert heading == list(COLUMNS) == list(guide["Column"]) == [cell.value for cell in sheet[1]]
    assert all(len(text) > 5 for column in guide.columns[1:] for text in guide[column])
