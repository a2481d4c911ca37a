"""Folders for counts of a past day, and what becomes of those whose process was killed."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.known_scratch import Scratch

READER = """
import sys, time
from pathlib import Path
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.known_scratch import Scratch

scratch = Scratch(DecisionStore(Path(sys.argv[1])))
print(scratch.own.root, flush=True)
time.sleep(600)
"""


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Callable[[], Scratch]]:
    """Makes another one on the same store; all are gone at the end."""
    with ExitStack() as stack:

        def made() -> Scratch:
            one = Scratch(DecisionStore(tmp_path))
            stack.callback(one.__exit__, KeyboardInterrupt)
            return one

        yield made


def test_the_folder_of_a_killed_process_goes_with_the_next_one_that_is_made(
    tmp_path: Path, scratch: Callable[[], Scratch]
) -> None:
    """As long as its process lives a folder stays; once it was killed, the next reader of a past day removes it."""
    with subprocess.Popen([sys.executable, "-c", READER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        theirs = Path(reader.stdout.readline().strip())
        ours = scratch().own.root
        both = theirs.is_dir(), ours.is_dir()
        reader.kill()

    third = scratch().own.root

    assert both == (True, True)
    assert not theirs.exists()
    assert third.is_dir()


def test_folders_of_this_process_stay_while_they_are_read(scratch: Callable[[], Scratch]) -> None:
    """Two past days are read side by side: neither takes the other's folder away."""
    places = [scratch().own.root, scratch().own.root]

    assert [place.is_dir() for place in places] == [True, True]
