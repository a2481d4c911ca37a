"""Waits for an answer from a network; stopped work gives it up within a tenth of a second.

A thread that waits for a socket cannot be stopped, but a task can: its connection is closed and nothing goes on.
"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

from dashboard.domain.effort import LOOK, go_on
from dashboard.errors import Cancelled

Result = TypeVar("Result")


class Waiting:
    """A loop in a thread of its own, because whoever asks may be in one already; it runs only while somebody waits."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="waits")
        self._left = False

    def until(self, answer: Coroutine[Any, Any, Result]) -> Result:
        """What comes of it; raises Cancelled, without waiting any longer, once this work was stopped."""
        waited = self._thread.submit(copy_context().run, self._loop.run_until_complete, self._unless_stopped(answer))
        try:
            return waited.result()
        finally:
            self._left = not waited.done()  # whoever asked was interrupted

    def close(self) -> None:
        """End it; a name that is still being looked up is not waited for."""
        self._thread.submit(lambda: self._loop.run_until_complete(self._loop.shutdown_asyncgens())).result()
        self._thread.shutdown()
        self._loop.close()

    async def _unless_stopped(self, answer: Coroutine[Any, Any, Result]) -> Result:
        asking = asyncio.ensure_future(answer)
        try:
            while not (await asyncio.wait({asking}, timeout=LOOK))[0]:
                go_on()
                if self._left:
                    raise Cancelled
        finally:
            asking.cancel()  # nothing, where it is over
            await asyncio.wait({asking})
        return asking.result()
