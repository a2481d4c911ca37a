"""The evidence pack on the Reports page: who is offered it, and that its hash is the ledger's."""

import hashlib
import re
import tempfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.adapters.database import Database
from dashboard.adapters.history import events_of, record_as_of
from dashboard.adapters.packs import EVIDENCE, PACK
from dashboard.adapters.repository import load_registry
from dashboard.services.evidence_pack import MADE
from dashboard.services.ledger import make_checkpoint
from dashboard.services.sources import checkpoints_of
from dashboard.settings import load_settings
from tests.views.conftest import Opened

MAKE = "Make the evidence pack"


def acting(app: AppTest, user: str) -> AppTest:
    """The page as this person sees it."""
    return next(box for box in app.selectbox if box.label == "Acting as").set_value(user).run()


def section(opened: Opened, user: str) -> AppTest:
    """The section as this person sees it."""
    return acting(opened("reports", section="Evidence pack"), user)


def inventoried(store: Database) -> str:
    """A use case without logs: those of this store are planted without their files."""
    return next(one.id for one in load_registry(store).use_cases if one.lifecycle == "inventoried")


def make(app: AppTest) -> AppTest:
    """The page after the click."""
    return next(one for one in app.button if one.label == MAKE).click().run(timeout=120)


def hashes(app: AppTest) -> list[str]:
    """The SHA-256 that the page tells."""
    return [one.value for one in app.code if re.fullmatch("[0-9a-f]{64}", one.value)]


def offered(app: AppTest) -> list[str]:
    """What can be downloaded, by the words of the buttons."""
    return [str(one.proto.label) for one in app.get("download_button")]


def test_the_auditor_makes_a_pack_of_one_use_case(store: Database, opened: Opened) -> None:
    """One click: a download, the acting person in the ledger, and the hash on the page is the ledger's."""
    make_checkpoint(store, checkpoints_of(load_settings()))
    one, before = inventoried(store), store.data_version()
    app = section(opened, "local-auditor")
    app.multiselect(key="evidence-pack-use-cases").set_value([one])
    app = make(app)

    assert not app.exception
    assert not app.error
    [event] = events_of(store, PACK, EVIDENCE)
    assert (event.seq, event.kind, event.actor) == (before + 1, MADE, "local-auditor")
    record = record_as_of(store, PACK, EVIDENCE, at=event.seq)
    assert record is not None
    assert (record["use_cases"], record["documents"]) == ([one], False)
    assert hashes(app) == [record["manifest"]]
    assert (
        hashlib.sha256(app.session_state["long_works"]["evidence_pack_made"].result.data).hexdigest() == record["zip"]
    )
    assert [words for words in offered(app) if words.startswith("Download the pack as ZIP")]


@pytest.mark.parametrize("user", ["local-reader", "lead-0"])
def test_who_may_not_is_told_who_may(store: Database, opened: Opened, user: str) -> None:
    """No button, no choice, no download: one sentence, and nothing is written."""
    before = store.data_version()
    app = section(opened, user)

    assert not app.exception
    assert MAKE not in [one.label for one in app.button]
    assert not app.multiselect
    assert any("The officer, the deputy and the auditor make evidence packs" in one.value for one in app.markdown)
    assert store.data_version() == before


def test_a_pack_is_not_left_for_who_may_not(store: Database, opened: Opened) -> None:
    """Whoever turns into a reader after making one is no longer offered it."""
    make_checkpoint(store, checkpoints_of(load_settings()))
    app = section(opened, "local-auditor")
    app.multiselect(key="evidence-pack-use-cases").set_value([inventoried(store)])
    app = make(app)
    assert offered(app)
    app = acting(app, "local-reader")

    assert not [words for words in offered(app) if words.startswith("Download the pack")]
    assert hashes(app) == []


def test_without_a_checkpoint_none_is_made(store: Database, opened: Opened) -> None:
    """It says what to do, nothing is recorded and nothing is offered."""
    before = store.data_version()
    app = make(section(opened, "ethics-officer"))

    assert not app.exception
    assert any("There is no checkpoint yet" in one.value for one in app.error)
    assert not [words for words in offered(app) if words.startswith("Download the pack")]
    assert store.data_version() == before


def test_without_room_for_it_none_is_made(
    store: Database, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A temporary folder that cannot be written to is named in a sentence, and nothing is recorded."""
    make_checkpoint(store, checkpoints_of(load_settings()))
    before, app = store.data_version(), section(opened, "local-auditor")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    app = make(app)

    assert not app.exception
    assert any("No pack was made" in one.value and "temporary folder" in one.value for one in app.error)
    assert store.data_version() == before


def test_the_page_of_a_use_case_makes_its_pack(store: Database, opened: Opened) -> None:
    """The same service: the pack is of that use case alone, and the ledger has it."""
    make_checkpoint(store, checkpoints_of(load_settings()))
    one = inventoried(store)
    app = make(acting(opened("use_case", id=one), "local-auditor"))

    assert not app.exception
    assert not app.error
    [event] = events_of(store, PACK, EVIDENCE)
    record = record_as_of(store, PACK, EVIDENCE, at=event.seq)
    assert record is not None
    assert (record["use_cases"], record["documents"], event.actor) == ([one], False, "local-auditor")
    assert hashes(app)[-1] == record["manifest"]
    assert [words for words in offered(app) if words.startswith("Download the pack as ZIP")]


def test_who_may_not_make_packs_has_no_button_on_the_page_of_a_use_case(store: Database, opened: Opened) -> None:
    """A reader sees the page as before."""
    app = acting(opened("use_case", id=inventoried(store)), "local-reader")
    assert not [one for one in app.button if one.label == MAKE]
