"""Waits for an answer from a network, in the thread that asks; stopped work gives it up within a tenth of a second.

A thread that waits for a socket cannot be stopped, but a task can: its connection is closed and nothing goes on.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from dashboard.domain.effort import go_on

Result = TypeVar("Result")

LOOK = 0.1  # seconds between two looks at whether the work was stopped


class Waiting:
    """A loop of its own, which runs only while somebody waits; one thread uses it."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()

    def until(self, answer: Coroutine[Any, Any, Result]) -> Result:
        """What comes of it; raises Cancelled, without waiting any longer, once this work was stopped."""
        return self._loop.run_until_complete(_unless_stopped(answer))

    def close(self) -> None:
        """End it; a name that is still being looked up is not waited for."""
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()


async def _unless_stopped(answer: Coroutine[Any, Any, Result]) -> Result:
    asking = asyncio.ensure_future(answer)
    try:
        while not (await asyncio.wait({asking}, timeout=LOOK))[0]:
            go_on()
    finally:
        asking.cancel()  # nothing, where it is over
        await asyncio.wait({asking})
    return asking.result()
