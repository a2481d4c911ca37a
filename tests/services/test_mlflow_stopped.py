"""A comparison with MLflow tells how far it is, and a server that hangs is given up as soon as somebody stops it."""

import asyncio
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters import waiting
from dashboard.adapters.database import Database
from dashboard.adapters.mlflow_folder import MlflowFolder
from dashboard.adapters.waiting import Waiting
from dashboard.domain.effort import Effort, Reached, watched
from dashboard.errors import Cancelled, InputRejected
from dashboard.services.model_registries import LookAtModels, look_at_models
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.settings.mlflow import Mlflow
from tests.mlflow_stores import answering, hanging, write_store
from tests.services.test_model_registries import BOT, OFFICER, PAGES, look

PATIENCE = 60  # seconds


@pytest.fixture
def store(sqlite_database: Database) -> Database:
    """A store with the use case `bot`."""
    register_use_case(sqlite_database, RegisterUseCase(BOT), OFFICER)
    return sqlite_database


@pytest.mark.parametrize("begins", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"], ids=["silent", "half"])
def test_a_server_that_hangs_is_given_up(store: Database, begins: bytes) -> None:
    """Without a word, or in the middle of its answer: the question ends, its connection too, and nothing is written."""
    effort, before = Effort(), store.data_version()
    with hanging(begins, when_asked=effort.stop) as server:
        with watched(effort), pytest.raises(Cancelled):
            look_at_models(store, LookAtModels(Mlflow(server.address)))
        assert server.left.wait(PATIENCE)
    assert effort.reached.words == "Asking MLflow"
    assert (store.data_version(), effort.saved) == (before, False)


def test_models_and_versions_are_told_as_they_are_read(store: Database, tmp_path: Path) -> None:
    """Of a server, which does not say how many there are, those that were read; of a folder also of how many."""
    heard: list[Reached] = []
    with answering(PAGES | {"/version": (200, "3.1")}) as address, watched(Effort(heard.append)):
        look(store, address)
    assert [one.words for one in heard] == [
        "Asking MLflow", "1 model read", "1 version read", "2 versions read", "0 of 2 versions compared",
        "1 of 2 versions compared",
    ]  # fmt: skip
    heard.clear()
    with watched(Effort(heard.append)):
        look(store, str(write_store(tmp_path)))
    assert [one.words for one in heard][:4] == [
        "0 of 3 versions read", "1 of 3 versions read", "2 of 3 versions read", "0 of 2 versions compared",
    ]  # fmt: skip


def test_a_comparison_stopped_midway_asks_for_no_more_figures(
    store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped at the second of two versions: one was read, the other was not."""
    read: list[str] = []
    monkeypatch.setattr(MlflowFolder, "figures", lambda _self, version: read.append(version.version) or [])
    effort = Effort()

    def hear(reached: Reached) -> None:
        if reached.words == "1 of 2 versions compared":
            effort.stop()

    effort.tell = hear
    with watched(effort), pytest.raises(Cancelled):
        look(store, str(write_store(tmp_path)))
    assert len(read) == 1


def test_what_is_waited_for_gives_its_answer_or_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer comes as it is after any number of looks, a refusal is raised as it is, and more may be asked."""
    monkeypatch.setattr(waiting, "LOOK", 0.0)
    found = Waiting()

    async def answer(value: Any) -> Any:
        if value is None:
            raise InputRejected("It is refused.", [])
        return value

    assert found.until(answer(3)) == 3
    with pytest.raises(InputRejected, match="It is refused"):
        found.until(answer(None))
    assert found.until(answer("again")) == "again"
    found.close()


def test_whoever_asks_may_be_in_a_loop_already() -> None:
    """A thread in which a loop runs (a browser's, a server's) gets its answer like any other."""

    async def answer() -> int:
        return 3

    async def asks() -> int:
        with closing(Waiting()) as found:
            return found.until(answer())

    with ThreadPoolExecutor(1) as thread:  # in this one a browser's loop may run
        assert thread.submit(lambda: asyncio.run(asks())).result() == 3


def test_whoever_is_interrupted_leaves_nothing_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interruption (Ctrl-C) of the thread that asks ends the question too, and its loop can be closed."""
    ended: list[str] = []
    begun = threading.Event()

    async def never() -> None:
        begun.set()
        try:
            await asyncio.sleep(10 * PATIENCE)
        finally:
            ended.append("ended")

    def interrupted(_self: object, _timeout: float | None = None) -> None:
        assert begun.wait(PATIENCE)
        raise KeyboardInterrupt

    found = Waiting()
    with monkeypatch.context() as patch:
        patch.setattr(Future, "result", interrupted)
        with pytest.raises(KeyboardInterrupt):
            found.until(never())
    found.close()
    assert ended == ["ended"]
