"""An evidence pack out of the page of a use case, verified by a bare Python that knows nothing of the dashboard."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dashboard.services.ledger import make_checkpoint
from dashboard.services.sources import checkpoints_of
from dashboard.services.start import migrate
from dashboard.settings import load_settings
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.slow


def test_a_pack_is_made_downloaded_and_verified(desk: Visitor, tmp_path: Path) -> None:
    """One click makes it, one downloads it, and with the hash told on the page the verifier finds it as it was made."""
    store = migrate(load_settings())
    make_checkpoint(store, checkpoints_of(load_settings()))
    store.close()
    page = desk.open("use-case?id=retention-offers")
    page.get_by_role("button", name="Make the evidence pack").click()
    download = page.get_by_role("button", name=re.compile("Download the pack as ZIP"))
    download.wait_for()
    desk.rest()
    assert desk.violations() == []
    manifest = re.findall(r"\b[0-9a-f]{64}\b", page.locator("[data-testid=stCode]").last.inner_text())
    with page.expect_download() as waiting:
        download.click()
    waiting.value.save_as(tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as packed:
        packed.extractall(tmp_path)
    [folder] = [path for path in tmp_path.iterdir() if path.is_dir()]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", "--manifest", *manifest],
        cwd=folder, env={}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "as it was made" in done.stdout
    assert desk.complaints == []
