"""A site replaces only what this program made, as a whole, or refuses in a sentence."""

from pathlib import Path

import pytest

from dashboard.adapters.site_folder import MARKER, write_site
from dashboard.errors import InputRejected

FIRST = {"index.html": b"one", "en/uses/a.html": b"a"}


def files(folder: Path) -> dict[str, bytes]:
    """What is in a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_folder_holds_the_files_and_who_made_them(tmp_path: Path) -> None:
    """Parents are made; nothing is left beside it."""
    write_site(tmp_path / "public" / "register", FIRST)
    found = files(tmp_path / "public" / "register")
    assert found.pop(MARKER)
    assert found == FIRST
    assert [path.name for path in (tmp_path / "public").iterdir()] == ["register"]


def test_a_second_writing_replaces_the_first(tmp_path: Path) -> None:
    """A page that is no longer public is gone."""
    write_site(tmp_path / "register", FIRST)
    write_site(tmp_path / "register", {"index.html": b"two"})
    assert set(files(tmp_path / "register")) == {"index.html", MARKER}


@pytest.mark.parametrize("made_before", [True, False])
def test_a_folder_with_anything_else_is_left_alone(tmp_path: Path, *, made_before: bool) -> None:
    """Somebody's own file stops it, also beside pages that were made here; everything stays as it was."""
    folder = tmp_path / "register"
    if made_before:
        write_site(folder, FIRST)
    folder.mkdir(exist_ok=True)
    (folder / "thesis.txt").write_text("ten years", encoding="utf-8")
    before = files(folder)
    with pytest.raises(InputRejected, match="which this command did not make"):
        write_site(folder, {"index.html": b"two"})
    assert files(folder) == before


@pytest.mark.parametrize("marker", ["", "{}", "[]", '{"files": 3}', "\x00"])
def test_a_broken_marker_makes_nothing_ours(tmp_path: Path, marker: str) -> None:
    """A file that only looks like the marker lets nobody replace a folder."""
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    (tmp_path / MARKER).write_text(marker, encoding="utf-8")
    with pytest.raises(InputRejected, match="did not make"):
        write_site(tmp_path, FIRST)
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "mine"


def test_a_link_or_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    """Nothing is written through a link, and no file is replaced by a folder."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for name in ("link", "file"):
        with pytest.raises(InputRejected, match="a file or a link"):
            write_site(tmp_path / name, FIRST)
    assert not list((tmp_path / "real").iterdir())


def test_a_path_that_leaves_the_folder_writes_nothing(tmp_path: Path) -> None:
    """The old site stays, and nothing stands outside."""
    write_site(tmp_path / "register", FIRST)
    with pytest.raises(InputRejected, match="leaves the folder"):
        write_site(tmp_path / "register", {"../../evil.html": b"x"})
    assert files(tmp_path / "register")["index.html"] == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["register"]


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    """A file where a parent folder should be is named."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputRejected, match="No register was written"):
        write_site(tmp_path / "file" / "register", FIRST)
