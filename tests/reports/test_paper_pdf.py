"""A document is set as data: whatever people typed is read as they typed it, and is never code, markup or a hole."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from dashboard.charts.palette import LIGHT
from dashboard.reports import look
from dashboard.reports.paper import Drawing, Facts, Mark, Marks, Paper, Section, Table, Text
from dashboard.reports.paper_pdf import to_pdf
from dashboard.reports.printable import printable

HOSTILE = (
    '#panic("ran") #read("/etc/passwd") $x^2$', "*bold* _slanted_ = Heading", "<script>alert(1)</script>",
    '=HYPERLINK("https://evil.example")',
    "a @label <label> \\ ` `` ```", "// comment /* and */", "{ } [ ] ( ) ~ -- ...",
)  # fmt: skip


def paper(*words: str) -> Paper:
    """Every place where text can stand, each with each of these words."""
    rows = tuple((one, Mark("non_compliant", one)) for one in words)
    strips = [
        {"status": "watch", "proven": False, "title": one, "group": one, "said": one, "span": one, "at": 0.5,
         "low": 0.2, "high": 0.9, "from": 0.3, "to": 1.0}
        for one in words
    ]  # fmt: skip
    blocks = (
        *(Text(one) for one in words), Marks(tuple(Mark("waived", one) for one in words)),
        Facts(tuple((one, one, one) for one in words[:3])), Table(("A", "B"), rows, (1, 1)),
        Drawing("intervals", {"name": words[0], "rows": strips, "ticks": [{"at": 0.5, "label": words[0]}]}, words[0]),
    )  # fmt: skip
    sections = tuple(Section(one, one, blocks) for one in words[:2])
    return Paper(words[0], words[0], words[0], date(2026, 11, 23), sections)


def read(data: bytes) -> str:
    """The text of a PDF without what only lays it out."""
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return "".join(text.replace("\u200b", "").split())


@pytest.mark.parametrize("typed", HOSTILE)
def test_typed_text_is_never_code(typed: str) -> None:
    """Typst code, HTML and formulas stand on the page letter by letter, in every place."""
    assert read(to_pdf(paper(typed, "plain"))).count("".join(typed.split())) >= 10


def test_no_link_is_made_of_what_people_typed() -> None:
    """An address that somebody typed leads nowhere."""
    pages = PdfReader(io.BytesIO(to_pdf(paper("https://evil.example/x", "[e](https://evil.example)")))).pages

    assert [page.get("/Annots") for page in pages if page.get("/Annots")] == []


def test_letters_of_many_scripts_are_set() -> None:
    """Latin, Greek, Cyrillic, Hebrew, Arabic and combining marks; the icons of every status."""
    icons = "✕ ▲ ◷ ? ✓ –"
    data = to_pdf(paper("Größe Ωμέγα Жук", "שלום", "مرحبا", "a\u0301\u0323", icons))

    assert "GrößeΩμέγαЖук" in read(data)
    assert icons.replace(" ", "") in read(data)


def test_a_letter_without_a_shape_is_written_as_its_number() -> None:
    """Nothing is lost in a silent box, and one such name does not take the whole document with it."""
    assert printable(["支付 pay", "😀", "plain"]) == ["[U+652F][U+4ED8] pay", "[U+1F600]", "plain"]
    assert "[U+652F][U+4ED8]" in read(to_pdf(paper("支付", "x")))


def test_unseen_characters_are_written_out() -> None:
    """What turns the direction of the text after it, or hides, is seen."""
    assert printable("a\u202eb\u200bc\x07") == "a\\u202eb\\u200bc\\x07"


def test_a_word_wider_than_a_column_breaks() -> None:
    """A long word gets places to break, and reads as before; a common word gets none."""
    assert printable("non-discrimination") == "non-discrimination"
    assert printable("x" * 30).replace("\u200b", "") == "x" * 30
    assert printable("x" * 30).count("\u200b") == 3
    assert "W" * 300 in read(to_pdf(paper("W" * 300, "b")))


def test_the_same_document_gives_the_same_bytes() -> None:
    """No clock and no chance is in it."""
    assert to_pdf(paper("a", "b")) == to_pdf(paper("a", "b"))


def test_it_is_tagged_for_readers_who_do_not_see_it() -> None:
    """PDF/UA-1 and PDF/A-2a by its own metadata, with language, title, headings, table heads and alternative text."""
    reader = PdfReader(io.BytesIO(to_pdf(paper("Title of it", "b"))))
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()  # type: ignore[index]
    kinds = tags(root["/StructTreeRoot"])  # type: ignore[index]

    assert root["/Lang"] == "en"  # type: ignore[index]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert reader.metadata is not None
    assert reader.metadata.title == "Title of it"
    assert {"/Title", "/H1", "/P", "/Table", "/TH", "/TD", "/Figure"} <= kinds


def tags(node: object) -> set[str]:
    """The kinds of every element of a structure tree."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            found |= {str(one["/S"])} if "/S" in one else set()
            waiting += [one["/K"]] if "/K" in one else []
    return found


def test_the_colours_are_those_of_the_screen() -> None:
    """A status looks on paper as in the light theme."""
    assert {name: (tone.text, tone.tint) for name, tone in LIGHT.tones.items()} == {
        name: (tone["text"], tone["tint"]) for name, tone in look.TONES.items()
    }
    assert (LIGHT.ink, LIGHT.muted, LIGHT.rule, LIGHT.border) == (look.INK, look.MUTED, look.RULE, look.BORDER)
