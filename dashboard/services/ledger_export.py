"""What an auditor carries away: events, checkpoints, public key and a verifier that shares no code with us."""

import io
import shutil
import zipfile
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database
from dashboard.adapters.ledger_export import recorded_losses, write_events
from dashboard.adapters.queries.ledger import bytes_of_bodies
from dashboard.domain.checkpoints import Checkpoint, newest
from dashboard.errors import AlreadyExists, Conflict, NotFound, StoreUnusable

VERIFIER = "verify_ledger.py"
LARGEST_ZIP = 512 * 1024 * 1024  # characters of events; beyond it a browser is the wrong way to carry them
_PER_EVENT = 230  # bytes around a body in events.jsonl
README = """The audit trail of the AI ethics dashboard
==========================================

{events:,} events, newest checkpoint {code} ({size:,} events, {time}).

  events.jsonl       one event a line: seq, body as it was hashed, hash of the event before, own hash
  checkpoints.jsonl  one signed checkpoint a line: how long the ledger was and how it ended
  public-key.pem     the key that the signatures are held against; fingerprint {key}
  verify_ledger.py   checks all of it; read it first, it is short and has no line of the dashboard in it

How to verify without us
------------------------
You need Python 3.11 or newer and one package: pip install cryptography

  python -I verify_ledger.py --key FINGERPRINT

FINGERPRINT is the key's as you were told it by another way than this folder: whoever forged the folder could have
changed its key too. Exit code 0: whole. 1: not as it was written. 2: could not be verified.

Keep the code {code}. A later export that holds this checkpoint, with the same key, continues the same history; one
that does not hold it is another history. Events after the newest checkpoint rest on the chain alone.
"""


def export(database: Database, kept: CheckpointFile, folder: Path) -> int:
    """Write events, checkpoints, public key, the offline verifier and a README into a new folder.

    Returns:
        How many events were written.

    Raises:
        AlreadyExists: The folder is there; nothing was written.
        NotFound: There is no checkpoint yet, without which a cut tail would not show.
        StoreUnusable: The folder cannot be made.
    """
    if folder.exists():
        raise AlreadyExists(f"{folder} exists already. Nothing was written; name a new folder.")
    last = newest(kept.read(), recorded_losses(database))
    if last is None:
        raise NotFound("There is no checkpoint yet. Make one first: python -m dashboard ledger checkpoint")
    try:
        folder.mkdir(parents=True)
        events = write_events(database, folder / "events.jsonl")
        shutil.copy(kept.path, folder / kept.path.name)
        shutil.copy(kept.public_key, folder / kept.public_key.name)
        verifier = files("dashboard.reports").joinpath(VERIFIER).read_text(encoding="utf-8")
        (folder / VERIFIER).write_text(verifier, encoding="utf-8")
        (folder / "README.txt").write_text(_readme(events, last), encoding="utf-8")
    except OSError as error:
        raise StoreUnusable(f"{folder} cannot be written ({error.strerror}).") from None
    return events


def export_size(database: Database) -> int:
    """About how many bytes an export takes before it is packed."""
    return bytes_of_bodies(database) + _PER_EVENT * database.data_version()


def export_zip(database: Database, kept: CheckpointFile) -> bytes:
    """The same files as one zip, made in memory.

    Raises:
        Conflict: Too large for a browser; the sentence names the command that writes it.
        NotFound, StoreUnusable: As `export`.
    """
    size = export_size(database)
    if size > LARGEST_ZIP:
        raise Conflict(
            f"The export has about {size // 1024**2:,} MiB, more than the {LARGEST_ZIP // 1024**2:,} MiB that a "
            "browser is given. Write it with: python -m dashboard ledger export FOLDER"
        )
    packed = io.BytesIO()
    with TemporaryDirectory() as work, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        folder = Path(work) / "ledger"
        export(database, kept, folder)
        for file in sorted(folder.iterdir()):
            archive.write(file, f"ledger/{file.name}")
    return packed.getvalue()


def _readme(events: int, last: Checkpoint) -> str:
    when = f"{last.time[:16].replace('T', ' ')} UTC"
    return README.format(events=events, code=last.code, size=last.size, time=when, key=last.key)
