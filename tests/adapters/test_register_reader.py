"""Foreign registers are read whole in the encodings and shapes that they come in, or refused in a sentence."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from dashboard.adapters.register_reader import read_register
from dashboard.domain.register_mapping import Reading
from dashboard.errors import RegistryInvalid

TEXT = "Name,Owner’s team\nCafé bot,Voice\n"


def _file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_usual_encodings_are_found_out(tmp_path: Path, encoding: str) -> None:
    """The same register gives the same cells in every usual encoding, with or without a mark."""
    table = read_register(_file(tmp_path, "r.csv", TEXT.encode(encoding)), Reading())
    assert table.headers == ("Name", "Owner’s team")
    assert table.rows == [["Café bot", "Voice"]]


def test_bytes_outside_windows_1252_are_read_as_latin_1(tmp_path: Path) -> None:
    """A byte that Windows-1252 does not have leaves Latin-1, which has all."""
    table = read_register(_file(tmp_path, "r.csv", b"Name\nCaf\xe9 \x81\n"), Reading())
    assert table.rows == [["Café \x81"]]


def test_a_stated_encoding_is_held_to_with_the_offset(tmp_path: Path) -> None:
    """Where the mapping states the encoding, a byte outside it is refused with its offset."""
    path = _file(tmp_path, "r.csv", b"Name\nCaf\xe9\n")
    with pytest.raises(RegistryInvalid, match="offset 8"):
        read_register(path, Reading(encoding="utf-8"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found_out(tmp_path: Path, delimiter: str) -> None:
    """The delimiter is the one that the header uses most."""
    path = _file(tmp_path, "r.csv", f"A{delimiter}B{delimiter}C\n1{delimiter}2, or 3{delimiter}4\n".encode())
    expected = ["1", "2, or 3", "4"] if delimiter != "," else ["1", "2", " or 3", "4"]
    assert read_register(path, Reading()).rows == [expected]


def test_headers_below_a_title_are_found_by_their_row(tmp_path: Path) -> None:
    """Rows above the header row are ignored."""
    path = _file(tmp_path, "r.csv", b"Our register, as it is\n\nName;Team\nBot;Voice\n")
    assert read_register(path, Reading(header_row=3)).headers == ("Name", "Team")


def test_workbooks_keep_formulas_as_text_and_dates_as_dates(tmp_path: Path) -> None:
    """A formula is neither calculated nor followed; a date needs no format."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "Link", "Since", "Count"])
    sheet.append(["Bot", '=HYPERLINK("http://x","y")', date(2025, 3, 1), 4.0])
    book.save(tmp_path / "r.xlsx")
    assert read_register(tmp_path / "r.xlsx", Reading()).rows == [
        ["Bot", '=HYPERLINK("http://x","y")', date(2025, 3, 1), 4]
    ]


def test_a_sheet_that_is_not_there_is_named_beside_those_that_are(tmp_path: Path) -> None:
    """The refusal lists the sheets."""
    openpyxl.Workbook().save(tmp_path / "r.xlsx")
    with pytest.raises(RegistryInvalid, match="Sheet"):
        read_register(tmp_path / "r.xlsx", Reading(sheet="Inventory"))


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread(tmp_path: Path) -> None:
    """An archive is judged by what it would unpack to, before anything is parsed."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"xl/{number}.xml", bytes(90 * 1024 * 1024))
    with pytest.raises(RegistryInvalid, match="270 MiB"):
        read_register(_file(tmp_path, "bomb.xlsx", content.getvalue()), Reading())


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("r.csv", b"PAR1xxxx", "Parquet"),
        ("r.csv", b"PK\x03\x04xxxx", "zip archive"),
        ("r.csv", b"\x80\x04\x95xxx", "pickle"),
        ("r.csv", b"  <!DOCTYPE html><html>", "HTML"),
        ("r.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", "password-protected"),
        ("r.xlsx", b"Name\nBot\n", "first bytes"),
        ("r.xlsx", b"PK\x03\x04broken", "damaged archive"),
        ("r.json", b"{", "JSON"),
        ("r.json", b'"text"', "list of objects"),
        ("r.csv", b"", "header"),
        ("r.docx", b"x", "name"),
    ],
)
def test_files_that_are_something_else_are_refused_in_a_sentence(
    tmp_path: Path, name: str, content: bytes, found: str
) -> None:
    """A file is refused by what it is, not by what it is called."""
    with pytest.raises(RegistryInvalid, match=found):
        read_register(_file(tmp_path, name, content), Reading())


def test_json_records_lie_where_the_mapping_says(tmp_path: Path) -> None:
    """Nested keys become columns with dots; a wrong path names the keys that are there."""
    data = {"result": {"items": [{"name": "Bot", "contact": {"mail": "x"}, "tags": ["a", "b"]}]}}
    path = _file(tmp_path, "r.json", json.dumps(data).encode())
    table = read_register(path, Reading(records="result.items"))
    assert table.headers == ("name", "contact.mail", "tags")
    assert table.rows == [["Bot", "x", ["a", "b"]]]
    with pytest.raises(RegistryInvalid, match="items"):
        read_register(path, Reading(records="result.rows"))


def test_a_quote_that_is_never_closed_is_refused(tmp_path: Path) -> None:
    """A cell cannot grow without end."""
    path = _file(tmp_path, "r.csv", b'Name\n"' + b"x" * 1_100_000)
    with pytest.raises(RegistryInvalid, match="never closed"):
        read_register(path, Reading())
