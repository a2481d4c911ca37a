"""Addresses of webhooks leave by no export, and where they are only named they are in no file at all."""

import logging
from pathlib import Path

import pytest

from dashboard.domain.telling import Cadence, Kind, Wish
from dashboard.reports.letters import FORMS
from dashboard.services.backup import make_backup
from dashboard.services.ledger import make_checkpoint
from dashboard.services.ledger_export import export
from dashboard.services.notify import notify
from dashboard.services.screens.evidence_pack import Wanted
from dashboard.services.screens.telling import load_telling, load_undelivered
from dashboard.services.sources import checkpoints_of
from dashboard.services.telling import AddWebhook, add_webhook
from tests.evidence_packs import DAY, OFFICER, Store, filled, store

__all__ = ["filled", "store"]  # fixtures

NAME, SECRET = "DASHBOARD_WEBHOOK_URL_ETHICS", "secret-of-the-test-5926"
URL = f"https://127.0.0.1:9/{SECRET}"
WISH = Wish(Cadence.DAILY, at_once=True)


@pytest.fixture
def told(store: Store, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture,
         monkeypatch: pytest.MonkeyPatch) -> str:  # fmt: skip
    """A webhook is added, written to in vain, and everything that can be carried away is: what was said meanwhile."""
    monkeypatch.setenv(NAME, URL)
    with caplog.at_level(logging.DEBUG):
        add_webhook(store.database, AddWebhook("Channel", Kind.PLAIN, request.param, WISH, DAY), OFFICER)
        done = notify(store.settings, FORMS, DAY)
        kept = checkpoints_of(store.settings)
        make_checkpoint(store.database, kept)
        export(store.database, kept, store.folder / "away" / "ledger")
        store.unpacked("away/pack", Wanted(whole_ledger=True))
        page = load_telling(store.sources, "officer", mail=False)
    assert "is in a private network" in done.problems[0]
    return " ".join([*done.problems, *load_undelivered(store.sources), caplog.text, repr(page), page.table.to_csv()])


def holding(folder: Path) -> list[str]:
    """The files that hold the secret."""
    return [path.name for path in folder.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


@pytest.mark.parametrize("told", [URL, f"env:{NAME}"], indirect=True, ids=["given", "named"])
def test_no_export_no_page_and_no_log_holds_an_address(told: str, store: Store) -> None:
    """Neither the exported ledger nor a pack with all of it, nor a sentence, a page, or a line of a talkative log."""
    assert holding(store.folder / "away") == []
    assert SECRET not in told


@pytest.mark.parametrize("told", [f"env:{NAME}"], indirect=True, ids=["named"])
def test_where_it_is_named_neither_the_database_nor_a_backup_holds_it(told: str, store: Store) -> None:
    """Nothing below the folder does: database, decision store, checkpoints, documents, the copy that was made."""
    make_backup(store.settings, store.folder / "backups", lambda *_: None)

    assert f"env:{NAME}" in told
    assert holding(store.folder) == []


@pytest.mark.parametrize("told", [URL], indirect=True, ids=["given"])
def test_where_it_is_given_the_database_and_its_backup_hold_it(told: str, store: Store) -> None:
    """As the documentation says; this is how we know that the other tests look in the right places."""
    make_backup(store.settings, store.folder / "backups", lambda *_: None)

    assert "127.0.0.1" in told
    assert set(holding(store.folder)) == {"dashboard.db", "store.db"}
