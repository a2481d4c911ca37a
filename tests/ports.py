"""Ports for servers that a test starts: where nobody listens, and where the system puts no connection of its own."""

import random
import socket

HERE = "127.0.0.1"
# Outgoing connections get ports from 32,768 upwards (Linux) or 49,152 (elsewhere). A server that starts seconds after
# its port was looked for would now and then find one of those in its place.
_OURS = range(12_000, 32_000)
_CHANCE = random.SystemRandom()  # Hypothesis sets the seed of the other one, alike in all processes
_given: set[int] = set()


def free_port() -> int:
    """A port that nobody listens on now, never the same twice in a process."""
    while True:
        port = _CHANCE.choice(_OURS)
        if port not in _given and _is_free(port):
            _given.add(port)
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((HERE, port))
        except OSError:
            return False
    return True
