"""An evidence pack is accepted as it was made, and refused when anything in it was changed."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.reports.evidence_pack import Made
from dashboard.services.sources import checkpoints_of
from tests.evidence_packs import (
    Store,
    filled,
    pack,
    postgres_store,
    rows,
    store,
    verified,
)

__all__ = ["filled", "pack", "postgres_store", "store"]


@pytest.mark.postgres
def test_a_pack_of_postgres_is_accepted_too(postgres_store: Store) -> None:
    """Its verifier accepts it, twice made it is the same, and what was measured is in it."""
    first, second = (postgres_store.made(name)[0] for name in ("one", "two"))
    folder, made = postgres_store.unpacked()
    code, words = verified(folder, "--manifest", made.manifest_sha256)

    assert code == 0, words
    assert first.read_bytes() == second.read_bytes()
    assert {one["group"] for one in rows(folder, "measurements") if one["attribute"] == "sex"} == {"M", "X"}


def test_an_untouched_pack_is_accepted(store: Store) -> None:
    """In an empty environment, by its own verifier, with the hash and the key that were told another way."""
    folder, made = store.unpacked()
    key = checkpoints_of(store.settings).read()[0].key
    code, words = verified(folder, "--manifest", made.manifest_sha256, "--key", key)

    assert code == 0, words
    assert words.endswith("as it was made\n")
    assert "proven by 1 checkpoints alone" in words


def flip(path: Path) -> None:
    """Change one bit of the byte in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_a_changed_byte_in_any_file_is_refused(pack: tuple[Path, Made]) -> None:
    """Whichever file it is, the manifest and its signature too."""
    folder, _ = pack
    verifier = shutil.copy(folder / "verify.py", folder.parent / "trusted.py")
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        if whole:
            flip(path)
            code, words = verified(folder, verifier=Path(verifier))
            assert code != 0, path
            assert not words.endswith("\nas it was made\n")
        path.write_bytes(whole)
    assert verified(folder, verifier=Path(verifier))[0] == 0


def removed(folder: Path) -> None:
    """A file gone."""
    (folder / "waivers.csv").unlink()


def added(folder: Path) -> None:
    """A file that nobody listed."""
    (folder / "use-cases" / "more.json").write_text("{}")


def changed_entry(folder: Path) -> None:
    """Another role in one entry."""
    path = folder / "ledger" / "events.jsonl"
    path.write_text(path.read_text().replace('\\"role\\":\\"officer\\"', '\\"role\\":\\"auditor\\"', 1))


def cut_ledger(folder: Path) -> None:
    """The last three entries gone."""
    path = folder / "ledger" / "events.jsonl"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-3]))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (removed, "'waivers.csv': it is missing"),
        (added, "'use-cases/more.json': it was added"),
        (changed_entry, "its hash is not that of its content"),
        (cut_ledger, "cut off or rewritten"),
    ],
)
def test_what_was_done_to_a_pack_is_named(pack: tuple[Path, Made], change: Callable[[Path], None], said: str) -> None:
    """A file removed or added, an entry changed, the end cut off: refused, and said in words."""
    folder, _ = pack
    change(folder)
    code, words = verified(folder)

    assert code == 1
    assert said in words
    assert words.endswith("NOT as it was made\n")


def test_a_forged_pack_with_a_manifest_of_its_own_is_refused(pack: tuple[Path, Made]) -> None:
    """Whoever writes a new manifest has no key to sign it with, and it is not the one that was told."""
    folder, made = pack
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "as_of": "2020-01-01"}))
    signed = verified(folder)
    (folder / "manifest.sig").unlink()
    told, untold = verified(folder, "--manifest", made.manifest_sha256), verified(folder)

    assert signed[0] == 1
    assert "not the signature of the key" in signed[1]
    assert told[0] == 1
    assert "manifest.json: its SHA-256 is" in told[1]
    assert untold[0] == 2
    assert "give --manifest" in untold[1]
