"""Models of MLflow come in by a person who saw the difference; what cannot be read is a sentence."""

from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters import mlflow_server
from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import Actor, Role
from dashboard.domain.registry import Model, UseCase
from dashboard.errors import ChangedSinceOpened, InputRejected, NotPermitted
from dashboard.services.model_registries import LookAtModels, ModelsLook, TakeInModels, look_at_models, take_in_models
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.settings.mlflow import Mlflow
from tests.mlflow_stores import answering, write_store

OFFICER, READER = Actor("officer", Role.OFFICER), Actor("reader", Role.READER)
TOKEN = "t0" + "p"
BOT = UseCase(id="bot", title="Bot", models=[Model(name="ranker", version="1", deployed_at=date(2026, 1, 5))])
SEARCH, VERSIONS = "registered-models/search", "model-versions/search"


def look(database: Database, tracking: str, **other: Any) -> ModelsLook:
    """What is found there."""
    return look_at_models(database, LookAtModels(Mlflow(tracking), **other))


def test_a_folder_is_shown_as_a_difference_then_taken_in_once(database: Database, tmp_path: Path) -> None:
    """Champion 2 comes, 1 ends, 3 stays out; looking writes nothing, the last step counts, NaN is no figure."""
    register_use_case(database, RegisterUseCase(BOT), OFFICER)
    store = write_store(tmp_path)
    found = look(database, str(tmp_path))
    assert (found.found, found.same, database.data_version()) == (3, 0, 1)
    assert "Left out: 1 version" in found.remarks[0]
    told = {(one.version, one.what): (one.now, one.found) for one in found.differing[0].changes}
    assert told["2", "Reported auc"] == ("unknown", "0.82")
    assert told["1", "Last day in service"] == ("unknown", "2026-09-01")
    assert ("2", "Reported val/loss") not in told
    command = TakeInModels(found.differing[0])
    saved = take_in_models(database, command, OFFICER)
    assert take_in_models(database, command, OFFICER).revisions == saved.revisions == {"bot": 2}
    record = use_case_record(database, "bot")
    assert record
    one, two = record[0].models
    assert (one.retired_at, two.aliases, two.uri) == (date(2026, 9, 1), ["champion"], "models:/ranker/2")
    assert two.reported
    assert (two.reported[0].metric, two.reported[0].source) == ("auc", f"MLflow run {'2a' * 16}")
    assert record[0].last_material_change is not None
    again = look(database, f"file://{store}")
    assert (again.differing, again.same) == ((), 1)


def test_only_who_may_takes_in_and_only_what_was_seen(sqlite_database: Database, tmp_path: Path) -> None:
    """A reader may not; a record that changed meanwhile is looked at again."""
    register_use_case(sqlite_database, RegisterUseCase(BOT), OFFICER)
    seen = look(sqlite_database, str(write_store(tmp_path))).differing[0]
    with pytest.raises(NotPermitted):
        take_in_models(sqlite_database, TakeInModels(seen), READER)
    with pytest.raises(ChangedSinceOpened, match="revision 7"):
        take_in_models(sqlite_database, TakeInModels(replace(seen, revision=7)), OFFICER)
    assert sqlite_database.data_version() == 1


def test_whose_a_model_is_must_be_said(sqlite_database: Database, tmp_path: Path) -> None:
    """A tag that names nobody's use case is told with the nearest; a mapping stands over it; no tag at all is told."""
    register_use_case(sqlite_database, RegisterUseCase(BOT), OFFICER)
    store = write_store(tmp_path, use_case="bott")
    assert "`bott`, which is not registered. Did you mean `bot`?" in look(sqlite_database, str(store)).remarks[0]
    assert look(sqlite_database, str(store), mapping={"ranker": "bot"}).differing
    (store / "models" / "ranker" / "tags" / "use_case").unlink()
    assert look(sqlite_database, str(store)).remarks[0].startswith("Of no use case: 3 versions of ranker.")


def test_a_damaged_version_is_left_out_and_named(sqlite_database: Database, tmp_path: Path) -> None:
    """A tag of Python in the YAML, and a link out of the store: the other versions come."""
    register_use_case(sqlite_database, RegisterUseCase(BOT), OFFICER)
    store = write_store(tmp_path)
    bad = store / "models" / "ranker" / "version-3" / "meta.yaml"
    bad.write_text("name: !!python/object/apply:os.system [echo]\n", encoding="utf-8")
    outside = tmp_path / "secret"
    outside.write_text("champion", encoding="utf-8")
    (store / "models" / "ranker" / "version-1" / "tags").mkdir()
    (store / "models" / "ranker" / "version-1" / "tags" / "use_case").symlink_to(outside)
    found = look(sqlite_database, str(store), everything=True)
    assert "version-1 was left out" in found.remarks[0]
    assert "a link out of the folder" in found.remarks[0]
    assert "ranker version-3 was left out" in found.remarks[1]
    assert [one.version for one in found.differing[0].versions] == ["2"]


PAGES: dict[str, Any] = {
    SEARCH: {"registered_models": [
        {"name": "ranker", "tags": [{"key": "use_case", "value": "bot"}],
         "aliases": [{"alias": "champion", "version": "2"}]}]},
    VERSIONS: [
        {"model_versions": [{"name": "ranker", "version": "1", "run_id": "a1"}], "next_page_token": "1"},
        {"model_versions": [{"name": "ranker", "version": "2", "run_id": "a2", "source": "models:/m-4"}]}],
    "runs/get": {"run": {"data": {"metrics": [{"key": "auc", "value": "NaN"}, {"key": "f1", "value": 0.5}]}}},
    "logged-models/m-4": {"model": {"data": {"metrics": [{"key": "f1", "value": 0.6, "timestamp": 1683614035504}]}}},
}  # fmt: skip


def test_a_server_is_read_page_by_page(sqlite_database: Database) -> None:
    """Both pages; the logged model's figure stands over the run's; the token is sent, and an old server is named."""
    register_use_case(sqlite_database, RegisterUseCase(BOT), OFFICER)
    seen: list[dict[str, str]] = []
    with answering(PAGES | {"/version": (200, "2.1.1")}, seen) as address:
        found = look_at_models(sqlite_database, LookAtModels(Mlflow(address, token=TOKEN)))
    assert found.found == 2
    assert found.remarks[0] == (
        "MLflow 2.1.1 knows no aliases (2.3 and later do): only the stage Production says what serves."
    )
    two = found.differing[0].versions[1]
    assert [(one.metric, one.value, one.source) for one in two.reported] == [("f1", 0.6, "MLflow model m-4")]
    assert {one["Authorization"] for one in seen} == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "found status 404; expected a tracking server with a model registry"),
        ({SEARCH: (401, "")}, "found status 401; expected to be let in. Set MLFLOW_TRACKING_TOKEN"),
        ({SEARCH: (302, "")}, "found status 302, a way elsewhere; expected the address itself"),
        ({SEARCH: (500, "")}, "found status 500; expected status 200"),
        ({SEARCH: (200, "<html>")}, "found `<html>`; expected JSON, as MLflow answers"),
        ({SEARCH: (200, "[" * 200_000)}, "expected JSON, as MLflow answers"),
        ({SEARCH: (200, " " * 33_554_433)}, "found more than 33,554,432 bytes; expected a smaller page"),
        ({SEARCH: {"registered_models": [], "next_page_token": "0"}}, "found pages without end"),
    ],
)
def test_a_server_that_answers_otherwise_is_a_sentence(
    sqlite_database: Database, answers: dict[str, Any], sentence: str
) -> None:
    """Each names what was asked, what came and what to do."""
    with answering(answers) as address, pytest.raises(InputRejected) as refused:
        look(sqlite_database, address)
    assert sentence in str(refused.value)
    assert f"MLflow at {address} could not be read. Nothing was written." in str(refused.value)


def test_a_version_without_end_is_no_version(sqlite_database: Database) -> None:
    """Where megabytes stand for its version a server has not said it; its models are read all the same."""
    register_use_case(sqlite_database, RegisterUseCase(BOT), OFFICER)
    with answering(PAGES | {"/version": (200, "3.1" + "0" * 1_000_000)}) as address:
        found = look(sqlite_database, address)
    assert found.found == 2
    assert found.remarks[0].startswith("The server does not say its version")


def test_an_answer_that_drips_has_an_end(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two parts of one answer, further apart than a whole answer may last."""
    monkeypatch.setattr(mlflow_server, "monotonic", count(0, 100).__next__)
    with answering({SEARCH: (200, " " * 1_000_000)}) as address, pytest.raises(InputRejected) as refused:
        look(sqlite_database, address)
    assert "found no end within 120 seconds; expected a whole answer" in str(refused.value)


@pytest.mark.parametrize(
    ("mlflow", "sentence"),
    [
        (Mlflow(""), "Set MLFLOW_TRACKING_URI, or say --tracking."),
        (Mlflow("sqlite:///mlflow.db"), "Name the server that stands before it."),
        (Mlflow("/nowhere/at/all"), "found no such folder"),
        (Mlflow("http://127.0.0.1:1"), "found nobody answers there; expected a server that answers"),
        (Mlflow("https://me:secret@mlflow.example"), "found a name or password in the address"),
        (Mlflow("http://mlflow.example", token=TOKEN), "expected https, for a password or token is never sent openly"),
        (Mlflow("https://[half"), "expected an address such as https://mlflow.company.example"),
    ],
)
def test_an_address_that_cannot_be_used_is_a_sentence(sqlite_database: Database, mlflow: Mlflow, sentence: str) -> None:
    """Nobody answers, a password in the open, another kind of store: said at once, and no secret is repeated."""
    with pytest.raises(InputRejected) as refused:
        look_at_models(sqlite_database, LookAtModels(mlflow))
    assert sentence in str(refused.value)
    assert "secret" not in str(refused.value)
