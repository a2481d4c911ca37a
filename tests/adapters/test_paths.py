"""Only files that a person may name are read, and the text of a path is judged before anything resolves it."""

from pathlib import Path

import pytest

from dashboard.adapters.paths import readable_path
from dashboard.errors import DecisionLogInvalid, PathRefused

REFUSED = [
    "/etc/passwd",
    "../outside.csv",
    "inside/../../outside.csv",
    "http://example.com/log.csv",
    "s3://bucket/log.csv",
    "file:///etc/passwd",
    r"\\host\share\log.csv",
    "//host/share/log.csv",
    "inside/*.csv",
    "inside/a\x00.csv",
    "inside/a\n.csv",
    "",
]


@pytest.mark.parametrize("given", REFUSED)
def test_paths_that_lead_elsewhere_are_refused(given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Case 56: no URL, share, wildcard or way out of the listed folders."""
    folder = tmp_path / "allowed"
    (folder / "inside").mkdir(parents=True)
    (tmp_path / "outside.csv").write_text("x\n1\n")
    monkeypatch.chdir(folder)

    with pytest.raises(PathRefused) as refused:
        readable_path(given, [folder], max_mb=1)

    assert "may not be read" in str(refused.value)
    assert "\x00" not in str(refused.value)


def test_a_share_is_refused_before_it_is_resolved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Resolving a share would already send it a password."""

    def never(self: Path, *, strict: bool = False) -> Path:
        raise AssertionError("resolved")

    monkeypatch.setattr(Path, "resolve", never)

    with pytest.raises(PathRefused):
        readable_path(r"\\host\share", [tmp_path], max_mb=1)


def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    """A symbolic link is judged by where it leads."""
    folder = tmp_path / "allowed"
    folder.mkdir()
    (tmp_path / "secret.csv").write_text("x\n")
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")

    with pytest.raises(PathRefused):
        readable_path(folder / "link.csv", [folder], max_mb=1)


def test_a_file_is_sized_before_it_is_read(tmp_path: Path) -> None:
    """A file beyond the limit is refused with both sizes."""
    file = tmp_path / "big.csv"
    file.write_bytes(b"x" * (2 * 1024 * 1024))

    with pytest.raises(DecisionLogInvalid, match="2 MiB; expected at most 1 MiB"):
        readable_path(file, [tmp_path], max_mb=1)


def test_a_listed_file_is_read(tmp_path: Path) -> None:
    """What lies below a listed folder comes back resolved."""
    file = tmp_path / "log.csv"
    file.write_text("x\n")

    assert readable_path(str(file), [tmp_path], max_mb=1) == file.resolve()
