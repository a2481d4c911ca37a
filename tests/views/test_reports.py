"""The history can be looked through, verified and carried away by everybody."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor, Role
from dashboard.reports.xlsx import to_xlsx
from dashboard.services.ledger import make_checkpoint
from dashboard.services.ledger_export import export_zip
from dashboard.services.screens.ledger import source_words
from dashboard.services.sources import checkpoints_of
from dashboard.settings import load_settings
from tests.databases import disarm
from tests.views.conftest import Opened

OFFICER = Actor("ethics-officer", Role.OFFICER)


@pytest.fixture
def signed(store: Database) -> Database:
    """The portfolio, its checkpoint, and sixty entries after it."""
    make_checkpoint(store, checkpoints_of(load_settings()))
    for number in range(60):
        with store.write(OFFICER) as tx:
            tx.append("user.saved", "user", f"past-{number}", {"title": f"Lead {number}", "role": "team_lead"})
    return store


def words(app: object) -> str:
    """Everything that the page says in running text, without the escapes."""
    parts = [*app.title, *app.markdown, *app.caption, *app.success, *app.error]  # type: ignore[attr-defined]
    return "\n".join(str(part.value) for part in parts).replace("\\", "")


def click(app: object, label: str) -> object:
    """The page after a click."""
    return next(button for button in app.button if button.label == label).click().run()  # type: ignore[attr-defined]


def test_it_says_what_the_history_rests_on(signed: Database, opened: Opened) -> None:
    """How many entries are under a signed checkpoint, its short code, and how many rest on the chain alone."""
    before, made = signed.data_version() - 61, checkpoints_of(load_settings()).read()[0]
    app = opened("reports", section="Ledger")

    assert not app.exception
    assert app.title[0].value == f"{before} of {before + 61} ledger entries are under a signed checkpoint"
    assert f"Newest checkpoint **{made.code}**" in words(app)
    assert "61 entries after it rest on the hash chain alone" in words(app)


def test_each_section_answers_in_its_own_words(signed: Database, opened: Opened) -> None:
    """The page's title is the answer of the section that is open, with its denominator."""
    titles = {
        name: str(opened("reports", section=name).title[0].value).replace("\\", "")
        for name in ("Board pack", "Public register", "Evidence pack", "Ledger")
    }
    assert "of 24 use cases in service" in titles["Board pack"]
    assert "the charter" in titles["Board pack"]
    assert titles["Public register"].startswith("0 of 24 use cases in service are public")
    assert titles["Evidence pack"].startswith("Findings of ")
    assert "about 24 of 24 use cases in service can be handed over" in titles["Evidence pack"]
    assert "under a signed checkpoint" in titles["Ledger"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.READER])
def test_everybody_may_verify(signed: Database, opened: Opened, role: Role) -> None:
    """Whoever only reads verifies too; the answer has its date, and nothing is written."""
    app, events = opened("reports", section="Ledger"), signed.data_version()
    next(box for box in app.selectbox if box.label == "Acting as").set_value(f"local-{role.value}").run()
    told = words(click(app, "Verify now"))

    assert f"{events} entries whole, held against 1 checkpoint." in told
    assert "UTC: " in told
    assert signed.data_version() == events


def test_a_broken_chain_is_told_with_its_place(signed: Database, opened: Opened) -> None:
    """Verifying reads the store again each time, and names the first entry that is not as written."""
    app = click(opened("reports", section="Ledger"), "Verify now")
    disarm(signed)
    with signed.writer.begin() as connection:
        connection.exec_driver_sql("UPDATE events SET actor = 'nobody' WHERE seq = 5")
    told = words(click(app, "Verify now"))

    assert "1 place not as written. First: event 5: found columns unlike the hashed body: actor" in told


def test_a_broken_chain_is_a_banner_on_every_page(signed: Database, opened: Opened) -> None:
    """Whoever finds it, from then on each page says that it is read-only, and a form saves nothing."""
    disarm(signed)
    with signed.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM events WHERE seq = 5")
    click(opened("reports", section="Ledger"), "Verify now")
    for view in ("today", "use_cases", "review_items", "charter", "reports"):
        app = opened(view)
        assert not app.exception
        assert view != "reports" or app.title[0].value == "The ledger is not as it was written"
        assert "Read-only: the ledger is not as it was written" in app.error[0].value
        assert "Event 5 is missing" in app.error[0].value
    app, events = opened("review_items", item="1"), signed.data_version()
    next(area for area in app.text_area if area.key == "comment-1").set_value("Seen.")
    app = click(app, "Add comment")

    assert "The dashboard is read-only because the ledger is not as it was written" in words(app)
    assert signed.data_version() == events


def entries(app: AppTest) -> pd.DataFrame:
    """The history that the page shows."""
    [table] = [frame.value for frame in app.dataframe if "What happened" in frame.value.columns]
    return table


def test_history_is_filtered_in_the_address(signed: Database, opened: Opened) -> None:
    """Person, kind, thing and words come from the URL; each entry is a sentence."""
    app = opened("reports", section="Ledger", what="User saved", about="past-7")
    table = entries(app)

    assert list(table["What happened"]) == ["User saved: Lead 7, team lead"]
    assert "**1 of " in words(app)
    before = opened("reports", section="Ledger", since="2020-01-01", until="2020-12-31").dataframe
    assert [frame for frame in before if "What happened" in frame.value.columns] == []


def test_history_is_paged(signed: Database, opened: Opened) -> None:
    """Fifty entries a page, newest first; the second page goes on where the first ended."""
    first, second = entries(opened("reports", section="Ledger")), entries(opened("reports", section="Ledger", page="2"))

    assert list(first["Entry"]) == list(range(signed.data_version(), signed.data_version() - 50, -1))
    assert second["Entry"].iloc[0] == first["Entry"].iloc[-1] - 1


def test_sections_can_be_linked_to(signed: Database, opened: Opened) -> None:
    """The board's section comes first, each has its own address, and one shows nothing of another."""
    first, linked = opened("reports"), opened("reports", section="Ledger")

    shown = first.button_group[0].options
    assert (shown[0], shown[-1]) == ("Board pack", "Ledger")
    assert any(header.value.startswith("Board KPIs: ") for header in first.header)
    assert [button.label for button in first.button] == ["Make the board pack"]
    assert [header.value for header in linked.header] == ["History"]


def test_an_empty_ledger_says_how_it_begins(empty_store: Database, opened: Opened) -> None:
    """Nothing has happened: no button that could do nothing."""
    app = opened("reports", section="Ledger")

    assert app.title[0].value == "Nothing has happened yet"
    assert [button.label for button in app.button] == []


def test_a_workbook_names_its_checkpoint(signed: Database) -> None:
    """A report that is handed on says as of which entry and checkpoint it was written, on a sheet of its own."""
    said = source_words(signed, checkpoints_of(load_settings()))
    book = load_workbook(io.BytesIO(to_xlsx(pd.DataFrame({"a": [1]}), sheet="rows", source=said)))
    made = checkpoints_of(load_settings()).read()[0]

    assert book.sheetnames == ["rows", "Source"]
    assert book["Source"]["A2"].value == said
    assert said.startswith(
        f"Ledger entry {signed.data_version()}, newest checkpoint {made.code} of {made.size} entries, key"
    )


def test_the_zip_verifies_without_the_dashboard(signed: Database, tmp_path: Path) -> None:
    """Unpacked anywhere, the verifier in it runs isolated and finds it whole; the README holds the code."""
    packed, made = export_zip(signed, checkpoints_of(load_settings())), checkpoints_of(load_settings()).read()[0]
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(tmp_path / "elsewhere")
    folder = tmp_path / "elsewhere" / "ledger"
    command = [sys.executable, "-I", str(folder / "verify_ledger.py"), "--key", made.key]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)

    assert done.stdout.endswith("whole\n")
    assert done.returncode == 0
    assert made.code in (folder / "README.txt").read_text()
    assert sorted(file.name for file in folder.iterdir()) == [
        "README.txt", "checkpoints.jsonl", "events.jsonl", "public-key.pem", "verify_ledger.py",
    ]  # fmt: skip


def test_board_figures_stand_with_their_numbers(signed: Database, opened: Opened) -> None:
    """Every figure has its numerator and denominator beside it, and what cannot be measured apart."""
    app = opened("reports", section="Board pack")

    assert not app.exception
    [figures] = [frame.value for frame in app.dataframe if "Figure" in frame.value.columns]
    assert {"Value", "Of", "Not measurable", "Period"} <= set(figures.columns)
    assert ("Interval" in figures) == (figures.get("Interval", pd.Series(dtype=str)) != "").any()
    assert "Inventory coverage" in set(figures["Figure"])
    assert "board figures can be told today" in "".join(header.value for header in app.header)


def test_exposure_is_worded_with_care(store: Database, opened: Opened) -> None:
    """Every open breach has a row, what stands behind it is possible and no more, and nobody gives legal advice."""
    app = opened("reports", section="Board pack")

    assert not app.exception
    said = " ".join(part.value for part in (*app.header, *app.caption))
    assert "Possible exposure: behind " in said
    assert "not legal advice" in said
    [breaches] = [frame.value for frame in app.dataframe if "Behind it" in frame.value.columns]
    allowed = {"Possible legal duty, ask Legal", "Unclear whether a legal duty", "No legal duty yet", "Charter only"}
    assert set(breaches["Behind it"]) <= allowed
    assert len(breaches) >= 3
    assert set(breaches["Line set by"]) <= {"law", "our policy", "law and our policy"}
    assert breaches["Both since"].isna().all(), "nothing is on record of role, tier and place, so nothing is possible"
