"""What docs/api.md tells a pipeline to do is done here as it stands there."""

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import which

import pandas as pd
import pytest

from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.services.register import RegisterUseCase, register_use_case
from tests.adapters.test_evidence_files import PDF
from tests.conftest import unavailable
from tests.routes.conftest import Service
from tests.routes.test_pushing_counts import counted, levels, log

__all__ = ["counted"]  # a fixture of theirs


def blocks(root: Path, language: str) -> list[str]:
    """The examples in this language, in order."""
    return re.findall(rf"```{language}\n(.*?)```", (root / "docs" / "api.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def folder(service: Service, tmp_path: Path) -> Path:
    """A pipeline's folder with a log and a document, and the use case that they are about."""
    if which("curl") is None:
        unavailable("curl", "apt-get install curl")
    register_use_case(service.database, RegisterUseCase(UseCase(id="piped", title="Piped", lifecycle="live")), SYSTEM)
    log().rename(columns={"a_sex": "sex", "s_channel": "channel"}).to_csv(tmp_path / "log.csv", index=False)
    (tmp_path / "dpia.pdf").write_bytes(PDF)
    return tmp_path


def test_the_examples_work(
    service: Service, folder: Path, root: Path, counted: tuple[object, list[pd.DataFrame]]
) -> None:
    """The document is filed, and the counts are those that the log gives where it is taken in as rows."""
    env = {**os.environ, "TOKEN": service.token(), "DASHBOARD": service.url, "USE_CASE": "piped", "RUN": "812"}
    evidence, counts = blocks(root, "bash")
    (making,) = blocks(root, "python")
    commands = [["bash", "-ec", evidence], [sys.executable, "-c", making], ["bash", "-ec", counts]]
    for command in commands:
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    known = use_case_record(service.database, "piped")

    assert known is not None
    assert [one.file_name for one in known[0].evidence] == ["dpia.pdf"]
    for found, wanted in zip(levels(service.database, "piped"), counted[1], strict=True):
        pd.testing.assert_frame_equal(found, wanted)
