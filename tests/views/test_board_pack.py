"""The board pack on the Reports page, and its numbers held against those of the pages."""

import io
import re

from pypdf import PdfReader

from dashboard.adapters.database import Database
from dashboard.reports.board_paper import board_paper
from dashboard.reports.paper_pdf import to_pdf
from dashboard.reports.sheet_paper import sheet_paper
from dashboard.services.screens.board_breaches import load_breaches
from dashboard.services.screens.board_pack import BoardPack, load_board_pack
from dashboard.services.screens.kpis import load_kpis
from dashboard.services.screens.portfolio import load_portfolio
from dashboard.services.screens.sheet import Sheet, load_sheet
from dashboard.services.screens.today import load_today
from dashboard.services.screens.words import decimal
from dashboard.services.sources import Sources, read_in_force
from dashboard.settings import load_settings
from dashboard.ui import dates
from tests.views.conftest import Opened


def sources(store: Database) -> Sources:
    """What the pages read."""
    settings, day = load_settings(), dates.as_of()
    charter, laws = read_in_force(settings, store, day)
    return Sources(store, charter, laws, settings.decision_store, day)


def pages(pack: BoardPack | Sheet) -> list[str]:
    """The text of each page of the PDF, with single spaces."""
    paper = board_paper(pack) if isinstance(pack, BoardPack) else sheet_paper(pack)
    reader = PdfReader(io.BytesIO(to_pdf(paper)))
    return [re.sub(r"\s+", " ", page.extract_text().replace("\u200b", "")) for page in reader.pages]


def test_the_numbers_are_those_of_the_pages(store: Database) -> None:
    """Status counts, headline, every figure with its numbers, every interval: as the loaders of the pages give them."""
    found = sources(store)
    text = " ".join(pages(load_board_pack(found, "ab12cd-ef34")))
    today, figures, fairness = load_today(found, "system", "system"), load_kpis(found), load_portfolio(found)

    assert today.headline.split(",")[0] in text
    for status, count in today.statuses.ordered:
        words = {"non_compliant": "Charter breach", "watch": "Watch", "waived": "Waived",
                 "not_assessed": "Not assessed", "compliant": "Meets charter"}  # fmt: skip
        assert f"{count} {words[status]}" in text
    assert f"{today.knowledge.decided} of {today.knowledge.applicable}" in text
    squeezed = text.replace(" ", "")
    for row in figures.table.to_dict("records"):
        assert f"{row['Value']}{row['Of']}".replace(" ", "") in squeezed, row
    for strip in fairness.strips[:10]:
        assert f"{decimal(strip.value)}{decimal(strip.low)}to{decimal(strip.high)}" in squeezed, strip


def test_every_page_can_be_held_against_the_ledger(store: Database) -> None:
    """Charter, day, ledger entry and the checkpoint's code stand on each page, with its number."""
    found = sources(store)
    read = pages(load_board_pack(found, "ab12cd-ef34"))
    running = f"ledger entry {store.data_version():,} · checkpoint ab12cd-ef34"

    assert len(read) >= 6
    for number, page in enumerate(read, start=1):
        assert f"{found.charter.title} {found.charter.version} · as of" in page
        assert running in page
        assert f"{number} of {len(read)}" in page


def test_nothing_to_tell_is_told_in_a_sentence(empty_store: Database) -> None:
    """No heading begins with a small letter, no page is opened for nothing, and no share is of nothing."""
    paper = board_paper(load_board_pack(sources(empty_store), ""))

    assert [one.title for one in paper.sections if one.title[:1].islower()] == []
    assert [one.title for one in paper.sections if one.opens and not one.blocks] == []
    assert "nothing to count" not in " ".join(pages(load_board_pack(sources(empty_store), "")))
    assert "No breach of the charter is open" in [one.title for one in paper.sections]


def test_the_same_data_give_the_same_pack(store: Database) -> None:
    """Of one data version and day there is one pack, byte for byte."""
    found = sources(store)
    first, second = (to_pdf(board_paper(load_board_pack(found, ""))) for _ in range(2))

    assert first == second


def test_an_empty_store_has_a_pack_too(empty_store: Database) -> None:
    """Nothing is measured, and every page says so instead of failing."""
    text = " ".join(pages(load_board_pack(sources(empty_store), "")))

    assert "No use case is in service yet" in text
    assert "no checkpoint yet" in text


def test_a_use_case_fits_on_one_page_with_the_numbers_of_its_page(store: Database) -> None:
    """Headline, facts and every breach, in the words of the page."""
    found = sources(store)
    breached = {one.use_case for one in load_breaches(found)}
    worst = next(one for one in load_portfolio(found).strips if one.title in breached)
    sheet = load_sheet(found, worst.use_case, "ab12cd-ef34")
    [text] = pages(sheet)

    assert sheet.page.headline in text
    assert sheet.page.breaches
    for fact in sheet.page.facts:
        assert fact.value in text
    for breach in sheet.page.breaches:
        assert f"{breach.clause} {breach.title}"[:12] in text
    assert decimal(worst.value) in text


def test_everybody_who_sees_a_use_case_may_print_it(store: Database, opened: Opened) -> None:
    """A reader gets the one page too; it is made when it is asked for, and changes nothing."""
    before = store.data_version()
    app = opened("use_case", id=load_portfolio(sources(store)).strips[0].use_case)
    next(box for box in app.selectbox if box.label == "Acting as").set_value("local-reader").run()

    assert "Download one page as PDF" in [one.proto.label for one in app.get("download_button")]
    assert store.data_version() == before


def test_the_officer_makes_it_on_the_page(store: Database, opened: Opened) -> None:
    """One click makes and records it, and then it can be downloaded; whoever may not is told how."""
    app, before = opened("reports", section="Board pack"), store.data_version()
    app.get("button")[0].click().run(timeout=60)

    assert not app.exception
    assert store.data_version() == before + 1
    labels = [one.proto.label for one in app.get("download_button")]
    assert labels[:2] == ["Download as PDF", "Download as HTML"]
    next(box for box in app.selectbox if box.label == "Acting as").set_value("local-reader").run()
    assert "Make the board pack" not in [button.label for button in app.button]
    assert any("The officer and the deputy make it" in part.value for part in app.markdown)
